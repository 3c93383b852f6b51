import type { Context, RecentDelivery, Reply } from '../src/command.ts';
import { fitText } from '../src/embeds/text.ts';
import { permissionNames } from './channel-state.ts';
import { healthLines, newestProblems } from './health.ts';
import { settingsLine, type Subscription } from './settings.ts';
import { channelMention, inFull, inShort, messageLink, relative } from './show.ts';

/** How many of the archive's digests are told. */
const MAX_DAYS = 7;

interface Asked {
  guildId: string;
  channelId: string;
  isManager: boolean;
}

/** What one channel gets, what became of the last digests there, and what stands in the way. */
export async function channelStatus(asked: Asked, context: Context): Promise<Reply> {
  const { guildId, channelId } = asked;
  const found = context.subscriptions.get(channelId);
  const subscription = found?.guildId === guildId ? found : undefined;
  const lines = subscription
    ? [
        `${channelMention(channelId)} gets the daily papers: ${settingsLine(subscription)}.`,
        ...troubleLines(subscription),
        ...nextLines(subscription, context),
        ...healthLines(context),
        ...newestProblems(context),
      ]
    : [
        `${channelMention(channelId)} does not get the daily papers. ` +
          (asked.isManager
            ? '`/subscribe` there starts them.'
            : 'A member with **Manage Server** can start them with `/subscribe`.'),
      ];
  const history = await historyLines(asked, subscription, context);
  const embeds =
    history.length === 0 ? [] : [{ title: 'The newest digests', description: history.join('\n') }];
  return { message: { content: lines.join('\n'), embeds }, isPrivate: true };
}

function troubleLines({ trouble, ownerId, channelId }: Subscription): string[] {
  if (!trouble) return [];
  const { since, missing, reason, toldAt, pausedAt } = trouble;
  const lines = [`**I can't post here** since ${inShort(since)}: ${fitText(reason, 200)}.`];
  if (missing.length > 0) {
    lines.push(
      `To mend it: ${channelMention(channelId)} settings → Permissions → my role, and allow ` +
        `${permissionNames(missing)}.`,
    );
  }
  lines.push(
    pausedAt === undefined
      ? 'I try again with the next digest.'
      : `I paused ${relative(pausedAt)}, and go on by myself once I can post here again.`,
  );
  if (toldAt !== undefined)
    lines.push(`<@${ownerId}>, who subscribed, was told ${relative(toldAt)}.`);
  return lines;
}

function nextLines(subscription: Subscription, context: Context): string[] {
  const newest = context.library.newest();
  const next = context.nextDelivery(subscription);
  const lines: string[] = [];
  if (!subscription.trouble && newest && context.isDue(subscription)) {
    lines.push(`The digest of ${newest.day} should be here by now: I am at it.`);
  }
  lines.push(`The next time is ${inFull(next)} by your own clock, ${relative(next)}.`);
  return lines;
}

/** A line for each of the newest digests; without a subscription, for those that were here. */
async function historyLines(
  { guildId, channelId }: Asked,
  subscription: Subscription | undefined,
  context: Context,
): Promise<string[]> {
  const newest = context.library.newest()?.day ?? '';
  const days = context.library
    .days()
    .filter((day) => day <= newest)
    .slice(0, MAX_DAYS);
  const recent = await context.recentDeliveries(channelId, MAX_DAYS);
  return days.flatMap((day) => {
    const delivery = recent.find((one) => one.day === day);
    if (delivery) return [outcome(delivery, guildId, channelId)];
    if (!subscription) return [];
    const last = subscription.last?.day ?? '';
    return [
      `${day} ${day > last && day === newest ? 'is still to come' : 'was not meant for here'}`,
    ];
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
      return `${day} failed${why}`;
    case 'folded':
      return `${link} only named in a later digest${why}`;
    case 'intended':
      return `${day} on its way since ${inShort(at)}, not confirmed yet${why}`;
  }
}
