/** A sentence and where it stands: `text.slice(start, end)` of the text it was found in. */
export interface Sentence {
  start: number;
  end: number;
  text: string;
}

/** A possible end: marks, then closing quotes and brackets. A formula may end in a full stop. */
const STOP = /(?:[.!?…]+|[。！？]+)(?:\}?\$(?!\w)|\s?\$\$)?[)\]}"'”’»」』）*]*/gu;
/** Longer ones are taken for two prices; a blank inside a dollar or a digit after it means money. */
const FORMULA = /\\[$]|\$\$[^$]{1,2000}\$\$|\$(?=[^\s$])[^$]{0,600}(?<!\s)\$(?!\d)/gu;
/** How far back a word or a bracket is looked for, so that time stays linear. */
const MAX_WORD = 40;

const OPENING = /^[([{"'“‘«「『（*_]+/u;
/** What is never the last word of a sentence. */
const NEVER_LAST = new Set(
  `e.g eg i.e ie cf vs v.s viz fig figs eq eqs eqn eqns sec secs sect ref refs tab thm prop def lem cor
  ch chap vol pp ed eds dr mr mrs ms prof st approx ca incl esp s.a bros phys chem rev lett proc`.split(
    /\s+/,
  ),
);
/** What has a full stop of its own and may end a sentence as well. */
const MAY_BE_LAST = new Set(
  `al resp inc ltd corp co jr sr ph.d u.s u.k u.s.a e.u a.m p.m w.r.t s.t i.i.d a.k.a a.s w.l.o.g
  dept univ`.split(/\s+/),
);
/** Shortened only where the sentence goes on in lower case. */
const MAY_NOT_BE_LAST = new Set('etc max min avg no nos dept'.split(' '));
const LINKING = /^(?:and|or|but)\b/u;
/** Words that begin a sentence rather than a name. */
const BEGINNING = new Set(
  `we our the this these those that it its in on for with by from to as at a an and but or if when while here
  there however moreover furthermore finally additionally also thus hence therefore although though
  since such both each most many some several all one using based experiments results code extensive
  unlike despite given under they i`.split(/\s+/),
);

/**
 * Splits running text, such as an abstract, into sentences. Full stops of abbreviations, initials,
 * numbers, addresses and LaTeX formulas end none. Takes linear time.
 *
 * Intl.Segmenter breaks after "(e.g." and never before a lower-case name such as "pix2pix"; mending
 * both needs everything that is here.
 *
 * @returns in order; together they cover everything but the white space between them
 */
export function sentencesOf(text: string): Sentence[] {
  const formulas = formulasOf(text);
  const sentences: Sentence[] = [];
  let start = 0;
  let formula = 0;
  const add = (end: number): void => {
    const piece = text.slice(start, end);
    const sentence = piece.trim();
    const last = sentences.at(-1);
    if (last && !/[\p{L}\p{N}]/u.test(sentence)) {
      // Marks alone, such as a stray "...", belong to the sentence before.
      last.end = start + piece.trimEnd().length;
      last.text = text.slice(last.start, last.end);
    } else if (sentence !== '') {
      const from = start + piece.length - piece.trimStart().length;
      sentences.push({ start: from, end: from + sentence.length, text: sentence });
    }
    start = end;
  };
  for (const match of text.matchAll(STOP)) {
    const end = match.index + match[0].length;
    while ((formulas[formula]?.end ?? Infinity) <= match.index) formula++;
    const around = formulas[formula];
    if (around && around.start < match.index && end < around.end) continue;
    if (endsSentence(text, start, match.index, end)) add(end);
  }
  add(text.length);
  return sentences;
}

function formulasOf(text: string): { start: number; end: number }[] {
  return [...text.matchAll(FORMULA)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
}

/**
 * @param start where the sentence begins
 * @param stop where its possible end mark is
 * @param end behind that mark and what closes after it
 */
function endsSentence(text: string, start: number, stop: number, end: number): boolean {
  const mark = text.slice(stop, end);
  if (/^[。！？]/u.test(mark)) return true;
  const before = lastWord(text, start, stop);
  const after = text.slice(end, end + MAX_WORD);
  if (after.trim() === '') return false;
  if (!/^\s/u.test(after)) return isGlued(before, mark, after);

  const next = after.trimStart().replace(OPENING, '').split(/\s/u, 1)[0] ?? '';
  if (/^[,;:)\]}–—-]/u.test(next)) return false;
  const isLowercase = /^\p{Ll}/u.test(next);
  const isName = /^\p{Ll}[\p{Ll}-]*[\p{Lu}\d]|^\p{Ll}-\p{L}/u.test(next);
  if (mark === '.)' && /^\(\d{1,2}$/u.test(before)) return false;
  if (mark !== '.') return !isLowercase || isName;

  const word = (before.split(/---|[–—,~]/u).at(-1) ?? '').replace(OPENING, '').toLowerCase();
  if (NEVER_LAST.has(word)) return false;
  if (isLowercase && (MAY_NOT_BE_LAST.has(word) || LINKING.test(next))) return false;
  const begins = BEGINNING.has(next.replace(/[^\p{L}\p{N}]+$/u, '').toLowerCase()) && !isLowercase;
  if (MAY_BE_LAST.has(word)) return begins;
  if (/^no?s?$/u.test(word) && /^\d/u.test(next)) return false;
  // An initial: "J. Doe", "E. coli".
  if (/^\p{L}$|^(?:\p{L}\.-?)+\p{L}$/u.test(word)) return begins && /^\p{Lu}$/u.test(before);
  // The number of an item in a list: "two parts: 1. We ...".
  if (/^\d{1,2}$/u.test(word)) {
    return !isLowercase && !isListNumber(text, start, stop - before.length);
  }
  return true;
}

/** Without the white space between two sentences: "is done.We show". */
function isGlued(before: string, mark: string, after: string): boolean {
  return (
    /^[.?!]$|^\.\)$/u.test(mark) &&
    /\p{Ll}{2}$|\p{Ll}[)\]]$/u.test(before) &&
    !/[/@.]/u.test(before) &&
    /^\p{Lu}\p{Ll}*\s/u.test(after)
  );
}

function lastWord(text: string, start: number, stop: number): string {
  return /\S*$/u.exec(text.slice(Math.max(start, stop - MAX_WORD), stop))?.[0] ?? '';
}

function isListNumber(text: string, start: number, at: number): boolean {
  const before = text.slice(Math.max(start, at - MAX_WORD), at).trimEnd();
  return before === '' || /[:;,(]$/u.test(before);
}
