import type { Call, Context, Reply } from '../src/command.ts';
import { matchCategory } from '../src/digest/categories.ts';
import {
  ButtonStyle,
  channelMention,
  ComponentType,
  roleMention,
  time,
  TimestampStyles,
} from '../src/discord/api.ts';
import type { Say } from '../src/words/say.ts';
import type { Subscription } from './settings.ts';
import { summerZoneOf } from './time-zones.ts';

/**
 * Says what a channel will get, and when by the reader's own clock, and offers the newest digest
 * at once where the channel has not had it.
 *
 * @param options as typed, since what was switched off is said as well
 */
export function confirmation(
  subscription: Subscription,
  hasChanged: boolean,
  options: Call['options'],
  context: Context,
): Reply {
  const { channelId, top, categories, timeZone, last } = subscription;
  const { say } = context;
  const next = context.nextDelivery(subscription);
  const newest = context.library.newest();
  const daily = { channel: channelMention(channelId), top, time: subscription.time, timeZone };
  const inSome = { ...daily, categories: categories.join(', ') };
  const lines = [
    categories.length === 0
      ? say(hasChanged ? 'subscribed.changed' : 'subscribed.new', daily)
      : say(hasChanged ? 'subscribed.changed-in' : 'subscribed.new-in', inSome),
    ...(options['timezone'] === undefined ? [] : summerTime(say, timeZone)),
    ...manners(say, subscription, options),
    say('subscribed.next', {
      at: time(next, TimestampStyles.FullDateShortTime),
      when: time(next, TimestampStyles.RelativeTime),
    }),
    ...doubts(say, categories),
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
              label: say('post.button', { day: newest.day }),
              custom_id: `post:${channelId}`,
            },
          ],
        },
      ],
    },
    isPrivate: true,
  };
}

/** Who types EST may well want the clock of New York, which is another in summer. */
function summerTime(say: Say, zone: string): string[] {
  const city = summerZoneOf(zone);
  return city === undefined ? [] : [say('timezone.no-summer', { zone, city })];
}

/** How its digests arrive: a line for each setting that is on, or that was just switched off. */
function manners(
  say: Say,
  { role, silent, publish, quiet }: Subscription,
  options: Call['options'],
): string[] {
  const line = (name: string, on: string | undefined, off: string): string[] => {
    if (on !== undefined) return [on];
    return options[name] === undefined ? [] : [off];
  };
  return [
    ...line(
      'role',
      role === undefined ? undefined : say('subscribed.role', { role: roleMention(role) }),
      say('subscribed.no-role'),
    ),
    ...line(
      'silent',
      silent === true ? say('subscribed.silent') : undefined,
      say('subscribed.loud'),
    ),
    ...line(
      'publish',
      publish === true ? say('subscribed.publish') : undefined,
      say('subscribed.no-publish'),
    ),
    ...line(
      'quiet',
      quiet ? say('subscribed.quiet', { ...quiet }) : undefined,
      say('subscribed.no-quiet'),
    ),
  ];
}

/** A code that is well formed and that arXiv does not have is kept, since arXiv may get new ones. */
function doubts(say: Say, codes: readonly string[]): string[] {
  const unknown = codes.filter((code) => matchCategory(code)?.name === undefined);
  return unknown.length === 0
    ? []
    : [
        say('subscribed.unknown-category', {
          codes: unknown.map((code) => `**${code}**`).join(', '),
        }),
      ];
}
