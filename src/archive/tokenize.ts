import { withLetters } from '../latex/letters.ts';

// Letters without a Unicode decomposition that people type without their stroke.
const PLAIN: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ȷ: 'j',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** ASCII without the backslash, which starts LaTeX commands. */
const PLAIN_ENGLISH = /^[\x20-\x5b\x5d-\x7e]*$/;

/**
 * The words of a text as they are indexed: runs of letters and digits, in lower case, without
 * Unicode or LaTeX accents (`G\"odel`). Papers and search texts both go through here, so that they
 * match.
 */
export function tokenize(text: string): string[] {
  // Most texts are plain English, which skips the costly folding.
  if (PLAIN_ENGLISH.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const folded = withLetters(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[øłđðħıȷßæœþ]/g, (letter) => PLAIN[letter] ?? letter);
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
