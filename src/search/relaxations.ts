import type { IndexEntry } from '../archive/index/archive-index.ts';
import type { SearchableArchive } from '../archive/types.ts';
import { mapPapers, type Match, matchAll, topK } from './collect.ts';
import { countGroups, paperWords } from './proximity.ts';
import {
  type Alternative,
  alternativeOf,
  asTyped,
  type Group,
  matchExpression,
  type Term,
} from './query.ts';
import { createVocabulary, type Vocabulary } from './spelling.ts';

/** One way to understand a search text: every group must match. */
export interface Interpretation {
  groups: Group[];
  /** Which alternatives replace something typed, and in which group. */
  corrections: { group: number; alternative: Alternative }[];
}

/** What an interpretation of a search text finds. */
export interface Found {
  interpretation: Interpretation;
  matches: readonly Match[];
}

/** What a search text finds, in no order yet. */
export interface Findings {
  found: Found[];
  /** No paper has all the words, so these have most of them. */
  partial: boolean;
}

/**
 * Tries each interpretation, strictest first, and returns the first that finds anything. As a last
 * resort, and in addition to mere guesses, finds the papers with most of the words.
 *
 * @param isWanted filters what is found, but doesn't affect the choice
 */
export async function findMatches(
  archive: SearchableArchive,
  terms: readonly Term[],
  isWanted: (entry: IndexEntry) => boolean,
): Promise<Findings> {
  const steps = relaxationsOf(terms, createVocabulary(archive.index.words));
  for (;;) {
    const step = await archive.enqueue(() => steps.next());
    if (step.done) break;
    const { interpretations, isGuess } = step.value;
    const found: Found[] = [];
    for (const interpretation of interpretations) {
      const expression = matchExpression(interpretation.groups);
      const { matches, isAny } = await matchAll(archive, expression, isWanted);
      if (isAny) found.push({ interpretation, matches });
    }
    if (found.length === 0) continue;
    const others = isGuess ? await findMostWords(archive, terms, isWanted) : [];
    return { found: [...found, ...others], partial: others.length > 0 };
  }
  const found = await findMostWords(archive, terms, isWanted);
  return { found, partial: found.length > 0 };
}

/** How many candidates are compared if no paper has all the words. */
const MAX_CANDIDATES = 300;

