/** Moves the playground's clock: forward for the bot that is running, back by starting it anew. */
import type { Clock } from '../clock.ts';
import { ControlError } from './control-error.ts';

/** One arrives this much before the moment one asked for, in milliseconds, and so sees it come. */
export const LEAD_MS = 3000;
const FURTHEST_MS = 31 * 86_400_000;

export interface ClockParts {
  clock: Clock;
  /** Tells the running bot. */
  tellBot: (offsetMs: number) => void;
  restartBot: () => Promise<void>;
}

/**
 * @param to the moment, in milliseconds since 1970; null for the machine's own time
 * @throws ControlError for a moment that is past, or more than a month ahead
 */
export async function moveClock(
  { clock, tellBot, restartBot }: ClockParts,
  to: number | null,
): Promise<void> {
  if (to === null) {
    if (clock.offset() === 0) return;
    clock.setOffset(0);
    // No program expects its clock to go back by a day: what waits until then would wait a day.
    await restartBot();
    return;
  }
  if (to <= clock.now()) throw new ControlError('The clock only goes forward, or back to now');
  if (to - Date.now() > FURTHEST_MS) throw new ControlError('At most a month ahead');
  const offset = Math.max(clock.offset(), to - LEAD_MS - Date.now());
  clock.setOffset(offset);
  tellBot(offset);
}
