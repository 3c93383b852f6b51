import { channelMention, messageLink } from '../../src/discord/api.ts';
import { type ComponentHandler, UserError } from '../../src/command.ts';
import { escapeText } from '../../src/messages/text.ts';
import { describeReason } from '../../src/i18n/reason.ts';

/** `post:CHANNEL`, the button under a new subscription: posts the newest digest now. */
export const postNow: ComponentHandler = async ({ state, guildId }, context) => {
  const subscription = context.subscriptions.get(state);
  if (guildId === undefined || subscription?.guildId !== guildId) {
    throw new UserError((t) => t('post.unsubscribed'));
  }
  const { t } = context;
  const delivery = await context.deliver(subscription);
  const told = { day: delivery.day, channel: channelMention(subscription.channelId) };
  const answer = (content: string) => ({ message: { content }, ephemeral: true });
  if (delivery.kind === 'sent') {
    const link = messageLink(subscription.channelId, delivery.messageId, guildId);
    return answer(t(delivery.before ? 'post.again' : 'post.done', { ...told, link }));
  }
  const reason = escapeText(describeReason(t, delivery.reason));
  switch (delivery.kind) {
    case 'skipped':
      return answer(t('post.nothing', { ...told, reason }));
    case 'pending':
      return answer(t('post.pending', { ...told, reason }));
    case 'failed':
      return answer(t('post.failed', { ...told, reason }));
  }
};
