import type { Reason } from './reason.ts';

/** From here on it is worth a word. */
const LATE_MS = 2 * 60_000;

/** What may have held up a delivery. Instants are Unix milliseconds. */
export interface Held {
  /** When this process began to deliver. */
  startedAt: number;
  /** When it last found that the clock had gone on without it. */
  wokeAt: number | undefined;
  hadTrouble: boolean;
  attempts: number;
  /** Why requests waited meanwhile; undefined when they did not. */
  pause: Reason | undefined;
}

/**
 * Why a digest came later than the channel's hour; undefined when it did not.
 *
 * @param hour the channel's hour on the local date on which it was due; the same as `due` as a rule
 */
export function whyLate(due: number, hour: number, at: number, held: Held): Reason | undefined {
  if (at - due > LATE_MS) {
    if (held.hadTrouble) return { code: 'had-no-access' };
    if (held.startedAt > due) return { code: 'not-running' };
    if (held.wokeAt !== undefined && held.wokeAt > due) return { code: 'asleep' };
    if (held.pause !== undefined) return held.pause;
    if (held.attempts > 1) return { code: 'no-answer-at-first' };
    return { code: 'many-due' };
  }
  if (due - hour <= LATE_MS) return undefined;
  // What is there when the process begins may have appeared at any time before.
  if (Math.abs(due - held.startedAt) < LATE_MS) return { code: 'not-running' };
  return { code: 'appeared-late' };
}
