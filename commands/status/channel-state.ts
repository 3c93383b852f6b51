import { messageLink } from '../../src/discord/api.ts';
import type { Context } from '../../src/command.ts';
import type { Permission } from '../../src/delivery/reason.ts';
import { onDay, relative } from '../../src/messages/formatters.ts';
import { fitText } from '../../src/messages/text.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { describePermission, describeReason } from '../../src/i18n/reason.ts';
import type { Translate } from '../../src/i18n/translate.ts';

/** A channel's states with regard to the newest digest; the first ones need attention. */
export const KINDS = ['trouble', 'late', 'waiting', 'empty', 'posted'] as const;

export interface ChannelState {
  kind: (typeof KINDS)[number];
  /** A few words in Discord's Markdown. */
  words: string;
}

/** The state of a channel, from what delivery recorded in its subscription. */
export function stateOf(subscription: Subscription, context: Context): ChannelState {
  const { last, trouble } = subscription;
  const { t } = context;
  const day = context.archive.newest()?.day;
  if (trouble) return { kind: 'trouble', words: troubleWords(t, subscription) };
  if (day === undefined) return { kind: 'waiting', words: t('state.no-digest') };
  if (last && last.day >= day) {
    if (last.kind === 'failed') return { kind: 'trouble', words: lastWords(t, subscription) };
    return { kind: last.kind === 'sent' ? 'posted' : 'empty', words: lastWords(t, subscription) };
  }
  const deliveryForecast = context.deliveryForecast(subscription, day);
  if (deliveryForecast.kind === 'due') return { kind: 'late', words: t('state.late', { day }) };
  if (deliveryForecast.kind === 'missed')
    return { kind: 'waiting', words: t('state.missed', { day }) };
  const when = relative(deliveryForecast.at ?? context.nextDelivery(subscription));
  return { kind: 'waiting', words: t('state.waiting', { day, when }) };
}

/** What keeps its digests from arriving; empty if nothing does. */
export function troubleWords(t: Translate, { trouble }: Subscription): string {
  if (!trouble) return '';
  const { missing, reason, since, pausedAt } = trouble;
  const told = {
    reason:
      missing.length > 0
        ? t('state.lacks', { permissions: permissionNames(t, missing) })
        : fitText(describeReason(t, reason), 80),
    since: onDay(since),
  };
  return pausedAt === undefined
    ? t('state.trouble', told)
    : t('state.paused', { ...told, paused: relative(pausedAt) });
}

/** `**Send Messages**, **Embed Links**`. */
export function permissionNames(t: Translate, missing: readonly Permission[]): string {
  return missing.map((one) => `**${describePermission(t, one)}**`).join(', ');
}

/** What became of the last digest that was meant for it. */
export function lastWords(t: Translate, { last, guildId, channelId }: Subscription): string {
  if (!last) return t('state.none-yet');
  const { day, at, kind, messageId = '', reason } = last;
  if (kind === 'sent') {
    const digest = `[${day}](${messageLink(channelId, messageId, guildId)})`;
    return t('state.sent', { digest, when: relative(at) });
  }
  const why = reason ? fitText(describeReason(t, reason), 80) : '';
  const told = { day, when: relative(at), reason: why };
  if (kind === 'skipped') return t('state.skipped', told);
  return t(reason?.code === 'unconfirmed' ? 'state.unconfirmed' : 'state.failed', told);
}
