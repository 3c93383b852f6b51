/** Lets the bot's next posts into channels go wrong, in the ways that happen to real bots. */
import { internalError } from '../server/faults/answers.ts';
import type { Fault, Faults } from '../server/faults/faults.ts';

const POST = { method: 'POST', path: /^\/channels\/\d+\/messages$/ } as const;

const kinds = {
  /** Answered with 500, and nothing is posted. */
  'server-error': { answer: internalError },
  /** Too fast for this channel, for five seconds. */
  'rate-limit': { answer: { rateLimit: 'user', retryAfterMs: 5000 } },
  /** The message is there, but the answer that says so never arrives. */
  'lost-answer': { answer: 'drop-after' },
} as const satisfies Record<string, Fault>;

export type FaultKind = keyof typeof kinds;

export const faultKinds = Object.keys(kinds) as FaultKind[];

/** @param times how many posts meet it */
export function causeFault(faults: Faults, kind: FaultKind, times: number): void {
  faults.next({ ...POST, ...kinds[kind], times });
}
