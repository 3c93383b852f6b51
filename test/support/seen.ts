import { ComponentType } from 'discord.js';
import type { Seen } from '../../playground/server/world/seen.ts';

/** The menus' and buttons' ids and labels of a message, in order. */
export function controlsOf({
  components,
}: Seen): { id: string; label: string; disabled: boolean }[] {
  return components.flatMap((row) => {
    if (row.type !== ComponentType.ActionRow) return [];
    return row.components.map((component) => ({
      id: 'custom_id' in component ? component.custom_id : '',
      label:
        'label' in component
          ? (component.label ?? '')
          : 'placeholder' in component
            ? (component.placeholder ?? '')
            : '',
      disabled: 'disabled' in component && component.disabled,
    }));
  });
}

/** The ranks and titles of the papers shown. */
export const titlesOf = ({ embeds }: Seen): string[] =>
  embeds.flatMap(({ title, description = '' }) =>
    title === undefined
      ? [...description.matchAll(/^\*\*(?:(\d+)\\. )?\[(.+)\]\(/gm)].map(([, rank, linked = '']) =>
          rank === undefined ? linked : `${rank}. ${linked}`,
        )
      : [title],
  );

/** The values of the first menu. */
export function optionsOf({ components }: Seen): string[] {
  for (const row of components) {
    if (row.type !== ComponentType.ActionRow) continue;
    for (const component of row.components) {
      if (component.type === ComponentType.StringSelect)
        return component.options.map(({ value }) => value);
    }
  }
  return [];
}

/** A text with its mentions of commands as catalogues have them: `` `/papers search:` ``. */
export const inCode = (text: string): string =>
  text.replace(/<\/([a-z]+):\d+>(?: `([^`]*)`)?/g, (_mention, name: string, options?: string) =>
    options === undefined ? `\`/${name}\`` : `\`/${name} ${options}\``,
  );
