import type { Paper } from '../digest/types.ts';
import { readable } from '../latex/readable.ts';

/**
 * What of a paper is shown, where Discord draws no LaTeX. Everything that shows a title or an
 * abstract takes it from here, and only then cuts and escapes it; the archive keeps the original.
 */

/** Several times what is ever shown, in UTF-16 units: what is longer was written to take long. */
const MAX_TITLE = 2000;
const MAX_ABSTRACT = 12_000;

/** The title as people read it; neither cut nor escaped. */
export function titleOf({ title }: Pick<Paper, 'title'>): string {
  return readable(title.slice(0, MAX_TITLE));
}

/** The abstract as people read it, empty where the digest has none; neither cut nor escaped. */
export function abstractOf({ abstract }: Pick<Paper, 'abstract'>): string {
  return readable(abstract.slice(0, MAX_ABSTRACT));
}
