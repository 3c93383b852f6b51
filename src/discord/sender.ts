import { type APIChannel, type APIGuild, RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { Message } from '../embeds/message.ts';
import { makeAccess } from './access.ts';
import { editBody, jsonBody, postBody } from './bodies.ts';
import { makeFind } from './history.ts';
import type { WireAnswer } from './reading.ts';
import { type Failure, failureOf } from './refusals.ts';
import { transmit } from './transmit.ts';
import type { Urgency, Wire } from './wire.ts';

type Answer<Value = unknown> = ({ kind: 'done' } & Value) | Failure;

const PUBLISHED_ALREADY: number = RESTJSONErrorCodes.ThisMessageWasAlreadyCrossposted;

interface Parts {
  wire: Wire;
  botId: string;
  /** Unix milliseconds. */
  now: () => number;
}

/** What Paperboy says and asks over the wire; what Discord refuses is a value with a reason. */
export function makeSender({ wire, botId, now }: Parts) {
  const permitted = makeAccess({ wire, botId, now });
  const sender = {
    botId: () => botId,

    /** Posts once; a repeat with the same nonce within minutes gives the first message. */
    async post(
      channelId: string,
      message: Message,
      nonce: string,
      urgency: Urgency = {},
    ): Promise<Answer<{ messageId: string }>> {
      const path = `/channels/${channelId}/messages`;
      const answer = await transmit(message, (fitted) =>
        wire.ask({ method: 'POST', path, body: () => postBody(fitted, nonce), ...urgency }),
      );
      if (answer.kind !== 'ok') return failureOf(answer);
      const messageId = idOf(answer.body);
      if (messageId === undefined) {
        return { kind: 'unsure', reason: 'Discord answered with something unreadable' };
      }
      return { kind: 'done', messageId };
    },

    /** Replaces a message of ours. */
    async edit(channelId: string, messageId: string, message: Message): Promise<Answer> {
      const path = `/channels/${channelId}/messages/${messageId}`;
      return done(
        await transmit(message, (fitted) =>
          wire.ask({ method: 'PATCH', path, body: () => editBody(fitted) }),
        ),
      );
    },

    /** Publishes a message to the channels that follow; one that is published already is fine. */
    async publish(channelId: string, messageId: string): Promise<Answer> {
      const path = `/channels/${channelId}/messages/${messageId}/crosspost`;
      const answer = await wire.ask({ method: 'POST', path });
      const isAlready = answer.kind === 'no' && answer.code === PUBLISHED_ALREADY;
      return isAlready ? { kind: 'done' } : done(answer);
    },

    /** Opens an archived thread again. */
    async unarchive(threadId: string): Promise<Answer> {
      const body = () => jsonBody({ archived: false });
      return done(await wire.ask({ method: 'PATCH', path: `/channels/${threadId}`, body }));
    },

    find: makeFind({
      wire,
      botId,
      mayReadHistory: (channelId) => permitted.mayReadHistory(channelId),
    }),

    access: (guildId: string, channelId: string) => permitted.access(guildId, channelId),

    /**
     * Writes to a person; where they take no messages, to the server's system channel. Unsure: it is
     * not known whether it arrived; the same nonce may be tried again.
     */
    async tell(
      { userId, guildId }: { userId: string; guildId: string },
      message: Message,
      nonce: string,
    ): Promise<'person' | 'system channel' | 'nobody' | 'unsure'> {
      const body = () => jsonBody({ recipient_id: userId });
      const opened = await wire.ask({ method: 'POST', path: '/users/@me/channels', body });
      if (opened.kind === 'ok') {
        const sent = await sender.post((opened.body as APIChannel).id, message, nonce);
        if (sent.kind === 'done') return 'person';
        // It may have arrived: to say it elsewhere too would be to say it twice.
        if (sent.kind !== 'refused') return 'unsure';
      } else if (opened.kind !== 'no') return 'unsure';
      const guild = await wire.ask({ method: 'GET', path: `/guilds/${guildId}` });
      if (guild.kind !== 'ok') return guild.kind === 'no' ? 'nobody' : 'unsure';
      const channelId = (guild.body as APIGuild).system_channel_id;
      if (channelId === null) return 'nobody';
      const sent = await sender.post(channelId, message, nonce);
      if (sent.kind === 'done') return 'system channel';
      return sent.kind === 'refused' ? 'nobody' : 'unsure';
    },
  };
  return { sender, permitted };
}

function done(answer: WireAnswer): Answer {
  return answer.kind === 'ok' ? { kind: 'done' } : failureOf(answer);
}

function idOf(body: unknown): string | undefined {
  const { id } = (body ?? {}) as { id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
