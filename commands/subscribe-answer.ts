import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Call, Context, Reply } from '../src/command.ts';
import { matchCategory } from '../src/digest/categories.ts';
import { plural } from '../src/embeds/words.ts';
import { roleMention, type Subscription } from './settings.ts';
import { channelMention, inFull, relative } from './show.ts';

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
  const { channelId, top, categories, time, timeZone, last } = subscription;
  const next = context.nextDelivery(subscription);
  const newest = context.library.newest();
  const which = categories.length === 0 ? '' : ` in ${categories.join(', ')}`;
  const lines = [
    `${channelMention(channelId)} ${hasChanged ? 'now gets' : 'gets'} each day's top ` +
      `${top === 1 ? 'paper' : plural(top, 'papers')}${which} at ${time}, ${timeZone}.`,
    ...manners(subscription, options),
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

/** How its digests arrive: a line for each setting that is on, or that was just switched off. */
function manners(
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
      role === undefined ? undefined : `Each digest mentions ${roleMention(role)}.`,
      'No role is mentioned.',
    ),
    ...line(
      'silent',
      silent === true ? 'Each digest arrives without a notification.' : undefined,
      'Each digest arrives with a notification.',
    ),
    ...line(
      'publish',
      publish === true ? 'Each digest is published to the channels that follow.' : undefined,
      'Digests are not published.',
    ),
    ...line(
      'quiet',
      quiet
        ? `Nothing is posted between ${quiet.from} and ${quiet.to}; what comes then waits.`
        : undefined,
      'There are no quiet hours.',
    ),
  ];
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
