import { withLetters } from '../latex/letters.ts';

// Letters that no Unicode decomposition takes apart, but that people type without their stroke.
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

/** ASCII without the backslash that LaTeX begins with. */
const PLAIN_ENGLISH = /^[\x20-\x5b\x5d-\x7e]*$/;

/**
 * The words of a text as the index knows them: runs of letters and digits, lower case, without
 * accents, whether those were Unicode's or LaTeX's (`G\"odel`). The archive and what people type
 * both go through here, so that they meet.
 */
export function tokenize(text: string): string[] {
  // Most texts are plain English, and most of the time went into folding what needs none.
  if (PLAIN_ENGLISH.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const folded = withLetters(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[øłđðħıȷßæœþ]/g, (letter) => PLAIN[letter] ?? letter);
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
