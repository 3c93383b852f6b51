import type { Digest, Paper } from '../digest/types.ts';
import { LIMITS } from './limits.ts';
import { paperMenus } from './menu.ts';
import type { Message } from './message.ts';
import { paperEmbeds } from './paper-embeds.ts';
import { fitText } from './text.ts';

/** How much of a notification a phone shows, about. */
const MAX_HEADLINE = 240;
const MAX_TITLE = 90;

/**
 * A digest as one message: a line that reads well as a notification, the papers as embeds, and
 * menus that open any paper of the whole day.
 *
 * @param papers the ones to show, best first; at most ten are
 */
export function digestMessage(digest: Digest, papers: readonly Paper[]): Message {
  const entries = digest.papers.map((paper) => ({ day: digest.day, paper }));
  const shown = papers.slice(0, LIMITS.embeds);
  return {
    content: headline(digest, shown),
    embeds: paperEmbeds(
      shown.map((paper) => ({ day: digest.day, paper })),
      'digest',
    ),
    components: paperMenus(entries, 'digest', digestMark(digest.day), LIMITS.rows),
  };
}

/**
 * What the menus of a day's digest are called. It stays in the message for ever, which is how a
 * digest that was posted is recognised in a channel's history.
 */
export function digestMark(day: string): string {
  return `digest-${day}`;
}

/** `Hot papers 2021-05-05: First title · Second title · and 9 more`. */
function headline(digest: Digest, papers: readonly Paper[]): string {
  let line = `Hot papers ${digest.day}: `;
  let told = 0;
  for (const { title } of papers.slice(0, 3)) {
    const next = fitText(title, MAX_TITLE, { links: false });
    if (told > 0 && line.length + next.length > MAX_HEADLINE) break;
    line += `${told > 0 ? ' · ' : ''}${next}`;
    told++;
  }
  const more = papers.length - told;
  return more > 0 ? `${line} · and ${more} more` : line;
}
