import { type Alternative, alternativeOf, asTyped, type Group, type Term } from './query.ts';
import type { Vocabulary } from './spelling.ts';

/** One way to take a search text: every group must be satisfied. */
export interface Interpretation {
  groups: Group[];
  /** Which alternatives replace something that was typed, and in which group. */
  corrections: { group: number; alternative: Alternative }[];
}

/** Readings to be tried together. */
export interface Step {
  interpretations: Interpretation[];
  /** Whether they replace words that the archive has: what they find need not be what was meant. */
  isGuess: boolean;
}

/**
 * The ways to take a search text, strictest first; the first step that finds anything is the one
 * to use.
 *
 * 1. As typed, the last word as a beginning.
 * 2. Every word as a beginning.
 * 3. Words that the archive does not have, one edit away.
 * 4. One of the words it does have, one edit away, or two of them as one word.
 */
export function* relaxationsOf(terms: readonly Term[], vocabulary: Vocabulary): Generator<Step> {
  const typed = terms.map((term) => asTyped(term, term.prefix));
  yield sure([plain(typed), ...spacedOtherwise(terms, typed, vocabulary)]);
  const begun = terms.map((term) => asTyped(term, mayGoOn(term, vocabulary)));
  const isSame = terms.every((term) => term.prefix === mayGoOn(term, vocabulary));
  if (!isSame) yield sure([plain(begun), ...spacedOtherwise(terms, begun, vocabulary)]);

  const isUnknown = terms.map((term) => isUnknownTo(vocabulary, term));
  const meant = terms.map((term) => lazy(() => correctionsOf(term, vocabulary)));
  const corrected = (wrong: (at: number) => boolean): Interpretation[] => {
    const groups = begun.map((group, at) => (wrong(at) ? (meant[at]?.() ?? []) : group));
    const corrections = groups.flatMap((alternatives, group) =>
      wrong(group) ? alternatives.map((alternative) => ({ group, alternative })) : [],
    );
    const possible = corrections.length > 0 && groups.every((group) => group.length > 0);
    return possible ? [{ groups, corrections }] : [];
  };
  yield sure(corrected((at) => isUnknown[at] === true));
  const guesses = terms.flatMap(({ quoted }, also) =>
    quoted || isUnknown[also] ? [] : corrected((at) => at === also || isUnknown[at] === true),
  );
  yield { interpretations: guesses, isGuess: true };
}

function sure(interpretations: Interpretation[]): Step {
  return { interpretations, isGuess: false };
}

function plain(groups: Group[]): Interpretation {
  return { groups, corrections: [] };
}

/** Shorter words are most often a chance, and stand in very many papers. */
const SHORTEST_HALF = 3;

/** The readings that take two neighbours for one word, `data set` for `dataset`, or one for two. */
function spacedOtherwise(
  terms: readonly Term[],
  groups: readonly Group[],
  vocabulary: Vocabulary,
): Interpretation[] {
  const together = terms.slice(1).flatMap((right, at): Interpretation[] => {
    const left = terms[at];
    if (!left || left.quoted || right.quoted || left.field !== right.field) return [];
    const word = [...left.words, ...right.words].join('');
    if (!vocabulary.has(word)) return [];
    const alternative = alternativeOf(right, [word], right.prefix);
    const corrections = [{ group: at, alternative }];
    return [{ groups: groups.toSpliced(at, 2, [alternative]), corrections }];
  });
  const apart = terms.flatMap((term, at): Interpretation[] => {
    const { words, quoted, prefix } = term;
    const [word = ''] = words;
    if (quoted || words.length > 1) return [];
    const halves = vocabulary
      .halves(word)
      .filter((cut) => cut.every((half) => half.length >= SHORTEST_HALF))
      .map((cut) => alternativeOf(term, cut, prefix));
    if (halves.length === 0) return [];
    const corrections = halves.map((alternative) => ({ group: at, alternative }));
    return [{ groups: groups.toSpliced(at, 1, halves), corrections }];
  });
  return [...together, ...apart];
}

/** Short words that exist stay as they are: beginning with `a` says nothing. */
function mayGoOn({ words, quoted, prefix }: Term, known: Vocabulary): boolean {
  const last = words.at(-1) ?? '';
  return prefix || (!quoted && (last.length > 2 || !known.has(last)));
}

function isUnknownTo(known: Vocabulary, { words, quoted }: Term): boolean {
  return (
    !quoted &&
    !known.has(words.join('')) &&
    words.some((word) => !known.has(word) && !known.hasPrefix(word))
  );
}

/** What a mistyped term may have meant: one of its words one edit away, or cut in two. */
function correctionsOf(term: Term, vocabulary: Vocabulary): Alternative[] {
  const { words, prefix } = term;
  const replaced = (at: number, by: string[], open: boolean): Alternative =>
    alternativeOf(term, words.toSpliced(at, 1, ...by), open);
  return words.flatMap((word, at) => {
    const open = prefix && at === words.length - 1;
    const whole = vocabulary.near(word).map((other) => replaced(at, [other], false));
    // A letter or two begin so many words that what was typed no longer counts.
    const cut = vocabulary
      .halves(word)
      .map((halves) => replaced(at, halves, open && halves[1].length >= SHORTEST_HALF));
    const begun = open
      ? shortestOf(vocabulary.nearPrefixes(word)).map((other) => replaced(at, [other], true))
      : [];
    return [...whole, ...cut, ...begun];
  });
}

/** The beginnings without those that begin with another of them, and so find nothing more. */
function shortestOf(prefixes: readonly string[]): string[] {
  return prefixes.filter(
    (prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)),
  );
}

/**
 * What to ask for when no paper has everything: quoted phrases and what is bound to a field must
 * still be found, and of the other words more than half, as they are or one edit away. Words that
 * are nowhere in the archive do not count. Undefined when nothing can be left out.
 */
export function someOf(
  terms: readonly Term[],
  vocabulary: Vocabulary,
): { required: Group[]; some: Group[] } | undefined {
  const isFirm = ({ quoted, field }: Term): boolean => quoted || field !== undefined;
  const some = terms
    .filter((term) => !isFirm(term))
    .map((term) =>
      isUnknownTo(vocabulary, term)
        ? correctionsOf(term, vocabulary)
        : asTyped(term, mayGoOn(term, vocabulary)),
    );
  const known = some.filter((group) => group.length > 0);
  if (known.length === 0 || terms.length < 2) return undefined;
  return { required: terms.filter(isFirm).map((term) => asTyped(term, false)), some: known };
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
