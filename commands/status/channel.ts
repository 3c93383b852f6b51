import { channelMention, messageLink } from '../../src/discord/api.ts';
import type { APIEmbed } from '../../src/discord/api.ts';
import { type Context, type RecentDelivery, type Reply, UserError } from '../../src/command.ts';
import { inFull, inShort, relative } from '../../src/messages/formatters.ts';
import { fitText } from '../../src/messages/text.ts';
import type { Subscription, Trouble } from '../../src/store/subscriptions.ts';
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

/** What a channel gets, what became of its last digests, and what keeps them from arriving. */
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
  if (subscription?.trouble) embeds.push(troubleEmbed(t, subscription, subscription.trouble));
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
    !subscription.trouble &&
    (subscription.last?.day ?? '') < newest.day &&
    context.deliveryForecast(subscription, newest.day).kind === 'due';
  return [
    ...(isLate ? [t('status.late', { day: newest.day })] : []),
    t('subscribed.next', { at: inFull(next), when: relative(next) }),
  ];
}

/** Permissions that Paperboy has lost there, before a delivery fails because of it. */
async function missingPermissionLines(
  { guildId, channelId, trouble }: Subscription,
  context: Context,
): Promise<string[]> {
  if (trouble) return [];
  const { t } = context;
  try {
    const { missing } = await context.channelAccess(guildId, channelId);
    return missing.length > 0
      ? [t('status.lacks', { permissions: permissionNames(t, missing) })]
      : [];
  } catch (error) {
    // The subscription of a deleted channel goes away by itself.
    if (error instanceof UserError) return [];
    throw error;
  }
}

function troubleEmbed(
  t: Translate,
  { ownerId }: Subscription,
  { since, missing, reason, toldAt, told, pausedAt }: Trouble,
): APIEmbed {
  const lines: string[] = [];
  if (missing.length > 0) {
    lines.push(
      t('trouble.lacks', { since: inShort(since), permissions: permissionNames(t, missing) }),
      t('trouble.mend', { count: missing.length }),
    );
  } else {
    const why = fitText(describeReason(t, reason), 300);
    lines.push(t('trouble.reason', { since: inShort(since), reason: why }));
  }
  lines.push(
    pausedAt === undefined
      ? t('trouble.trying')
      : t('trouble.paused', { when: relative(pausedAt) }),
  );
  if (toldAt !== undefined) {
    const owner = `<@${ownerId}>`;
    lines.push(
      told === 'nobody'
        ? t('trouble.told-nobody', { owner })
        : t('trouble.told', { owner, when: relative(toldAt) }),
    );
  }
  return { title: t('trouble.title'), description: lines.join('\n'), color: RED };
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
    if (delivery) return [outcome(t, delivery, guildId, channelId)];
    if (!subscription) return [];
    const isLacking = day === newest && (subscription.last?.day ?? '') < day;
    if (!isLacking) return [t('status.not-here', { day })];
    const { kind } = context.deliveryForecast(subscription, day);
    return [t(kind === 'missed' ? 'status.missed' : 'status.to-come', { day })];
  });
}

/** `[2021-05-05](link) posted 5 May 2021 09:00`, or why not. */
function outcome(
  t: Translate,
  { day, record }: RecentDelivery,
  guildId: string,
  channelId: string,
): string {
  const { state, at, messageId, reason, late } = record;
  const digest =
    messageId === undefined ? day : `[${day}](${messageLink(channelId, messageId, guildId)})`;
  const because = (told: string): string =>
    reason === undefined
      ? told
      : t('status.because', { outcome: told, reason: fitText(describeReason(t, reason), 160) });
  switch (state) {
    case 'sent': {
      const posted = { digest, when: inShort(at) };
      return late === undefined
        ? t('status.posted', posted)
        : t('status.posted-late', { ...posted, reason: fitText(describeReason(t, late), 120) });
    }
    case 'skipped':
      return because(t('status.skipped', { day }));
    case 'failed': {
      const isUnconfirmed = reason?.code === 'unconfirmed';
      return because(t(isUnconfirmed ? 'status.unconfirmed' : 'status.failed', { day }));
    }
    case 'folded':
      return because(t('status.folded', { digest }));
    case 'intended':
      return because(t('status.intended', { day, when: relative(at) }));
  }
}
