/** Controls, and the marks that turn the writing direction of what follows. */
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const INVISIBLE = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]+/g;

/** Outside text as one line that can be written to a file: no controls, single blanks, whole characters. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
}
