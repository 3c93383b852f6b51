import { type Context, type RecentDelivery, type Reply, UserError } from '../src/command.ts';
import {
  type APIEmbed,
  channelMention,
  hyperlink,
  messageLink,
  time,
  TimestampStyles,
  userMention,
} from '../src/discord/api.ts';
import { fitText } from '../src/embeds/text.ts';
import { clauseIn } from '../src/words/clause.ts';
import type { Say } from '../src/words/say.ts';
import { isUnconfirmed, permissionNames } from './channel-state.ts';
import { healthLines, newestProblems } from './health.ts';
import { makingLines } from './makings.ts';
import { settingsLine, type Subscription } from './settings.ts';

/** How many of the archive's digests are told. */
const MAX_DAYS = 7;

const RED = 0xed4245;

interface Asked {
  guildId: string;
  channelId: string;
  /** Asked in that very channel. */
  isHere: boolean;
  isManager: boolean;
}

/** What one channel gets, what became of the last digests there, and what stands in the way. */
export async function channelStatus(asked: Asked, context: Context): Promise<Reply> {
  const { guildId, channelId, isManager } = asked;
  const { say } = context;
  const channel = channelMention(channelId);
  const found = context.subscriptions.get(channelId);
  const subscription = found?.guildId === guildId ? found : undefined;
  const lines = subscription
    ? [
        say('status.gets', { channel, settings: settingsLine(say, subscription) }),
        ...nextLines(subscription, context),
        ...(await lackLines(subscription, context)),
        ...healthLines(context),
      ]
    : [
        say(isManager ? 'status.gets-none-manager' : 'status.gets-none', { channel }),
        ...makingLines(context),
      ];
  lines.push(...newestProblems(context));
  // Of a channel that is neither subscribed here nor asked in, nobody knows whose it is.
  const history =
    subscription || asked.isHere ? await historyLines(asked, subscription, context) : [];
  const embeds: APIEmbed[] = [];
  if (subscription?.trouble) embeds.push(troubleEmbed(say, subscription, subscription.trouble));
  if (history.length > 0) {
    embeds.push({ title: say('status.newest'), description: history.join('\n') });
  }
  return { message: { content: lines.join('\n'), embeds }, isPrivate: true };
}

function nextLines(subscription: Subscription, context: Context): string[] {
  const { say } = context;
  const newest = context.library.newest();
  const next = context.nextDelivery(subscription);
  const isLate =
    newest &&
    !subscription.trouble &&
    (subscription.last?.day ?? '') < newest.day &&
    context.outlook(subscription, newest.day).kind === 'due';
  return [
    ...(isLate ? [say('status.late', { day: newest.day })] : []),
    say('subscribed.next', {
      at: time(next, TimestampStyles.FullDateShortTime),
      when: time(next, TimestampStyles.RelativeTime),
    }),
  ];
}

/** What Paperboy may not do there any more, before a digest has shown it. */
async function lackLines(
  { guildId, channelId, trouble }: Subscription,
  context: Context,
): Promise<string[]> {
  if (trouble) return [];
  const { say } = context;
  try {
    const { missing } = await context.channelAccess(guildId, channelId);
    return missing.length > 0
      ? [say('status.lacks', { permissions: permissionNames(say, missing) })]
      : [];
  } catch (error) {
    // A channel that is gone loses its subscription by itself.
    if (error instanceof UserError) return [];
    throw error;
  }
}

function troubleEmbed(
  say: Say,
  { ownerId }: Subscription,
  { since, missing, reason, toldAt, told, pausedAt }: NonNullable<Subscription['trouble']>,
): APIEmbed {
  const lines: string[] = [];
  if (missing.length > 0) {
    lines.push(
      say('trouble.lacks', {
        since: time(new Date(since), TimestampStyles.LongDateShortTime),
        permissions: permissionNames(say, missing),
      }),
      say('trouble.mend', { count: missing.length }),
    );
  } else {
    const why = fitText(clauseIn(say, reason), 300);
    lines.push(
      say('trouble.reason', {
        since: time(new Date(since), TimestampStyles.LongDateShortTime),
        reason: why,
      }),
    );
  }
  lines.push(
    pausedAt === undefined
      ? say('trouble.trying')
      : say('trouble.paused', { when: time(new Date(pausedAt), TimestampStyles.RelativeTime) }),
  );
  if (toldAt !== undefined) {
    const owner = userMention(ownerId);
    lines.push(
      told === 'nobody'
        ? say('trouble.told-nobody', { owner })
        : say('trouble.told', {
            owner,
            when: time(new Date(toldAt), TimestampStyles.RelativeTime),
          }),
    );
  }
  return { title: say('trouble.title'), description: lines.join('\n'), color: RED };
}

/**
 * A line for each of the newest digests, down to the oldest of which there is a record. A digest
 * without one was not meant for the channel: a newer one was there first.
 */
async function historyLines(
  { guildId, channelId }: Asked,
  subscription: Subscription | undefined,
  context: Context,
): Promise<string[]> {
  const { say } = context;
  const newest = context.library.newest()?.day;
  const recent = await context.recentDeliveries(channelId, MAX_DAYS);
  const oldest = recent.at(-1)?.day ?? newest ?? '';
  const days = context.library.days().filter((day) => oldest <= day && day <= (newest ?? ''));
  return days.flatMap((day) => {
    const delivery = recent.find((one) => one.day === day);
    if (delivery) return [outcome(say, delivery, guildId, channelId)];
    if (!subscription) return [];
    const isLacking = day === newest && (subscription.last?.day ?? '') < day;
    if (!isLacking) return [say('status.not-here', { day })];
    const { kind } = context.outlook(subscription, day);
    return [say(kind === 'missed' ? 'status.missed' : 'status.to-come', { day })];
  });
}

/** `[2021-05-05](link) posted 5 May 2021 09:00`, or why not. */
function outcome(
  say: Say,
  { day, record }: RecentDelivery,
  guildId: string,
  channelId: string,
): string {
  const { state, at, messageId, reason = '', late } = record;
  const digest =
    messageId === undefined ? day : hyperlink(day, messageLink(channelId, messageId, guildId));
  const because = (told: string): string =>
    reason === ''
      ? told
      : say('status.because', { outcome: told, reason: fitText(clauseIn(say, reason), 160) });
  switch (state) {
    case 'sent': {
      const posted = { digest, when: time(new Date(at), TimestampStyles.LongDateShortTime) };
      return late === undefined
        ? say('status.posted', posted)
        : say('status.posted-late', { ...posted, reason: fitText(clauseIn(say, late), 120) });
    }
    case 'skipped':
      return because(say('status.skipped', { day }));
    case 'failed':
      return because(say(isUnconfirmed(reason) ? 'status.unconfirmed' : 'status.failed', { day }));
    case 'folded':
      return because(say('status.folded', { digest }));
    case 'intended':
      return because(
        say('status.intended', { day, when: time(new Date(at), TimestampStyles.RelativeTime) }),
      );
  }
}
