import { clean, fitText } from './text.ts';

/** A run of letters and digits, as the search splits text. Escaping leaves these alone. */
const RUN = /[\p{L}\p{N}]+/gu;
/** Never made bold: links, and characters after a backslash. */
const UNTOUCHED = /<https?:[^>]*>|\\./gu;
/** The marks between neighbouring bold words, which become one. */
const BETWEEN_BOLD = /\*\*([ -])\*\*/g;
const MARKS_LENGTH = '****'.length;
const MAX_BOLD = 20;
const ELLIPSIS = '… ';

/**
 * The part of a text with the most search words, escaped, with those words in bold. It starts at the
 * beginning of the text if that has as many, else at a sentence, else a little before the words.
 *
 * @param max UTF-16 units, escapes and bold marks included
 * @param isFound whether a run of letters and digits is one of the search words
 * @returns undefined if the text has none of the words, or if `max` is too small to show one
 */
export function snippetOf(
  text: string,
  max: number,
  isFound: (run: string) => boolean,
): string | undefined {
  const whole = clean(text);
  const start = bestStart(whole, max, isFound);
  const rest = whole.slice(start);
  const lead = start > 0 ? ELLIPSIS : '';
  // With more bold words than that, there would be little room for text.
  const maxBold = Math.min(MAX_BOLD, Math.floor(max / 12));
  const marks = Math.min(maxBold, foundIn(rest.slice(0, max), isFound).length);
  if (marks === 0) return undefined;
  const snippet = fitText(rest, max - lead.length - MARKS_LENGTH * marks);
  return foundIn(snippet, isFound).length === 0
    ? undefined
    : lead + embolden(snippet, isFound, marks);
}

/** Where the part with the most different search words within reach begins. */
function bestStart(text: string, max: number, isFound: (run: string) => boolean): number {
  if (text.length <= max * 0.9) return 0;
  const sentences = sentenceStarts(text);
  const reach = Math.floor(max * 0.7);
  let best = { start: 0, words: -1 };
  for (const start of [...sentences, ...startsBefore(text, Math.floor(max / 4), isFound)]) {
    const words = new Set(foundIn(text.slice(start, start + reach), isFound)).size;
    if (words > best.words) best = { start, words };
  }
  // Sentences before the first of these words can be skipped.
  const first = [...text.slice(best.start).matchAll(RUN)].find(([run]) =>
    isFound(run.toLowerCase()),
  );
  const at = best.start + (first?.index ?? 0);
  const sentence = sentences.findLast((start) => start <= at) ?? 0;
  return best.start === 0 ? 0 : Math.max(sentence, best.start);
}

/** More places than this are not compared. */
const MAX_PLACES = 30;

/** For each search word, the start of a word at most `lead` characters before it. */
function startsBefore(text: string, lead: number, isFound: (run: string) => boolean): number[] {
  const runs = [...text.matchAll(RUN)];
  const found = runs.filter(([run]) => isFound(run.toLowerCase())).slice(0, MAX_PLACES);
  return found.map(({ index }) => {
    const blank = text.indexOf(' ', Math.max(0, index - lead));
    return blank >= 0 && blank < index ? blank + 1 : index;
  });
}

function sentenceStarts(text: string): number[] {
  const ends = [...text.matchAll(/[.!?]\s+(?=[\p{Lu}\p{N}])|[。！？]\s*|\n/gu)];
  return [0, ...ends.map(({ 0: end, index }) => index + end.length)];
}

function foundIn(text: string, isFound: (run: string) => boolean): string[] {
  return [...text.matchAll(RUN)].map(([run]) => run.toLowerCase()).filter(isFound);
}

/**
 * @param escaped finished text, to which only bold marks are added
 * @param left how many words may become bold
 */
function embolden(escaped: string, isFound: (run: string) => boolean, left: number): string {
  const mark = (part: string): string =>
    part.replace(RUN, (run) => (isFound(run) && left-- > 0 ? `**${run}**` : run));
  let bold = '';
  let from = 0;
  for (const { 0: untouched, index } of escaped.matchAll(UNTOUCHED)) {
    bold += mark(escaped.slice(from, index)) + untouched;
    from = index + untouched.length;
  }
  return (bold + mark(escaped.slice(from))).replace(BETWEEN_BOLD, '$1');
}
