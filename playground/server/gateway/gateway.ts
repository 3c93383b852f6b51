import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import type { Core } from '../core.ts';
import { serveConnection, shardOf } from './connection.ts';
import { createSessions, dispatch, type Session } from './sessions.ts';
import { translate } from './translate.ts';

export interface Gateway {
  /** Takes over a connection that asks for a WebSocket. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  isOnline: () => boolean;
  identifies: () => number;
  /**
   * Cuts every connection as a broken line would; the sessions wait to be resumed.
   *
   * @param how `cut` (no close frame), `reconnect` (op 7), `invalid` (op 9: resuming is no use), or a
   *   close code such as 4004
   */
  drop: (how?: 'cut' | 'reconnect' | 'invalid' | number) => void;
  close: () => void;
}

const connected = function* (sessions: Iterable<Session>) {
  for (const session of sessions)
    if (session.socket !== null) yield { session, socket: session.socket };
};

/** The gateway: everything that happens, told to every session that asked to hear of it. */
export const createGateway = (core: Core, heartbeatMs: number): Gateway => {
  const sessions = createSessions();
  // Frames may be a little too long for the protocol without breaking the connection: the protocol
  // answers those with a code of its own.
  const server = new WebSocketServer({ noServer: true, maxPayload: 2 ** 20 });
  let identifies = 0;
  let wasOnline = false;

  const isOnline = () => !connected(sessions.all()).next().done;
  const changed = () => {
    if (isOnline() === wasOnline) return;
    wasOnline = !wasOnline;
    core.bus.emit({ type: 'online', online: wasOnline });
  };

  const stopListening = core.bus.on((happening) => {
    for (const session of sessions.all()) {
      const event = translate(core, happening, session.intents);
      if (event === null || shardOf(event.guildId, session.shard[1]) !== session.shard[0]) continue;
      core.transcript.add('gateway', `→ ${event.t}`, undefined, event.d);
      dispatch(session, event.t, event.d);
    }
  });

  return {
    upgrade: (request, socket, head) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const wanted = searchParams.get('v') === '10' && searchParams.get('encoding') === 'json';
      if (!wanted || searchParams.has('compress')) {
        core.transcript.add('gateway', `only v=10 and plain JSON are served: ${request.url ?? ''}`);
        socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) =>
        serveConnection(core, sessions, webSocket, heartbeatMs, {
          identified: () => {
            identifies += 1;
          },
          changed,
        }),
      );
    },
    isOnline,
    identifies: () => identifies,
    drop: (how = 'cut') => {
      for (const { session, socket } of [...connected(sessions.all())]) {
        if (how === 'cut') socket.terminate();
        else if (how === 'reconnect')
          socket.send(JSON.stringify({ op: Op.Reconnect, d: null, s: null, t: null }));
        else if (how === 'invalid') {
          sessions.end(session);
          socket.send(JSON.stringify({ op: Op.InvalidSession, d: false, s: null, t: null }));
        } else socket.close(how);
      }
      changed();
    },
    close: () => {
      stopListening();
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
};
