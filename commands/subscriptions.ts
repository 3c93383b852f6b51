import { type Caller, type Command, type Context, type Reply, serverOf } from '../src/command.ts';
import {
  type APIEmbed,
  ApplicationCommandType,
  channelMention,
  PermissionFlagsBits,
  time,
  TimestampStyles,
} from '../src/discord/api.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { lastWords, troubleWords } from './channel-state.ts';
import { IN_SERVERS } from './installs.ts';
import { settingsLine, type Subscription } from './settings.ts';
import { turners } from './turners.ts';

const PAGE_SIZE = 10;

/** `/subscriptions`: every channel of the server that gets digests, with its last and its next. */
export const subscriptions = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'subscriptions',
    description: 'See which channels of this server get the daily papers, and how it went',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    ...IN_SERVERS,
  },
  for: 'manager',
  run: async (call, context) => page(call, 0, context),
  presses: {
    subscriptions: async (press, context) => ({
      ...(await page(press, Number(press.state), context)),
      isUpdate: true,
    }),
  },
} satisfies Command;

async function page(caller: Caller, wanted: number, context: Context): Promise<Reply> {
  const { say } = context;
  const all = context.subscriptions
    .ofGuild(serverOf(caller, 'subscriptions'))
    .sort((a, b) => (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1));
  if (all.length === 0) {
    return { message: { content: say('server.none') }, isPrivate: true };
  }
  const pages = Math.ceil(all.length / PAGE_SIZE);
  const at = Math.min(Math.max(0, Number.isInteger(wanted) ? wanted : 0), pages - 1);
  const shown = all.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE);
  const told = await Promise.all(shown.map((one) => describe(one, context)));
  const heading = say('subscriptions.heading', { count: all.length });
  return {
    message: {
      content: pages > 1 ? say('page.of', { heading, page: at + 1, pages }) : heading,
      embeds: inEmbeds(told),
      components: pages > 1 ? [turners(say, at, pages, (to) => `subscriptions:${to}`)] : [],
    },
    isPrivate: true,
  };
}

/** One embed where all fit into one, else two halves. */
function inEmbeds(told: readonly string[]): APIEmbed[] {
  const whole = told.join('\n\n');
  if (whole.length <= LIMITS.description) return [{ description: whole }];
  const half = Math.ceil(told.length / 2);
  return [told.slice(0, half), told.slice(half)].map((some) => ({
    description: some.join('\n\n'),
  }));
}

async function describe(subscription: Subscription, context: Context): Promise<string> {
  const { channelId, trouble } = subscription;
  const { say } = context;
  const next = context.nextDelivery(subscription);
  return [
    `${channelMention(channelId)} ${settingsLine(say, subscription)}`,
    say('subscriptions.last', { last: lastWords(say, subscription) }),
    ...(trouble
      ? [say('subscriptions.now', { now: troubleWords(say, subscription) })]
      : await pending(channelId, context)),
    say('subscriptions.next', {
      at: time(next, TimestampStyles.FullDateShortTime),
      when: time(next, TimestampStyles.RelativeTime),
    }),
  ].join('\n');
}

/** The newest digest while it is not known whether it arrived. */
async function pending(channelId: string, context: Context): Promise<string[]> {
  const { say } = context;
  const [newest] = await context.recentDeliveries(channelId, 1);
  if (newest?.record.state !== 'intended') return [];
  const now = say('state.intended', {
    day: newest.day,
    when: time(new Date(newest.record.at), TimestampStyles.RelativeTime),
  });
  return [say('subscriptions.now', { now })];
}
