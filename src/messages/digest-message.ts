import type { Day, Digest, Paper } from '../digest/types.ts';
import { type APIEmbed, ComponentType } from '../discord/api.ts';
import { english } from '../i18n/translate.ts';
import { awayLines } from './missed-days.ts';
import { citeButton } from './cite-button.ts';
import { LIMITS } from './limits.ts';
import { paperMenus } from './menu.ts';
import type { Message } from './message.ts';
import { MAX_FOOTER, paperEmbeds } from './paper-embeds.ts';
import { titleOf } from './paper-text.ts';
import { fitPlain, fitText } from './text.ts';

/** How much of a notification a phone shows, about. */
const MAX_HEADLINE = 240;
const MAX_TITLE = 90;

/** Behind the last footer of a message that was changed after it was posted. */
const UPDATED = ' · counts updated';

interface Options {
  /** Days whose digests were missed for so long that they are only named, in any order. */
  away?: readonly Day[];
  /** The digest was printed again and its message edited: the last footer says so. */
  isUpdated?: boolean;
}

/**
 * A digest as one message: a line that reads well as a notification, the papers as embeds, menus
 * that open the papers of the whole day, and a button that cites the day.
 *
 * @param papers the ones to show, best first; at most ten are
 */
export function digestMessage(
  digest: Digest,
  papers: readonly Paper[],
  { away = [], isUpdated = false }: Options = {},
): Message {
  const entries = digest.papers.map((paper) => ({ day: digest.day, paper }));
  const shown = papers.slice(0, LIMITS.embeds);
  const embeds = paperEmbeds(
    english,
    shown.map((paper) => ({ day: digest.day, paper })),
    'digest',
    // Kept free in any case, so that an edit changes no abstract.
    { spare: UPDATED.length },
  );
  return {
    content: [headline(digest, shown), ...awayLines(away)].join('\n'),
    embeds: isUpdated ? embeds.map(markLast) : embeds,
    components: [
      // The last row is the button's, also on a day that would fill all five with menus.
      ...paperMenus(english, entries, 'digest', digestMark(digest.day).menu, LIMITS.rows - 1),
      {
        type: ComponentType.ActionRow,
        components: [citeButton(english('cite.day'), digest.day)],
      },
    ],
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

function markLast(embed: APIEmbed, index: number, all: readonly APIEmbed[]): APIEmbed {
  if (index < all.length - 1) return embed;
  const counts = fitPlain(embed.footer?.text ?? '', MAX_FOOTER - UPDATED.length);
  return { ...embed, footer: { text: counts + UPDATED } };
}

/** `Hot papers 2021-05-05: First title · Second title · and 9 more`. */
function headline(digest: Digest, papers: readonly Paper[]): string {
  let line = `Hot papers ${digest.day}: `;
  let told = 0;
  for (const paper of papers.slice(0, 3)) {
    const next = fitText(titleOf(paper), MAX_TITLE, { links: false });
    if (told > 0 && line.length + next.length > MAX_HEADLINE) break;
    line += `${told > 0 ? ' · ' : ''}${next}`;
    told++;
  }
  const more = papers.length - told;
  return more > 0 ? `${line} · and ${more} more` : line;
}
