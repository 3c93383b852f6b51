import type { APIChannel, APIGuild } from 'discord.js';
import type { EarlierAttempt, Sender, NotifyResult } from '../../delivery/sender.ts';
import type { Message } from '../../messages/message.ts';
import { jsonBody } from './message-json.ts';
import type { RestClient } from './rest-client.ts';

interface Options extends Pick<Sender, 'post' | 'findOwnMessage'> {
  restClient: RestClient;
}

type Recipient = Exclude<NotifyResult, 'nobody' | 'unsure'>;

/**
 * Builds the function that writes to a subscription's owner, or to the server's system channel if
 * the owner accepts no messages.
 */
export function createNotifyOwner({
  restClient,
  post,
  findOwnMessage,
}: Options): Sender['notifyOwner'] {
  /** Returns undefined if Discord refuses. */
  async function notifyIn(
    recipient: Recipient,
    channelId: string,
    message: Message,
    nonce: string,
    earlier: EarlierAttempt | undefined,
  ): Promise<NotifyResult | undefined> {
    if (earlier) {
      const found = await findOwnMessage(channelId, earlier, earlier.since);
      if (found.kind === 'unsure') return 'unsure';
      // If the channel can't be read, the notice isn't repeated. 'refused' means an empty direct
      // message channel: it belongs to no server.
      if (found.kind === 'found' || found.kind === 'unknown') return recipient;
    }
    const posted = await post(channelId, message, nonce);
    if (posted.kind === 'done') return recipient;
    // If it may have arrived, sending it elsewhere could send it twice.
    return posted.kind === 'refused' ? undefined : 'unsure';
  }

  return async function notifyOwner({ userId, guildId }, message, nonce, earlier) {
    const body = () => jsonBody({ recipient_id: userId });
    const dm = await restClient.request({ method: 'POST', path: '/users/@me/channels', body });
    if (dm.kind === 'ok') {
      const { id } = dm.body as APIChannel;
      const recipient = await notifyIn('person', id, message, nonce, earlier);
      if (recipient) return recipient;
    } else if (dm.kind !== 'rejected') return 'unsure';
    const guild = await restClient.request({ method: 'GET', path: `/guilds/${guildId}` });
    if (guild.kind !== 'ok') return guild.kind === 'rejected' ? 'nobody' : 'unsure';
    const { system_channel_id: channelId } = guild.body as APIGuild;
    if (channelId === null) return 'nobody';
    return (await notifyIn('system channel', channelId, message, nonce, earlier)) ?? 'nobody';
  };
}
