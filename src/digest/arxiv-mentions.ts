import { LINK_TO_PAPER } from './arxiv-id.ts';

/** The archives of ids until March 2007, those included that became part of others. */
const OLD_ARCHIVES = `acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph
  cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph
  mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con`;

/** What has the shape of an id, without its version. */
const CANDIDATE = new RegExp(
  [
    '(?<!\\d)(?<recent>\\d{4}\\.\\d{4,5})',
    `(?<![a-z\\d-])(?<archive>${OLD_ARCHIVES.split(/\s+/).join('|')})(?:\\.[a-z]{2})?/(?<number>\\d{7})`,
  ].join('|'),
  'gi',
);

/** Behind it: its version, and no digit that would make it another number. */
const VERSION = /^(?:v\d{1,3})?(?!\d)/i;

/** As much as is read in front of an id and behind it, in UTF-16 units. */
const NEAR = 80;

/** In front of an id: a link, `arXiv:`, `arXiv id `, `arXiv.` of a DOI, `arxiv/` of other sites. */
const NAMED = new RegExp(
  `(?:(?:^|[^\\w.-])${LINK_TO_PAPER}|(?<![a-z\\d])arxiv(?: (?:id|preprint|paper))?\\s?[:./#]?\\s*)$`,
  'i',
);

/** In front of a bare number that is something else: part of a word, a path, a version, money. */
const OTHER_BEFORE =
  /(?:[\p{Script=Latin}\p{N}/\\.@#=&%+~^-]|\p{Sc}\s?|\b(?:version|release|build|ver|v)[.:]?\s?)$/iu;
/** A comma that belongs to a number, and not to a list of ids. */
const COMMA_BEFORE = /(?<!\.\d{4,5}(?:v\d{1,3})?)(?<=\d),$/i;
/** Behind it: a word, a longer number, money. */
const OTHER_BEHIND =
  /^(?:[\p{Script=Latin}\p{N}]|\.\d|,\d{1,3}(?!\d)|\s?(?:[\p{Sc}%]|(?:USD|EUR|GBP|JPY|CNY|dollars?|euros?)\b))/iu;

/**
 * The arXiv ids that a text mentions, in order and without repeats, versions dropped: in links
 * (arXiv and its mirrors, alphaXiv, Hugging Face Papers, ar5iv, DOIs), as `arXiv:2105.01601v2`, and
 * bare. A bare number counts only where it can be no version, price or date. Linear in the text.
 * Which numbers there are: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function arxivIdsIn(text: string): string[] {
  const found = new Set<string>();
  // Links inside of links come encoded.
  for (const match of text.replace(/%2F/gi, '/').matchAll(CANDIDATE)) {
    const id = mentionedBy(match);
    if (id !== undefined) found.add(id);
  }
  return [...found];
}

/** The id of a candidate, in the form in which two of one paper are equal. */
function mentionedBy({ 0: shape, index, input, groups = {} }: RegExpExecArray): string | undefined {
  const { recent, archive = '', number = '' } = groups;
  const isPossible = recent === undefined ? isOldNumber(number) : isNumber(recent);
  const end = index + shape.length;
  const version = VERSION.exec(input.slice(end, end + NEAR))?.[0];
  if (!isPossible || version === undefined) return undefined;
  const before = input.slice(Math.max(0, index - NEAR), index);
  if (!NAMED.test(before)) {
    const behind = input.slice(end + version.length, end + version.length + NEAR);
    if (OTHER_BEFORE.test(before) || COMMA_BEFORE.test(before)) return undefined;
    if (OTHER_BEHIND.test(behind) || isLikeDate(shape)) return undefined;
  }
  return recent ?? `${archive.toLowerCase()}/${number}`;
}

/** Years and months since April 2007, four digits until 2014, five since. */
function isNumber(id: string): boolean {
  const yearMonth = Number(id.slice(0, 4));
  return isMonth(id.slice(2, 4)) && yearMonth >= 704 && id.length === (yearMonth < 1501 ? 9 : 10);
}

/** From August 1991 to March 2007. */
function isOldNumber(number: string): boolean {
  const yearMonth = Number(number.slice(0, 4));
  return isMonth(number.slice(2, 4)) && (yearMonth >= 9108 || yearMonth <= 703);
}

const isMonth = (digits: string): boolean => /^(?:0[1-9]|1[0-2])$/.test(digits);

/** `1203.2021` is the 12th of March as much as a paper. */
const isLikeDate = (id: string): boolean => /\.(?:19|20)\d\d$/.test(id);
