import {
  commandName,
  type Converted,
  groupEnd,
  skipSpaces,
  type Source,
  sourceOf,
} from './source.ts';

/** Accents in text: the mark, and the letters that may follow without braces. */
const ACCENTS: ReadonlyMap<string, { mark: string; bare: RegExp }> = new Map([
  // After an escaped apostrophe, s, t, m, d, ll, re and ve must stay as they are.
  ["'", { mark: '\u0301', bare: /^(?:[aeiouyAEIOUYcnzCNZS]|s(?=[a-z]))/ }],
  ['`', { mark: '\u0300', bare: /^[aeiouAEIOU]/ }],
  ['^', { mark: '\u0302', bare: /^[aeiouAEIOU]/ }],
  ['"', { mark: '\u0308', bare: /^[aeiouyAEIOUY]/ }],
  ['~', { mark: '\u0303', bare: /^[anoANO]/ }],
  ['=', { mark: '\u0304', bare: /^[aeiouAEIOU]/ }],
  // Regular expressions and file names escape dots most.
  ['.', { mark: '\u0307', bare: /^(?:I|[zZ](?!ip))/ }],
  // These need a space or braces; \d, \b, \r and \t also occur in regular expressions.
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

/** The accented letter that starts with the backslash at `at`: `\"o`, `\'{\i}`, `\H{o}`. */
export function readAccent(source: Source, at: number, to: number): Converted | undefined {
  const name = commandName(source, at, to) || (source.text[at + 1] ?? '');
  const accent = ACCENTS.get(name);
  if (accent === undefined) return undefined;
  const start = at + 1 + name.length;
  // One character more than may be consumed, since a bare letter depends on what follows.
  const rest = source.text.slice(start, Math.min(start + 8, to + 1));
  const dotless = /^(?:\\([ij])(?![A-Za-z]) ?|\{\\([ij])\})/.exec(rest);
  const braced = /^ ?\{([A-Za-z])\}/.exec(rest);
  const bare = accent.bare.exec(rest);
  const letter = dotless?.[1] ?? dotless?.[2] ?? braced?.[1] ?? bare?.[0].trim();
  if (letter === undefined) return undefined;
  const length = (dotless ?? braced ?? bare)?.[0].length ?? 0;
  return { text: (letter + accent.mark).normalize('NFC'), end: start + length };
}

/** The special letter that starts with the backslash at `at`: `\ss`, `\o{}`, `S\o ren`. */
export function readLetter(source: Source, at: number, to: number): Converted | undefined {
  const name = commandName(source, at, to);
  const letter = LETTERS.get(name);
  if (letter === undefined) return undefined;
  const start = at + 1 + name.length;
  const empty = groupEnd(source, start, to);
  if (empty === start + 2) return { text: letter, end: empty };
  const next = skipSpaces(source, start, Math.min(start + 1, to));
  // A space only ends the command, unless the word ends there too.
  return { text: letter, end: /[a-z]/.test(source.text[next] ?? '') ? next : start };
}

/**
 * Converts LaTeX's accents and special letters to Unicode and nothing else: `G{\"o}del \alpha`
 * gives `Gödel \alpha`. Consistent with `readable`. Accepts any text, takes linear time and never
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
    // An escaped character starts nothing itself, least of all another backslash.
    let next = at + 2;
    if (found !== undefined) {
      const isWholeGroup = text[at - 1] === '{' && source.closes[at - 1] === found.end;
      out += text.slice(done, isWholeGroup ? at - 1 : at) + found.text;
      next = done = isWholeGroup ? found.end + 1 : found.end;
    }
    at = text.indexOf('\\', next);
  }
  return out + text.slice(done);
}
