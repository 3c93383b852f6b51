import {
  ApplicationCommandType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { type Command, type Context, type Reply, UserError } from '../src/command.ts';
import { escapeText, fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { channelMention, inFull, messageLink, relative } from './show.ts';
import { turners } from './turners.ts';

const PAGE_SIZE = 10;

type Subscription = NonNullable<ReturnType<Context['subscriptions']['get']>>;

/** `/subscriptions`: every channel of the server that gets digests, with its last and its next. */
export const subscriptions = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'subscriptions',
    description: 'See which channels of this server get the daily papers, and how it went',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    contexts: [InteractionContextType.Guild],
  },
  for: 'manager',
  run: ({ guildId }, context) => page(guildId, 0, context),
  presses: {
    subscriptions: ({ guildId, state }, context) => ({
      ...page(guildId, Number(state), context),
      isUpdate: true,
    }),
  },
} satisfies Command;

function page(guildId: string | undefined, wanted: number, context: Context): Reply {
  if (guildId === undefined) throw new UserError('`/subscriptions` works in a server only.');
  const all = context.subscriptions
    .ofGuild(guildId)
    .sort((a, b) => (BigInt(a.channelId) < BigInt(b.channelId) ? -1 : 1));
  if (all.length === 0) {
    const content =
      'No channel of this server gets the daily papers yet. `/subscribe` in the channel that should.';
    return { message: { content }, isPrivate: true };
  }
  const pages = Math.ceil(all.length / PAGE_SIZE);
  const at = Math.min(Math.max(0, Number.isInteger(wanted) ? wanted : 0), pages - 1);
  const shown = all.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE);
  const place = pages > 1 ? `, page ${at + 1} of ${pages}` : '';
  const verb = all.length === 1 ? 'gets' : 'get';
  return {
    message: {
      content: `**${plural(all.length, 'channels')}** of this server ${verb} the daily papers${place}`,
      embeds: [{ description: shown.map((one) => describe(one, context)).join('\n\n') }],
      components: pages > 1 ? [turners(at, pages, (to) => `subscriptions:${to}`)] : [],
    },
    isPrivate: true,
  };
}

function describe(subscription: Subscription, context: Context): string {
  const { channelId, top, categories, time, timeZone } = subscription;
  // 25 categories are allowed; a page of ten must stay within one embed.
  const which = categories.length === 0 ? '' : ` in ${fitText(categories.join(', '), 100)}`;
  const next = context.nextDelivery(subscription);
  return [
    `${channelMention(channelId)} top ${top}${which}, ${time} ${escapeText(timeZone)}`,
    `Last: ${last(subscription)}`,
    `Next: ${inFull(next)} (${relative(next)})`,
  ].join('\n');
}

function last({ last: outcome, guildId, channelId }: Subscription): string {
  if (!outcome) return 'nothing yet';
  const { day, at, kind, messageId = '', reason = '' } = outcome;
  if (kind === 'sent') {
    return `[${day}](${messageLink(guildId, channelId, messageId)}), ${relative(at)}`;
  }
  const what = kind === 'skipped' ? 'nothing was posted' : 'could not be posted';
  return `${day} ${what}, ${relative(at)}: ${fitText(reason, 120)}`;
}
