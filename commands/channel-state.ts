import type { Context } from '../src/command.ts';
import { hyperlink, messageLink, time, TimestampStyles } from '../src/discord/api.ts';
import { fitText } from '../src/embeds/text.ts';
import { clauseIn } from '../src/words/clause.ts';
import type { Say } from '../src/words/say.ts';
import type { Subscription } from './settings.ts';

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
  const { say } = context;
  const day = context.library.newest()?.day;
  if (trouble) return { kind: 'trouble', words: troubleWords(say, subscription) };
  if (day === undefined) return { kind: 'waiting', words: say('state.no-digest') };
  if (last && last.day >= day) {
    if (last.kind === 'failed') return { kind: 'trouble', words: lastWords(say, subscription) };
    return { kind: last.kind === 'sent' ? 'posted' : 'empty', words: lastWords(say, subscription) };
  }
  const outlook = context.outlook(subscription, day);
  if (outlook.kind === 'due') return { kind: 'late', words: say('state.late', { day }) };
  if (outlook.kind === 'missed') return { kind: 'waiting', words: say('state.missed', { day }) };
  const when = time(
    new Date(outlook.at ?? context.nextDelivery(subscription)),
    TimestampStyles.RelativeTime,
  );
  return { kind: 'waiting', words: say('state.waiting', { day, when }) };
}

/** What keeps its digests from arriving; empty where nothing does. */
export function troubleWords(say: Say, { trouble }: Subscription): string {
  if (!trouble) return '';
  const { missing, reason, since, pausedAt } = trouble;
  const told = {
    reason:
      missing.length > 0
        ? say('state.lacks', { permissions: permissionNames(say, missing) })
        : fitText(clauseIn(say, reason), 80),
    since: time(new Date(since), TimestampStyles.LongDate),
  };
  return pausedAt === undefined
    ? say('state.trouble', told)
    : say('state.paused', {
        ...told,
        paused: time(new Date(pausedAt), TimestampStyles.RelativeTime),
      });
}

/** `**Send Messages**, **Embed Links**`. */
export function permissionNames(say: Say, missing: readonly string[]): string {
  return missing.map((name) => `**${fitText(clauseIn(say, name), 60)}**`).join(', ');
}

/** Whether a digest that failed may be there all the same, by its reason as delivery wrote it. */
export function isUnconfirmed(reason: string): boolean {
  return /\bmay have arrived\b/.test(reason);
}

/** The newest digest that is settled there. */
export function lastWords(say: Say, { last, guildId, channelId }: Subscription): string {
  if (!last) return say('state.none-yet');
  const { day, at, kind, messageId = '', reason = '' } = last;
  if (kind === 'sent') {
    const digest = hyperlink(day, messageLink(channelId, messageId, guildId));
    return say('state.sent', { digest, when: time(new Date(at), TimestampStyles.RelativeTime) });
  }
  const told = {
    day,
    when: time(new Date(at), TimestampStyles.RelativeTime),
    reason: fitText(clauseIn(say, reason), 80),
  };
  if (kind === 'skipped') return say('state.skipped', told);
  return isUnconfirmed(reason) ? say('state.unconfirmed', told) : say('state.failed', told);
}
