import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayOpcodes as Op } from 'discord.js';
import { WebSocketServer } from 'ws';
import type { Core } from '../core.ts';
import { CloseCode } from './close-codes.ts';
import { serveConnection, type Connection } from './connection.ts';
import { control, type Line } from './line.ts';
import { createSessions, dispatch, type Session } from './sessions.ts';
import { translate } from './translate.ts';
import { shardOf } from './welcome.ts';

/**
 * What can happen to the gateway's connections: `cut` (no close frame), `reconnect` (op 7),
 * `invalid` (op 9, not resumable), `invalid-resumable` (op 9, resumable), `heartbeat` (op 1:
 * requests a heartbeat), `silence` (nothing more is sent, not even ACKs), or a close code such as
 * 4004.
 */
export type Drop =
  'cut' | 'reconnect' | 'invalid' | 'invalid-resumable' | 'heartbeat' | 'silence' | number;

export interface Gateway {
  /** Handles a request to upgrade to a WebSocket. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  isOnline: () => boolean;
  /** Applies `how` to every connection; the sessions can be resumed unless it ends them. */
  drop: (how?: Drop) => void;
  /** Ends every session and closes its connection, as after a token reset. */
  endSessions: () => void;
  close: () => void;
}

const connected = function* (sessions: Iterable<Session>) {
  for (const session of sessions) if (session.line !== null) yield { session, line: session.line };
};

/** Close codes after which a session can't be resumed. */
const ending: readonly number[] = [1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

/** The gateway: sends everything that happens to every session that subscribed to it. */
export const createGateway = (core: Core, heartbeatMs: number): Gateway => {
  const sessions = createSessions();
  const connections = new Set<Connection>();
  // Larger than the protocol allows, since the protocol has a close code of its own for frames that
  // are too long.
  const server = new WebSocketServer({ noServer: true, maxPayload: 2 ** 20 });
  let wasOnline = false;

  const isOnline = () => !connected(sessions.all()).next().done;
  const changed = () => {
    if (isOnline() === wasOnline) return;
    wasOnline = !wasOnline;
    core.bus.emit({ type: 'online', online: wasOnline });
  };

  const stopListening = core.bus.on((change) => {
    for (const session of sessions.all()) {
      const event = translate(core, change, session.intents);
      if (event === null || shardOf(event.guildId, session.shard[1]) !== session.shard[0]) continue;
      core.transcript.add('gateway', `→ ${event.t}`, undefined, event.d);
      dispatch(session, event.t, event.d);
    }
  });

  const heartbeats = setInterval(
    () => {
      for (const connection of connections) connection.checkHeartbeat();
    },
    Math.min(1000, heartbeatMs / 4),
  );
  heartbeats.unref();

  const endSessions = (): void => {
    for (const session of [...sessions.all()]) {
      const { line } = session;
      sessions.end(session);
      line?.close(CloseCode.authenticationFailed, 'the token was reset');
    }
    changed();
  };

  const dropOne = (session: Session, line: Line, how: Drop): void => {
    if (how === 'cut') line.cut();
    else if (how === 'reconnect') line.send(control(Op.Reconnect));
    else if (how === 'heartbeat') line.send(control(Op.Heartbeat));
    else if (how === 'silence') line.silence();
    else if (how === 'invalid-resumable') {
      // The client may resume on this same connection.
      session.line = null;
      line.send(control(Op.InvalidSession, true));
    } else if (how === 'invalid') {
      sessions.end(session);
      line.send(control(Op.InvalidSession, false));
    } else {
      if (ending.includes(how)) sessions.end(session);
      line.close(how);
    }
  };

  const refuse = (socket: Duplex, status: string): void => {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  };

  return {
    upgrade: (request, socket, head) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const wanted = searchParams.get('v') === '10' && searchParams.get('encoding') === 'json';
      if (core.isDown()) {
        refuse(socket, '503 Service Unavailable');
        return;
      }
      if (!wanted || searchParams.has('compress')) {
        core.transcript.add('gateway', `only v=10 and plain JSON are served: ${request.url ?? ''}`);
        refuse(socket, '501 Not Implemented');
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = serveConnection(core, sessions, webSocket, heartbeatMs, {
          changed,
          usedUp: () => core.resetToken(),
          ended: (gone) => connections.delete(gone),
        });
        connections.add(connection);
      });
    },
    isOnline,
    drop: (how = 'cut') => {
      core.transcript.add('gateway', `fault: ${how}`);
      for (const { session, line } of [...connected(sessions.all())]) dropOne(session, line, how);
      changed();
    },
    endSessions,
    close: () => {
      clearInterval(heartbeats);
      stopListening();
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
};
