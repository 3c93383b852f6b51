import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  ChannelType,
  ComponentType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { type Call, type Command, type Context, type Reply, UserError } from '../src/command.ts';
import { matchCategory } from '../src/digest/categories.ts';
import { fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { categoryListChoices } from './choices.ts';
import { readCategory } from './paper-query.ts';
import { postNow } from './post-now.ts';
import { channelMention, inFull, relative } from './show.ts';
import { readTimeZoneName, timeZoneChoices } from './time-zones.ts';

/** Where a digest can be posted: text, announcements and threads. */
const CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
] as const;

/** `/subscribe`: each day's digest in a channel, at its own local time. */
export const subscribe = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'subscribe',
    description: "Get each day's hot papers in a channel",
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'channel',
        description: 'Where they are posted; default: this channel',
        channel_types: [...CHANNEL_TYPES],
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'top',
        description: 'How many papers a day, 1 to 10; default: 10',
        min_value: 1,
        max_value: 10,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'categories',
        description:
          'Only papers in these, separated by commas, such as cs.CV, stat; "all" for all',
        max_length: 300,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'time',
        description: 'Local time of day as HH:MM, such as 09:00',
        max_length: 20,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'timezone',
        description: 'Time zone such as Europe/Berlin or Asia/Tokyo',
        max_length: 100,
        autocomplete: true,
      },
    ],
  },
  for: 'manager',
  async run(call, context): Promise<Reply> {
    const { guildId } = call;
    if (guildId === undefined) throw new UserError('`/subscribe` works in a server only.');
    const channelId = String(call.options['channel'] ?? call.channelId);
    const before = context.subscriptions.get(channelId);
    const { time, timeZone } = before ?? context.defaults;
    const wanted = {
      top: Number(call.options['top'] ?? before?.top ?? 10),
      categories: readCategories(call.options['categories']) ?? before?.categories ?? [],
      time: readTime(call.options['time']) ?? time,
      timeZone: readTimeZone(call.options['timezone']) ?? timeZone,
    };
    await checkPermissions(guildId, channelId, context);
    // Other settings may change at any hour; only another time begins with its next coming.
    const sameTime = before?.time === wanted.time && before.timeZone === wanted.timeZone;
    await context.subscriptions.put({
      ...wanted,
      channelId,
      guildId,
      ownerId: call.userId,
      since: sameTime ? before.since : context.now().getTime(),
      ...(before?.last ? { last: before.last } : {}),
    });
    return confirmation(channelId, before !== undefined, context);
  },
  suggest(option, typed, { library }) {
    if (option === 'timezone') return timeZoneChoices(typed);
    return categoryListChoices(typed, library.categories());
  },
  presses: { post: postNow },
} satisfies Command;

type Option = Call['options'][string] | undefined;

function readCategories(typed: Option): string[] | undefined {
  if (typeof typed !== 'string') return undefined;
  if (typed.trim().toLowerCase() === 'all') return [];
  const parts = typed.split(/[,\s]+/).filter(Boolean);
  const codes = [...new Set(parts.map(readCategory))];
  if (codes.length === 0) {
    throw new UserError('Name at least one category such as `cs.CV`, or `all` for all papers.');
  }
  if (codes.length > 25) throw new UserError('At most 25 categories fit one subscription.');
  return codes;
}

function readTime(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const match = /^([01]?\d|2[0-3])[:.h]([0-5]\d)$/.exec(typed.trim());
  if (match) return `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}`;
  throw new UserError(
    `**${fitText(typed, 40)}** is no time of day. Type it as HH:MM on a 24-hour clock, ` +
      'such as `09:00` or `18:30`.',
  );
}

function readTimeZone(typed: Option): string | undefined {
  if (typeof typed !== 'string') return undefined;
  const zone = readTimeZoneName(typed);
  if (zone !== undefined) return zone;
  const near = timeZoneChoices(typed.replace(/^.*\//, '')).slice(0, 3);
  const perhaps =
    near.length > 0
      ? `Did you mean ${near.map(({ value }) => `\`${value}\``).join(', ')}? Else type one`
      : 'Type one such as `Europe/Berlin`';
  throw new UserError(
    `**${fitText(typed, 60)}** is no time zone I know. ${perhaps}, or pick one from the list that ` +
      'opens while you type.',
  );
}

async function checkPermissions(
  guildId: string,
  channelId: string,
  context: Context,
): Promise<void> {
  const missing = await context.missingPermissions(guildId, channelId);
  if (missing.length === 0) return;
  const names = missing.map((name) => `**${name}**`).join(', ');
  throw new UserError(
    `I can't post in ${channelMention(channelId)} yet: there I lack ${names}. Give them to my role ` +
      "in that channel's settings under Permissions, then use `/subscribe` again.",
  );
}

/** A code that is well formed and that arXiv does not have is kept, since arXiv may get new ones. */
function doubts(codes: readonly string[]): string[] {
  const unknown = codes.filter((code) => matchCategory(code)?.name === undefined);
  return unknown.length === 0
    ? []
    : [
        `I know no category ${unknown.map((code) => `**${code}**`).join(', ')}: is it spelled right?`,
      ];
}

function confirmation(channelId: string, changed: boolean, context: Context): Reply {
  const subscription = context.subscriptions.get(channelId);
  if (!subscription) throw new Error(`The subscription of ${channelId} was not kept.`);
  const { top, categories, time, timeZone, last } = subscription;
  const next = context.nextDelivery(subscription);
  const newest = context.library.newest();
  const which = categories.length === 0 ? '' : ` in ${categories.join(', ')}`;
  const lines = [
    `${channelMention(channelId)} ${changed ? 'now gets' : 'gets'} each day's top ` +
      `${top === 1 ? 'paper' : plural(top, 'papers')}${which} at ${time}, ${timeZone}.`,
    `The next time is ${inFull(next)} by your own clock, ${relative(next)}.`,
    ...doubts(categories),
  ];
  const content = lines.join('\n');
  if (!newest || (last?.day === newest.day && last.kind === 'sent')) {
    return { message: { content }, isPrivate: true };
  }
  return {
    message: {
      content,
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              label: `Post the newest digest now (${newest.day})`,
              custom_id: `post:${channelId}`,
            },
          ],
        },
      ],
    },
    isPrivate: true,
  };
}
