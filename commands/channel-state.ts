import type { Context } from '../src/command.ts';
import { fitText } from '../src/embeds/text.ts';
import type { Subscription } from './settings.ts';
import { messageLink, onDay, relative } from './show.ts';

/** Where a channel stands with the newest digest; the first kinds need somebody's attention. */
export const KINDS = ['trouble', 'late', 'waiting', 'empty', 'posted'] as const;

export interface ChannelState {
  kind: (typeof KINDS)[number];
  /** In a few words, as Discord text. */
  words: string;
}

/** How a channel stands, by what delivery noted in its subscription. */
export function stateOf(subscription: Subscription, context: Context): ChannelState {
  const { last, trouble } = subscription;
  const day = context.library.newest()?.day;
  if (trouble) return { kind: 'trouble', words: troubleWords(subscription) };
  if (day === undefined) return { kind: 'waiting', words: 'there is no digest yet' };
  if (last && last.day >= day) {
    if (last.kind === 'failed') return { kind: 'trouble', words: lastWords(subscription) };
    return { kind: last.kind === 'sent' ? 'posted' : 'empty', words: lastWords(subscription) };
  }
  if (context.isDue(subscription)) return { kind: 'late', words: `${day} is late` };
  return {
    kind: 'waiting',
    words: `${day} comes ${relative(context.nextDelivery(subscription))}`,
  };
}

/** What keeps its digests from arriving; empty where nothing does. */
export function troubleWords({ trouble }: Subscription): string {
  if (!trouble) return '';
  const { missing, reason, since, pausedAt } = trouble;
  const what = missing.length > 0 ? `I lack ${permissionNames(missing)}` : fitText(reason, 80);
  const paused = pausedAt === undefined ? '' : `; paused ${relative(pausedAt)}`;
  return `can't post: ${what}, since ${onDay(since)}${paused}`;
}

/** `**Send Messages**, **Embed Links**`. */
export function permissionNames(missing: readonly string[]): string {
  return missing.map((name) => `**${fitText(name, 40)}**`).join(', ');
}

/** What is said of a failed digest before its reason. */
export function failedWords(reason: string): string {
  return /\bmay have arrived\b/.test(reason) ? 'not confirmed' : 'could not be posted';
}

/** The newest digest that is settled there. */
export function lastWords({ last, guildId, channelId }: Subscription): string {
  if (!last) return 'nothing yet';
  const { day, at, kind, messageId = '', reason = '' } = last;
  if (kind === 'sent') {
    return `[${day}](${messageLink(guildId, channelId, messageId)}), ${relative(at)}`;
  }
  const what = kind === 'skipped' ? 'nothing was posted' : failedWords(reason);
  return `${day} ${what}, ${relative(at)}: ${fitText(reason, 80)}`;
}
