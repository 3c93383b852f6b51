import { Parser } from 'htmlparser2';
import { parseArxivId } from './arxiv-id.ts';
import { isDay } from './day.ts';
import type { Day, Paper, Tweet } from './types.ts';

/** A line of the file with its 1-based number. */
export interface Line {
  number: number;
  text: string;
}

/** Something in a paper that could not be read. `fatal`: the paper itself is left out. */
export interface PaperProblem {
  line: number;
  reason: string;
  fatal: boolean;
}

/** What is wrong with a line; the caller knows which line it was. */
interface Wrong {
  reason: string;
}

/** A title of control characters alone is none. */
export const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

const isWrong = (value: object): value is Wrong => 'reason' in value;

/**
 * Reads one paper: its heading line and everything up to the next one.
 *
 * @param lines never empty; the first is the heading
 * @returns the paper unless a line it cannot do without is missing or malformed, and the problems
 */
export function parsePaper(lines: readonly Line[]): {
  paper: Paper | undefined;
  problems: PaperProblem[];
} {
  const problems: PaperProblem[] = [];
  const rest = lines.filter((line) => line.text.trim() !== '');
  const last = rest.at(-1)?.number ?? 0;

  /** Reads the next line with `read`; what is missing or wrong is noted, and undefined comes back. */
  function take<T extends object>(what: string, read: (text: string) => T | Wrong): T | undefined {
    const line = rest.shift();
    const value = line ? read(line.text.trim()) : { reason: `paper ends before its ${what}` };
    if (!isWrong(value)) return value;
    problems.push({ line: line?.number ?? last, reason: value.reason, fatal: true });
    return undefined;
  }

  const head = take('heading', readHeading);
  const authors = head && take('authors', readAuthors);
  const counts = authors && take('counts', readCounts);
  const link = counts && take('links', readLinks);
  const categories = link && take('categories', readCategories);
  if (!categories) return { paper: undefined, problems };

  const { abstract, tweets } = readBody(rest, problems);
  const paper = { ...head, ...authors, ...link, ...categories, ...counts, abstract, tweets };
  return { paper, problems };
}

function readHeading(text: string): Pick<Paper, 'rank' | 'title'> | Wrong {
  const match = /^# (\d{1,6})\. (.*)$/.exec(text);
  const title = collapse(match?.[2] ?? '');
  if (!match || !VISIBLE.test(title)) return { reason: `heading isn't "# N. Title"` };
  return { rank: Number(match[1]), title };
}

function readAuthors(text: string): Pick<Paper, 'authors'> | Wrong {
  const authors = text
    .split(',')
    .map(collapse)
    .filter((name) => name !== '');
  // A list item where the authors belong means that their line is missing.
  if (text.startsWith('- ') || authors.length === 0) return { reason: 'no authors line' };
  return { authors };
}

function readCounts(text: string): Pick<Paper, 'metrics' | 'observedAt'> | Wrong {
  const reason = `counts aren't "- name: number, … (MM/DD/YYYY HH:MM:SS)", with numbers like 7620`;
  const stamp = /\((\d{2})\/(\d{2})\/(\d{4}) (\d{2}:\d{2}:\d{2})\)$/.exec(text);
  if (!text.startsWith('- ') || !stamp) return { reason };
  const [, month = '', date = '', year = '', time = ''] = stamp;
  const day = `${year}-${month}-${date}`;
  if (!isDay(day) || !/^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(time)) {
    return { reason: `counts: ${stamp[0]} isn't a valid time` };
  }
  const metrics = new Map<string, number>();
  for (const pair of text.slice(2, stamp.index).split(',')) {
    const colon = pair.lastIndexOf(':');
    const name = collapse(pair.slice(0, Math.max(colon, 0)));
    const count = pair.slice(colon + 1).trim();
    if (name === '' || !/^-?\d{1,15}(\.\d{1,6})?$/.test(count)) return { reason };
    if (metrics.has(name)) return { reason: `counts: "${name}" appears twice` };
    metrics.set(name, Number(count));
  }
  return { metrics: Object.fromEntries(metrics), observedAt: `${day}T${time}` };
}

function readLinks(text: string): Pick<Paper, 'arxivId'> | Wrong {
  const url = /^- links: \[abs\]\(https?:\/\/(?:www\.)?arxiv\.org\/abs\/([^)\s]+)\)/.exec(text);
  const arxivId = parseArxivId(url?.[1] ?? '');
  if (arxivId === undefined) {
    return { reason: `links aren't "- links: [abs](https://arxiv.org/abs/ID) | …"` };
  }
  return { arxivId };
}

