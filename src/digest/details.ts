import { parseArxivId } from './arxiv-id.ts';
import { oneLine, VISIBLE } from './one-line.ts';
import type { Line, Paper, RisenPaper } from './types.ts';

// What a paper may have besides what the archive's grammar holds, and the papers that have risen
// since their day. In a file, each value is an item of a list in the front matter, which older
// readers skip. What is valid is said here once, for sources, writer and reader.

/** The optional fields of a paper; each is absent if it isn't known. */
export type PaperDetails = Pick<
  Paper,
  'links' | 'organization' | 'keywords' | 'summary' | 'picture'
>;

/** Hugging Face's hosts for pictures. */
export const PICTURE_HOSTS: readonly string[] = [
  'cdn-thumbnails.huggingface.co',
  'cdn-uploads.huggingface.co',
  'huggingface.co',
];

/** Hosts on which an address names an owner and a repository. */
export const CODE_HOSTS: readonly string[] = [
  'github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
];

const MAX_URL = 300;
const MAX_ORGANIZATION = 100;
const MAX_KEYWORD = 60;
const MAX_KEYWORDS = 12;
const MAX_SUMMARY = 600;
const MAX_MODEL = 100;
/** A digest names at most this many papers as risen. */
export const MAX_RISEN = 3;
const MAX_RISEN_TITLE = 300;
/** Ten times what the most popular repository has. */
const MAX_STARS = 5_000_000;

/** How many keywords are looked at. */
const MAX_GIVEN_KEYWORDS = 100;