/** The papers with the most words, if that is more than half of them. */
async function findMostWords(
  archive: SearchableArchive,
  terms: readonly Term[],
  isWanted: (entry: IndexEntry) => boolean,
): Promise<Found[]> {
  const groups = await archive.enqueue(() =>
    optionalGroups(terms, createVocabulary(archive.index.words)),
  );
  if (!groups) return [];
  const { required, optional } = groups;
  // A paper with more than half of the words has one of any half: the longest, as the rarest.
  const half = optional
    .toSorted((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, Math.ceil(optional.length / 2));
  const { matches } = await matchAll(archive, matchExpression([...required, half.flat()]));
  const best = topK(matches, MAX_CANDIDATES, (a, b) => a.score - b.score);
  const scores = new Map(best.map(({ entry, score }) => [entry, score]));
  const candidates = await mapPapers(archive, [...scores.keys()], (paper, entry) => ({
    entry,
    score: scores.get(entry) ?? 0,
    count: countGroups(optional, paperWords(paper)),
  }));
  const most = Math.max(0, ...candidates.map(({ count }) => count));
  // A single word says too little about what was meant.
  if (most + required.length < 2 || 2 * most <= optional.length) return [];
  const withMost = candidates.filter(({ count, entry }) => count === most && isWanted(entry));
  const interpretation = { groups: [...required, ...optional], corrections: [] };
  return [{ interpretation, matches: withMost }];
}

function lengthOf(group: Group): number {
  return group[0]?.words.join('').length ?? 0;
}

/** Interpretations to try together. */
export interface Step {
  interpretations: Interpretation[];
  /** Whether they replace words that the archive has, so the results may not be what was meant. */
  isGuess: boolean;
}

/**
 * The ways to understand a search text, strictest first.
 *
 * 1. As typed, the last word as a prefix.
 * 2. Every word as a prefix.
 * 3. Words that the archive doesn't have, corrected by one edit.
 * 4. Also one of the words that it has, corrected by one edit, or two of them as one word.
 */
function* relaxationsOf(terms: readonly Term[], vocabulary: Vocabulary): Generator<Step> {
  const typed = terms.map((term) => asTyped(term, term.prefix));
  yield certain([asIs(typed), ...compoundsOf(terms, typed, vocabulary)]);
  const prefixes = terms.map((term) => asTyped(term, mayBePrefix(term, vocabulary)));
  const isSame = terms.every((term) => term.prefix === mayBePrefix(term, vocabulary));
  if (!isSame) yield certain([asIs(prefixes), ...compoundsOf(terms, prefixes, vocabulary)]);

  const isUnknown = terms.map((term) => isUnknownTo(vocabulary, term));
  const meant = terms.map((term) => lazy(() => correctionsOf(term, vocabulary)));
  const corrected = (isWrong: (at: number) => boolean): Interpretation[] => {
    const groups = prefixes.map((group, at) => (isWrong(at) ? (meant[at]?.() ?? []) : group));
    const corrections = groups.flatMap((alternatives, group) =>
      isWrong(group) ? alternatives.map((alternative) => ({ group, alternative })) : [],
    );
    const isPossible = corrections.length > 0 && groups.every((group) => group.length > 0);
    return isPossible ? [{ groups, corrections }] : [];
  };
  yield certain(corrected((at) => isUnknown[at] === true));
  const guesses = terms.flatMap(({ quoted }, also) =>
    quoted || isUnknown[also] ? [] : corrected((at) => at === also || isUnknown[at] === true),
  );
  yield { interpretations: guesses, isGuess: true };
}

function certain(interpretations: Interpretation[]): Step {
  return { interpretations, isGuess: false };
}

function asIs(groups: Group[]): Interpretation {
  return { groups, corrections: [] };
}

/** Shorter words match mostly by chance, and in very many papers. */
const MIN_HALF = 3;

/** The interpretations that join two neighbours, `data set` to `dataset`, or split one word. */
function compoundsOf(
  terms: readonly Term[],
  groups: readonly Group[],
  vocabulary: Vocabulary,
): Interpretation[] {
  const joined = terms.slice(1).flatMap((right, at): Interpretation[] => {
    const left = terms[at];
    if (!left || left.quoted || right.quoted || left.field !== right.field) return [];
    const word = [...left.words, ...right.words].join('');
    if (!vocabulary.has(word)) return [];
    const alternative = alternativeOf(right, [word], right.prefix);
    const corrections = [{ group: at, alternative }];
    return [{ groups: groups.toSpliced(at, 2, [alternative]), corrections }];
  });
  const split = terms.flatMap((term, at): Interpretation[] => {
    const { words, quoted, prefix } = term;
    const [word = ''] = words;
    if (quoted || words.length > 1) return [];
    const pairs = vocabulary
      .splits(word)
      .filter((pair) => pair.every((half) => half.length >= MIN_HALF))
      .map((pair) => alternativeOf(term, pair, prefix));
    if (pairs.length === 0) return [];
    const corrections = pairs.map((alternative) => ({ group: at, alternative }));
    return [{ groups: groups.toSpliced(at, 1, pairs), corrections }];
  });
  return [...joined, ...split];
}

/** Short words that exist aren't prefixes: too many words start with `a`. */
function mayBePrefix({ words, quoted, prefix }: Term, vocabulary: Vocabulary): boolean {
  const last = words.at(-1) ?? '';
  return prefix || (!quoted && (last.length > 2 || !vocabulary.has(last)));
}

function isUnknownTo(vocabulary: Vocabulary, { words, quoted }: Term): boolean {
  return (
    !quoted &&
    !vocabulary.has(words.join('')) &&
    words.some((word) => !vocabulary.has(word) && !vocabulary.hasPrefix(word))
  );
}

/** What a mistyped term may mean: one of its words one edit away, or split in two. */
function correctionsOf(term: Term, vocabulary: Vocabulary): Alternative[] {
  const { words, prefix } = term;
  const replaced = (at: number, by: string[], isPrefix: boolean): Alternative =>
    alternativeOf(term, words.toSpliced(at, 1, ...by), isPrefix);
  return words.flatMap((word, at) => {
    const isPrefix = prefix && at === words.length - 1;
    const whole = vocabulary.near(word).map((other) => replaced(at, [other], false));
    // So many words start with one or two letters that the typed ones would hardly matter.
    const split = vocabulary
      .splits(word)
      .map((pair) => replaced(at, pair, isPrefix && pair[1].length >= MIN_HALF));
    const prefixes = isPrefix
      ? shortestOf(vocabulary.nearPrefixes(word)).map((other) => replaced(at, [other], true))
      : [];
    return [...whole, ...split, ...prefixes];
  });
}

/** The prefixes that don't start with another one, and so would find nothing more. */
function shortestOf(prefixes: readonly string[]): string[] {
  return prefixes.filter(
    (prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)),
  );
}

/**
 * What to search for if no paper has everything. Quoted phrases and terms with a field are still
 * required; the other words, corrected if need be, are optional. Words that the archive doesn't have
 * are ignored. Undefined if nothing is optional.
 */
function optionalGroups(
  terms: readonly Term[],
  vocabulary: Vocabulary,
): { required: Group[]; optional: Group[] } | undefined {
  const isRequired = ({ quoted, field }: Term): boolean => quoted || field !== undefined;
  const optional = terms
    .filter((term) => !isRequired(term))
    .map((term) =>
      isUnknownTo(vocabulary, term)
        ? correctionsOf(term, vocabulary)
        : asTyped(term, mayBePrefix(term, vocabulary)),
    )
    .filter((group) => group.length > 0);
  if (optional.length === 0 || terms.length < 2) return undefined;
  const required = terms.filter(isRequired).map((term) => asTyped(term, false));
  return { required, optional };
}

function lazy<T>(compute: () => T): () => T {
  let computed: { value: T } | undefined;
  return () => (computed ??= { value: compute() }).value;
}
