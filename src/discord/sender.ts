import { DiscordAPIError, HTTPError, type REST } from 'discord.js';
import { type APIMessage, ComponentType, RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import type { Message } from '../embeds/message.ts';
import type { Outbox } from './outbox.ts';

/** A sentence's end for each answer that says something to the people of the channel. */
const REASONS: Record<number, string> = {
  [RESTJSONErrorCodes.UnknownChannel]: 'the channel is gone',
  [RESTJSONErrorCodes.UnknownGuild]: 'the server is gone',
  [RESTJSONErrorCodes.MissingAccess]: 'I lack the View Channel permission there',
  [RESTJSONErrorCodes.MissingPermissions]:
    'I lack a permission there: Send Messages, Embed Links or Send Messages in Threads',
  50083: 'the thread is archived',
  160005: 'the thread is locked',
};

type PostResult =
  { kind: 'sent'; messageId: string } | { kind: 'refused' | 'unsure'; reason: string };

type FindResult =
  | { kind: 'found'; messageId: string }
  | { kind: 'absent' | 'unknown' }
  | { kind: 'unsure'; reason: string };

interface Parts {
  rest: REST;
  outbox: Outbox;
  botId: () => string;
  mayReadHistory: (channelId: string) => Promise<boolean>;
}

/** Posts digests and finds them again; what Discord refuses is a value with a reason. */
export function makeSender({ rest, outbox, botId, mayReadHistory }: Parts) {
  return {
    botId,

    async post(channelId: string, message: Message, nonce: string): Promise<PostResult> {
      try {
        const { id } = await outbox.post(channelId, message, nonce);
        return { kind: 'sent', messageId: id };
      } catch (error) {
        if (isRefusal(error)) {
          const reason = REASONS[Number(error.code)] ?? `Discord says: ${error.message}`;
          return { kind: 'refused', reason };
        }
        return { kind: 'unsure', reason: outage(error) };
      }
    },

    async find(channelId: string, mark: string): Promise<FindResult> {
      let messages: APIMessage[];
      try {
        // Without the permission Discord answers with an empty list, as for an empty channel.
        if (!(await mayReadHistory(channelId))) return { kind: 'unknown' };
        const query = new URLSearchParams({ limit: '100' });
        messages = (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
      } catch (error) {
        return isRefusal(error) ? { kind: 'unknown' } : { kind: 'unsure', reason: outage(error) };
      }
      const ours = messages.find(
        ({ author, components }) => author.id === botId() && carries(components, mark),
      );
      return ours ? { kind: 'found', messageId: ours.id } : { kind: 'absent' };
    },
  };
}

/** Whether Discord understood and said no, so that asking again is pointless. */
function isRefusal(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && error.status < 500 && error.status !== 429;
}

/** Whether a menu of the message is called `…:mark:…`. */
function carries(components: APIMessage['components'], mark: string): boolean {
  return (components ?? []).some(
    (row) =>
      row.type === ComponentType.ActionRow &&
      row.components.some(
        (component) => 'custom_id' in component && component.custom_id.split(':')[1] === mark,
      ),
  );
}

function outage(error: unknown): string {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return `Discord answered ${error.status}`;
  }
  return 'Discord could not be reached';
}
