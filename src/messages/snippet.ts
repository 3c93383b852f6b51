import { clean, fitText } from './text.ts';

/** Letters and digits in a row, as a search knows them; they are never escaped. */
const RUN = /[\p{L}\p{N}]+/gu;
/** What is shown as it is, and not made bold: links, and what a backslash takes its meaning from. */
const KEPT = /<https?:[^>]*>|\\./gu;
/** What may stand between two words that are bold as one. */
const BETWEEN = /\*\*([ -])\*\*/g;
const BOLD = '****'.length;
const MAX_BOLD = 20;
const ELLIPSIS = '… ';

/**
 * The part of a text that says most about what was looked for, escaped and with the found words in
 * bold: from its beginning if they stand there, else from the sentence on that has most of them.
 *
 * @param max UTF-16 units, escapes and bold marks included
 * @param isFound whether a run of letters and digits is one of the words looked for
 */
export function snippetOf(text: string, max: number, isFound: (run: string) => boolean): string {
  const whole = clean(text);
  const start = bestStart(whole, max, isFound);
  const window = whole.slice(start);
  const lead = start > 0 ? ELLIPSIS : '';
  const marks = Math.min(MAX_BOLD, foundIn(window.slice(0, max), isFound).length);
  const room = max - lead.length - BOLD * marks;
  if (marks === 0 || room < max / 2) return fitText(whole, max);
  return lead + inBold(fitText(window, room), isFound);
}

/** Where the sentence begins from which on most of the words are in reach; the first of equals. */
function bestStart(text: string, max: number, isFound: (run: string) => boolean): number {
  if (text.length <= max * 0.9) return 0;
  const starts = sentenceStarts(text);
  let best = { start: 0, words: -1 };
  for (const start of starts) {
    const words = new Set(foundIn(text.slice(start, start + Math.floor(max * 0.8)), isFound)).size;
    if (words > best.words) best = { start, words };
  }
  if (best.start === 0) return 0;
  // What stands before the first of them is not needed.
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

/** @param escaped finished text; nothing of it changes but for the marks */
function inBold(escaped: string, isFound: (run: string) => boolean): string {
  let left = MAX_BOLD;
  const mark = (part: string): string =>
    part.replace(RUN, (run) => (isFound(run) && left-- > 0 ? `**${run}**` : run));
  let bold = '';
  let from = 0;
  for (const { 0: kept, index } of escaped.matchAll(KEPT)) {
    bold += mark(escaped.slice(from, index)) + kept;
    from = index + kept.length;
  }
  return (bold + mark(escaped.slice(from))).replace(BETWEEN, '$1');
}
