import type { ServerResponse } from 'node:http';
import type { StateChange } from '../bus.ts';
import type { Core } from '../core.ts';
import { isVisibleTo } from '../state/history.ts';
import { pageMessage } from './messages.ts';

const PING_MS = 15_000;

/** The page's version of an event; undefined if this user may not see it. */
const pageEvent = (core: Core, userId: string, change: StateChange): unknown => {
  switch (change.type) {
    case 'message-create':
    case 'message-update':
    case 'message-delete': {
      const { channel, message } = change;
      if (!isVisibleTo(core, channel, message, userId)) return undefined;
      const type = change.type === 'message-create' ? 'message' : change.type;
      return { type, channel: channel.id, message: pageMessage(message) };
    }
    case 'commands':
      return { type: 'commands' };
    case 'online':
      return { type: 'online', online: change.online };
    case 'channel-create':
    case 'channel-update':
    case 'channel-delete':
      return { type: 'channels', channel: change.channel.id };
    case 'thread-member':
    case 'guild-create':
    case 'guild-delete':
    case 'role-create':
    case 'role-update':
    case 'member-add':
    case 'member-update':
      return { type: 'channels' };
    case 'typing':
      return { type: 'typing', channel: change.channel.id, user: change.user.id };
    case 'interaction':
    case 'answer':
      return undefined;
  }
};

/** Streams events to a page, as server-sent events, until it disconnects. */
export const streamEvents = (core: Core, userId: string, response: ServerResponse): void => {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': hello\n\n');
  const stop = core.bus.on((change) => {
    const event = pageEvent(core, userId, change);
    if (event !== undefined) response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  const ping = setInterval(() => response.write(': ping\n\n'), PING_MS);
  response.on('close', () => {
    stop();
    clearInterval(ping);
  });
};
