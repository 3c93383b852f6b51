/** Unicode's combining marks and LaTeX's accent commands. */
const MARKS = new Map([
  ['\u0300', '`'],
  ['\u0301', "'"],
  ['\u0302', '^'],
  ['\u0303', '~'],
  ['\u0308', '"'],
  ['\u0304', '='],
  ['\u0307', '.'],
  ['\u0306', 'u'],
  ['\u030A', 'r'],
  ['\u030B', 'H'],
  ['\u030C', 'v'],
  ['\u0323', 'd'],
  ['\u0327', 'c'],
  ['\u0328', 'k'],
]);

/** Latin letters with a command of their own. */
const LETTERS = new Map([
  ['ß', 'ss'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['å', 'aa'],
  ['Å', 'AA'],
  ['ı', 'i'],
  ['ȷ', 'j'],
  ['đ', 'dj'],
  ['Đ', 'DJ'],
  ['ð', 'dh'],
  ['Ð', 'DH'],
  ['þ', 'th'],
  ['Þ', 'TH'],
  ['ŋ', 'ng'],
  ['Ŋ', 'NG'],
]);

/**
 * A non-ASCII Latin letter as LaTeX in braces: `ö` gives `{\"o}`, `ế` gives `{\'{\^e}}`. Undefined
 * if LaTeX has no command for it.
 *
 * @param letter including its combining marks, in any normal form
 */
function latexLetter(letter: string): string | undefined {
  const own = LETTERS.get(letter.normalize('NFC'));
  if (own !== undefined) return `{\\${own}}`;
  const [base = '', ...marks] = letter.normalize('NFD');
  const command = LETTERS.get(base);
  let inner = command === undefined ? base : `\\${command}`;
  if (marks.length === 0 || marks.length > 2 || !/^[A-Za-z\\]/.test(inner)) return undefined;
  for (const mark of marks) {
    const accent = MARKS.get(mark);
    if (accent === undefined) return undefined;
    const gap = /[a-z]/i.test(accent) ? ' ' : '';
    inner = inner.length === 1 ? `\\${accent}${gap}${inner}` : `\\${accent}{${inner}}`;
  }
  return `{${inner}}`;
}

/** Text in ASCII: without accents, `ø` as `o`, `ß` as `ss`. Drops characters that have no such form. */
export function foldToAscii(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u0080-\u{10FFFF}]/gu, (letter) => LETTERS.get(letter) ?? '');
}

const SPECIAL = new Map([
  ['\\', '{\\textbackslash}'],
  // BibTeX counts braces even after a backslash.
  ['{', '{\\textbraceleft}'],
  ['}', '{\\textbraceright}'],
  ['~', '{\\textasciitilde}'],
  ['^', '{\\textasciicircum}'],
  ['<', '{\\textless}'],
  ['>', '{\\textgreater}'],
  ['|', '{\\textbar}'],
  ['$', '\\$'],
  ['&', '\\&'],
  ['%', '\\%'],
  ['#', '\\#'],
  ['_', '\\_'],
]);

/**
 * Escapes plain text for LaTeX; braces in the result are always balanced. Accented Latin letters
 * become commands, because classic BibTeX treats bytes as characters and so cuts and sorts UTF-8
 * wrongly; biber reads both. Characters without a command stay as they are.
 */
export function escapeLatex(text: string): string {
  return text.replace(
    /[\\{}~^<>|$&%#_]|\p{L}\p{M}*/gu,
    (found) => SPECIAL.get(found) ?? latexLetter(found) ?? found,
  );
}
