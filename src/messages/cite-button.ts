import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from '../discord/api.ts';
import { LIMITS } from './limits.ts';

/** Asks for a reference in an answer of its own. */
export const CITE = 'cite';
/** Asks for the same in another style, in place of the answer that it stands under. */
export const CITE_AS = 'cite-as';

/** How much a `custom_id` has room for behind the longest action and style. */
export const MAX_CITED = LIMITS.customId - `${CITE_AS}:markdown:`.length;

/**
 * A button that asks for references.
 *
 * @param cited a day, or arXiv ids with commas between them, at most `MAX_CITED` characters
 */
export function citeButton(label: string, cited: string): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    // BibTeX is what most people paste; the answer offers the others.
    custom_id: `${CITE}:bibtex:${cited}`,
  };
}
