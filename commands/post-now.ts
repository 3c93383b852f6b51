import { type PressHandler, UserError } from '../src/command.ts';
import { escapeText } from '../src/embeds/text.ts';
import { channelMention, messageLink } from './show.ts';

/** `post:CHANNEL`, the button under a new subscription: posts the newest digest at once. */
export const postNow: PressHandler = async ({ state, guildId }, context) => {
  const subscription = context.subscriptions.get(state);
  if (guildId === undefined || subscription?.guildId !== guildId) {
    throw new UserError('That channel is no longer subscribed. Use `/subscribe` to start again.');
  }
  const where = channelMention(subscription.channelId);
  const delivery = await context.deliver(subscription);
  const say = (content: string) => ({ message: { content }, isPrivate: true });
  switch (delivery.kind) {
    case 'sent': {
      const link = messageLink(guildId, subscription.channelId, delivery.messageId);
      const verb = delivery.before ? 'was already posted' : 'is posted';
      return say(`The digest of ${delivery.day} ${verb} in ${where}: ${link}`);
    }
    case 'skipped':
      return say(
        `The digest of ${delivery.day} has nothing for ${where}: ${escapeText(delivery.reason)}.`,
      );
    case 'pending':
      return say(
        `The digest of ${delivery.day} is not in ${where} yet: ${escapeText(delivery.reason)}. ` +
          'I go on trying; press the button again in a minute to see.',
      );
    case 'failed':
      return say(`I did not post in ${where}: ${escapeText(delivery.reason)}.`);
  }
};
