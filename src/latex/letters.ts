import {
  commandName,
  type Converted,
  groupEnd,
  skipSpaces,
  type Source,
  sourceOf,
} from './source.ts';

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

/**
 * LaTeX's accents and special letters as Unicode has them, and all else as it is: `G{\"o}del \alpha`
 * gives `Gödel \alpha`. Reads them as `readable` does; takes any text and linear time, and never
 * throws.
 */
export function withLetters(text: string): string {
  let at = text.indexOf('\\');
  if (at < 0) return text;
  const source = sourceOf(text);
  let out = '';
  let done = 0;
  while (at >= 0) {
    const found = readAccent(source, at, text.length) ?? readLetter(source, at, text.length);
    // What a backslash stands before begins nothing itself, least of all another backslash.
    let next = at + 2;
    if (found !== undefined) {
      const isBotDm = text[at - 1] === '{' && source.closes[at - 1] === found.end;
      out += text.slice(done, isBotDm ? at - 1 : at) + found.text;
      next = done = isBotDm ? found.end + 1 : found.end;
    }
    at = text.indexOf('\\', next);
  }
  return out + text.slice(done);
}
