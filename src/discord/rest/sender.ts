import { RESTJSONErrorCodes } from 'discord.js';
import type { Answer, Sender } from '../../delivery/sender.ts';
import type { FittedMessage } from '../../messages/fit-message.ts';
import { createAccess } from './channel-access.ts';
import { editBody, jsonBody, postBody } from './message-body.ts';
import { createFindOwnMessage } from './find-own-message.ts';
import { idOf } from './message-id.ts';
import type { RestAnswer } from './classify-response.ts';
import { failureOf } from './api-errors.ts';
import { createNotifyOwner } from './notify-owner.ts';
import { sendGate } from '../send-gate.ts';
import type { RestClient } from './rest-client.ts';

const PUBLISHED_ALREADY: number = RESTJSONErrorCodes.ThisMessageWasAlreadyCrossposted;

interface Parts {
  restClient: RestClient;
  botId: string;
  /** Unix milliseconds. */
  now: () => number;
}

/** What Paperboy says and asks over the wire; what Discord refuses is a value with a reason. */
export function createSender({ restClient, botId, now }: Parts) {
  const permitted = createAccess({ restClient, botId, now });
  const findOwnMessage = createFindOwnMessage({
    restClient,
    botId,
    mayReadHistory: (channelId) => permitted.mayReadHistory(channelId),
  });
  const sender: Sender = {
    botId: () => botId,

    async post(channelId, message, nonce, urgency = {}) {
      const path = `/channels/${channelId}/messages`;
      const answer = await sendGate(message, (fitted) => {
        refuseFiles(fitted);
        return restClient.ask({
          method: 'POST',
          path,
          body: () => postBody(fitted, nonce),
          read: idOf,
          ...urgency,
        });
      });
      if (answer.kind !== 'ok') return failureOf(answer);
      return { kind: 'done', messageId: answer.body as string };
    },

    async edit(channelId, messageId, message) {
      const path = `/channels/${channelId}/messages/${messageId}`;
      return done(
        await sendGate(message, (fitted) => {
          refuseFiles(fitted);
          return restClient.ask({
            method: 'PATCH',
            path,
            body: () => editBody(fitted),
            read: idOf,
          });
        }),
      );
    },

    async publish(channelId, messageId) {
      const path = `/channels/${channelId}/messages/${messageId}/crosspost`;
      const answer = await restClient.ask({ method: 'POST', path });
      const isAlready = answer.kind === 'no' && answer.code === PUBLISHED_ALREADY;
      return isAlready ? { kind: 'done' } : done(answer);
    },

    async unarchive(threadId) {
      const body = () => jsonBody({ archived: false });
      return done(await restClient.ask({ method: 'PATCH', path: `/channels/${threadId}`, body }));
    },

    findOwnMessage,

    access: (guildId, channelId) => permitted.access(guildId, channelId),

    notifyOwner: createNotifyOwner({
      restClient,
      post: (...message) => sender.post(...message),
      findOwnMessage,
    }),
  };
  return { sender, permitted };
}

function done(answer: RestAnswer): Answer {
  return answer.kind === 'ok' ? { kind: 'done' } : failureOf(answer);
}

/** The wire carries JSON alone. A file must not be lost on the way without a word. */
function refuseFiles({ files }: FittedMessage): void {
  if (files) throw new TypeError('Only answers can carry files, posts cannot');
}
