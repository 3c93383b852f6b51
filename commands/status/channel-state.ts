import { messageLink } from '../../src/discord/api.ts';
import type { Context } from '../../src/command.ts';
import type { Permission } from '../../src/delivery/reason.ts';
import { longDate, relativeTime } from '../../src/messages/timestamps.ts';
import { fitText } from '../../src/messages/text.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { describePermission, describeReason } from '../../src/i18n/reason.ts';
import type { Translate } from '../../src/i18n/translate.ts';

/** How a channel can stand with regard to the newest digest, most urgent first. */
export const STATES_BY_URGENCY = ['problem', 'late', 'waiting', 'empty', 'posted'] as const;

export type ChannelState = (typeof STATES_BY_URGENCY)[number];

/** A channel's state with a short description in Discord's Markdown. */
export function describeChannel(
  subscription: Subscription,
  context: Context,
): { state: ChannelState; description: string } {
  const { last, accessProblem } = subscription;
  const { t } = context;
  const day = context.archive.newest()?.day;
  if (accessProblem) return { state: 'problem', description: accessProblemText(t, subscription) };
  if (day === undefined) return { state: 'waiting', description: t('state.no-digest') };
  if (last && last.day >= day) {
    const description = lastDeliveryText(t, subscription);
    if (last.kind === 'failed') return { state: 'problem', description };
    return { state: last.kind === 'sent' ? 'posted' : 'empty', description };
  }
  const forecast = context.deliveryForecast(subscription, day);
  if (forecast.kind === 'due') return { state: 'late', description: t('state.late', { day }) };
  if (forecast.kind === 'missed')
    return { state: 'waiting', description: t('state.missed', { day }) };
  const when = relativeTime(forecast.at ?? context.nextDelivery(subscription));
  return { state: 'waiting', description: t('state.waiting', { day, when }) };
}

/** Why digests can't be posted to a channel; empty if they can. */
export function accessProblemText(t: Translate, { accessProblem }: Subscription): string {
  if (!accessProblem) return '';
  const { missing, reason, since, pausedAt } = accessProblem;
  const values = {
    reason:
      missing.length > 0
        ? t('state.lacks', { permissions: permissionNames(t, missing) })
        : fitText(describeReason(t, reason), 80),
    since: longDate(since),
  };
  return pausedAt === undefined
    ? t('state.access-problem', values)
    : t('state.paused', { ...values, paused: relativeTime(pausedAt) });
}

/** `**Send Messages**, **Embed Links**`. */
export function permissionNames(t: Translate, missing: readonly Permission[]): string {
  return missing.map((one) => `**${describePermission(t, one)}**`).join(', ');
}

/** The outcome of a channel's last delivery. */
export function lastDeliveryText(t: Translate, { last, guildId, channelId }: Subscription): string {
  if (!last) return t('state.none-yet');
  const { day, at, kind, messageId = '', reason } = last;
  const when = relativeTime(at);
  if (kind === 'sent') {
    const digest = `[${day}](${messageLink(channelId, messageId, guildId)})`;
    return t('state.sent', { digest, when });
  }
  const values = { day, when, reason: reason ? fitText(describeReason(t, reason), 80) : '' };
  if (kind === 'skipped') return t('state.skipped', values);
  return t(reason?.code === 'unconfirmed' ? 'state.unconfirmed' : 'state.failed', values);
}
