import { tokenize } from '../archive/tokenize.ts';
import { comparableId, LINK_TO_PAPER, parseArxivId } from '../digest/arxiv-id.ts';
import { type Category, matchCategory } from '../digest/categories.ts';
import { isDay } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { withLetters } from '../latex/letters.ts';
import type { Condition, SearchProblem } from './types.ts';

/** A word of a search text (`MLP-Mixer` is two in a row) or a quoted phrase. */
export interface Term {
  /** Never empty; they must be next to each other in what is found. */
  words: string[];
  quoted: boolean;
  /** Whether the last word is a prefix, since it may still be being typed. */
  prefix: boolean;
  /** Where it must be found; anywhere if absent. */
  field?: Field;
}

/** A column of the full text that can be searched by itself. */
type Field = 'title' | 'authors';

/** Words in a row: one way to match a group. */
export interface Alternative {
  words: string[];
  prefix: boolean;
  field?: Field;
  /** Whether the field must start with them. */
  isFirst?: boolean;
}

/** Matches if any of its alternatives does. */
export type Group = readonly Alternative[];

/** A search text taken apart: `mixer author:hinton -"deep sea" since:2021-05`. */
export interface Operators {
  /** What is left: words, phrases, an id. */
  text: string;
  /** What must be found in one field. */
  wanted: Term[];
  /** What must not be found. */
  unwanted: Term[];
  inCategories: Category[];
  notInCategories: Category[];
  /** The first day, inclusive. */
  from: Day | undefined;
  /** The day after the last. */
  before: Day | undefined;
  /** Every operator as it was understood, in typed order. */
  conditions: Condition[];
  /** Operators with invalid values. */
  problems: SearchProblem[];
}

/** Longer texts are cut; titles have up to about 250 characters. */
const MAX_CHARACTERS = 600;
const MAX_TERMS = 40;

const ANY_QUOTE = /[\u201C-\u201F\u00AB\u00BB]/g;
const BETWEEN_WORDS = /[\s,;/|()[\]{}&]+/;

// The value must follow the name directly: `vision: a survey` is a title. Quoted phrases without an
// operator match as a whole, so that nothing in them counts as one.
const OPERATOR =
  /(?<!\S)(?<minus>-)?(?:(?<name>author|title|category|cat|since|before):)?(?:"(?<phrase>[^"]*)"|(?<word>[^\s"]+))|"[^"]*"/gi;

/** Parses the operators in a search text. Never throws; the rest stays in the text. */
export function parseOperators(typed: string): Operators {
  const operators: Operators = {
    text: '',
    wanted: [],
    unwanted: [],
    inCategories: [],
    notInCategories: [],
    from: undefined,
    before: undefined,
    conditions: [],
    problems: [],
  };
  const text = straightQuotes(withLetters(typed.slice(0, MAX_CHARACTERS)));
  const rest = text.replace(OPERATOR, (piece, ...found) => {
    const { minus, name, phrase, word } = found.at(-1) as Record<string, string | undefined>;
    const value = phrase ?? word ?? '';
    const isOperator = name !== undefined || (minus !== undefined && /^[^-+]/.test(value));
    if (!isOperator || tokenize(value).length === 0) return piece;
    const part = { value, quoted: phrase !== undefined, excluded: minus !== undefined, piece };
    addOperator(operators, operatorName(name), part);
    return ' ';
  });
  return { ...operators, text: rest === text ? typed : rest.trim() };
}

interface OperatorPart {
  value: string;
  quoted: boolean;
  excluded: boolean;
  /** As typed. */
  piece: string;
}

function operatorName(name: string | undefined): Condition['name'] {
  const lower = name?.toLowerCase() ?? 'word';
  return (lower === 'cat' ? 'category' : lower) as Condition['name'];
}

