import {
  type APIEmbed,
  ApplicationCommandType,
  channelMention,
  PermissionFlagsBits,
} from '../src/discord/api.ts';
import {
  type Caller,
  type Command,
  type Context,
  IN_SERVERS,
  type Reply,
  serverOf,
} from '../src/command.ts';
import { fullDateTime, relativeTime } from '../src/messages/timestamps.ts';
import { LIMITS } from '../src/messages/limits.ts';
import { pageOf, pageRows } from '../src/messages/components.ts';
import type { Subscription } from '../src/store/subscriptions.ts';
import { accessProblemText, lastDeliveryText } from './status/channel-state.ts';
import { settingsLine } from './subscribe/settings.ts';

const PAGE_SIZE = 10;

/** `/subscriptions`: the server's subscribed channels, each with its last and next digest. */
export const subscriptions = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'subscriptions',
    description: "List this server's subscriptions, with their last and next delivery",
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    ...IN_SERVERS,
  },
  for: 'manager',
  run: async (call, context) => listReply(call, 0, context),
  components: {
    subscriptions: async (call, context) => ({
      ...(await listReply(call, Number(call.state), context)),
      update: true,
    }),
  },
} satisfies Command;

async function listReply(caller: Caller, wanted: number, context: Context): Promise<Reply> {
  const { t } = context;
  const all = context.subscriptions
    .ofGuild(serverOf(caller, 'subscriptions'))
    .sort((a, b) => (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1));
  if (all.length === 0) {
    return { message: { content: t('server.none') }, ephemeral: true };
  }
  const { items, page, pages } = pageOf(all, wanted, PAGE_SIZE);
  const descriptions = await Promise.all(items.map((one) => describe(one, context)));
  const heading = t('subscriptions.heading', { count: all.length });
  return {
    message: {
      content: pages > 1 ? t('page.of', { heading, page: page + 1, pages }) : heading,
      embeds: toEmbeds(descriptions),
      components: pageRows(t, page, pages, (to) => `subscriptions:${to}`),
    },
    ephemeral: true,
  };
}

/** One embed if everything fits in it, else two. */
function toEmbeds(descriptions: readonly string[]): APIEmbed[] {
  const whole = descriptions.join('\n\n');
  if (whole.length <= LIMITS.description) return [{ description: whole }];
  const half = Math.ceil(descriptions.length / 2);
  return [descriptions.slice(0, half), descriptions.slice(half)].map((some) => ({
    description: some.join('\n\n'),
  }));
}

async function describe(subscription: Subscription, context: Context): Promise<string> {
  const { channelId, accessProblem } = subscription;
  const { t } = context;
  const next = context.nextDelivery(subscription);
  return [
    `${channelMention(channelId)} ${settingsLine(t, subscription)}`,
    t('subscriptions.last', { last: lastDeliveryText(t, subscription) }),
    ...(accessProblem
      ? [t('subscriptions.now', { now: accessProblemText(t, subscription) })]
      : await unconfirmedLine(channelId, context)),
    t('subscriptions.next', { at: fullDateTime(next), when: relativeTime(next) }),
  ].join('\n');
}

/** A line while it isn't known whether the newest digest arrived. */
async function unconfirmedLine(channelId: string, context: Context): Promise<string[]> {
  const { t } = context;
  const [newest] = await context.recentDeliveries(channelId, 1);
  if (newest?.record.state !== 'intended') return [];
  const now = t('state.intended', { day: newest.day, when: relativeTime(newest.record.at) });
  return [t('subscriptions.now', { now })];
}
