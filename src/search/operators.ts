import { type Category, matchCategory } from '../digest/categories.ts';
import { isDay } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { withLetters } from '../latex/letters.ts';
import { MAX_CHARACTERS, straightQuotes, type Term } from './query.ts';
import type { Condition, SearchProblem } from '../archive/types.ts';
import { tokenize } from '../archive/tokenize.ts';

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
  /** What was typed as an operator and makes no sense. */
  problems: SearchProblem[];
}

// A name must be followed by its value at once: `vision: a survey` is a title. A quoted phrase is
// stepped over whole.
const OPERATOR =
  /(?<!\S)(?<minus>-)?(?:(?<name>author|title|category|cat|since|before):)?(?:"(?<phrase>[^"]*)"|(?<word>[^\s"]+))|"[^"]*"/gi;

/** Reads the operators in a search text. Never throws; what is none stays in the text. */
export function readOperators(typed: string): Operators {
  const read: Operators = {
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
    take(read, nameOf(name), part);
    return ' ';
  });
  return { ...read, text: rest === text ? typed : rest.trim() };
}

interface Part {
  value: string;
  quoted: boolean;
  excluded: boolean;
  /** As typed. */
  piece: string;
}

function nameOf(name: string | undefined): Condition['name'] {
  const lower = name?.toLowerCase() ?? 'word';
  return (lower === 'cat' ? 'category' : lower) as Condition['name'];
}

function take(read: Operators, name: Condition['name'], part: Part): void {
  const { value, quoted, excluded } = part;
  const understood = (as: Condition): void => void read.conditions.push(as);
  switch (name) {
    case 'word':
    case 'author':
    case 'title': {
      const field = { author: 'authors', title: 'title', word: undefined }[name];
      const term: Term = {
        words: tokenize(name === 'author' ? givenNameFirst(value) : value),
        quoted,
        prefix: false,
        ...(field !== undefined && { field: field as 'authors' | 'title' }),
      };
      (excluded ? read.unwanted : read.wanted).push(term);
      understood({ name, value, excluded });
      return;
    }
    case 'category': {
      const category = matchCategory(trimmed(value));
      if (!category) {
        read.problems.push({ code: 'not-a-category', typed: part.piece });
        return;
      }
      (excluded ? read.notInCategories : read.inCategories).push(category);
      understood({ name, value: category.code, excluded });
      return;
    }
    case 'since':
    case 'before': {
      const day = firstDayOf(trimmed(value));
      if (day === undefined) {
        read.problems.push({ code: 'not-a-day', typed: part.piece });
        return;
      }
      // Not since a day is before it.
      const meant = excluded === (name === 'since') ? 'before' : 'since';
      if (meant === 'since') read.from = later(read.from, day);
      else read.before = read.before === undefined || day < read.before ? day : read.before;
      understood({ name: meant, value: trimmed(value), excluded: false });
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

/** The first day of a day, a month or a year. */
function firstDayOf(typed: string): Day | undefined {
  const day = `${typed}${'-01-01'.slice(typed.length - 4)}`;
  return /^\d{4}(-\d{2}){0,2}$/.test(typed) && isDay(day) ? day : undefined;
}

function trimmed(value: string): string {
  return value.trim().replace(/[,;.)]+$/, '');
}
