import { Parser } from 'htmlparser2';
import { parseArxivId } from './arxiv-id.ts';
import { isDay } from './day.ts';
import { isStars } from './details.ts';
import { VISIBLE } from './one-line.ts';
import type { Day, Line, Paper, Tweet } from './types.ts';

/** Something in a paper that couldn't be read. `fatal`: the paper itself is left out. */
export interface PaperProblem {
  line: number;
  reason: string;
  fatal: boolean;
}

/** Why a line couldn't be read; the caller knows which line. */
interface LineError {
  reason: string;
}

const isLineError = (value: object): value is LineError => 'reason' in value;

/**
 * Reads one paper: its heading line and everything up to the next one.
 *
 * @param lines never empty; the first is the heading
 * @returns the paper, unless a required line is missing or malformed; and the problems
 */
export function parsePaper(lines: readonly Line[]): {
  paper: Paper | undefined;
  problems: PaperProblem[];
} {
  const problems: PaperProblem[] = [];
  const rest = lines.filter((line) => line.text.trim() !== '');
  const last = rest.at(-1)?.number ?? 0;

  /** Reads the next line with `read`; if it's missing or malformed, records that. */
  function take<T extends object>(
    what: string,
    read: (text: string, warn: (reason: string) => void) => T | LineError,
  ): T | undefined {
    const line = rest.shift();
    const report = (reason: string, fatal: boolean): void => {
      problems.push({ line: line?.number ?? last, reason, fatal });
    };
    const value = line
      ? read(line.text.trim(), (reason) => report(reason, false))
      : { reason: `paper ends before its ${what}` };
    if (!isLineError(value)) return value;
    report(value.reason, true);
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

function readHeading(text: string): Pick<Paper, 'rank' | 'title'> | LineError {
  const match = /^# (\d{1,6})\. (.*)$/.exec(text);
  const title = collapse(match?.[2] ?? '');
  if (!match || !VISIBLE.test(title)) return { reason: `heading isn't "# N. Title"` };
  return { rank: Number(match[1]), title };
}

function readAuthors(text: string): Pick<Paper, 'authors'> | LineError {
  const authors = text
    .split(',')
    .map(collapse)
    .filter((name) => name !== '');
  // A list item here means that the authors line is missing.
  if (text.startsWith('- ') || authors.length === 0) return { reason: 'no authors line' };
  return { authors };
}

function readCounts(
  text: string,
  warn: (reason: string) => void,
): Pick<Paper, 'metrics' | 'observedAt'> | LineError {
  const reason = `counts aren't "- name: number, … (MM/DD/YYYY HH:MM:SS)", with numbers like 7620`;
  const stamp = /\((\d{2})\/(\d{2})\/(\d{4}) (\d{2}:\d{2}:\d{2})\)$/.exec(text);
  if (!text.startsWith('- ') || !stamp) return { reason };
  const [, month = '', date = '', year = '', time = ''] = stamp;
  const day = `${year}-${month}-${date}`;
  if (!isDay(day) || !/^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(time)) {
    return { reason: `counts: ${stamp[0]} isn't a valid time` };
  }
  const metrics = new Map<string, number>();
  // A comma within a number, as in `stars: 1,234`, separates nothing.
  for (const pair of text.slice(2, stamp.index).split(/,(?=[^,]*:)/)) {
    const colon = pair.lastIndexOf(':');
    const name = collapse(pair.slice(0, Math.max(colon, 0)));
    const count = pair.slice(colon + 1).trim();
    // Optional, unlike the counts that a digest ranks by.
    if (
      name === 'stars' &&
      (metrics.has(name) || !/^\d+$/.test(count) || !isStars(Number(count)))
    ) {
      warn('counts: stars must be one whole number like 7620 (stars left out)');
      continue;
    }
    if (name === '' || !/^-?\d{1,15}(\.\d{1,6})?$/.test(count)) return { reason };
    if (metrics.has(name)) return { reason: `counts: "${name}" appears twice` };
    metrics.set(name, Number(count));
  }
  return { metrics: Object.fromEntries(metrics), observedAt: `${day}T${time}` };
}

function readLinks(text: string): Pick<Paper, 'arxivId'> | LineError {
  const url = /^- links: \[abs\]\(https?:\/\/(?:www\.)?arxiv\.org\/abs\/([^)\s]+)\)/.exec(text);
  const arxivId = parseArxivId(url?.[1] ?? '');
  if (arxivId === undefined) {
    return { reason: `links aren't "- links: [abs](https://arxiv.org/abs/ID) | …"` };
  }
  return { arxivId };
}

function readCategories(text: string): Pick<Paper, 'categories'> | LineError {
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

/** Reads what follows the categories: abstract and tweets, both optional. */
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
      // The archive's abstracts are one line each; handwritten ones may be wrapped.
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

/** The archive's longest has 2,000 characters; nested tags take quadratic time. */
const MAX_TWEET_LENGTH = 20_000;

/**
 * Reads one embedded tweet (`<blockquote class="twitter-tweet">…</blockquote>`). Entities are
 * decoded, `<br>` becomes a line break, a link becomes its text.
 *
 * @returns the tweet, or why it couldn't be read
 */
function parseTweet(html: string): Tweet | { reason: string } {
  if (html.length > MAX_TWEET_LENGTH)
    return { reason: `tweet is over ${MAX_TWEET_LENGTH} characters` };
  const parts = splitTweet(html);
  const byline = /^\s*—(.*)\(@(\w+)\)\s*$/s.exec(parts.byline);
  if (!byline) return { reason: 'tweet has no "— Author (@handle)" line' };
  const id = /\/status(?:es)?\/(\d+)/.exec(parts.link)?.[1];
  if (id === undefined) return { reason: 'tweet has no link to its status' };
  const date = parseTweetDate(parts.linkText.trim());
  if (date === undefined) return { reason: `tweet has no date such as "May 5, 2021"` };
  const [, author = '', handle = ''] = byline;
  return { id, author: author.trim(), handle, date, lang: parts.lang, text: parts.text.trim() };
}

interface TweetParts {
  lang: string;
  text: string;
  byline: string;
  link: string;
  linkText: string;
}

/** Splits a tweet's HTML into the paragraph's text, the byline after it and the link at the end. */
function splitTweet(html: string): TweetParts {
  const parts: TweetParts = { lang: '', text: '', byline: '', link: '', linkText: '' };
  let paragraphs = 0;
  let inParagraph = false;
  let inLink = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'p') {
          if (paragraphs++ > 0) parts.text += '\n\n';
          else parts.lang = attributes['lang'] ?? '';
          inParagraph = true;
        } else if (name === 'br' && inParagraph) {
          parts.text += '\n';
        } else if (name === 'a' && !inParagraph) {
          inLink = true;
          parts.link = attributes['href'] ?? '';
        }
      },
      ontext(text) {
        if (inParagraph) parts.text += text;
        else if (inLink) parts.linkText += text;
        else parts.byline += text;
      },
      onclosetag(name) {
        if (name === 'p') inParagraph = false;
        if (name === 'a') inLink = false;
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return parts;
}

/** `May 5, 2021` as a day. */
function parseTweetDate(text: string): Day | undefined {
  const match = /^([A-Z][a-z]+) (\d{1,2}), (\d{4})$/.exec(text);
  const month = MONTHS.find(([name]) => name === match?.[1])?.[1];
  if (!match || month === undefined) return undefined;
  const day = `${match[3] ?? ''}-${month}-${(match[2] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}
