import type { APIEmbed } from 'discord-api-types/v10';
import type { Context, RecentDelivery, Reply } from '../src/command.ts';
import { fitText } from '../src/embeds/text.ts';
import { failedWords, permissionNames } from './channel-state.ts';
import { healthLines, newestProblems } from './health.ts';
import { settingsLine, type Subscription } from './settings.ts';
import { channelMention, inFull, inShort, messageLink, relative } from './show.ts';

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
  const found = context.subscriptions.get(channelId);
  const subscription = found?.guildId === guildId ? found : undefined;
  const lines = subscription
    ? [
        `${channelMention(channelId)} gets the daily papers: ${settingsLine(subscription)}.`,
        ...nextLines(subscription, context),
        ...healthLines(context),
      ]
    : [`${channelMention(channelId)} does not get the daily papers. ${howToStart(isManager)}`];
  lines.push(...newestProblems(context));
  // Of a channel that is neither subscribed here nor asked in, nobody knows whose it is.
  const history =
    subscription || asked.isHere ? await historyLines(asked, subscription, context) : [];
  const embeds: APIEmbed[] = [];
  if (subscription?.trouble) embeds.push(troubleEmbed(subscription, subscription.trouble));
  if (history.length > 0) {
    embeds.push({ title: 'The newest digests', description: history.join('\n') });
  }
  return { message: { content: lines.join('\n'), embeds }, isPrivate: true };
}

function howToStart(isManager: boolean): string {
  return isManager
    ? '`/subscribe` there starts them.'
    : 'A member with **Manage Server** can start them with `/subscribe`.';
}

function nextLines(subscription: Subscription, context: Context): string[] {
  const newest = context.library.newest();
  const next = context.nextDelivery(subscription);
  const isLate = newest && !subscription.trouble && context.isDue(subscription);
  return [
    ...(isLate ? [`The digest of ${newest.day} is late: it should be there by now.`] : []),
    `The next time is ${inFull(next)} by your own clock, ${relative(next)}.`,
  ];
}

function troubleEmbed(
  { ownerId }: Subscription,
  { since, missing, reason, toldAt, told, pausedAt }: NonNullable<Subscription['trouble']>,
): APIEmbed {
  const lines: string[] = [];
  if (missing.length > 0) {
    const them = missing.length === 1 ? 'it' : 'them';
    lines.push(
      `Since ${inShort(since)} I lack ${permissionNames(missing)}.`,
      `To mend that, allow ${them} to my role in the channel's settings under Permissions.`,
    );
  } else {
    lines.push(`Since ${inShort(since)}: ${fitText(reason, 300)}.`);
  }
  lines.push(
    pausedAt === undefined
      ? 'I go on by myself as soon as I can post there again, and try with each new digest.'
      : `I paused ${relative(pausedAt)}, and go on by myself once I can post there again.`,
  );
  if (toldAt !== undefined) {
    lines.push(
      told === 'nobody'
        ? `I could not tell <@${ownerId}>, who subscribed: they take no messages from me.`
        : `<@${ownerId}>, who subscribed, was told ${relative(toldAt)}.`,
    );
  }
  return { title: "I can't post there", description: lines.join('\n'), color: RED };
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
  const newest = context.library.newest()?.day;
  const recent = await context.recentDeliveries(channelId, MAX_DAYS);
  const oldest = recent.at(-1)?.day ?? newest ?? '';
  const days = context.library.days().filter((day) => oldest <= day && day <= (newest ?? ''));
  return days.flatMap((day) => {
    const delivery = recent.find((one) => one.day === day);
    if (delivery) return [outcome(delivery, guildId, channelId)];
    if (!subscription) return [];
    const isToCome = day === newest && (subscription.last?.day ?? '') < day;
    return [`${day} ${isToCome ? 'still to come' : 'not posted here'}`];
  });
}

/** `[2021-05-05](link) posted 5 May 2021 09:00`, or why not. */
function outcome({ day, record }: RecentDelivery, guildId: string, channelId: string): string {
  const { state, at, messageId, reason = '', late } = record;
  const link =
    messageId === undefined ? day : `[${day}](${messageLink(guildId, channelId, messageId)})`;
  const why = reason === '' ? '' : `: ${fitText(reason, 160)}`;
  switch (state) {
    case 'sent':
      return `${link} posted ${inShort(at)}${late === undefined ? '' : `, late: ${fitText(late, 120)}`}`;
    case 'skipped':
      return `${day} nothing to post${why}`;
    case 'failed':
      return `${day} ${failedWords(reason)}${why}`;
    case 'folded':
      return `${link} only named in a later digest${why}`;
    case 'intended':
      return `${day} on its way, begun ${relative(at)}${why}`;
  }
}
