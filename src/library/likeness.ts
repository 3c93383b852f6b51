import type { Alternative, Group } from './search-query.ts';

/** The words of a paper, as `wordsOf` gives them. */
export interface PaperWords {
  title: readonly string[];
  /** One list for each author. */
  authors: readonly (readonly string[])[];
  abstract: readonly string[];
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

// All weights were chosen on the tuning half of `npm run judge -- search`.
const FIELD = { title: 1, authors: 0.8, abstract: 0.3 };
const BEGINNING = 0.5;
const CLOSENESS = 0.5;
/** Names stand so far apart that no phrase crosses from one author to the next. */
const BETWEEN_AUTHORS = 20;

/**
 * How well a paper answers a search text, 0 to 1.5, by what a full-text score does not see: in
 * which field each word stands, whether it is the whole word that was typed, and how close together
 * the words stand. A quarter of the score of a group of missing words is nothing at all.
 */
export function likeness(groups: readonly Group[], words: PaperWords): number {
  const fields = [
    { weight: FIELD.title, places: placesOf(groups, words.title) },
    { weight: FIELD.authors, places: placesOf(groups, spread(words.authors)) },
    { weight: FIELD.abstract, places: placesOf(groups, words.abstract) },
  ];
  const standing = groups.map((_, group) =>
    Math.max(...fields.map(({ weight, places }) => weight * (bestOf(places, group)?.worth ?? 0))),
  );
  const close = fields.map(({ weight, places }) => weight * closeness(groups.length, places));
  return mean(standing) + CLOSENESS * Math.max(...close);
}

/** How many of the groups a paper has anywhere, as a share of all. */
export function coverage(groups: readonly Group[], words: PaperWords): number {
  const all = [...words.title, '', ...spread(words.authors), '', ...words.abstract];
  const found = new Set(placesOf(groups, all).map(({ group }) => group));
  return groups.length === 0 ? 0 : found.size / groups.length;
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

function bestOf(places: readonly Place[], group: number): Place | undefined {
  let best: Place | undefined;
  for (const place of places) {
    if (place.group === group && place.worth > (best?.worth ?? 0)) best = place;
  }
  return best;
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
