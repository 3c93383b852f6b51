import { parseArxivId } from './arxiv-id.ts';
import { VISIBLE } from './paper.ts';
import type { Paper } from './types.ts';

/** A paper that is to be printed; its place in the list is its rank. */
export type PrintedPaper = Omit<Paper, 'rank' | 'tweets'>;

/** A paper whose print reads back as it is, or why there is none. */
export type Printable = { ok: true; paper: PrintedPaper } | { ok: false; reason: string };

/** arXiv's own papers stay far below these; what is above them is no paper's text. */
const MAX_TITLE = 1_000;
const MAX_ABSTRACT = 10_000;
const MAX_AUTHORS = 5_000;
const MAX_NAME = 200;

/** Control characters, and those that turn the direction of what follows. */
const CONTROL = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** What begins a heading, a list, a quotation, a rule or a tag: the grammar's own, or Markdown's. */
const MARKUP = '#<>=|~`*+-';
const BEGINS_AS_MARKUP = new RegExp(`^[${MARKUP}]`);
const LEADING_MARKUP = new RegExp(`^[\\s${MARKUP}]+`);

/** `cs.CV`, `quant-ph`. */
const CATEGORY = /^[A-Za-z-]+(?:\.[A-Za-z-]+)?$/;

/** How the reader takes a count: no sign, no exponent. */
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 1e15;

/**
 * A paper in the form in which the digest's grammar can hold it. Its text is outside text, and is
 * made harmless:
 *
 * - White space is collapsed; control characters, those that turn the direction of writing and
 *   halves of characters are gone.
 * - A comma in a name becomes a space, since commas part names; what begins like markup (`# `,
 *   `- `, `<`) loses that beginning.
 * - An abstract that begins like markup gets the word `Abstract:` before it.
 * - Categories that are no codes, and counts that are no whole number from 0 up, are left out.
 *
 * A printable paper comes back equal. The names of counts are taken as they are.
 */
export function printablePaper(raw: PrintedPaper): Printable {
  const title = oneLine(raw.title);
  const authors = raw.authors.map(oneName).filter((name) => name !== '');
  const abstract = oneAbstract(raw.abstract);
  const categories = [...new Set(raw.categories)].filter((code) => CATEGORY.test(code));
  const metrics = Object.fromEntries(
    Object.entries(raw.metrics).flatMap(([name, value]) =>
      // -0 is a count of 0.
      isCount(value) ? [[name, Math.abs(value)]] : [],
    ),
  );
  const reason = [
    parseArxivId(raw.arxivId) !== raw.arxivId && "its ID isn't an arXiv ID",
    !VISIBLE.test(title) && 'it has no title',
    title.length > MAX_TITLE && `its title has over ${MAX_TITLE} characters`,
    authors.length === 0 && 'it has no authors',
    authors.length > MAX_AUTHORS && `it has over ${MAX_AUTHORS} authors`,
    authors.some((name) => name.length > MAX_NAME) && `a name has over ${MAX_NAME} characters`,
    abstract.length > MAX_ABSTRACT && `its abstract has over ${MAX_ABSTRACT} characters`,
    categories.length === 0 && 'it has no category',
    Object.keys(metrics).length === 0 && 'it has no counts',
  ].find((wrong) => wrong !== false);
  if (reason !== undefined) return { ok: false, reason };
  const { arxivId, observedAt } = raw;
  return {
    ok: true,
    paper: { arxivId, title, authors, categories, metrics, observedAt, abstract },
  };
}

/** `date` as the digest's grammar has it, in UTC: `YYYY-MM-DDTHH:MM:SS`. */
export function observedAt(date: Date): string {
  return date.toISOString().slice(0, 19);
}

function oneLine(text: string): string {
  const spaced = text.toWellFormed().replace(/[\s\u0085]+/g, ' ');
  return spaced.replace(CONTROL, '').replace(/\s+/g, ' ').trim();
}

function oneName(name: string): string {
  return oneLine(name.replaceAll(',', ' ')).replace(LEADING_MARKUP, '');
}

function oneAbstract(text: string): string {
  const line = oneLine(text);
  return BEGINS_AS_MARKUP.test(line) ? `Abstract: ${line}` : line;
}
