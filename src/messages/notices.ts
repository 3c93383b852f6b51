import type { Permission, Reason } from '../delivery/reason.ts';
import type { Day } from '../digest/types.ts';
import { describePermission, describeReason } from '../i18n/reason.ts';
import { english } from '../i18n/translate.ts';
import type { Message } from './message.ts';
import { fitText } from './text.ts';

const MAX_REASON = 300;

interface LostAccess {
  channelId: string;
  guildId: string;
  /** The newest digest that did not arrive. */
  day: Day;
  reason: Reason;
  /** The permissions that are missing. */
  missing: readonly Permission[];
  /** The thread is locked. */
  isLocked: boolean;
}

/**
 * Tells the person who subscribed a channel that its digests can't be posted any more, what to
 * mend, and that nothing else is to be done. It is read outside of the channel, perhaps outside of
 * the server, so the channel is linked as well as named.
 */
export function lostAccessNotice(lost: LostAccess): Message {
  const { channelId, guildId, day } = lost;
  const place = `https://discord.com/channels/${guildId}/${channelId}`;
  return {
    content: [
      `${lostAccessLine(channelId)} (${place}): the hot papers of ${day} did not arrive.`,
      ...remedies(lost),
      'Nothing is lost: the subscription is kept and goes on by itself once I can post there again. ' +
        'Until then `/papers` shows every digest.',
      'To end it instead, use `/unsubscribe` in that server.',
    ].join('\n'),
  };
}

/** How the notice of a channel begins, by which it is recognised. */
export function lostAccessLine(channelId: string): string {
  return `I cannot post in <#${channelId}>`;
}

function remedies({ reason, missing, isLocked }: LostAccess): string[] {
  const lines: string[] = [];
  if (isLocked) {
    lines.push(
      "The thread is locked. Unlock it, or allow Paperboy's role **Manage Threads** there.",
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
      `There I lack ${names}. In ${settings}, under Permissions, choose Paperboy's role and ` +
        `allow ${them}.`,
    );
  }
  if (lines.length === 0) {
    lines.push(`The reason: ${fitText(describeReason(english, reason), MAX_REASON)}.`);
  }
  return lines;
}
