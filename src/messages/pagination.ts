import { ButtonStyle, ComponentType } from '../discord/api.ts';
import type { Row } from './message.ts';
import type { Translate } from '../i18n/translate.ts';

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
 * Buttons to the previous and the next page, disabled where there is none.
 *
 * @param page 0-based
 * @param customId the `custom_id` for a page; also called for the pages before and after the list
 */
export function paginationRow(
  t: Translate,
  page: number,
  pages: number,
  customId: (page: number) => string,
): Row {
  const button = (label: string, to: number) =>
    ({
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label,
      custom_id: customId(to),
      disabled: to < 0 || to >= pages,
    }) as const;
  return {
    type: ComponentType.ActionRow,
    components: [button(t('page.previous'), page - 1), button(t('page.next'), page + 1)],
  };
}
