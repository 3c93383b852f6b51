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
 * beginning of the text if that has as many, else at a sentence.
 *
 * @param max UTF-16 units, escapes and bold marks included
 * @param isFound whether a run of letters and digits is one of the search words
 */
export function snippetOf(text: string, max: number, isFound: (run: string) => boolean): string {
  const whole = clean(text);
  const start = bestStart(whole, max, isFound);
  const rest = whole.slice(start);
  const lead = start > 0 ? ELLIPSIS : '';
  const marks = Math.min(MAX_BOLD, foundIn(rest.slice(0, max), isFound).length);
  const room = max - lead.length - MARKS_LENGTH * marks;
  if (marks === 0 || room < max / 2) return fitText(whole, max);
  return lead + embolden(fitText(rest, room), isFound);
}

/** Where the first sentence starts from which the most search words are within reach. */
function bestStart(text: string, max: number, isFound: (run: string) => boolean): number {
  if (text.length <= max * 0.9) return 0;
  const starts = sentenceStarts(text);
  let best = { start: 0, words: -1 };
  for (const start of starts) {
    const words = new Set(foundIn(text.slice(start, start + Math.floor(max * 0.8)), isFound)).size;
    if (words > best.words) best = { start, words };
  }
  if (best.start === 0) return 0;
  // Sentences before the first of these words can be skipped.
  const first = [...text.slice(best.start).matchAll(RUN)].find(([run]) =>
    isFound(run.toLowerCase()),
  );
  const at = best.start + (first?.index ?? 0);
  return starts.findLast((start) => start <= at) ?? 0;
}

function sentenceStarts(text: string): number[] {
  const ends = [...text.matchAll(/[.!?]\s+(?=[\p{Lu}\p{N}])|[。！？]\s*|\n/gu)];
  return [0, ...ends.map(({ 0: end, index }) => index + end.length)];
}

function foundIn(text: string, isFound: (run: string) => boolean): string[] {
  return [...text.matchAll(RUN)].map(([run]) => run.toLowerCase()).filter(isFound);
}

/** @param escaped finished text, to which only bold marks are added */
function embolden(escaped: string, isFound: (run: string) => boolean): string {
  let left = MAX_BOLD;
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