/** What could end a link early, or can't be seen. */
const NOT_IN_URL = /[\s\p{C}"'`<>()[\]{}|\\^]/u;

/** A public host name. */
const HOST = /^(?:[\w-]+\.)+(?:[a-z]{2,}|xn--[\w-]+)$/;

/** First parts of GitHub's addresses that aren't owners. */
const NOT_OWNERS = new Set(
  `about apps collections enterprise explore features login marketplace notifications orgs pricing
  search settings site sponsors topics trending user-attachments users`.split(/\s+/),
);

/** What a source or a file says, unchecked. */
export interface GivenDetails {
  code?: unknown;
  project?: unknown;
  picture?: unknown;
  organization?: unknown;
  /** A list. */
  keywords?: unknown;
  summary?: unknown;
  /** The model that wrote the summary. */
  summaryBy?: unknown;
}

/**
 * The valid ones among the given values, sanitized: addresses as `URL.href`, text as one line. A
 * wrong value, whatever its type or size, is left out, and costs no other value.
 */
export function validDetails(given: GivenDetails): PaperDetails {
  const code = codeUrl(given.code);
  const project = webUrl(given.project)?.href;
  const organization = textOf(given.organization, MAX_ORGANIZATION);
  const keywords = keywordsOf(given.keywords);
  const text = textOf(given.summary, MAX_SUMMARY);
  const by = modelOf(given.summaryBy);
  const picture = pictureUrl(given.picture);
  const hasLinks = code !== undefined || project !== undefined;
  return {
    ...(hasLinks && {
      links: { ...(code !== undefined && { code }), ...(project !== undefined && { project }) },
    }),
    ...(organization !== undefined && { organization }),
    ...(keywords.length > 0 && { keywords }),
    ...(text !== undefined && { summary: { text, ...(by !== undefined && { by }) } }),
    ...(picture !== undefined && { picture }),
  };
}

/** A paper's details as given values, to be checked once more. */
export function detailsOf(paper: PaperDetails): GivenDetails {
  const { links, organization, keywords, summary, picture } = paper;
  return {
    code: links?.code,
    project: links?.project,
    picture,
    organization,
    keywords,
    summary: summary?.text,
    summaryBy: summary?.by,
  };
}

/** Whether a number can be the stars of a repository. */
export function isStars(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_STARS;
}

/** The address of a repository on a known code host; undefined if it's anything else. */
export function codeUrl(given: unknown): string | undefined {
  const url = webUrl(given);
  if (!url || url.port !== '' || !CODE_HOSTS.includes(url.hostname.replace(/^www\./, ''))) {
    return undefined;
  }
  const [, owner = '', repository = ''] = url.pathname.split('/');
  const isOwner = /^[\w-]+(?:\.[\w-]+)*$/.test(owner) && !NOT_OWNERS.has(owner.toLowerCase());
  return isOwner && /^[\w.~-]*[\w-][\w.~-]*$/.test(repository) ? url.href : undefined;
}

function pictureUrl(given: unknown): string | undefined {
  const url = webUrl(given);
  return url?.port === '' && PICTURE_HOSTS.includes(url.hostname) ? url.href : undefined;
}

/** An `https` address of a public host, without user and password. */
function webUrl(given: unknown): URL | undefined {
  if (typeof given !== 'string' || given.length > MAX_URL || NOT_IN_URL.test(given)) {
    return undefined;
  }
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  const isValid =
    HOST.test(url.hostname) && url.href.length <= MAX_URL && !NOT_IN_URL.test(url.href);
  return isValid ? url : undefined;
}

/** Text as one line; undefined if it isn't text, can't be seen, or is too long. */
function textOf(given: unknown, max: number): string | undefined {
  // Sanitizing only shortens; white space and control characters may be half of what is given.
  if (typeof given !== 'string' || given.length > 2 * max) return undefined;
  const text = oneLine(given);
  return text.length <= max && VISIBLE.test(text) ? text : undefined;
}

/** A colon and a blank end the model's name in a file. */
function modelOf(given: unknown): string | undefined {
  const model = textOf(given, MAX_MODEL);
  return model?.includes(': ') === true ? undefined : model;
}

/** The valid ones, without repeats. Commas separate them in a file. */
function keywordsOf(given: unknown): string[] {
  if (!Array.isArray(given)) return [];
  const keywords = (given as unknown[])
    .slice(0, MAX_GIVEN_KEYWORDS)
    .flatMap((one) => textOf(one, MAX_KEYWORD) ?? [])
    .filter((keyword) => !keyword.includes(','));
  return [...new Set(keywords)].slice(0, MAX_KEYWORDS);
}

/** A value as an item of a file's list. */
export interface DetailItem {
  kind: (typeof BY_IMPORTANCE)[number];
  text: string;
}

/** Which values matter most, if a file has no room for all. */
export const BY_IMPORTANCE = [
  'code',
  'project',
  'picture',
  'organization',
  'summary',
  'keywords',
] as const;

/** The items of a paper's valid details. */
export function detailItems(arxivId: string, details: PaperDetails): DetailItem[] {
  const { links, organization, keywords, summary, picture } = details;
  const item = (kind: DetailItem['kind'], value: string | undefined, name: string = kind) =>
    value === undefined ? [] : [{ kind, text: `${arxivId} ${name}: ${value}` }];
  const summaryName = summary?.by === undefined ? 'summary' : `summary by ${summary.by}`;
  return [
    ...item('code', links?.code),
    ...item('project', links?.project),
    ...item('picture', picture),
    ...item('organization', organization),
    ...item('keywords', keywords?.join(', ')),
    ...item('summary', summary?.text, summaryName),
  ];
}

/** The item of a paper that has risen. */
export function risenItem({ arxivId, title, upvotes }: RisenPaper): string {
  return `${arxivId} ${upvotes} upvotes: ${title}`;
}

/** The valid ones, sanitized: each paper once, most upvotes first, at most three. */
export function validRisen(given: readonly RisenPaper[]): RisenPaper[] {
  const byId = new Map<string, RisenPaper>();
  for (const { arxivId, title: text, upvotes } of given) {
    const title = textOf(text, MAX_RISEN_TITLE);
    const isCount = Number.isInteger(upvotes) && upvotes >= 0 && upvotes < 1e9;
    if (title === undefined || !isCount || parseArxivId(arxivId) !== arxivId) continue;
    // -0 is a count of 0.
    if (!byId.has(arxivId)) byId.set(arxivId, { arxivId, title, upvotes: Math.abs(upvotes) });
  }
  return [...byId.values()].sort((a, b) => b.upvotes - a.upvotes).slice(0, MAX_RISEN);
}

/** An item that couldn't be read; only its value is lost. */
export interface DetailProblem {
  line: number;
  reason: string;
}

/** Escaped, the longest valid item has about half of this. */
const MAX_ITEM = 8_192;

const NOT_AN_ITEM = `isn't a list item like - "2606.01234 code: https://…"`;

/** What is expected of each value, for problems. */
const EXPECTED: Readonly<Record<string, string>> = {
  code: `the https address of a repository on ${CODE_HOSTS.join(', ')}`,
  project: `an https address of at most ${MAX_URL} characters`,
  picture: `an https address on ${PICTURE_HOSTS.join(', ')}`,
  organization: `text of at most ${MAX_ORGANIZATION} characters`,
  keywords: `at most ${MAX_KEYWORDS} keywords of at most ${MAX_KEYWORD} characters, with commas between`,
  summary: `text of at most ${MAX_SUMMARY} characters`,
  model: `a model's name of at most ${MAX_MODEL} characters`,
};

/**
 * Reads the items of the front matter's `details`.
 *
 * @param lines what follows `details:`
 * @returns the valid details by arXiv ID. Items with unknown names are ignored: later versions may
 * have more.
 */
export function readDetails(lines: readonly Line[]): {
  byId: Map<string, PaperDetails>;
  problems: DetailProblem[];
} {
  const given = new Map<string, GivenDetails>();
  const problems: DetailProblem[] = [];
  for (const { line, text: item } of readItems('details', lines, problems)) {
    const report = (reason: string): void => {
      problems.push({ line, reason: `details: ${reason} (value left out)` });
    };
    const { id, name, value: text } = splitItem(item);
    const arxivId = parseArxivId(id);
    if (arxivId === undefined || name === '') {
      report(NOT_AN_ITEM);
      continue;
    }
    const [, field = '', by] = /^(\w+)(?: by(?: (.*))?)?$/.exec(name) ?? [];
    if (!isField(field) || (field !== 'summary' && name !== field)) continue;
    const ofPaper = given.get(arxivId) ?? {};
    if (ofPaper[field] !== undefined) {
      report(`${arxivId} already has a value for ${field}`);
      continue;
    }
    const value = field === 'keywords' ? text.split(',', MAX_GIVEN_KEYWORDS) : text;
    const one = { [field]: value, ...(name !== field && { summaryBy: by ?? '' }) };
    const mistake = mistakeIn(field, one);
    if (mistake) report(mistake.reason);
    if (mistake?.isLost !== true) given.set(arxivId, { ...ofPaper, ...one });
  }
  const byId = new Map([...given].map(([arxivId, values]) => [arxivId, validDetails(values)]));
  return { byId, problems };
}

type Field = DetailItem['kind'];

const isField = (name: string): name is Field =>
  (BY_IMPORTANCE as readonly string[]).includes(name);

/** What is wrong with a value, if anything is; whether none of it is left. */
function mistakeIn(
  field: Field,
  given: GivenDetails,
): { reason: string; isLost: boolean } | undefined {
  const isNot = (what: string): string => `${what} isn't ${EXPECTED[what] ?? ''}`;
  const valid = validDetails(given);
  if (Object.keys(valid).length === 0) return { reason: isNot(field), isLost: true };
  const { keywords, summary } = valid;
  if (keywords && keywords.length < (given.keywords as string[]).length) {
    const reason = 'some keywords are empty, too long, too many, or repeated';
    return { reason, isLost: false };
  }
  const isUnnamed = given.summaryBy !== undefined && summary?.by === undefined;
  return isUnnamed ? { reason: isNot('model'), isLost: false } : undefined;
}

/** Reads the items of the front matter's `risen`. */
export function readRisen(lines: readonly Line[]): {
  risen: RisenPaper[];
  problems: DetailProblem[];
} {
  const problems: DetailProblem[] = [];
  const given = readItems('risen', lines, problems).flatMap(({ line, text }) => {
    const { id, name, value } = splitItem(text);
    const upvotes = /^(\d{1,9}) upvotes?$/.exec(name)?.[1];
    const risen = validRisen([
      { arxivId: parseArxivId(id) ?? '', title: value, upvotes: Number(upvotes ?? NaN) },
    ]);
    if (risen.length === 0) {
      const reason = `risen isn't a list item like - "2606.01234 87 upvotes: Title" (paper left out)`;
      problems.push({ line, reason });
    }
    return risen.map((paper) => ({ line, paper }));
  });
  const risen = validRisen(given.map(({ paper }) => paper));
  const last = given.at(-1);
  if (last && risen.length < given.length) {
    problems.push({ line: last.line, reason: `risen repeats a paper or has over ${MAX_RISEN}` });
  }
  return { risen, problems };
}

/** `2606.01234 summary by org/model: One sentence.` The first colon before a blank ends the name. */
function splitItem(text: string): { id: string; name: string; value: string } {
  const colon = text.indexOf(': ');
  const head = text.slice(0, Math.max(colon, 0));
  const blank = head.indexOf(' ');
  return {
    id: head.slice(0, Math.max(blank, 0)),
    name: blank === -1 ? '' : head.slice(blank + 1).trim(),
    value: text.slice(colon + 2).trim(),
  };
}

/**
 * The texts of a YAML list with one item a line: in double quotes, single quotes or none. YAML
 * itself isn't asked, so that no item can spoil the others.
 */
function readItems(
  block: string,
  lines: readonly Line[],
  problems: DetailProblem[],
): { line: number; text: string }[] {
  return lines.flatMap(({ number: line, text: raw }) => {
    if (/^\s*(?:#|$)/.test(raw)) return [];
    const isTooLong = raw.length > MAX_ITEM;
    const text = isTooLong ? undefined : itemText(raw);
    if (text !== undefined) return [{ line, text }];
    const reason = isTooLong ? `is over ${MAX_ITEM} characters` : NOT_AN_ITEM;
    problems.push({ line, reason: `${block}: ${reason} (value left out)` });
    return [];
  });
}

function itemText(raw: string): string | undefined {
  const item = /^\s*-\s+(.*)$/.exec(raw)?.[1]?.trimEnd();
  if (item?.startsWith('"') === true) {
    const json = /^("(?:[^"\\]|\\.)*")(?:\s+#.*)?$/.exec(item)?.[1];
    return json === undefined ? undefined : parseString(json);
  }
  if (item?.startsWith("'") === true) {
    return /^'((?:[^']|'')*)'(?:\s+#.*)?$/.exec(item)?.[1]?.replaceAll("''", "'");
  }
  return item?.replace(/\s#.*$/, '').trimEnd();
}

function parseString(json: string): string | undefined {
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}
