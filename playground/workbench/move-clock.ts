/** Moves the playground's clock: forward while the bot is running, back by restarting it. */
import type { Clock } from '../clock.ts';
import type { BotWatch } from './bot-watch.ts';
import { ControlError } from './serve.ts';

/**
 * How much before the requested time the clock arrives, in milliseconds, so that the person sees it
 * come.
 */
export const LEAD_MS = 3000;
const FURTHEST_MS = 31 * 86_400_000;
const MINUTE_MS = 60_000;

export interface ClockParts {
  clock: Clock;
  watch: Pick<BotWatch, 'untilSeen' | 'untilLooked'>;
  isBotRunning: () => boolean;
  /** Tells the running bot. */
  tellBot: (offsetMs: number) => void;
  restartBot: () => Promise<void>;
}

/**
 * Moves the clock once the bot has seen every dropped digest: what it only finds after a jump may be
 * too old to be delivered. Resolves when the requested time has come and the bot has looked for what
 * is due, so that the next jump can't skip it.
 *
 * @param to Unix milliseconds; null for the machine's own time
 * @param options.isOutage Discord is down: the bot may be stuck in a delivery, which isn't waited for
 * @throws ControlError for a time in the past or more than a month ahead, or if the bot doesn't see a
 * dropped digest
 */
export async function moveClock(
  { clock, watch, isBotRunning, tellBot, restartBot }: ClockParts,
  to: number | null,
  { isOutage = false } = {},
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
  if (isBotRunning() && !(await watch.untilSeen({ isRead: isOutage })) && isBotRunning())
    throw new ControlError("The bot hasn't seen the dropped digest yet, so the clock stays");
  const offset = Math.max(clock.offset(), to - LEAD_MS - Date.now());
  clock.setOffset(offset);
  tellBot(offset);
  // The bot looks at every full minute, and when the clock jumps over one.
  if (isBotRunning() && !isOutage) await watch.untilLooked(Math.floor(to / MINUTE_MS) * MINUTE_MS);
}
