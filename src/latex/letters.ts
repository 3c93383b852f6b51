import { readAccent, readLetter } from './accents.ts';
import { sourceOf } from './source.ts';

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
