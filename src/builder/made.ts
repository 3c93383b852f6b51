import type { Written } from './outcome.ts';

/** A digest that is ready to be written. */
export interface Made extends Pick<Written, 'papers' | 'from' | 'remarks'> {
  kind: 'made';
  text: string;
}
