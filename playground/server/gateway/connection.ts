import { randomBytes } from 'node:crypto';
import { GatewayOpcodes as Op } from 'discord.js';
import type { RawData, WebSocket } from 'ws';
import type { Core } from '../core.ts';
import { limits } from '../limits.ts';
import { createTrailingWindow } from '../rate-limits/trailing-window.ts';
import { isRecord } from '../validate/shape.ts';
import { CloseCode } from './close-codes.ts';
import { parseFrame } from './frame.ts';
import { readIdentify } from './identify.ts';
import { control, createLine, type Line } from './line.ts';
import { dispatch, missedSince, type Session, type Sessions } from './sessions.ts';
import { welcome } from './welcome.ts';

export interface Connection {
  readonly line: Line;
  /** Closes the connection if no heartbeat came in time. */
  checkHeartbeat: () => void;
}

interface Hooks {
  /** Called when a session was connected or disconnected. */
  changed: () => void;
  /** Called when the day's identifies are used up. */
  usedUp: () => void;
  ended: (connection: Connection) => void;
}

/** How late a heartbeat may be, in intervals: the network may delay it by half of one. */
const GRACE = 1.5;

/**
 * Speaks the gateway protocol on one WebSocket: Hello, Identify or Resume, heartbeats. Everything
 * that would make Discord close the connection closes it here, with a line in the transcript.
 */
export const serveConnection = (
  core: Core,
  sessions: Sessions,
  socket: WebSocket,
  heartbeatMs: number,
  hooks: Hooks,
): Connection => {
  const line = createLine(socket);
  let session: Session | null = null;
  let isClosing = false;
  let lastBeatAt = core.wireNow();
  const eventsPerMinute = createTrailingWindow(limits.gateway.eventsPerMinute, 60_000);

  const close = (code: CloseCode, why: string): void => {
    isClosing = true;
    core.transcript.add('gateway', `closed with ${code}: ${why}`);
    // A fatal error also ends the session, which can't be resumed then.
    if (session !== null && code !== CloseCode.unknownError) sessions.end(session);
    line.close(code, why);
    hooks.changed();
  };

  const identify = (d: unknown): void => {
    const identity = readIdentify(core, d);
    if ('close' in identity) {
      const name = Object.entries(CloseCode).find(([, code]) => code === identity.close)?.[0];
      close(identity.close, `Identify refused: ${name ?? ''}`);
      return;
    }
    const verdict = core.identifyLimits.take();
    core.transcript.add('gateway', `← IDENTIFY intents ${identity.intents}: ${verdict}`);
    if (verdict === 'too-soon') {
      line.send(control(Op.InvalidSession, false));
      return;
    }
    if (verdict === 'used-up') {
      hooks.usedUp();
      close(CloseCode.authenticationFailed, 'the identifies of this day are used up');
      return;
    }
    session = sessions.open({ id: randomBytes(16).toString('hex'), ...identity }, line);
    welcome(core, session);
    hooks.changed();
  };

  const resume = (d: unknown): void => {
    const { token, session_id: id, seq } = isRecord(d) ? d : {};
    if (token !== core.state.application.token) {
      close(CloseCode.authenticationFailed, 'Resume with a wrong token');
      return;
    }
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known !== undefined && (typeof seq !== 'number' || seq > known.seq)) {
      sessions.end(known);
      close(CloseCode.invalidSeq, `Resume from ${String(seq)}, which was never sent`);
      return;
    }
    const missed = known === undefined ? undefined : missedSince(known, seq as number);
    core.transcript.add(
      'gateway',
      `← RESUME from ${String(seq)}: ${missed ? `${missed.length} missed` : 'refused (op 9)'}`,
    );
    if (known === undefined || missed === undefined) {
      line.send(control(Op.InvalidSession, false));
      return;
    }
    known.line?.cut();
    known.line = line;
    session = known;
    for (const text of missed) line.send(text);
    dispatch(known, 'RESUMED', { _trace: [] });
    hooks.changed();
  };

  const receive = (data: RawData): void => {
    if (isClosing) return;
    if (eventsPerMinute(core.wireNow()) > 0) {
      close(CloseCode.rateLimited, 'more than 120 events in a minute');
      return;
    }
    const frame = parseFrame(data);
    if (typeof frame === 'number') {
      close(frame, 'a payload that is not JSON, has no op, or is longer than 4,096 bytes');
      return;
    }
    const { op } = frame;
    if (op === Op.Heartbeat) {
      lastBeatAt = core.wireNow();
      line.send(control(Op.HeartbeatAck));
    } else if (op === Op.Identify || op === Op.Resume) {
      if (session?.line === line) close(CloseCode.alreadyAuthenticated, 'already identified');
      else if (op === Op.Identify) identify(frame.d);
      else resume(frame.d);
    } else if (session === null) close(CloseCode.notAuthenticated, `op ${op} before Identify`);
    else if (op === Op.PresenceUpdate) core.transcript.add('gateway', '← PRESENCE_UPDATE', frame.d);
    else close(CloseCode.unknownOpcode, `the playground does not know op ${op}`);
  };

  const connection: Connection = {
    line,
    checkHeartbeat: () => {
      if (!isClosing && core.wireNow() - lastBeatAt > GRACE * heartbeatMs)
        close(CloseCode.sessionTimedOut, 'no heartbeat in time');
    },
  };

  socket.on('message', receive);
  socket.on('error', (error) => core.transcript.add('gateway', `socket: ${error.message}`));
  socket.on('close', (code) => {
    core.transcript.add('gateway', `the client's connection ended (${code})`);
    hooks.ended(connection);
    // A resumed session has moved on to another connection.
    if (session?.line !== line) return;
    session.line = null;
    // By closing with 1000 or 1001, a client says that it won't come back.
    if (code === 1000 || code === 1001) sessions.end(session);
    hooks.changed();
  });
  line.send(control(Op.Hello, { heartbeat_interval: heartbeatMs, _trace: [] }));
  return connection;
};
