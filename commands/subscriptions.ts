import { type APIEmbed, ApplicationCommandType, PermissionFlagsBits } from 'discord-api-types/v10';
import { type Caller, type Command, type Context, type Reply, serverOf } from '../src/command.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { plural } from '../src/embeds/words.ts';
import { lastWords, troubleWords } from './channel-state.ts';
import { IN_SERVERS } from './installs.ts';
import { settingsLine, type Subscription } from './settings.ts';
import { channelMention, inFull, relative } from './show.ts';
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
  const all = context.subscriptions
    .ofGuild(serverOf(caller, 'subscriptions'))
    .sort((a, b) => (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1));
  if (all.length === 0) {
    const content =
      'No channel of this server gets the daily papers yet. `/subscribe` in the channel that should.';
    return { message: { content }, isPrivate: true };
  }
  const pages = Math.ceil(all.length / PAGE_SIZE);
  const at = Math.min(Math.max(0, Number.isInteger(wanted) ? wanted : 0), pages - 1);
  const shown = all.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE);
  const told = await Promise.all(shown.map((one) => describe(one, context)));
  const place = pages > 1 ? `, page ${at + 1} of ${pages}` : '';
  const verb = all.length === 1 ? 'gets' : 'get';
  return {
    message: {
      content: `**${plural(all.length, 'channels')}** of this server ${verb} the daily papers${place}`,
      embeds: inEmbeds(told),
      components: pages > 1 ? [turners(at, pages, (to) => `subscriptions:${to}`)] : [],
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
  const next = context.nextDelivery(subscription);
  return [
    `${channelMention(channelId)} ${settingsLine(subscription)}`,
    `Last: ${lastWords(subscription)}`,
    ...(trouble ? [`Now: ${troubleWords(subscription)}`] : await pending(channelId, context)),
    `Next: ${inFull(next)} (${relative(next)})`,
  ].join('\n');
}

/** The newest digest while it is not known whether it arrived. */
async function pending(channelId: string, context: Context): Promise<string[]> {
  const [newest] = await context.recentDeliveries(channelId, 1);
  if (newest?.record.state !== 'intended') return [];
  return [`Now: ${newest.day} is on its way, begun ${relative(newest.record.at)}`];
}
