import { RESTJSONErrorCodes } from 'discord.js';
import type { Answer, Sender } from '../../delivery/sender.ts';
import { type FittedMessage, type Message, sendGate } from '../../messages/message.ts';
import type { ChannelAccess } from './channel-access.ts';
import { type RestResult, toFailure } from './classify-response.ts';
import { createFindOwnMessage } from './find-own-message.ts';
import { editBody, jsonBody, postBody, readMessageId } from './message-json.ts';
import { createNotifyOwner } from './notify-owner.ts';
import type { RestClient } from './rest-client.ts';

const ALREADY_PUBLISHED: number = RESTJSONErrorCodes.ThisMessageWasAlreadyCrossposted;

interface Options {
  restClient: RestClient;
  /** The bot's user id. */
  botId: string;
  channelAccess: Pick<ChannelAccess, 'check' | 'mayReadHistory'>;
}

/** Implements what delivery needs of Discord. What Discord rejects is a value with a reason. */
export function createSender({ restClient, botId, channelAccess }: Options): Sender {
  const findOwnMessage = createFindOwnMessage({ restClient, botId, channelAccess });

  const post: Sender['post'] = async (channelId, message, nonce, urgency = {}) => {
    const fitted = fitWithoutFiles(message);
    const result = await restClient.request({
      method: 'POST',
      path: `/channels/${channelId}/messages`,
      body: () => postBody(fitted, nonce),
      read: readMessageId,
      ...urgency,
    });
    if (result.kind !== 'ok') return toFailure(result);
    return { kind: 'done', messageId: result.body as string };
  };

  return {
    botId: () => botId,
    post,

    async edit(channelId, messageId, message) {
      const fitted = fitWithoutFiles(message);
      const result = await restClient.request({
        method: 'PATCH',
        path: `/channels/${channelId}/messages/${messageId}`,
        body: () => editBody(fitted),
        read: readMessageId,
      });
      return toAnswer(result);
    },

    async publish(channelId, messageId) {
      const path = `/channels/${channelId}/messages/${messageId}/crosspost`;
      const result = await restClient.request({ method: 'POST', path });
      const isPublished = result.kind === 'rejected' && result.code === ALREADY_PUBLISHED;
      return isPublished ? { kind: 'done' } : toAnswer(result);
    },

    async unarchive(threadId) {
      const path = `/channels/${threadId}`;
      const body = () => jsonBody({ archived: false });
      return toAnswer(await restClient.request({ method: 'PATCH', path, body }));
    },

    findOwnMessage,
    access: (guildId, channelId) => channelAccess.check(guildId, channelId),
    notifyOwner: createNotifyOwner({ restClient, post, findOwnMessage }),
  };
}

function toAnswer(result: RestResult): Answer {
  return result.kind === 'ok' ? { kind: 'done' } : toFailure(result);
}

/** The REST client sends only JSON. Better to throw than to lose a file silently. */
function fitWithoutFiles(message: Message): FittedMessage {
  const fitted = sendGate(message);
  if (fitted.files) throw new TypeError('only replies to interactions can carry files');
  return fitted;
}
