/** Moves the playground's clock: forward while the bot is running, back by restarting it. */
import type { Clock } from '../clock.ts';
import { ControlError } from './serve.ts';

/**
 * How much before the requested time the clock arrives, in milliseconds, so that the person sees it
 * come.
 */
export const LEAD_MS = 3000;
const FURTHEST_MS = 31 * 86_400_000;

interface ClockParts {
  clock: Clock;
  /** Tells the running bot. */
  tellBot: (offsetMs: number) => void;
  restartBot: () => Promise<void>;
}

/**
 * @param to Unix milliseconds; null for the machine's own time
 * @throws ControlError for a time in the past or more than a month ahead
 */
export async function moveClock(
  { clock, tellBot, restartBot }: ClockParts,
  to: number | null,
): Promise<void> {
  if (to === null) {
    if (clock.offset() === 0) return;
    clock.setOffset(0);
    // Programs don't expect their clock to go back by a day: timers would wait a day longer.
    await restartBot();
    return;
  }
  if (to <= clock.now()) throw new ControlError('The clock only goes forward, or back to now');
  if (to - Date.now() > FURTHEST_MS) throw new ControlError('At most a month ahead');
  const offset = Math.max(clock.offset(), to - LEAD_MS - Date.now());
  clock.setOffset(offset);
  tellBot(offset);
}
