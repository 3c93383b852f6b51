/** What asking somebody out there needs of the world. */
export interface Net {
  fetch: typeof fetch;
  /** Unix milliseconds. */
  now: () => number;
  /** Rejects when the signal is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  random: () => number;
  /** Who asks; see `userAgentOf`. */
  userAgent: string;
  /** How long one question may take in milliseconds, waits between its requests not counted. */
  timeoutMs?: number;
}

/** Waits; an abort ends it by throwing the signal's own reason, whatever `sleep` makes of it. */
export async function pause(
  { sleep }: Pick<Net, 'sleep'>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
