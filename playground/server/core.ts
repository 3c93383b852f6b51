import type { Bus } from './bus.ts';
import type { IdentifyLimits } from './gateway/identify-limits.ts';
import type { Nonces } from './nonces.ts';
import type { State } from './state/types.ts';
import type { Transcript } from './transcript.ts';

/** What every part of the server works on. Made once, in `start.ts`. */
export interface Core {
  readonly state: State;
  readonly bus: Bus;
  readonly nonces: Nonces;
  readonly transcript: Transcript;
  /** The clock of everything that is remembered for a while, in milliseconds since 1970. */
  readonly now: () => number;
  /** The clock of what clients wait for in real time, in milliseconds. */
  readonly wireNow: () => number;
  readonly nextId: () => string;
  /** `http://127.0.0.1:PORT` and `ws://127.0.0.1:PORT`; known once the server listens. */
  readonly addresses: { http: string; gateway: string };
  /** Whether a bot is connected and identified. */
  readonly isOnline: () => boolean;
  /** How many shards are recommended. */
  readonly shards: number;
  readonly identifyLimits: IdentifyLimits;
  /** Makes the bot's token void and ends its sessions. Returns the new token. */
  readonly resetToken: () => string;
  /** Whether all of Discord has an outage. */
  readonly isDown: () => boolean;
  /** Nobody waits for anything any more once the server is closed. */
  readonly isClosed: () => boolean;
  /** What is kept of a part of a message: the same value for equal ones, when they are shared. */
  readonly share: <Part>(part: Part) => Part;
  /** Whether bodies are held against Discord's own specification. */
  readonly isJudged: boolean;
  /** Privileged intents that this application was granted. */
  readonly privilegedIntents: number;
}
