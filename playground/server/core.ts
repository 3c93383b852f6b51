import type { Bus } from './bus.ts';
import type { IdentifyLimits } from './gateway/identify-limits.ts';
import type { Nonces } from './nonces.ts';
import type { State } from './state/types.ts';
import type { Transcript } from './transcript.ts';

/** What every part of the server works on. Created once, in `start.ts`. */
export interface Core {
  readonly state: State;
  readonly bus: Bus;
  readonly nonces: Nonces;
  readonly transcript: Transcript;
  /** The clock for everything that expires on the server, in Unix milliseconds. */
  readonly now: () => number;
  /** The clock for what clients wait for in real time, in milliseconds. */
  readonly wireNow: () => number;
  readonly nextId: () => string;
  /** `http://127.0.0.1:PORT` and `ws://127.0.0.1:PORT`; known once the server listens. */
  readonly addresses: { http: string; gateway: string };
  /** Whether a bot is connected and identified. */
  readonly isOnline: () => boolean;
  /** How many shards are recommended. */
  readonly shards: number;
  readonly identifyLimits: IdentifyLimits;
  /** Revokes the bot's token and ends its sessions. Returns the new token. */
  readonly resetToken: () => string;
  /** Whether all of Discord has an outage. */
  readonly isDown: () => boolean;
  /** Whether the server is closed, so that nobody waits for anything any more. */
  readonly isClosed: () => boolean;
  /** Returns one shared value for equal parts of messages, if sharing is on. */
  readonly share: <Part>(part: Part) => Part;
  /** Whether bodies are validated against Discord's own specification. */
  readonly isValidated: boolean;
  /** The privileged intents granted to this application. */
  readonly privilegedIntents: number;
}
