import { comparableId, LINK_TO_PAPER, parseArxivId } from '../digest/arxiv-id.ts';

const LINK = new RegExp(`^(?:https?://)?${LINK_TO_PAPER}`, 'i');

/**
 * The paper that someone names by its arXiv id: the bare id, `arXiv:2105.01601v2 [cs.CV]`, a DOI,
 * or a link to arXiv, alphaXiv or Hugging Face Papers. Undefined when the text is anything else.
 */
export function parsePaperReference(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(LINK, '')
    .replace(/^(?:doi:)?10\.48550\//i, '')
    .replace(/^arxiv[:.]?\s*/i, '')
    .replace(/\s*\[[\w.-]+\]$/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .replace(/\.pdf$/i, '');
  // An old id's archive is lower case, its subject class upper: hep-th/9901001, math.GT/0309136.
  const id = parseArxivId(bare) ?? parseArxivId(bare.toLowerCase());
  return id === undefined ? undefined : comparableId(id);
}