function readCategories(text: string): Pick<Paper, 'categories'> | Wrong {
  const reason = `categories aren't "- [code](https://arxiv.org/list/code/recent) | …"`;
  if (!text.startsWith('- ')) return { reason };
  const categories = new Set<string>();
  for (const item of text.slice(2).split('|')) {
    const code = /^\[([A-Za-z-]+(?:\.[A-Za-z-]+)?)\]\([^()]*\)$/.exec(item.trim())?.[1];
    if (code === undefined) return { reason };
    categories.add(code);
  }
  return { categories: [...categories] };
}

/** What stands below the categories: the abstract and the tweets, each possibly absent. */
function readBody(
  lines: readonly Line[],
  problems: PaperProblem[],
): { abstract: string; tweets: Tweet[] } {
  const abstract: string[] = [];
  const tweets: Tweet[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as Line;
    const text = line.text.trim();
    if (text.startsWith('<blockquote')) {
      const html = [text];
      while (!(html.at(-1) ?? '').includes('</blockquote>') && index + 1 < lines.length) {
        html.push((lines[++index] as Line).text.trim());
      }
      const tweet = parseTweet(html.join('\n'));
      if ('reason' in tweet) problems.push({ line: line.number, ...tweet, fatal: false });
      else tweets.push(tweet);
    } else if (!text.startsWith('<script')) {
      // The archive has its abstracts on one line; whoever writes by hand may wrap theirs.
      abstract.push(text);
    }
  }
  return { abstract: abstract.join(' '), tweets };
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const MONTHS =
  'January February March April May June July August September October November December'
    .split(' ')
    .map((name, index) => [name, String(index + 1).padStart(2, '0')] as const);

/** The longest of the archive has 2,000; nested tags cost the square of their number. */
const MAX_LENGTH = 20_000;

/**
 * Reads one embedded tweet (`<blockquote class="twitter-tweet">…</blockquote>`). Entities are
 * decoded, `<br>` becomes a line break, a link stays as the text it shows.
 *
 * @returns the tweet, or why it is none
 */
function parseTweet(html: string): Tweet | { reason: string } {
  if (html.length > MAX_LENGTH) return { reason: `tweet is over ${MAX_LENGTH} characters` };
  const seen = walk(html);
  const byline = /^\s*—(.*)\(@(\w+)\)\s*$/s.exec(seen.byline);
  if (!byline) return { reason: 'tweet has no "— Author (@handle)" line' };
  const id = /\/status(?:es)?\/(\d+)/.exec(seen.link)?.[1];
  if (id === undefined) return { reason: 'tweet has no link to its status' };
  const date = dayOf(seen.linkText.trim());
  if (date === undefined) return { reason: `tweet has no date such as "May 5, 2021"` };
  const [, author = '', handle = ''] = byline;
  return { id, author: author.trim(), handle, date, lang: seen.lang, text: seen.text.trim() };
}

interface Seen {
  lang: string;
  text: string;
  byline: string;
  link: string;
  linkText: string;
}

/** Sorts a tweet's HTML into the paragraph's text, the byline after it and the link that ends it. */
function walk(html: string): Seen {
  const seen: Seen = { lang: '', text: '', byline: '', link: '', linkText: '' };
  let paragraphs = 0;
  let inParagraph = false;
  let inLink = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'p') {
          if (paragraphs++ > 0) seen.text += '\n\n';
          else seen.lang = attributes['lang'] ?? '';
          inParagraph = true;
        } else if (name === 'br' && inParagraph) {
          seen.text += '\n';
        } else if (name === 'a' && !inParagraph) {
          inLink = true;
          seen.link = attributes['href'] ?? '';
        }
      },
      ontext(text) {
        if (inParagraph) seen.text += text;
        else if (inLink) seen.linkText += text;
        else seen.byline += text;
      },
      onclosetag(name) {
        if (name === 'p') inParagraph = false;
        if (name === 'a') inLink = false;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return seen;
}

/** `May 5, 2021` as a day. */
function dayOf(text: string): Day | undefined {
  const match = /^([A-Z][a-z]+) (\d{1,2}), (\d{4})$/.exec(text);
  const month = MONTHS.find(([name]) => name === match?.[1])?.[1];
  if (!match || month === undefined) return undefined;
  const day = `${match[3] ?? ''}-${month}-${(match[2] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}
