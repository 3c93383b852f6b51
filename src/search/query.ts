import { withLetters } from '../latex/letters.ts';
import { tokenize } from '../archive/tokenize.ts';

/** One thing a search text asks for: a word (`MLP-Mixer` makes two in a row) or a quoted phrase. */
export interface Term {
  /** Never empty; they stand next to each other in what is found. */
  words: string[];
  quoted: boolean;
  /** Whether the last word may go on: it may still be being typed. */
  prefix: boolean;
  /** Where it must stand; anywhere when absent. */
  field?: Field;
}

/** A column of the index that can be asked for by itself. */
export type Field = 'title' | 'authors';

/** Words in a row, one way to satisfy a group. */
export interface Alternative {
  words: string[];
  prefix: boolean;
  field?: Field;
  /** Whether the field must begin with them. */
  isFirst?: boolean;
}

/** Any of its alternatives will do. */
export type Group = readonly Alternative[];

/** A title has at most some 250 characters; what is longer is no search, and is cut. */
export const MAX_CHARACTERS = 600;
const MAX_TERMS = 40;

const ANY_QUOTE = /[\u201C-\u201F\u00AB\u00BB]/g;
const BETWEEN_WORDS = /[\s,;/|()[\]{}&]+/;

/** Every kind of double quote as `"`. */
export function straightQuotes(text: string): string {
  return text.replace(ANY_QUOTE, '"');
}

/**
 * Reads a search text. Words may stand in any order, "quoted words" in this one; the last word
 * outside quotes counts as a beginning. What has neither letter nor digit is dropped, and so is a
 * quote without its partner. Empty when nothing is left to search for.
 */
export function readTerms(text: string): Term[] {
  const pieces = straightQuotes(withLetters(text.slice(0, MAX_CHARACTERS))).split('"');
  const unpaired = pieces.length % 2 === 0;
  const terms = pieces.flatMap((piece, at): Term[] => {
    const quoted = at % 2 === 1 && !(unpaired && at === pieces.length - 1);
    const runs = quoted ? [piece] : piece.split(BETWEEN_WORDS);
    return runs.map((run) => ({ words: tokenize(run), quoted, prefix: false }));
  });
  const last = terms.findLast((term) => !term.quoted && term.words.length > 0);
  if (last) last.prefix = true;
  return withoutRepeats(terms.filter((term) => term.words.length > 0)).slice(0, MAX_TERMS);
}

/** The ways to satisfy a term as it was typed; `prefix` as in {@link Term}. */
export function asTyped(term: Term, prefix: boolean): Alternative[] {
  const { words, quoted } = term;
  // Hyphens come and go: pre-training is pretraining.
  const joined = quoted || words.length === 1 ? [] : [[words.join('')]];
  return [words, ...joined].map((way) => alternativeOf(term, way, prefix));
}

/** Another way to satisfy a term, in the same field. */
export function alternativeOf({ field }: Term, words: string[], prefix: boolean): Alternative {
  return { words, prefix, ...(field !== undefined && { field }) };
}

/**
 * The full-text query that asks for every group. Each word is quoted for FTS5 and holds nothing
 * but letters and digits, so that none is read as its syntax.
 */
export function matchExpression(groups: readonly Group[]): string {
  return groups.map((group) => `(${group.map(alternativeExpression).join(' OR ')})`).join(' AND ');
}

function alternativeExpression({ words, prefix, field, isFirst }: Alternative): string {
  const column = field === undefined ? '' : `${field} : `;
  const phrase = `${column}${isFirst ? '^ ' : ''}"${words.join(' ')}"`;
  // Asking for the whole word as well lets it weigh more than what merely begins like it.
  return prefix ? `${phrase} OR ${phrase} *` : phrase;
}

function withoutRepeats(terms: readonly Term[]): Term[] {
  const seen = new Map<string, Term>();
  for (const term of terms) {
    const key = `${term.quoted ? '"' : ''}${term.words.join(' ')}`;
    const before = seen.get(key);
    if (!before) seen.set(key, term);
    else if (term.prefix) before.prefix = true;
  }
  return [...seen.values()];
}
