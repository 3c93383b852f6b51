import { Parser } from 'htmlparser2';
import { isDay } from './day.ts';
import type { Day, Tweet } from './types.ts';

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
export function parseTweet(html: string): Tweet | { reason: string } {
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
