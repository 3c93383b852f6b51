import { type APIMessage, ComponentType } from 'discord.js';
import type { Failure, FindResult, MessageMarker, Sender } from '../../delivery/sender.ts';
import type { Fetched } from './channel-access.ts';
import { failureOf } from './api-errors.ts';
import type { RestClient } from './rest-client.ts';

interface Parts {
  restClient: RestClient;
  botId: string;
  mayReadHistory: (channelId: string) => Promise<Fetched<boolean>>;
}

/** Our clock and Discord's may differ; a message may seem older than the intent to post it. */
const EARLIER_MS = 5 * 60_000;
/** What Discord gives at once, and how many such pages are read before giving up. */
const PAGE = 100;
const MAX_PAGES = 20;

/** Builds the search for a message of our own in a channel. */
export function createFindOwnMessage({
  restClient,
  botId,
  mayReadHistory,
}: Parts): Sender['findOwnMessage'] {
  type Read = FindResult | { kind: 'empty' };

  async function read(channelId: string, mark: MessageMarker, since: number): Promise<Read> {
    let after = snowflakeAt(since - EARLIER_MS);
    for (let page = 0; page < MAX_PAGES; page++) {
      const path = `/channels/${channelId}/messages?limit=${PAGE}&after=${after}`;
      const answer = await restClient.ask({ method: 'GET', path });
      if (answer.kind !== 'ok') return notRead(failureOf(answer));
      const messages = answer.body as APIMessage[];
      const ours = messages.find(
        ({ author, ...rest }) => author.id === botId && carries(rest, mark),
      );
      if (ours) return { kind: 'found', messageId: ours.id };
      if (messages.length === 0 && page === 0) return { kind: 'empty' };
      if (messages.length < PAGE) return { kind: 'absent' };
      after = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
    }
    return { kind: 'unknown' };
  }

  return async function findOwnMessage(channelId, mark, since) {
    const first = await read(channelId, mark, since);
    if (first.kind !== 'empty') return first;
    // Without the permission Discord answers with an empty list, as for an empty channel. What was
    // read before it was known to be allowed says nothing, so it is read once more.
    const allowed = await mayReadHistory(channelId);
    if (allowed.kind !== 'ok') return notRead(allowed);
    if (!allowed.body) return { kind: 'unknown' };
    const second = await read(channelId, mark, since);
    return second.kind === 'empty' ? { kind: 'absent' } : second;
  };
}

/** Discord's ids begin with the time since its first second of 2015, in milliseconds. */
function snowflakeAt(unixMs: number): string {
  return String(BigInt(Math.max(0, Math.floor(unixMs) - 1_420_070_400_000)) << 22n);
}

function notRead(failure: Failure): FindResult {
  if (failure.kind === 'refused') return failure;
  return { kind: 'unsure', reason: failure.reason };
}

/** Whether a menu of the message is called `…:mark:…`, or its content begins with the mark. */
function carries(
  { content, components }: Pick<APIMessage, 'content' | 'components'>,
  { menu, line }: MessageMarker,
): boolean {
  if (content.replace(/^<@&\d+> /, '').startsWith(line)) return true;
  if (menu === undefined) return false;
  return (components ?? []).some(
    (row) =>
      row.type === ComponentType.ActionRow &&
      row.components.some(
        (component) => 'custom_id' in component && component.custom_id.split(':')[1] === menu,
      ),
  );
}
