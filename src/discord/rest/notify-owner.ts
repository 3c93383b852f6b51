import type { APIChannel, APIGuild } from 'discord.js';
import type { EarlierAttempt, Sender, NotifyResult } from '../../delivery/sender.ts';
import type { Message } from '../../messages/message.ts';
import { jsonBody } from './message-body.ts';
import type { RestClient } from './rest-client.ts';

interface Parts extends Pick<Sender, 'post' | 'findOwnMessage'> {
  restClient: RestClient;
}

type Place = Exclude<NotifyResult, 'nobody' | 'unsure'>;

/** Builds `notifyOwner`, which writes to a person; where they take no messages, to the server's system channel. */
export function createNotifyOwner({
  restClient,
  post,
  findOwnMessage,
}: Parts): Sender['notifyOwner'] {
  /** @returns undefined where it is refused */
  async function tellIn(
    place: Place,
    channelId: string,
    message: Message,
    nonce: string,
    doubt: EarlierAttempt | undefined,
  ): Promise<NotifyResult | undefined> {
    if (doubt) {
      const found = await findOwnMessage(channelId, doubt, doubt.since);
      if (found.kind === 'unsure') return 'unsure';
      // Where that cannot be read it is not said a second time. A person's channel is in no server,
      // which `findOwnMessage` calls refused where it is empty.
      if (found.kind === 'found' || found.kind === 'unknown') return place;
    }
    const sent = await post(channelId, message, nonce);
    if (sent.kind === 'done') return place;
    // It may have arrived: to say it elsewhere too would be to say it twice.
    return sent.kind === 'refused' ? undefined : 'unsure';
  }

  return async function notifyOwner({ userId, guildId }, message, nonce, doubt) {
    const body = () => jsonBody({ recipient_id: userId });
    const opened = await restClient.ask({ method: 'POST', path: '/users/@me/channels', body });
    if (opened.kind === 'ok') {
      const { id } = opened.body as APIChannel;
      const told = await tellIn('person', id, message, nonce, doubt);
      if (told) return told;
    } else if (opened.kind !== 'no') return 'unsure';
    const guild = await restClient.ask({ method: 'GET', path: `/guilds/${guildId}` });
    if (guild.kind !== 'ok') return guild.kind === 'no' ? 'nobody' : 'unsure';
    const { system_channel_id: channelId } = guild.body as APIGuild;
    if (channelId === null) return 'nobody';
    return (await tellIn('system channel', channelId, message, nonce, doubt)) ?? 'nobody';
  };
}
