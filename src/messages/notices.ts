import type { Permission, Reason } from '../delivery/reason.ts';
import type { Day } from '../digest/types.ts';
import { describePermission, describeReason } from '../i18n/reason.ts';
import { english } from '../i18n/translate.ts';
import { type CommandId, mentionCommands } from './command-mentions.ts';
import type { Message } from './message.ts';
import { fitText } from './text.ts';

const MAX_REASON = 300;

interface LostAccess {
  channelId: string;
  guildId: string;
  /** The newest digest that didn't arrive. */
  day: Day;
  reason: Reason;
  /** The permissions that are missing. */
  missing: readonly Permission[];
  /** Whether the channel is a locked thread. */
  isLocked: boolean;
}

/**
 * Tells the person who subscribed a channel that its digests can't be posted any more, how to fix
 * that, and that nothing else is necessary. Outside the channel or even the server a mention of the
 * channel may not work, so there's a link too.
 *
 * It's always in English: Discord tells the language of a person only when they use a command.
 */
export function lostAccessNotice(lost: LostAccess, commandId: CommandId): Message {
  const { channelId, guildId, day } = lost;
  const url = `https://discord.com/channels/${guildId}/${channelId}`;
  return {
    content: [
      `${lostAccessLine(channelId)} (${url}), so the digest for ${day} didn't arrive.`,
      ...remedies(lost),
      mentionCommands(
        'Nothing is lost: I keep the subscription and resume once I can post there again. ' +
          'Until then, `/papers` shows every digest.\n' +
          'To end the subscription instead, use `/unsubscribe` in that server.',
        commandId,
      ),
    ].join('\n'),
  };
}

/** How a channel's notice begins. Sent notices are recognised by it, so it never changes. */
export function lostAccessLine(channelId: string): string {
  return `I cannot post in <#${channelId}>`;
}

function remedies({ reason, missing, isLocked }: LostAccess): string[] {
  const lines: string[] = [];
  if (isLocked) {
    lines.push(
      'The thread is locked. Unlock it, or allow **Manage Threads** for my role in ' +
        "its channel's settings, under Permissions.",
    );
  }
  if (missing.length > 0) {
    const names = missing.map((one) => `**${describePermission(english, one)}**`).join(', ');
    // A thread has no permissions of its own.
    const settings = missing.includes('SendMessagesInThreads')
      ? "the settings of the thread's channel"
      : "that channel's settings";
    const them = missing.length === 1 ? 'it' : 'them';
    lines.push(
      `I'm missing ${names}. In ${settings}, under Permissions, allow ${them} for my role.`,
    );
  }
  if (lines.length === 0) {
    lines.push(`Reason: ${fitText(describeReason(english, reason), MAX_REASON)}.`);
  }
  return lines;
}
