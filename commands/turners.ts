import { ButtonStyle, ComponentType } from '../src/discord/api.ts';
import type { Row } from '../src/embeds/message.ts';
import type { Say } from '../src/words/say.ts';

/**
 * Buttons to the previous and the next page; the one that leads nowhere is switched off.
 *
 * @param page 0-based
 * @param customId the `custom_id` that leads to a page; it may be asked for pages that are not there
 */
export function turners(
  say: Say,
  page: number,
  pages: number,
  customId: (page: number) => string,
): Row {
  const turner = (label: string, to: number) =>
    ({
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label,
      custom_id: customId(to),
      disabled: to < 0 || to >= pages,
    }) as const;
  return {
    type: ComponentType.ActionRow,
    components: [turner(say('page.previous'), page - 1), turner(say('page.next'), page + 1)],
  };
}
