import { type APIEmbed, channelMention, messageLink } from '../../src/discord/api.ts';
import { type Context, type RecentDelivery, type Reply, UserError } from '../../src/command.ts';
import { fullDateTime, longDateTime, relativeTime } from '../../src/messages/timestamps.ts';
import { fitText } from '../../src/messages/text.ts';
import type { AccessProblem, Subscription } from '../../src/store/subscriptions.ts';
import { describeReason } from '../../src/i18n/reason.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import { settingsLine } from '../subscribe/settings.ts';
import { buildStatusLines } from './build-status.ts';
import { permissionNames } from './channel-state.ts';
import { healthLines, newestProblems } from './health.ts';

/** How many of the archive's digests are listed. */
const MAX_DAYS = 7;

const RED = 0xed4245;

interface StatusRequest {
  guildId: string;
  channelId: string;
  /** Whether it is the channel that the command was used in. */
  isHere: boolean;
  isManager: boolean;
}

/** What a channel gets, what became of its last digests, and any problem with posting there. */
export async function channelStatus(request: StatusRequest, context: Context): Promise<Reply> {
  const { guildId, channelId, isManager } = request;
  const { t } = context;
  const channel = channelMention(channelId);
  const found = context.subscriptions.get(channelId);
  const subscription = found?.guildId === guildId ? found : undefined;
  const lines = subscription
    ? [
        t('status.gets', { channel, settings: settingsLine(t, subscription) }),
        ...nextLines(subscription, context),
        ...(await missingPermissionLines(subscription, context)),
        ...healthLines(context),
      ]
    : [
        t(isManager ? 'status.gets-none-manager' : 'status.gets-none', { channel }),
        ...buildStatusLines(context),
      ];
  lines.push(...newestProblems(context));
  // Any other channel may belong to another server.
  const history =
    subscription || request.isHere ? await historyLines(request, subscription, context) : [];
  const embeds: APIEmbed[] = [];
  if (subscription?.accessProblem)
    embeds.push(accessProblemEmbed(t, subscription, subscription.accessProblem));
  if (history.length > 0) {
    embeds.push({ title: t('status.newest'), description: history.join('\n') });
  }
  return { message: { content: lines.join('\n'), embeds }, ephemeral: true };
}

function nextLines(subscription: Subscription, context: Context): string[] {
  const { t } = context;
  const newest = context.archive.newest();
  const next = context.nextDelivery(subscription);
  const isLate =
    newest &&
    !subscription.accessProblem &&
    (subscription.last?.day ?? '') < newest.day &&
    context.deliveryForecast(subscription, newest.day).kind === 'due';
  return [
    ...(isLate ? [t('status.late', { day: newest.day })] : []),
    t('subscribed.next', { at: fullDateTime(next), when: relativeTime(next) }),
  ];
}

/** Permissions that are missing now, which the next delivery would fail for. */
async function missingPermissionLines(
  { guildId, channelId, accessProblem }: Subscription,
  context: Context,
): Promise<string[]> {
  if (accessProblem) return [];
  const { t } = context;
  try {
    const { missing } = await context.channelAccess(guildId, channelId);
    return missing.length > 0
      ? [t('status.lacks', { permissions: permissionNames(t, missing) })]
      : [];
  } catch (error) {
    // A deleted channel's subscription gets removed elsewhere.
    if (error instanceof UserError) return [];
    throw error;
  }
}

function accessProblemEmbed(
  t: Translate,
  { ownerId }: Subscription,
  { since, missing, reason, noticeSentAt, noticeVia, pausedAt }: AccessProblem,
): APIEmbed {
  const lines: string[] = [];
  if (missing.length > 0) {
    lines.push(
      t('access-problem.lacks', {
        since: longDateTime(since),
        permissions: permissionNames(t, missing),
      }),
      t('access-problem.fix', { count: missing.length }),
    );
  } else {
    const values = { since: longDateTime(since), reason: fitText(describeReason(t, reason), 300) };
    lines.push(t('access-problem.reason', values));
  }
  lines.push(
    pausedAt === undefined
      ? t('access-problem.retrying')
      : t('access-problem.paused', { when: relativeTime(pausedAt) }),
  );
  if (noticeSentAt !== undefined) {
    const owner = `<@${ownerId}>`;
    lines.push(
      noticeVia === 'nobody'
        ? t('access-problem.notice-refused', { owner })
        : t('access-problem.notice-sent', { owner, when: relativeTime(noticeSentAt) }),
    );
  }
  return { title: t('access-problem.title'), description: lines.join('\n'), color: RED };
}

/**
 * A line for each of the newest digests, back to the oldest with a delivery record. A digest without
 * a record was never on its way to the channel, because a newer one was there first.
 */
async function historyLines(
  { guildId, channelId }: StatusRequest,
  subscription: Subscription | undefined,
  context: Context,
): Promise<string[]> {
  const { t } = context;
  const newest = context.archive.newest()?.day;
  const recent = await context.recentDeliveries(channelId, MAX_DAYS);
  const oldest = recent.at(-1)?.day ?? newest ?? '';
  const days = context.archive.days().filter((day) => oldest <= day && day <= (newest ?? ''));
  return days.flatMap((day) => {
    const delivery = recent.find((one) => one.day === day);
    if (delivery) return [outcomeLine(t, delivery, guildId, channelId)];
    if (!subscription) return [];
    const isExpected = day === newest && (subscription.last?.day ?? '') < day;
    if (!isExpected) return [t('status.not-here', { day })];
    const { kind } = context.deliveryForecast(subscription, day);
    return [t(kind === 'missed' ? 'status.missed' : 'status.to-come', { day })];
  });
}

/** `[2021-05-05](link) posted 5 May 2021 09:00`, or why it wasn't. */
function outcomeLine(
  t: Translate,
  { day, record }: RecentDelivery,
  guildId: string,
  channelId: string,
): string {
  const { state, at, messageId, reason, delayReason } = record;
  const digest =
    messageId === undefined ? day : `[${day}](${messageLink(channelId, messageId, guildId)})`;
  const withReason = (outcome: string): string =>
    reason === undefined
      ? outcome
      : t('status.because', { outcome, reason: fitText(describeReason(t, reason), 160) });
  switch (state) {
    case 'sent': {
      const values = { digest, when: longDateTime(at) };
      return delayReason === undefined
        ? t('status.posted', values)
        : t('status.posted-late', {
            ...values,
            reason: fitText(describeReason(t, delayReason), 120),
          });
    }
    case 'skipped':
      return withReason(t('status.skipped', { day }));
    case 'failed': {
      const isUnconfirmed = reason?.code === 'unconfirmed';
      return withReason(t(isUnconfirmed ? 'status.unconfirmed' : 'status.failed', { day }));
    }
    case 'superseded':
      return withReason(t('status.superseded', { digest }));
    case 'intended':
      return withReason(t('status.intended', { day, when: relativeTime(at) }));
  }
}
