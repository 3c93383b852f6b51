const ID = /(?:\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[A-Z]{2})?\/\d{7})/;
const WHOLE = new RegExp(`^(${ID.source})(?:v\\d{1,3})?$`);

/**
 * Regular expression (source, ignoring case) of what a link has in front of the id of a paper,
 * without its protocol: pages of arXiv and its mirrors, alphaXiv, Hugging Face Papers, ar5iv, DOIs.
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
 * An arXiv id without its version: `2105.01601v2` gives `2105.01601`, `astro-ph/0601001` itself.
 * Undefined for anything else.
 */
export function parseArxivId(text: string): string | undefined {
  return WHOLE.exec(text)?.[1];
}

/** Old ids are printed with or without their subject class: `math.GT/0309136` is `math/0309136`. */
export function comparableId(id: string): string {
  return id.replace(/\.[A-Z]{2}\//, '/');
}

/** The paper's abstract page. */
export const absUrl = (id: string): string => `https://arxiv.org/abs/${id}`;

/** The paper's PDF. */
export const pdfUrl = (id: string): string => `https://arxiv.org/pdf/${id}`;

/** Where people vote for the paper and speak of it. */
export const huggingFaceUrl = (id: string): string => `https://huggingface.co/papers/${id}`;

/** The first month whose new papers arXiv shows as HTML, as ids have it: December 2023. */
const HTML_SINCE = '2312';

/**
 * The paper as HTML: arXiv's own, or ar5iv's for what is older.
 *
 * @see https://info.arxiv.org/about/accessible_HTML.html
 */
export const htmlUrl = (id: string): string =>
  /^\d{4}\./.test(id) && id >= HTML_SINCE
    ? `https://arxiv.org/html/${id}`
    : `https://ar5iv.labs.arxiv.org/html/${id}`;
