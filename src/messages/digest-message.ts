import { absUrl } from '../digest/arxiv-id.ts';
import type { Day, Digest, Paper, RisenPaper } from '../digest/types.ts';
import { english } from '../i18n/translate.ts';
import { buttonRow, citeButton, paperMenus } from './components.ts';
import { DEFAULT_STYLE, DEFAULT_SUMMARY, digestEmbeds, type Look } from './digest-styles.ts';
import { LIMITS } from './limits.ts';
import type { Message } from './message.ts';
import { titleOf } from './paper-parts.ts';
import { fitText } from './text.ts';

// A digest in a channel is always in English, because its readers share no language setting. Texts
// that only digests use are therefore here and not in the catalogue.

/** About as much as a phone shows of a notification. */
const MAX_HEADLINE = 240;
const MAX_HEADLINE_TITLE = 60;

/** Says that a message was edited after it was posted, because its digest changed. */
const UPDATED = ' · updated';

interface Options extends Partial<Look> {
  /** The days of missed digests that this one mentions, in any order. */
  missedDays?: readonly Day[];
  /** Whether this replaces a posted message because its digest changed. */
  isUpdated?: boolean;
  /** The papers to name as risen since. */
  risen?: readonly RisenPaper[] | undefined;
}

/**
 * A digest as a message: a headline that makes a good notification, embeds of the papers, menus that
 * open any paper of the day, and a button to cite the day.
 *
 * @param papers the ones to show, best first; only the first ten are
 */
export function digestMessage(
  digest: Digest,
  papers: readonly Paper[],
  {
    missedDays = [],
    isUpdated = false,
    style = DEFAULT_STYLE,
    summary = DEFAULT_SUMMARY,
    risen = [],
  }: Options = {},
): Message {
  const { day } = digest;
  const entries = digest.papers.map((paper) => ({ day, paper }));
  const shown = papers.slice(0, LIMITS.embeds);
  return {
    content: [headline(day, shown, isUpdated), ...missedDaysLines(missedDays)].join('\n'),
    embeds: digestEmbeds(shown, { style, summary }, risen),
    components: [
      // One row is left for the button, even if a long day could fill all five with menus.
      ...paperMenus(english, entries, 'digest', digestMark(day).menu, LIMITS.rows - 1),
      buttonRow([citeButton(english('cite.day'), day)]),
    ],
  };
}

/** Two lines: `Hot papers, 5 May 2021 · 10 papers, 3 with code`, and the first title. */
function headline(day: Day, papers: readonly Paper[], isUpdated: boolean): string {
  const count = english('count.papers', { count: papers.length });
  const withCode = papers.filter(({ links }) => links?.code !== undefined).length;
  const code = withCode === 0 ? '' : `, ${withCode} with code`;
  const line = `${digestHeading(day)} · ${count}${code}`;
  const [first] = papers;
  // Room for the mark is always left, so that an edit doesn't cut the title elsewhere.
  const room = MAX_HEADLINE - line.length - UPDATED.length - '\n'.length;
  const title = first ? titleOf(first).replaceAll('\n', ' ') : '';
  const fitted = fitText(title, Math.min(room, MAX_HEADLINE_TITLE), { links: false });
  return [line + (isUpdated ? UPDATED : ''), ...(fitted === '' ? [] : [fitted])].join('\n');
}

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** How a digest's content begins after a mention: `Hot papers, 5 May 2021`. */
export const digestHeading = (day: Day): string =>
  `Hot papers, ${DAY_FORMAT.format(new Date(day))}`;

/** How to recognise a posted digest in a channel's history. Either mark is enough. */
interface DigestMark {
  /** The middle part of its menus' `custom_id`. */
  menu: string;
  /** How its content begins after a mention. */
  line: string;
}

/** The marks of a day's digest. Posted messages keep theirs, so these never change. */
export function digestMark(day: string): DigestMark {
  return { menu: `digest-${day}`, line: `Hot papers ${day}, in short:` };
}

/** More days than this are given as a range. */
const MAX_NAMED_DAYS = 5;

/** A small line about missed digests, at most 150 characters; empty if none was missed. */
export function missedDaysLines(missedDays: readonly Day[]): string[] {
  const days = [...new Set(missedDays)].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const digests = english('count.digests', { count: days.length });
  const which =
    days.length > MAX_NAMED_DAYS ? `, from ${first} to ${last}` : `: ${days.join(', ')}`;
  const them = days.length === 1 ? 'it' : 'them';
  return [
    `-# I missed ${digests} while I was away${which}. Read ${them} with \`/papers date:${first}\``,
  ];
}

/** Short enough for ten titles, with everything else that the short message may contain. */
const MAX_SHORT_TITLE = 120;
/** Room for a role mention, the line that counts what was left out, and the id of a command. */
const SHORT_RESERVED = 90;

/**
 * A digest in as little as possible, for when Discord refuses the full message: no embeds and no
 * menus, only the titles and addresses of the papers.
 *
 * @param papers the ones to show, best first
 */
export function shortDigestMessage(
  digest: Digest,
  papers: readonly Paper[],
  { missedDays = [] }: Pick<Options, 'missedDays'> = {},
): Message {
  const end = missedDaysLines(missedDays);
  let content = digestMark(digest.day).line;
  let left = LIMITS.content - SHORT_RESERVED - content.length - end.join('\n').length;
  let listed = 0;
  for (const paper of papers) {
    const line = `\n${shortLine(paper)}`;
    if (line.length > left) break;
    content += line;
    left -= line.length;
    listed++;
  }
  const more = papers.length - listed;
  return { content: [content, ...(more > 0 ? [`and ${more} more`] : []), ...end].join('\n') };
}

function shortLine(paper: Paper): string {
  const { rank, arxivId } = paper;
  const title = titleOf(paper).replaceAll('\n', ' ');
  const fitted = fitText(title, MAX_SHORT_TITLE, { links: false }) || arxivId;
  // The dot is escaped because Discord would renumber a list. Angle brackets prevent a preview.
  return `${rank}\\. ${fitted} <${absUrl(arxivId)}>`;
}
