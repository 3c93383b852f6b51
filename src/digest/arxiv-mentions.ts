import { LINK_TO_PAPER } from './arxiv-id.ts';

/** The archives in IDs until March 2007, including those later merged into others. */
const OLD_ARCHIVES = `acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph
  cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph
  mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con`;

/** Anything shaped like an ID, without its version. */
const CANDIDATE = new RegExp(
  [
    '(?<!\\d)(?<recent>\\d{4}\\.\\d{4,5})',
    `(?<![a-z\\d-])(?<archive>${OLD_ARCHIVES.split(/\s+/).join('|')})(?:\\.[a-z]{2})?/(?<number>\\d{7})`,
  ].join('|'),
  'gi',
);

/** After it: an optional version, and no further digit. */
const VERSION = /^(?:v\d{1,3})?(?!\d)/i;

/** How far to look before and after an ID, in UTF-16 units. */
const CONTEXT_LENGTH = 80;

/** Before an ID: a link, `arXiv:`, `arXiv id `, a DOI's `arXiv.`, or `arxiv/` on other sites. */
const LABEL_BEFORE = new RegExp(
  `(?:(?:^|[^\\w.-])${LINK_TO_PAPER}|(?<![a-z\\d])arxiv(?: (?:id|preprint|paper))?\\s?[:./#]?\\s*)$`,
  'i',
);

/** Before a bare number that isn't an ID: part of a word, a path, a version, money. */
const NOT_ID_BEFORE =
  /(?:[\p{Script=Latin}\p{N}/\\.@#=&%+~^-]|\p{Sc}\s?|\b(?:version|release|build|ver|v)[.:]?\s?)$/iu;
/** A comma within a number, not in a list of IDs. */
const COMMA_BEFORE = /(?<!\.\d{4,5}(?:v\d{1,3})?)(?<=\d),$/i;
/** After a bare number that isn't an ID: a word, more digits, money. */
const NOT_ID_AFTER =
  /^(?:[\p{Script=Latin}\p{N}]|\.\d|,\d{1,3}(?!\d)|\s?(?:[\p{Sc}%]|(?:USD|EUR|GBP|JPY|CNY|dollars?|euros?)\b))/iu;

/**
 * The arXiv IDs that a text mentions, in order, without repeats or versions: in links
 * (arXiv and its mirrors, alphaXiv, Hugging Face Papers, ar5iv, DOIs), as `arXiv:2105.01601v2`, and
 * bare. A bare number counts only where it can't be a version, price or date. Takes linear time.
 * Source of the valid numbers: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function arxivIdsIn(text: string): string[] {
  const found = new Set<string>();
  // Links inside links are encoded.
  for (const match of text.replace(/%2F/gi, '/').matchAll(CANDIDATE)) {
    const id = mentionedId(match);
    if (id !== undefined) found.add(id);
  }
  return [...found];
}

/** The ID of a candidate, in a form that's equal for all mentions of a paper. */
function mentionedId({ 0: shape, index, input, groups = {} }: RegExpExecArray): string | undefined {
  const { recent, archive = '', number = '' } = groups;
  const isPossible = recent === undefined ? isOldNumber(number) : isNewNumber(recent);
  const end = index + shape.length;
  const version = VERSION.exec(input.slice(end, end + CONTEXT_LENGTH))?.[0];
  if (!isPossible || version === undefined) return undefined;
  const before = input.slice(Math.max(0, index - CONTEXT_LENGTH), index);
  if (!LABEL_BEFORE.test(before)) {
    const after = input.slice(end + version.length, end + version.length + CONTEXT_LENGTH);
    if (NOT_ID_BEFORE.test(before) || COMMA_BEFORE.test(before)) return undefined;
    if (NOT_ID_AFTER.test(after) || looksLikeDate(shape)) return undefined;
  }
  return recent ?? `${archive.toLowerCase()}/${number}`;
}

/** A year and month from April 2007 on, then four digits until 2014 and five since. */
function isNewNumber(id: string): boolean {
  const yearMonth = Number(id.slice(0, 4));
  return isMonth(id.slice(2, 4)) && yearMonth >= 704 && id.length === (yearMonth < 1501 ? 9 : 10);
}

/** A year and month from August 1991 to March 2007. */
function isOldNumber(number: string): boolean {
  const yearMonth = Number(number.slice(0, 4));
  return isMonth(number.slice(2, 4)) && (yearMonth >= 9108 || yearMonth <= 703);
}

const isMonth = (digits: string): boolean => /^(?:0[1-9]|1[0-2])$/.test(digits);

/** `1203.2021` could be 12 March 2021 as well as a paper. */
const looksLikeDate = (id: string): boolean => /\.(?:19|20)\d\d$/.test(id);
