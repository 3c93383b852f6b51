import { type APIMessage, ComponentType } from 'discord.js';
import type { Failure, FindResult, MessageMarker, Sender } from '../../delivery/sender.ts';
import type { ChannelAccess } from './channel-access.ts';
import { toFailure } from './classify-response.ts';
import type { RestClient } from './rest-client.ts';

interface Options {
  restClient: RestClient;
  botId: string;
  channelAccess: Pick<ChannelAccess, 'mayReadHistory'>;
}

/** Our clock and Discord's may differ, so a message may seem older than the intent to post it. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** The most messages that Discord returns at once, and how many such pages are read at most. */
const PAGE = 100;
const MAX_PAGES = 20;

/** Builds the search for one of our own messages in a channel's history. */
export function createFindOwnMessage(options: Options): Sender['findOwnMessage'] {
  const { restClient, botId, channelAccess } = options;

  async function readHistory(
    channelId: string,
    marker: MessageMarker,
    since: number,
  ): Promise<FindResult | { kind: 'empty' }> {
    let after = snowflakeAt(since - CLOCK_SKEW_MS);
    for (let page = 0; page < MAX_PAGES; page++) {
      const path = `/channels/${channelId}/messages?limit=${PAGE}&after=${after}`;
      const result = await restClient.request({ method: 'GET', path });
      if (result.kind !== 'ok') return notRead(toFailure(result));
      const messages = result.body as APIMessage[];
      const found = messages.find(
        ({ author, ...rest }) => author.id === botId && hasMarker(rest, marker),
      );
      if (found) return { kind: 'found', messageId: found.id };
      if (messages.length === 0 && page === 0) return { kind: 'empty' };
      if (messages.length < PAGE) return { kind: 'absent' };
      after = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
    }
    return { kind: 'unknown' };
  }

  return async function findOwnMessage(channelId, marker, since) {
    const first = await readHistory(channelId, marker, since);
    if (first.kind !== 'empty') return first;
    // Without the permission to read it, Discord returns an empty list, as for an empty channel. What
    // was read before we know that we may read proves nothing, so it is read again.
    const allowed = await channelAccess.mayReadHistory(channelId);
    if (allowed.kind !== 'ok') return notRead(allowed);
    if (!allowed.body) return { kind: 'unknown' };
    const second = await readHistory(channelId, marker, since);
    return second.kind === 'empty' ? { kind: 'absent' } : second;
  };
}

/** The smallest id of that instant: an id begins with the milliseconds since the start of 2015. */
function snowflakeAt(unixMs: number): string {
  return String(BigInt(Math.max(0, Math.floor(unixMs) - 1_420_070_400_000)) << 22n);
}

function notRead(failure: Failure): FindResult {
  if (failure.kind === 'refused') return failure;
  return { kind: 'unsure', reason: failure.reason };
}

/** Whether the message has a menu called `…:menu:…`, or its content begins with the line. */
function hasMarker(
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
