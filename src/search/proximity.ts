import type { Paper } from '../digest/types.ts';
import type { Alternative, Group } from './query.ts';
import { tokenize } from '../archive/tokenize.ts';

/** The words of a paper, as `wordsOf` gives them. */
export interface PaperWords {
  title: readonly string[];
  /** One list for each author. */
  authors: readonly (readonly string[])[];
  /** Read only where it can make a difference, since it is long. */
  abstract: () => readonly string[];
}

/** Where one way to satisfy a group stands in a field. */
interface Place {
  group: number;
  start: number;
  /** The first word after it. */
  end: number;
  /** 1 for whole words, less for what merely begins like what was typed. */
  worth: number;
}

// Chosen on the tuning half of `npm run bench -- quality search`; a field's weights are those of a word in
// it, and of all words in a row.
const TITLE = { word: 1, row: 0.5 };
const AUTHORS = { word: 0.8, row: 0.4 };
const ABSTRACT = { word: 0.3, row: 0.5 };
const WHOLE_TITLE = 0.5;
/** What the beginning of a word is worth beside the whole of it. */
const BEGINNING = 0.5;
/** Names stand so far apart that no phrase crosses from one author to the next. */
const BETWEEN_AUTHORS = 20;

/**
 * How well a paper answers a search text, 0 to 2, by what a full-text score does not see: in which
 * field each word stands, whether it is the whole word that was typed, how close together the words
 * stand, and how much of the title they are.
 */
export function proximity(groups: readonly Group[], words: PaperWords): number {
  const fields = [
    { weight: TITLE, places: placesOf(groups, words.title) },
    { weight: AUTHORS, places: placesOf(groups, spread(words.authors)) },
  ];
  const standing = (): number[] =>
    groups.map((_, group) =>
      Math.max(...fields.map(({ weight, places }) => weight.word * worthOf(places, group))),
    );
  if (groups.length > 1 || standing().some((worth) => worth < ABSTRACT.word)) {
    fields.push({ weight: ABSTRACT, places: placesOf(groups, words.abstract()) });
  }
  const rows = fields.map(({ weight, places }) => weight.row * closeness(groups.length, places));
  const [title] = fields;
  return (
    mean(standing()) +
    Math.max(...rows) +
    WHOLE_TITLE * share(title?.places ?? [], words.title.length)
  );
}

/** The words of a paper, field by field. */
export function paperWords({ title, authors, abstract }: Paper): PaperWords {
  let inAbstract: string[] | undefined;
  return {
    title: tokenize(title),
    authors: authors.map(tokenize),
    abstract: () => (inAbstract ??= tokenize(abstract)),
  };
}

/** How many of the groups a paper has anywhere. */
export function groupsIn(groups: readonly Group[], words: PaperWords): number {
  const all = [...words.title, '', ...spread(words.authors), '', ...words.abstract()];
  return new Set(placesOf(groups, all).map(({ group }) => group)).size;
}

/** Whether a paper has any of these, anywhere. */
export function hasAny(group: Group, words: PaperWords): boolean {
  return groupsIn([group], words) > 0;
}

function spread(authors: readonly (readonly string[])[]): string[] {
  return authors.flatMap((name) => [...name, ...Array<string>(BETWEEN_AUTHORS).fill('')]);
}

/** Every place of every group, in the order of the text. */
function placesOf(groups: readonly Group[], text: readonly string[]): Place[] {
  const starts = new Map<string, { group: number; alternative: Alternative }[]>();
  const open: { group: number; alternative: Alternative }[] = [];
  for (const [group, alternatives] of groups.entries()) {
    for (const alternative of alternatives) {
      const [first = ''] = alternative.words;
      if (alternative.prefix && alternative.words.length === 1) open.push({ group, alternative });
      else starts.set(first, [...(starts.get(first) ?? []), { group, alternative }]);
    }
  }
  const places: Place[] = [];
  for (const [start, word] of text.entries()) {
    if (word === '') continue;
    for (const { group, alternative } of starts.get(word) ?? []) {
      const worth = worthAt(text, start, alternative);
      if (worth > 0) places.push({ group, start, end: start + alternative.words.length, worth });
    }
    for (const { group, alternative } of open) {
      const worth = worthAt(text, start, alternative);
      if (worth > 0) places.push({ group, start, end: start + 1, worth });
    }
  }
  return places;
}

function worthAt(text: readonly string[], start: number, { words, prefix }: Alternative): number {
  const last = words.length - 1;
  for (let at = 0; at < last; at++) if (text[start + at] !== words[at]) return 0;
  const typed = words[last] ?? '';
  const there = text[start + last] ?? '';
  if (there === typed) return 1;
  return prefix && there.startsWith(typed) ? BEGINNING : 0;
}

function worthOf(places: readonly Place[], group: number): number {
  return places.reduce(
    (best, place) => (place.group === group ? Math.max(best, place.worth) : best),
    0,
  );
}

/** 1 where all groups stand in a row, less the more lies between them; 0 where one is missing. */
function closeness(groups: number, places: readonly Place[]): number {
  if (groups < 2) return 0;
  const latest = new Map<number, Place>();
  let best = 0;
  for (const place of places) {
    latest.set(place.group, place);
    if (latest.size < groups) continue;
    let start = place.start;
    let filled = 0;
    for (const one of latest.values()) {
      start = Math.min(start, one.start);
      filled += one.end - one.start;
    }
    best = Math.max(best, Math.min(1, filled / (place.end - start)));
  }
  return best;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** How much of a field is what was looked for. */
function share(places: readonly Place[], length: number): number {
  const groups = new Set<number>();
  let words = 0;
  for (const { group, start, end } of places) {
    if (groups.has(group)) continue;
    groups.add(group);
    words += end - start;
  }
  return Math.min(1, words / Math.max(1, length));
}
