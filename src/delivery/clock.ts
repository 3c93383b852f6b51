/** The clocks and timers of delivery. */
export interface Times {
  /** Unix milliseconds; people set this clock, and machines sleep through it. */
  now(): number;
  /** Milliseconds on a clock that only goes forward, as `performance.now()`: for whatever is waited for. */
  elapsed(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

/**
 * For how long a repeated request surely finds Discord still knowing its nonce. Discord says "the
 * past few minutes"; beyond this the channel's own history is asked.
 */
export const NONCE_MS = 60_000;

/** Whether Discord surely still knows a nonce first used at `at`; not if the clock was put back. */
export function isNonceKnown(at: number, now: number): boolean {
  const age = now - at;
  return age >= 0 && age < NONCE_MS;
}
