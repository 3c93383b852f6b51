import { z } from 'zod';
import { VISIBLE } from '../digest/one-line.ts';

// No paper on arXiv comes close to these limits.
const MAX_TITLE = 1000;
const MAX_ABSTRACT = 20_000;
const MAX_NAME = 500;
const MAX_AUTHORS = 5_000;

/** If a larger share of an answer's items is malformed, the others aren't trusted either. */
const MAX_MALFORMED = 0.3;

/** Control characters that aren't white space, and marks that change the writing direction. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/**
 * Text from outside as one line: white space collapsed, control characters removed, lone surrogates
 * replaced. It still has to be escaped for the format it goes into.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim();
}

const line = z.string().transform(oneLine);

/** The fields of a paper, as services send them. Each becomes one line of text. */
export const title = line.pipe(z.string().max(MAX_TITLE).regex(VISIBLE));
export const abstract = line.pipe(z.string().max(MAX_ABSTRACT));
export const author = line.pipe(z.string().min(1).max(MAX_NAME));
export const authors = <T extends z.ZodType>(one: T) => z.array(one).max(MAX_AUTHORS);

interface ValidatedItems<T> {
  valid: T[];
  malformed: number;
  /** So many are malformed that the whole answer should be rejected. */
  hasTooManyMalformed: boolean;
  /** Says how many were left out, if any were. */
  remarks: string[];
}

/**
 * Reads an answer's items one by one.
 *
 * @param read returns undefined for a malformed item
 */
export function validateItems<Item, T>(
  items: readonly Item[],
  read: (item: Item) => T | undefined,
): ValidatedItems<T> {
  const valid = items.map(read).filter((item) => item !== undefined);
  const malformed = items.length - valid.length;
  return {
    valid,
    malformed,
    hasTooManyMalformed: malformed > items.length * MAX_MALFORMED,
    remarks:
      malformed === 0 ? [] : [`${malformed} of ${items.length} items were malformed and left out`],
  };
}
