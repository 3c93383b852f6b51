import { type APIEmbed, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { absUrl, pdfUrl } from '../digest/arxiv-id.ts';
import { categoryName } from '../digest/categories.ts';
import type { Tweet } from '../digest/types.ts';
import { colourOf } from './colour.ts';
import { LIMITS } from './limits.ts';
import type { Message, Row } from './message.ts';
import { type Entry, paperTitle } from './paper-embeds.ts';
import { abstractOf } from './paper-text.ts';
import { fitPlain, fitText } from './text.ts';
import { authorsLine, countsLine } from './words.ts';

const MAX_TWEET = 600;
const MAX_ABSTRACT = 3000;
const MAX_CATEGORIES = 400;
const MAX_FOOTER = 200;
const NO_ABSTRACT = '*The digest has no abstract of this paper.*';

/** One paper in full: whole abstract and authors, categories by name, counts, tweets, links. */
export function paperCard({ day, paper }: Entry): Message {
  const colour = colourOf(paper.categories[0] ?? '');
  const abstract = fitText(abstractOf(paper), MAX_ABSTRACT);
  const card: APIEmbed = {
    title: paperTitle(paper, 'found'),
    url: absUrl(paper.arxivId),
    color: colour,
    description: abstract === '' ? NO_ABSTRACT : abstract,
    fields: [
      { name: 'Authors', value: authors(paper.authors) },
      { name: 'Categories', value: fitText(categories(paper.categories), MAX_CATEGORIES) },
    ],
    footer: { text: fitPlain(footer({ day, paper }), MAX_FOOTER) },
  };
  const embeds = [card];
  const quotes = tweetQuotes(paper.tweets, LIMITS.embedTotal - lengthOf(card));
  if (quotes !== '') embeds.push({ color: colour, description: quotes });
  return { embeds, components: [links(paper.arxivId)] };
}

function authors(names: readonly string[]): string {
  // What does not fit is cut after a name, and counted.
  const whole = fitText(names.join(', '), LIMITS.fieldValue);
  return whole.endsWith('…') ? fitText(authorsLine(names, 900), LIMITS.fieldValue) : whole;
}

function categories(codes: readonly string[]): string {
  return codes
    .map((code) => {
      const name = categoryName(code);
      return name === undefined ? code : `${code} ${name}`;
    })
    .join('\n');
}

function footer({ day, paper }: Entry): string {
  const seen = paper.observedAt.replace('T', ' ').slice(0, 16);
  return `#${paper.rank} of ${day} · ${countsLine(paper.metrics)} · counted ${seen}`;
}

/** What an embed takes of its message's total. */
function lengthOf({ title = '', description = '', fields = [], footer }: APIEmbed): number {
  const texts = [title, description, footer?.text ?? ''];
  return [...texts, ...fields.flatMap(({ name, value }) => [name, value])].join('').length;
}

/** Tweets quoted one below the other, as many as fit; one printed twice is quoted once. */
function tweetQuotes(tweets: readonly Tweet[], max: number): string {
  const told = new Set<string>();
  let quotes = '';
  for (const tweet of tweets) {
    if (told.has(tweet.id)) continue;
    told.add(tweet.id);
    const text = fitText(tweet.text, MAX_TWEET)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const name = fitText(tweet.author || tweet.handle, 60, { links: false });
    const handle = fitText(`@${tweet.handle}`, 40);
    const url = `https://twitter.com/${tweet.handle}/status/${tweet.id}`;
    const next = `${text}\n${name} ${handle} · [${tweet.date}](${url})`;
    if (quotes.length + next.length + 2 > Math.min(max, LIMITS.description)) break;
    quotes += `${quotes === '' ? '' : '\n\n'}${next}`;
  }
  return quotes;
}

function links(arxivId: string): Row {
  const link = (label: string, url: string) =>
    ({ type: ComponentType.Button, style: ButtonStyle.Link, label, url }) as const;
  return {
    type: ComponentType.ActionRow,
    components: [link('Abstract page', absUrl(arxivId)), link('PDF', pdfUrl(arxivId))],
  };
}
