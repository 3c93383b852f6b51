import { channelMention, messageLink } from '../../src/discord/api.ts';
import { type PressHandler, UserError } from '../../src/command.ts';
import { escapeText } from '../../src/messages/text.ts';
import { describeReason } from '../../src/i18n/reason.ts';

/** `post:CHANNEL`, the button under a new subscription: posts the newest digest now. */
export const postNow: PressHandler = async ({ state, guildId }, context) => {
  const subscription = context.subscriptions.get(state);
  if (guildId === undefined || subscription?.guildId !== guildId) {
    throw new UserError((say) => say('post.unsubscribed'));
  }
  const { say } = context;
  const delivery = await context.deliver(subscription);
  const told = { day: delivery.day, channel: channelMention(subscription.channelId) };
  const answer = (content: string) => ({ message: { content }, isPrivate: true });
  if (delivery.kind === 'sent') {
    const link = messageLink(subscription.channelId, delivery.messageId, guildId);
    return answer(say(delivery.before ? 'post.again' : 'post.done', { ...told, link }));
  }
  const reason = escapeText(describeReason(say, delivery.reason));
  switch (delivery.kind) {
    case 'skipped':
      return answer(say('post.nothing', { ...told, reason }));
    case 'pending':
      return answer(say('post.pending', { ...told, reason }));
    case 'failed':
      return answer(say('post.failed', { ...told, reason }));
  }
};
