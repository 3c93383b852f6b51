import { latexLetter } from './accents.ts';

const SPECIAL = new Map([
  ['\\', '{\\textbackslash}'],
  // BibTeX counts braces also behind a backslash.
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
 * Plain text as LaTeX that shows just this text, its braces always in pairs. Latin letters with
 * accents become commands: classic BibTeX takes a byte for a character, so it cuts and sorts UTF-8
 * wrongly, and biber reads both. Characters without a command stay as they are.
 */
export function escapeLatex(text: string): string {
  return text.replace(
    /[\\{}~^<>|$&%#_]|\p{L}\p{M}*/gu,
    (found) => SPECIAL.get(found) ?? latexLetter(found) ?? found,
  );
}
