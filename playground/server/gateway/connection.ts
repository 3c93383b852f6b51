import { randomBytes } from 'node:crypto';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import type { Core } from '../core.ts';
import { limits } from '../limits.ts';
import { botGuilds } from '../state/guilds.ts';
import { isRecord } from '../validate/shape.ts';
import { selfJson } from '../wire/users.ts';
import { CloseCode } from './close-codes.ts';
import { readIdentify } from './identify.ts';
import { dispatch, missedSince, type Session, type Sessions } from './sessions.ts';
import { translate } from './translate.ts';

export const shardOf = (guildId: string | null, count: number): number =>
  guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));

export interface Hooks {
  identified: () => void;
  /** A session has been connected or disconnected. */
  changed: () => void;
}

interface Frame {
  op: Op;
  d: unknown;
}

const parseFrame = (data: RawData): Frame | CloseCode => {
  const bytes = Buffer.isBuffer(data)
    ? data
    : Array.isArray(data)
      ? Buffer.concat(data)
      : Buffer.from(data);
  if (bytes.length > limits.gateway.payloadBytes) return CloseCode.decodeError;
  try {
    const frame: unknown = JSON.parse(bytes.toString());
    return isRecord(frame) && typeof frame.op === 'number'
      ? (frame as unknown as Frame)
      : CloseCode.decodeError;
  } catch {
    return CloseCode.decodeError;
  }
};

/** Greets an identified session: READY, then its guilds one by one. */
const welcome = (core: Core, session: Session): void => {
  const { application } = core.state;
  const guilds = botGuilds(core).filter(
    (guild) => shardOf(guild.id, session.shard[1]) === session.shard[0],
  );
  dispatch(session, 'READY', {
    v: 10,
    user: selfJson(core),
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: core.addresses.gateway,
    shard: session.shard,
    application: { id: application.id, flags: 0 },
    private_channels: [],
    presences: [],
    relationships: [],
    geo_ordered_rtc_regions: [],
    _trace: [],
  });
  core.transcript.add('gateway', `→ READY with ${guilds.length} guilds`);
  for (const guild of guilds) {
    const event = translate(core, { type: 'guild-create', guild }, session.intents);
    if (event !== null) dispatch(session, event.t, event.d);
  }
};

/**
 * Speaks the gateway's protocol on one WebSocket: Hello, Identify or Resume, heartbeats. Everything
 * that Discord would close the connection for closes it here, with a line in the transcript.
 */
export const serveConnection = (
  core: Core,
  sessions: Sessions,
  socket: WebSocket,
  heartbeatMs: number,
  hooks: Hooks,
): void => {
  let session: Session | null = null;
  const sentAt: number[] = [];

  const send = (op: number, d: unknown = null): void =>
    socket.send(JSON.stringify({ op, d, s: null, t: null }));

  const close = (code: CloseCode, why: string): void => {
    core.transcript.add('gateway', `closed with ${code}: ${why}`);
    // A fatal error ends the session as well: there is nothing left to resume.
    if (session !== null && code !== CloseCode.unknownError) sessions.end(session);
    socket.close(code, why.slice(0, 120));
    hooks.changed();
  };

  const identify = (d: unknown): void => {
    const identity = readIdentify(core, d);
    if ('close' in identity) {
      const name = Object.entries(CloseCode).find(([, code]) => code === identity.close)?.[0];
      close(identity.close, `Identify refused: ${name ?? ''}`);
      return;
    }
    hooks.identified();
    session = sessions.open({ id: randomBytes(16).toString('hex'), ...identity }, socket);
    core.transcript.add('gateway', `← IDENTIFY intents ${identity.intents}`);
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
    const missed =
      known === undefined || typeof seq !== 'number' || seq > known.seq
        ? undefined
        : missedSince(known, seq);
    core.transcript.add(
      'gateway',
      `← RESUME from ${String(seq)}: ${missed ? `${missed.length} missed` : 'refused (op 9)'}`,
    );
    if (known === undefined || missed === undefined) {
      send(Op.InvalidSession, false);
      return;
    }
    known.socket?.terminate();
    known.socket = socket;
    session = known;
    for (const text of missed) socket.send(text);
    dispatch(known, 'RESUMED', { _trace: [] });
    hooks.changed();
  };

  const receive = (data: RawData): void => {
    const now = performance.now();
    while (sentAt.length > 0 && now - (sentAt[0] ?? 0) >= 60_000) sentAt.shift();
    if (sentAt.push(now) > limits.gateway.eventsPerMinute) {
      close(CloseCode.rateLimited, 'more than 120 events in a minute');
      return;
    }
    const frame = parseFrame(data);
    if (typeof frame === 'number') {
      close(frame, 'a payload that is not JSON, has no op, or is longer than 4,096 bytes');
      return;
    }
    const { op } = frame;
    if (op === Op.Heartbeat) send(Op.HeartbeatAck);
    else if (op === Op.Identify || op === Op.Resume) {
      if (session?.socket === socket) close(CloseCode.alreadyAuthenticated, 'already identified');
      else if (op === Op.Identify) identify(frame.d);
      else resume(frame.d);
    } else if (session === null) close(CloseCode.notAuthenticated, `op ${op} before Identify`);
    else if (op === Op.PresenceUpdate) core.transcript.add('gateway', '← PRESENCE_UPDATE', frame.d);
    else close(CloseCode.unknownOpcode, `the playground does not know op ${op}`);
  };

  socket.on('message', receive);
  socket.on('error', (error) => core.transcript.add('gateway', `socket: ${error.message}`));
  socket.on('close', (code) => {
    core.transcript.add('gateway', `the client's connection ended (${code})`);
    // A resumed session has moved on to another socket.
    if (session?.socket !== socket) return;
    session.socket = null;
    // Closing with 1000 or 1001 is how a client says that it will not come back.
    if (code === 1000 || code === 1001) sessions.end(session);
    hooks.changed();
  });
  send(Op.Hello, { heartbeat_interval: heartbeatMs, _trace: [] });
};
