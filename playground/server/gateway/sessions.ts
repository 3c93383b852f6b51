import type { Line } from './line.ts';

/** How many missed events a session can be sent when it resumes. */
const REPLAY_LENGTH = 2000;
/** How many disconnected sessions are kept for a RESUME. */
const KEPT_SESSIONS = 16;

/** A bot's sequence of events. It outlives the connection, so that it can be resumed. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [index: number, count: number];
  /** The current connection, if any. */
  line: Line | null;
  seq: number;
  /** The newest events, already numbered, oldest first. */
  events: { seq: number; text: string }[];
}

export interface Sessions {
  open: (session: Pick<Session, 'id' | 'intents' | 'shard'>, line: Line) => Session;
  get: (id: string) => Session | undefined;
  all: () => Iterable<Session>;
  end: (session: Session) => void;
}

export const createSessions = (): Sessions => {
  const sessions = new Map<string, Session>();
  const dropOldest = () => {
    const idle = [...sessions.values()].filter((session) => session.line === null);
    for (const session of idle.slice(0, Math.max(0, idle.length - KEPT_SESSIONS)))
      sessions.delete(session.id);
  };
  return {
    open: (fields, line) => {
      dropOldest();
      const session: Session = { ...fields, line, seq: 0, events: [] };
      sessions.set(session.id, session);
      return session;
    },
    get: (id) => sessions.get(id),
    all: () => sessions.values(),
    end: (session) => {
      session.line = null;
      sessions.delete(session.id);
    },
  };
};

/** Numbers an event, keeps it for a replay, and sends it if the session is connected. */
export const dispatch = (session: Session, t: string, d: unknown): void => {
  session.seq += 1;
  const text = JSON.stringify({ op: 0, t, s: session.seq, d });
  session.events.push({ seq: session.seq, text });
  if (session.events.length > 2 * REPLAY_LENGTH)
    session.events = session.events.slice(-REPLAY_LENGTH);
  session.line?.send(text);
};

/** The events after `seq`; undefined if some of them are no longer kept. */
export const missedSince = (session: Session, seq: number): string[] | undefined => {
  const missed = session.events.filter((event) => event.seq > seq);
  return missed.length === session.seq - seq ? missed.map((event) => event.text) : undefined;
};
