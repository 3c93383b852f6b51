/** The entries of the context menus of messages and members. */
import type { MenuEntry } from './context-menu.ts';
import { EPHEMERAL, type Command, type Member, type Message } from '../api/types.ts';

const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;

interface MenuContext {
  /** The commands offered to this person in this channel. */
  commands: Command[];
  /** The app they belong to. */
  appName: string;
}

const ofType = ({ commands }: MenuContext, type: number) =>
  commands.filter((command) => command.type === type);

export function messageMenu(
  message: Message,
  context: MenuContext,
  use: (command: string) => void,
  dismiss: () => void,
): MenuEntry[] {
  const { appName } = context;
  const isOwn = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  return [
    ...ofType(context, MESSAGE_COMMAND).map(({ name }) => ({
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

interface MemberActions {
  use: (command: string) => void;
  /** Opens a direct message with them. */
  openDm: () => void;
  mention: () => void;
}

export function memberMenu(
  member: Member,
  isSelf: boolean,
  context: MenuContext,
  actions: MemberActions,
): MenuEntry[] {
  return [
    ...(isSelf ? [] : [{ label: 'Message', act: actions.openDm }]),
    { label: 'Mention', act: actions.mention },
    ...ofType(context, USER_COMMAND).map(({ name }) => ({
      label: name,
      detail: context.appName,
      act: () => {
        actions.use(name);
      },
    })),
    copying('Copy User ID', member.id),
  ];
}

function copying(label: string, text: string): MenuEntry {
  return { label, act: () => void navigator.clipboard.writeText(text).catch(() => undefined) };
}
