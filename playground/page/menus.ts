/** What the right-click menus of messages and members offer. */
import type { MenuEntry } from './context-menu.ts';
import { EPHEMERAL, type Command, type Member, type Message } from './wire.ts';

const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;

export interface MenuParts {
  /** Those offered to this person in this channel. */
  commands: Command[];
  /** Whose commands they are. */
  appName: string;
}

const ofType = ({ commands }: MenuParts, type: number) =>
  commands.filter((command) => command.type === type);

export function messageMenu(
  message: Message,
  parts: MenuParts,
  use: (command: string) => void,
  dismiss: () => void,
): MenuEntry[] {
  const { appName } = parts;
  const isOwn = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  return [
    ...ofType(parts, MESSAGE_COMMAND).map(({ name }) => ({
      label: name,
      detail: appName,
      act: () => {
        use(name);
      },
    })),
    ...(message.content === '' ? [] : [copying('Copy Text', message.content)]),
    copying('Copy Message ID', message.id),
    ...(isOwn ? [{ label: 'Dismiss Message', act: dismiss }] : []),
  ];
}

export interface MemberActs {
  use: (command: string) => void;
  /** Opens the conversation with them. */
  talk: () => void;
  mention: () => void;
}

export function memberMenu(
  member: Member,
  isSelf: boolean,
  parts: MenuParts,
  acts: MemberActs,
): MenuEntry[] {
  return [
    ...(isSelf ? [] : [{ label: 'Message', act: acts.talk }]),
    { label: 'Mention', act: acts.mention },
    ...ofType(parts, USER_COMMAND).map(({ name }) => ({
      label: name,
      detail: parts.appName,
      act: () => {
        acts.use(name);
      },
    })),
    copying('Copy User ID', member.id),
  ];
}

function copying(label: string, text: string): MenuEntry {
  return { label, act: () => void navigator.clipboard.writeText(text).catch(() => undefined) };
}
