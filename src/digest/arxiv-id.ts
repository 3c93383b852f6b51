const ID = /(?:\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[A-Z]{2})?\/\d{7})/;
const VERSIONED_ID = new RegExp(`^(${ID.source})(?:v\\d{1,3})?$`);

/**
 * Source of a case-insensitive regular expression for the part of a link before a paper's ID,
 * without the protocol: pages of arXiv and its mirrors, alphaXiv, Hugging Face Papers, ar5iv, DOIs.
 */
export const LINK_TO_PAPER = [
  '(?:[\\w-]{1,20}\\.){0,3}(?:',
  [
    'arxiv\\.org/(?:abs|pdf|html|format|ps|src|e-print)',
    'alphaxiv\\.org/(?:[a-z]{2}/)?(?:abs|pdf|html|overview)',
    'ar5iv\\.org/(?:abs|pdf|html)',
    '(?:huggingface\\.co|hf\\.co)/papers',
    'doi\\.org/10\\.48550',
  ].join('|'),
  ')/',
].join('');

/**
 * An arXiv ID without its version: `2105.01601v2` gives `2105.01601`; `astro-ph/0601001` is unchanged.
 * Undefined for anything else.
 */
export function parseArxivId(text: string): string | undefined {
  return VERSIONED_ID.exec(text)?.[1];
}

/** Old IDs appear with or without their subject class: `math.GT/0309136` is also `math/0309136`. */
export function comparableId(id: string): string {
  return id.replace(/\.[A-Z]{2}\//, '/');
}

/** The paper's abstract page. */
export const absUrl = (id: string): string => `https://arxiv.org/abs/${id}`;

/** The paper's PDF. */
export const pdfUrl = (id: string): string => `https://arxiv.org/pdf/${id}`;

/** The paper's page on Hugging Face, for votes and discussion. */
export const huggingFaceUrl = (id: string): string => `https://huggingface.co/papers/${id}`;

/** arXiv has HTML for papers from December 2023 on; year and month as in IDs. */
const HTML_SINCE = '2312';

/**
 * The paper as HTML: arXiv's own, or ar5iv's for older papers.
 *
 * @see https://info.arxiv.org/about/accessible_HTML.html
 */
export const htmlUrl = (id: string): string =>
  /^\d{4}\./.test(id) && id >= HTML_SINCE
    ? `https://arxiv.org/html/${id}`
    : `https://ar5iv.labs.arxiv.org/html/${id}`;
