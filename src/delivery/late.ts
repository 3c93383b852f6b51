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
  /** Why requests waited meanwhile, as a clause; undefined when they did not. */
  pause: string | undefined;
}

/**
 * Why a digest came later than the channel's hour, as a clause; undefined when it did not.
 *
 * @param hour the channel's hour on the local date on which it was due; the same as `due` as a rule
 */
export function whyLate(due: number, hour: number, at: number, held: Held): string | undefined {
  if (at - due > LATE_MS) {
    if (held.hadTrouble) return 'I had no access to the channel until then';
    if (held.startedAt > due) return 'I was not running';
    if (held.wokeAt !== undefined && held.wokeAt > due) return 'the machine I run on was asleep';
    if (held.pause !== undefined) return held.pause;
    if (held.attempts > 1) return 'Discord did not answer at first';
    return 'many channels were due at once';
  }
  if (due - hour <= LATE_MS) return undefined;
  // What is there when the process begins may have appeared at any time before.
  if (Math.abs(due - held.startedAt) < LATE_MS) return 'I was not running';
  return "it appeared after the channel's hour, or in its quiet hours";
}
