import { tokenize } from '../archive/tokenize.ts';
import type { Paper } from '../digest/types.ts';
import type { Alternative, Group } from './query.ts';

/** The words of a paper, field by field. */
export interface PaperWords {
  title: readonly string[];
  /** One list per author. */
  authors: readonly (readonly string[])[];
  /** Tokenized only on demand, since it's long. */
  abstract: () => readonly string[];
}

/** Where a group matches in a field. */
interface Occurrence {
  group: number;
  start: number;
  /** The first word after it. */
  end: number;
  /** 1 for whole words, less for words that only start with what was typed. */
  quality: number;
}

// Tuned on the tuning half of `npm run bench -- quality search`. `word` weighs each word in a field,
// `row` weighs having all words in a row.
const TITLE = { word: 1, row: 0.5 };
const AUTHORS = { word: 0.8, row: 0.4 };
const ABSTRACT = { word: 0.3, row: 0.5 };
const WHOLE_TITLE = 0.5;
/** The quality of a prefix, compared with a whole word. */
const PREFIX_QUALITY = 0.5;
/** The gap between two authors, so that their names don't count as close together. */
const AUTHOR_GAP = 20;

/**
 * How well a paper answers a search text, from 0 to 2, by what a full-text score doesn't see: in
 * which field each word is, whether it's the whole word that was typed, how close together the
 * words are, and how much of the title they make up.
 */
export function proximity(groups: readonly Group[], words: PaperWords): number {
  const fields = [
    { weight: TITLE, found: occurrencesOf(groups, words.title) },
    { weight: AUTHORS, found: occurrencesOf(groups, withGaps(words.authors)) },
  ];
  const bestByGroup = (): number[] =>
    groups.map((_, group) =>
      Math.max(...fields.map(({ weight, found }) => weight.word * bestQuality(found, group))),
    );
  // The abstract is skipped where it can't make a difference.
  if (groups.length > 1 || bestByGroup().some((best) => best < ABSTRACT.word)) {
    fields.push({ weight: ABSTRACT, found: occurrencesOf(groups, words.abstract()) });
  }
  const rows = fields.map(({ weight, found }) => weight.row * closeness(groups.length, found));
  const [title] = fields;
  return (
    mean(bestByGroup()) +
    Math.max(...rows) +
    WHOLE_TITLE * coverage(title?.found ?? [], words.title.length)
  );
}

export function paperWords({ title, authors, abstract }: Paper): PaperWords {
  let abstractWords: string[] | undefined;
  return {
    title: tokenize(title),
    authors: authors.map(tokenize),
    abstract: () => (abstractWords ??= tokenize(abstract)),
  };
}

/** How many of the groups match anywhere in a paper. */
export function countGroups(groups: readonly Group[], words: PaperWords): number {
  const all = [...words.title, '', ...withGaps(words.authors), '', ...words.abstract()];
  return new Set(occurrencesOf(groups, all).map(({ group }) => group)).size;
}

function withGaps(authors: readonly (readonly string[])[]): string[] {
  return authors.flatMap((name) => [...name, ...Array<string>(AUTHOR_GAP).fill('')]);
}

/** Every occurrence of every group, in the order of the text. */
function occurrencesOf(groups: readonly Group[], text: readonly string[]): Occurrence[] {
  const byFirstWord = new Map<string, { group: number; alternative: Alternative }[]>();
  const prefixes: { group: number; alternative: Alternative }[] = [];
  for (const [group, alternatives] of groups.entries()) {
    for (const alternative of alternatives) {
      const [first = ''] = alternative.words;
      const isPrefix = alternative.prefix && alternative.words.length === 1;
      if (isPrefix) prefixes.push({ group, alternative });
      else byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { group, alternative }]);
    }
  }
  const found: Occurrence[] = [];
  for (const [start, word] of text.entries()) {
    if (word === '') continue;
    for (const { group, alternative } of byFirstWord.get(word) ?? []) {
      const quality = qualityAt(text, start, alternative);
      const end = start + alternative.words.length;
      if (quality > 0) found.push({ group, start, end, quality });
    }
    for (const { group, alternative } of prefixes) {
      const quality = qualityAt(text, start, alternative);
      if (quality > 0) found.push({ group, start, end: start + 1, quality });
    }
  }
  return found;
}

/** How well an alternative matches a text from a word on; 0 if it doesn't. */
function qualityAt(text: readonly string[], start: number, { words, prefix }: Alternative): number {
  const last = words.length - 1;
  for (let at = 0; at < last; at++) if (text[start + at] !== words[at]) return 0;
  const typed = words[last] ?? '';
  const actual = text[start + last] ?? '';
  if (actual === typed) return 1;
  return prefix && actual.startsWith(typed) ? PREFIX_QUALITY : 0;
}

function bestQuality(found: readonly Occurrence[], group: number): number {
  return found.reduce((best, one) => (one.group === group ? Math.max(best, one.quality) : best), 0);
}

/** 1 if all groups are in a row, less if there are words in between, 0 if one is missing. */
function closeness(groups: number, found: readonly Occurrence[]): number {
  if (groups < 2) return 0;
  const latest = new Map<number, Occurrence>();
  let best = 0;
  for (const occurrence of found) {
    latest.set(occurrence.group, occurrence);
    if (latest.size < groups) continue;
    let start = occurrence.start;
    let filled = 0;
    for (const one of latest.values()) {
      start = Math.min(start, one.start);
      filled += one.end - one.start;
    }
    best = Math.max(best, Math.min(1, filled / (occurrence.end - start)));
  }
  return best;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** How much of a field was searched for. */
function coverage(found: readonly Occurrence[], length: number): number {
  const groups = new Set<number>();
  let words = 0;
  for (const { group, start, end } of found) {
    if (groups.has(group)) continue;
    groups.add(group);
    words += end - start;
  }
  return Math.min(1, words / Math.max(1, length));
}
