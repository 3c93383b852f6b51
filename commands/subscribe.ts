import { type Command, type Reply, serverOf } from '../src/command.ts';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
} from '../src/discord/api.ts';
import { english } from '../src/words/say.ts';
import { categoryListChoices } from './choices.ts';
import { IN_SERVERS } from './installs.ts';
import { postNow } from './post-now.ts';
import { confirmation } from './subscribe-answer.ts';
import { checkPlace, readSettings } from './subscribe-settings.ts';
import { timeZoneChoices } from './time-zones.ts';

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
    ...IN_SERVERS,
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
        description: 'Local time of day, such as 09:00 or 6:30pm',
        max_length: 20,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'timezone',
        description: 'Time zone or its city, such as Europe/Berlin or Tokyo',
        max_length: 100,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.Role,
        name: 'role',
        description: 'Mention this role with each digest; choose @everyone to mention none',
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'silent',
        description: 'Deliver without a notification',
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'publish',
        description: 'In an announcement channel: publish each digest to those who follow it',
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'quiet',
        description: 'Local hours without posts, such as 22:00-07:00; "off" for none',
        max_length: 20,
      },
    ],
  },
  for: 'manager',
  async run(call, context): Promise<Reply> {
    const guildId = serverOf(call, 'subscribe');
    const channelId = String(call.options['channel'] ?? call.channelId);
    const place = { guildId, channelId };
    const before = context.subscriptions.get(channelId);
    const wanted = readSettings(place, call.options, before, context);
    await checkPlace(place, wanted, call.options, context);
    // Other settings may change at any hour; only another time begins with its next coming.
    const sameTime = before?.time === wanted.time && before.timeZone === wanted.timeZone;
    // Deliveries go on meanwhile, so their outcome is read last. What kept digests from arriving is
    // gone: the channel was just found to be in order.
    const last = context.subscriptions.get(channelId)?.last;
    const subscription = {
      ...wanted,
      ...place,
      ownerId: call.userId,
      since: sameTime ? before.since : context.now().getTime(),
      ...(last ? { last } : {}),
    };
    await context.subscriptions.put(subscription);
    return confirmation(subscription, before !== undefined, call.options, context);
  },
  suggest(option, typed, { library, say, defaults }) {
    if (option === 'timezone') {
      return timeZoneChoices(typed, defaults.timeZone, [say.language, english.language]);
    }
    return categoryListChoices(say, typed, library.categories());
  },
  presses: { post: postNow },
} satisfies Command;
