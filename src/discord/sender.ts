import { DiscordAPIError, HTTPError, type REST } from 'discord.js';
import { type APIMessage, ComponentType, RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import type { Message } from '../embeds/message.ts';
import type { Outbox } from './outbox.ts';

/** Our clock and Discord's may differ; a message may seem older than the intent to post it. */
const EARLIER_MS = 5 * 60_000;
/** What Discord gives at once, and how many such pages are read before giving up. */
const PAGE = 100;
const MAX_PAGES = 20;

/** Discord's ids begin with the time since its first second of 2015, in milliseconds. */
function snowflakeAt(unixMs: number): string {
  return String(BigInt(Math.max(0, Math.floor(unixMs) - 1_420_070_400_000)) << 22n);
}

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

    async find(channelId: string, mark: string, since: number): Promise<FindResult> {
      try {
        // Without the permission Discord answers with an empty list, as for an empty channel.
        if (!(await mayReadHistory(channelId))) return { kind: 'unknown' };
        let after = snowflakeAt(since - EARLIER_MS);
        for (let page = 0; page < MAX_PAGES; page++) {
          const query = new URLSearchParams({ limit: String(PAGE), after });
          const route = Routes.channelMessages(channelId);
          const messages = (await rest.get(route, { query })) as APIMessage[];
          const ours = messages.find(
            ({ author, components }) => author.id === botId() && carries(components, mark),
          );
          if (ours) return { kind: 'found', messageId: ours.id };
          if (messages.length < PAGE) return { kind: 'absent' };
          after = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
        }
        return { kind: 'unknown' };
      } catch (error) {
        return isRefusal(error) ? { kind: 'unknown' } : { kind: 'unsure', reason: outage(error) };
      }
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
