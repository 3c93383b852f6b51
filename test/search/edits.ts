export const EDITS = ['insert', 'delete', 'replace', 'swap'] as const;
export const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');

export type Edit = (typeof EDITS)[number];

/** One edit of a word; `place` is any natural number, taken modulo the word's length. */
export function editAt(word: string, kind: Edit, place: number, letter: string): string {
  const at = place % word.length;
  const [before, after] = [word.slice(0, at), word.slice(at)];
  switch (kind) {
    case 'insert':
      return before + letter + after;
    case 'delete':
      return before + after.slice(1);
    case 'replace':
      return before + letter + after.slice(1);
    case 'swap':
      return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
  }
}
