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
    components: paperMenus(entries, 'digest', digestMark(digest.day).menu, LIMITS.rows),
  };
}

/** What a posted digest is recognised by in a channel's history; either will do. */
export interface DigestMark {
  /** The middle part of its menus' `custom_id`. */
  menu: string;
  /** How its content begins, behind a mention. */
  line: string;
}

/** The marks of a day's digest. They stay in the message for ever. */
export function digestMark(day: string): DigestMark {
  return { menu: `digest-${day}`, line: `Hot papers ${day}, in short:` };
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
