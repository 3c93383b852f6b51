import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
} from '../../src/discord/api.ts';
import { type Choice, type Command, IN_SERVERS, type Reply, serverOf } from '../../src/command.ts';
import { DIGEST_STYLES, SUMMARY_SOURCES } from '../../src/messages/digest-styles.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import { fitPlain } from '../../src/messages/text.ts';
import { suggestTimeZones } from '../../src/input/time-zones.ts';
import type { CategoryCount } from '../../src/archive/day-index.ts';
import { english, type Translate } from '../../src/i18n/translate.ts';
import { categoryChoices } from '../papers/autocomplete.ts';
import { confirmation, postNow } from './confirmation.ts';
import { checkChannel, readSettings } from './settings.ts';

/** The channels that a digest can be posted to. */
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
    description: 'Get a daily digest of hot papers in a channel',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    ...IN_SERVERS,
    options: [
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'channel',
        description: 'Where to post the digest; default: this channel',
        channel_types: [...CHANNEL_TYPES],
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'top',
        description: 'How many papers per day, 1 to 10; default: 10',
        min_value: 1,
        max_value: 10,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'style',
        description: 'How a digest looks; default: brief',
        choices: DIGEST_STYLES.map((style) => ({ name: style, value: style })),
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'summary',
        description:
          "Whose line says what a paper is about: the authors', a model's, or none; default: authors",
        choices: SUMMARY_SOURCES.map((source) => ({ name: source, value: source })),
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'categories',
        description:
          'Only these categories, separated by commas, such as cs.CV, stat; "all" for all',
        max_length: 300,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'time',
        description: 'Local time to post, such as 09:00 or 6:30pm',
        max_length: 20,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'timezone',
        description: 'Time zone or city, such as Europe/Berlin or Tokyo',
        max_length: 100,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.Role,
        name: 'role',
        description: 'Mention this role with each digest; choose @everyone for none',
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'silent',
        description: 'Post without a notification',
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'publish',
        description:
          'In an announcement channel: publish each digest to the channels that follow it',
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
    const target = { guildId, channelId };
    const before = context.subscriptions.get(channelId);
    const wanted = readSettings(target, call.options, before, context);
    await checkChannel(target, wanted, call.options, context);
    // A new time takes effect at its next occurrence; any other setting does at once.
    const sameTime = before?.time === wanted.time && before.timeZone === wanted.timeZone;
    // A delivery may have ended meanwhile, so its outcome is read last. The record of a problem is
    // dropped, because the check has just found the channel to be in order.
    const last = context.subscriptions.get(channelId)?.last;
    const subscription = {
      ...wanted,
      ...target,
      ownerId: call.userId,
      since: sameTime ? before.since : context.now().getTime(),
      ...(last ? { last } : {}),
    };
    await context.subscriptions.put(subscription);
    return confirmation(subscription, before !== undefined, call.options, context);
  },
  autocomplete(option, typed, { archive, t, defaults }) {
    if (option === 'timezone') {
      const languages = [t.language, english.language];
      return suggestTimeZones(typed, defaults.timeZone, languages, LIMITS.choices).map((zone) => ({
        name: zone,
        value: zone,
      }));
    }
    return categoryListChoices(t, typed, archive.categories());
  },
  components: { post: postNow },
} satisfies Command;

/** Completes the last category of a comma-separated list and keeps the others. */
function categoryListChoices(
  t: Translate,
  typed: string,
  categories: readonly CategoryCount[],
): Choice[] {
  const parts = typed.split(',');
  const last = parts.pop() ?? '';
  const kept = parts.map((part) => part.trim()).filter(Boolean);
  const left = categories.filter(({ code }) => !kept.includes(code));
  return categoryChoices(t, last, left)
    .map(({ name, value }) => ({
      name: fitPlain([...kept, name].join(', '), LIMITS.choiceName),
      value: [...kept, value].join(', '),
    }))
    .filter(({ value }) => value.length <= LIMITS.choiceValue);
}
