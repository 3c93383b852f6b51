/** The rows of buttons and select menus under a message. */
import { element, webAddress } from '../ui/dom.ts';
import type { Reader } from '../markdown/draw.ts';
import { drawSelect } from './select-menu.ts';
import type { Component, SelectOption } from '../api/types.ts';

/** What a person does with a component; resolves when Discord has answered. */
export interface ComponentActions {
  press: (customId: string) => Promise<unknown>;
  choose: (customId: string, values: string[]) => Promise<unknown>;
}

const buttonTypes = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'destructive' } as const;

export function drawComponents(
  rows: Component[],
  reader: Reader,
  actions: ComponentActions,
): HTMLElement[] {
  return rows.map((row) =>
    element(
      'discord-action-row',
      { slot: 'components' },
      ...(row.components ?? []).map((component) =>
        component.type === 2
          ? drawButton(component, actions)
          : drawSelect(component, optionsOf(component, reader), (values) =>
              actions.choose(component.custom_id ?? '', values),
            ),
      ),
    ),
  );
}

function drawButton(button: Component, actions: ComponentActions): HTMLElement {
  const made = element('discord-button', {}, buttonText(button));
  made.disabled = button.disabled === true;
  const href = webAddress(button.url);
  if (href !== undefined) {
    made.url = href;
    return made;
  }
  made.type = buttonTypes[(button.style ?? 2) as keyof typeof buttonTypes];
  made.dataset['customId'] = button.custom_id ?? '';
  made.addEventListener('click', () => {
    if (made.disabled) return;
    made.disabled = true;
    void actions.press(button.custom_id ?? '').finally(() => {
      made.disabled = button.disabled === true;
    });
  });
  return made;
}

function buttonText({ emoji, label }: Component): string {
  const picture = emoji?.id ? `:${emoji.name ?? ''}:` : emoji?.name;
  return [picture, label].filter(Boolean).join(' ');
}

/** A string select has its own options; the other kinds offer what the server has. */
export function optionsOf(
  { type, options, channel_types }: Component,
  { guild }: Reader,
): SelectOption[] {
  const users = guild.members.map(({ id, name }) => ({ value: id, label: `@${name}` }));
  const roles = guild.roles.map(({ id, name }) => ({ value: id, label: `@${name}` }));
  switch (type) {
    case 5:
      return users;
    case 6:
      return roles;
    case 7:
      return [...users, ...roles];
    case 8:
      return guild.channels
        .filter((channel) => channel_types?.includes(channel.type) ?? true)
        .map(({ id, name }) => ({ value: id, label: `#${name}` }));
    default:
      return options ?? [];
  }
}
