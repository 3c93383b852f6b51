import type { Interpretation } from './relaxations.ts';
import { tokenize } from '../archive/tokenize.ts';

/** Whether a run of letters and digits of a text is a word that any of the readings looks for. */
export function createHighlighter(
  interpretations: readonly Interpretation[],
): (run: string) => boolean {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const { words, prefix } of interpretations.flatMap(({ groups }) => groups.flat())) {
    for (const [at, word] of words.entries()) {
      // One letter begins a word in ten, and would make half the text stand out.
      if (prefix && at === words.length - 1 && word.length > 1) beginnings.add(word);
      else whole.add(word);
    }
  }
  return (run) => {
    const [word] = tokenize(run);
    if (word === undefined) return false;
    return whole.has(word) || [...beginnings].some((beginning) => word.startsWith(beginning));
  };
}
