import { commandName, groupEnd, skipSpaces, type Source } from './source.ts';

/** Marks over and under letters of a formula, as combining characters. */
export const MATH_ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['overline', '\u0305'],
  ['vec', '\u20d7'],
  ['overrightarrow', '\u20d7'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['check', '\u030c'],
  ['breve', '\u0306'],
  ['acute', '\u0301'],
  ['grave', '\u0300'],
  ['mathring', '\u030a'],
  ['underline', '\u0332'],
]);

/** Accents of words: the mark, and the letters that may follow without braces. */
const TEXT_ACCENTS: ReadonlyMap<string, { mark: string; bare: RegExp }> = new Map([
  // Behind an escaped apostrophe stand s, t, m, d, ll, re, ve: none of them may become a letter.
  ["'", { mark: '\u0301', bare: /^(?:[aeiouyAEIOUYcnzCNZS]|s(?=[a-z]))/ }],
  ['`', { mark: '\u0300', bare: /^[aeiouAEIOU]/ }],
  ['^', { mark: '\u0302', bare: /^[aeiouAEIOU]/ }],
  ['"', { mark: '\u0308', bare: /^[aeiouyAEIOUY]/ }],
  ['~', { mark: '\u0303', bare: /^[anoANO]/ }],
  ['=', { mark: '\u0304', bare: /^[aeiouAEIOU]/ }],
  // A dot is what patterns and file names escape most.
  ['.', { mark: '\u0307', bare: /^(?:I|[zZ](?!ip))/ }],
  // Letters need a blank or braces; \d, \b, \r and \t are also what patterns are made of.
  ['v', { mark: '\u030c', bare: /^ [cdenrstzCDENRSTZ](?=[a-z}])/ }],
  ['c', { mark: '\u0327', bare: /^ [csCS](?=[a-z}])/ }],
  ['u', { mark: '\u0306', bare: /^ [agAG](?=[a-z}])/ }],
  ['H', { mark: '\u030b', bare: /^ [ouOU](?=[a-z}])/ }],
  ['k', { mark: '\u0328', bare: /^(?!)/ }],
  ['r', { mark: '\u030a', bare: /^(?!)/ }],
  ['d', { mark: '\u0323', bare: /^(?!)/ }],
  ['b', { mark: '\u0331', bare: /^(?!)/ }],
]);

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['AE', 'Æ'],
  ['oe', 'œ'],
  ['OE', 'Œ'],
  ['aa', 'å'],
  ['AA', 'Å'],
  ['o', 'ø'],
  ['O', 'Ø'],
  ['l', 'ł'],
  ['L', 'Ł'],
  ['i', 'ı'],
  ['j', 'ȷ'],
  ['dh', 'ð'],
  ['DH', 'Ð'],
  ['dj', 'đ'],
  ['DJ', 'Đ'],
  ['th', 'þ'],
  ['TH', 'Þ'],
]);

/** What stands at an index, as Unicode, and where the text goes on. */
export interface Converted {
  text: string;
  end: number;
}

/** The accented letter that begins with the backslash at `at`: `\"o`, `\'{\i}`, `\H{o}`. */
export function readAccent(source: Source, at: number, to: number): Converted | undefined {
  const name = commandName(source, at, to) || (source.text[at + 1] ?? '');
  const accent = TEXT_ACCENTS.get(name);
  if (accent === undefined) return undefined;
  const start = at + 1 + name.length;
  // One character more than may be taken: a bare letter looks at what follows it.
  const rest = source.text.slice(start, Math.min(start + 8, to + 1));
  const dotless = /^(?:\\([ij])(?![A-Za-z]) ?|\{\\([ij])\})/.exec(rest);
  const braced = /^ ?\{([A-Za-z])\}/.exec(rest);
  const bare = accent.bare.exec(rest);
  const letter = dotless?.[1] ?? dotless?.[2] ?? braced?.[1] ?? bare?.[0].trim();
  if (letter === undefined) return undefined;
  const length = (dotless ?? braced ?? bare)?.[0].length ?? 0;
  return { text: (letter + accent.mark).normalize('NFC'), end: start + length };
}

/** The special letter that begins with the backslash at `at`: `\ss`, `\o{}`, `S\o ren`. */
export function readLetter(source: Source, at: number, to: number): Converted | undefined {
  const name = commandName(source, at, to);
  const letter = LETTERS.get(name);
  if (letter === undefined) return undefined;
  const start = at + 1 + name.length;
  const empty = groupEnd(source, start, to);
  if (empty === start + 2) return { text: letter, end: empty };
  const next = skipSpaces(source, start, Math.min(start + 1, to));
  // A blank only ends the command, unless the word ends there too.
  return { text: letter, end: /[a-z]/.test(source.text[next] ?? '') ? next : start };
}

/** A letter of a formula with a mark; undefined for more than a letter and its indices. */
export function marked(text: string, mark: string): string | undefined {
  const match = /^([\p{L}\p{N}])([\u0300-\u036f]?[\p{Lm}\p{No}′]*)$/u.exec(text);
  return match ? `${match[1]}${mark}${match[2]}`.normalize('NFC') : undefined;
}