function addOperator(operators: Operators, name: Condition['name'], part: OperatorPart): void {
  const { value, quoted, excluded } = part;
  switch (name) {
    case 'word':
    case 'author':
    case 'title': {
      const field = { author: 'authors', title: 'title', word: undefined }[name];
      const term: Term = {
        words: tokenize(name === 'author' ? givenNameFirst(value) : value),
        quoted,
        prefix: false,
        ...(field !== undefined && { field: field as Field }),
      };
      (excluded ? operators.unwanted : operators.wanted).push(term);
      operators.conditions.push({ name, value, excluded });
      return;
    }
    case 'category': {
      const category = matchCategory(withoutPunctuation(value));
      if (!category) {
        operators.problems.push({ code: 'not-a-category', typed: part.piece });
        return;
      }
      (excluded ? operators.notInCategories : operators.inCategories).push(category);
      operators.conditions.push({ name, value: category.code, excluded });
      return;
    }
    case 'since':
    case 'before': {
      const day = firstDayOf(withoutPunctuation(value));
      if (day === undefined) {
        operators.problems.push({ code: 'not-a-day', typed: part.piece });
        return;
      }
      // Not since a day means before it.
      const meant = excluded === (name === 'since') ? 'before' : 'since';
      if (meant === 'since') operators.from = later(operators.from, day);
      else operators.before = earlier(operators.before, day);
      operators.conditions.push({ name: meant, value: withoutPunctuation(value), excluded: false });
    }
  }
}

/** `Hinton, Geoffrey` as digests print it: `Geoffrey Hinton`. */
function givenNameFirst(name: string): string {
  const [family = '', given = '', ...others] = name.split(',');
  return others.length > 0 ? name : `${given} ${family}`;
}

function later(a: Day | undefined, b: Day): Day {
  return a !== undefined && a > b ? a : b;
}

function earlier(a: Day | undefined, b: Day): Day {
  return a !== undefined && a <= b ? a : b;
}

/** The first day of a day, a month or a year. */
function firstDayOf(typed: string): Day | undefined {
  const day = `${typed}${'-01-01'.slice(typed.length - 4)}`;
  return /^\d{4}(-\d{2}){0,2}$/.test(typed) && isDay(day) ? day : undefined;
}

function withoutPunctuation(value: string): string {
  return value.trim().replace(/[,;.)]+$/, '');
}

const LINK = new RegExp(`^(?:https?://)?${LINK_TO_PAPER}`, 'i');

/**
 * The arXiv id in a text that refers to a paper: a plain id, `arXiv:2105.01601v2 [cs.CV]`, a DOI,
 * or a link to arXiv, alphaXiv or Hugging Face Papers. Undefined for any other text.
 */
export function parsePaperReference(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(LINK, '')
    .replace(/^(?:doi:)?10\.48550\//i, '')
    .replace(/^arxiv[:.]?\s*/i, '')
    .replace(/\s*\[[\w.-]+\]$/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .replace(/\.pdf$/i, '');
  // In old ids, the archive is lower case, the subject class upper: hep-th/9901001, math.GT/0309136.
  const id = parseArxivId(bare) ?? parseArxivId(bare.toLowerCase());
  return id === undefined ? undefined : comparableId(id);
}

/**
 * The terms of a search text. Words may be in any order, "quoted words" only in this one; the last
 * word outside quotes is a prefix. Anything without a letter or digit is dropped, and so is a quote
 * without its partner. Empty if nothing is left to search for.
 */
export function parseTerms(text: string): Term[] {
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

/** Every kind of double quote as `"`. */
function straightQuotes(text: string): string {
  return text.replace(ANY_QUOTE, '"');
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

/** The ways to match a term as typed; `prefix` as in {@link Term}. */
export function asTyped(term: Term, prefix: boolean): Alternative[] {
  const { words, quoted } = term;
  // Hyphens come and go: pre-training is pretraining.
  const joined = quoted || words.length === 1 ? [] : [[words.join('')]];
  return [words, ...joined].map((way) => alternativeOf(term, way, prefix));
}

/** Another way to match a term, in the same field. */
export function alternativeOf({ field }: Term, words: string[], prefix: boolean): Alternative {
  return { words, prefix, ...(field !== undefined && { field }) };
}

/**
 * The FTS5 query that requires every group. Each word is quoted and has only letters and digits, so
 * none is taken for FTS5's syntax.
 */
export function matchExpression(groups: readonly Group[]): string {
  return groups.map((group) => `(${group.map(alternativeExpression).join(' OR ')})`).join(' AND ');
}

function alternativeExpression({ words, prefix, field, isFirst }: Alternative): string {
  const column = field === undefined ? '' : `${field} : `;
  const phrase = `${column}${isFirst ? '^ ' : ''}"${words.join(' ')}"`;
  // With the whole word as an extra alternative, it outweighs words that merely start with it.
  return prefix ? `${phrase} OR ${phrase} *` : phrase;
}
