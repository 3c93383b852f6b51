import { ComponentType } from '../discord/api.ts';
import type { Translate } from '../i18n/translate.ts';
import { LIMITS } from './limits.ts';
import type { Row } from './message.ts';
import type { Entry, Order } from './paper-embeds.ts';
import { titleOf } from './paper-text.ts';
import { fitPlain } from './text.ts';
import { authorsLine } from './words.ts';

/** The `custom_id` of every menu that opens papers begins with this. */
export const OPEN_PAPER = 'paper';

/**
 * Menus that open a paper in full; Discord takes 25 options a menu, so a long day has several.
 * An option's value is `DAY/ARXIV-ID`, so a choice means the same for ever.
 *
 * @param order as for `paperEmbeds`
 * @param name tells this message's menus from another's: the `custom_id` is `paper:NAME:INDEX`
 * @param maxMenus how many of a message's five rows may be used
 */
export function paperMenus(
  t: Translate,
  entries: readonly Entry[],
  order: Order,
  name: string,
  maxMenus: number,
): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < entries.length && rows.length < maxMenus; start += LIMITS.options) {
    const some = entries.slice(start, start + LIMITS.options);
    const several = entries.length > LIMITS.options;
    const range = { from: start + 1, to: start + some.length };
    rows.push({
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: `${OPEN_PAPER}:${name}:${rows.length}`,
          placeholder: several ? t('menu.read-some', range) : t('menu.read'),
          options: some.map((entry) => option(t, entry, order)),
        },
      ],
    });
  }
  return rows;
}

function option(t: Translate, { day, paper }: Entry, order: Order) {
  const authors = authorsLine(t, paper.authors, 60);
  const shown = titleOf(paper);
  const title = order === 'digest' ? `${paper.rank}. ${shown}` : shown;
  return {
    // Discord refuses an option without a label, and with it the whole message.
    label: fitPlain(title, LIMITS.optionText) || paper.arxivId,
    description: fitPlain(`${paper.categories[0] ?? ''} · ${authors}`, LIMITS.optionText),
    value: optionValue(day, paper.arxivId),
  };
}

/** A paper's place, as an option's value: `2021-05-05/2105.01601`. */
export function optionValue(day: string, arxivId: string): string {
  return `${day}/${arxivId}`;
}

/** Reads `optionValue` back; undefined for anything it never wrote. */
export function parseOptionValue(value: string): { day: string; arxivId: string } | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})\/(.+)$/.exec(value);
  return match ? { day: match[1] ?? '', arxivId: match[2] ?? '' } : undefined;
}
