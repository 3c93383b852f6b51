import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from '../discord/api.ts';
import { parseArxivId } from '../digest/arxiv-id.ts';
import type { Translate } from '../i18n/translate.ts';
import { LIMITS } from './limits.ts';
import type { Row } from './message.ts';
import type { Layout, PaperEntry } from './paper-embeds.ts';
import { authorsLine, titleOf } from './paper-parts.ts';
import { fitPlain } from './text.ts';

// The part of a `custom_id` before its first colon says what a component does. Messages that were
// posted long ago keep theirs, so these never change.

/** The action of the menus that open a paper. */
export const OPEN_PAPER = 'paper';
/** Shows references in a new answer. */
export const CITE = 'cite';
/** Shows the same references in another style, in place of the answer it's under. */
export const CITE_AS = 'cite-as';

/** How long `citeButton`'s `cited` may be, in UTF-16 units: what the longest prefix leaves. */
export const MAX_CITED = LIMITS.customId - `${CITE_AS}:markdown:`.length;

export function button(
  label: string,
  customId: string,
  options: { disabled?: boolean } = {},
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: customId,
    ...options,
  };
}

export function buttonRow(components: APIButtonComponentWithCustomId[]): Row {
  return { type: ComponentType.ActionRow, components };
}

/** @param cited a day, or arXiv ids separated by commas */
export function citeButton(label: string, cited: string): APIButtonComponentWithCustomId {
  // BibTeX is what most people paste. The answer offers the other styles.
  return button(label, `${CITE}:bibtex:${cited}`);
}

/**
 * One page of a list.
 *
 * @param wanted 0-based; a number outside the list gives the nearest page, anything else the first
 */
export function pageOf<T>(all: readonly T[], wanted: number, size: number) {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(Math.max(0, Number.isInteger(wanted) ? wanted : 0), pages - 1);
  return { items: all.slice(page * size, (page + 1) * size), page, pages };
}

/**
 * Buttons to the previous and the next page, disabled at the ends; none if there is only one page.
 *
 * @param page 0-based
 * @param customId the `custom_id` for a page; also called for the pages before and after the list
 */
export function pageButtons(
  t: Translate,
  page: number,
  pages: number,
  customId: (page: number) => string,
): APIButtonComponentWithCustomId[] {
  if (pages < 2) return [];
  const buttonTo = (label: string, to: number) =>
    button(label, customId(to), { disabled: to < 0 || to >= pages });
  return [buttonTo(t('page.previous'), page - 1), buttonTo(t('page.next'), page + 1)];
}

/** `pageButtons` as a message's components. */
export function pageRows(...args: Parameters<typeof pageButtons>): Row[] {
  const buttons = pageButtons(...args);
  return buttons.length === 0 ? [] : [buttonRow(buttons)];
}

/**
 * Menus that open a paper in full, several if the papers exceed one menu's 25 options.
 *
 * @param name tells this message's menus from those of other messages: `paper:NAME:INDEX`
 * @param maxMenus how many of a message's five rows they may take
 */
export function paperMenus(
  t: Translate,
  entries: readonly PaperEntry[],
  layout: Layout,
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
          options: some.map((entry) => menuOption(t, entry, layout)),
        },
      ],
    });
  }
  return rows;
}

function menuOption(t: Translate, { day, paper }: PaperEntry, layout: Layout) {
  const authors = authorsLine(t, paper.authors, 60);
  const title = titleOf(paper);
  const label = layout === 'digest' ? `${paper.rank}. ${title}` : title;
  return {
    // Discord refuses the whole message if an option has no label.
    label: fitPlain(label, LIMITS.optionText) || paper.arxivId,
    description: fitPlain(`${paper.categories[0] ?? ''} · ${authors}`, LIMITS.optionText),
    value: formatPaperRef({ day, arxivId: paper.arxivId }),
  };
}

/**
 * A paper in a certain digest, so that a menu or button means the same forever; or a paper that is in
 * no digest, without a day.
 */
interface PaperRef {
  day?: string | undefined;
  arxivId: string;
}

/** `2021-05-05/2105.01601` or `2105.01601`, for a menu's option or a button. */
export function formatPaperRef({ day, arxivId }: PaperRef): string {
  return day === undefined ? arxivId : `${day}/${arxivId}`;
}

/** Reads what `formatPaperRef` wrote; undefined for anything else. */
export function parsePaperRef(text: string): PaperRef | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})\/(.+)$/.exec(text);
  if (match) return { day: match[1] ?? '', arxivId: match[2] ?? '' };
  return parseArxivId(text) === text ? { arxivId: text } : undefined;
}
