import { formulas } from './delimiters.ts';
import { flattenProse } from './prose.ts';
import { sourceOf } from './source.ts';

/** Without any of these a text has nothing that LaTeX would draw differently. */
const HINT = /[\\$~]|``|--|[\^_]\{/;

/**
 * A text with LaTeX as people read it: `$\mathbb{R}^d \to \mathbb{R}$` gives `ℝᵈ → ℝ`, `G\"odel`
 * gives `Gödel`, `\emph{x}` gives `x`. Money, shell variables, paths, patterns and commands that
 * are not known stay as they are; so does the whole of a formula of which anything is not known,
 * for half of it could mean something else. Takes any text and linear time, and never throws.
 */
export function readable(text: string): string {
  return flattened(text).text;
}

/** As `readable`, with how many characters were looked at for it. */
export function flattened(text: string): { text: string; steps: number } {
  if (!HINT.test(text)) return { text, steps: text.length };
  const source = sourceOf(text);
  const spans = formulas(text);
  const hasEscapedQuotes = /\\["'](?![A-Za-z{\\])/.test(text);
  const flat = flattenProse({ source, spans, hasEscapedQuotes }, 0, text.length, 0);
  return { text: flat, steps: source.steps };
}
