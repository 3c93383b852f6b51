import { setTimeout as sleep } from 'node:timers/promises';
import type { Setup } from './setup.ts';
import type { BotProcess } from './bot-process.ts';
import { missingIn } from './count.ts';

const POLL_MS = 25;
const MINUTE_MS = 60_000;
const IDLE_MS = 3000;
/** After this long without a message in a new channel, no more are expected. */
const STALLED_MS = 60_000;
/** A bot that has nothing left to do is quiet for this long. */
const SILENCE_MS = 400;
/** How long a bot may take to stop after SIGTERM. */
export const STOP_WITHIN_MS = 10_000;

/** Polls until `isSo` is true; returns false if that takes longer than `withinMs`. */
export const until = async (isSo: () => boolean, withinMs: number): Promise<boolean> => {
  const endsAt = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > endsAt) return false;
    await sleep(POLL_MS);
  }
  return true;
};

/** Moves the clock to the next full minute, when bots check whether anything is due. */
const startNextMinute = ({ clock, note }: Setup): void => {
  clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS) + 50);
  note('nothing happened for a while: moving on to the next minute');
};

/**
 * Waits until every channel has its digest; while nothing happens, moves the clock by minutes.
 * Gives up if no channel gets one for a long time.
 *
 * @param isOver ends the wait early
 * @param idleMs after how long without a request the clock is moved to the next minute
 * @returns how many minutes had to pass, as remarks
 */
export const untilDelivered = async (
  setup: Setup,
  isOver: () => boolean = () => false,
  idleMs = IDLE_MS,
): Promise<string[]> => {
  const { traffic } = setup;
  let minutes = 0;
  let idleSince = performance.now();
  let progressAt = performance.now();
  let missing = setup.channels.length;
  while (!isOver()) {
    const now = performance.now();
    const before = missing;
    missing = missingIn(setup);
    if (missing < before) progressAt = now;
    if (missing === 0 || now - progressAt > STALLED_MS) break;
    if (traffic.inFlight() > 0) idleSince = now;
    if (Math.min(traffic.quietMs(), now - idleSince) > idleMs) {
      startNextMinute(setup);
      minutes += 1;
      idleSince = now;
    }
    await sleep(POLL_MS);
  }
  return minutes > 0 ? [`waited for ${minutes} full minutes`] : [];
};

/** Sends SIGTERM, kills it if it doesn't stop, and returns how it ended. */
export const stop = async (bot: BotProcess): Promise<number | NodeJS.Signals> => {
  bot.signal('SIGTERM');
  const hasEnded = await until(() => !bot.isRunning(), STOP_WITHIN_MS);
  if (!hasEnded) bot.signal('SIGKILL');
  return bot.ended;
};

/** Resolves when it has ended, or when it's ready and makes no more requests. */
const untilIdle = async (setup: Setup, bot: BotProcess, withinMs: number) =>
  until(
    () => !bot.isRunning() || (bot.isReady() && setup.traffic.quietMs() > SILENCE_MS),
    withinMs,
  );

/**
 * Ends every trial: lets the bot deliver what's left, stops it, and starts it once more after
 * `laterMs`, when it must have nothing to do.
 *
 * @returns remarks
 */
export const finish = async (
  setup: Setup,
  launch: () => BotProcess,
  { laterMs = 0, running }: { laterMs?: number; running?: BotProcess | undefined } = {},
): Promise<string[]> => {
  setup.traffic.reset();
  const last = running?.isRunning() === true ? running : launch();
  const notes = await untilDelivered(setup, () => !last.isRunning());
  // A process that ended by itself either had nothing left to do or is broken; the count will tell.
  if (last.isRunning()) await untilIdle(setup, last, 20_000);
  const ending = await stop(last);
  if (ending !== 0) notes.push(`ended with ${ending}: ${lastLine(last)}`);

  setup.clock.advance(laterMs);
  const postsBefore = setup.traffic.posts;
  const again = launch();
  await untilIdle(setup, again, 20_000);
  await stop(again);
  const more = setup.traffic.posts - postsBefore;
  if (more > 0) notes.push(`${more} posts after all was delivered`);
  return notes;
};

/** The last line of output, with the error if it has one, cut to fit into a table. */
export const lastLine = (bot: BotProcess): string => {
  const line = bot.output().trim().split('\n').at(-1) ?? '';
  const said = wordsOf(line);
  return said.length > 200 ? `${said.slice(0, 200)}…` : said;
};

const wordsOf = (line: string): string => {
  try {
    const { msg, err } = JSON.parse(line) as { msg: string; err?: { stack?: string } };
    const where = (err?.stack ?? '').split('\n').slice(0, 2).join(' ');
    return err === undefined ? msg : `${msg}: ${where}`;
  } catch {
    return line;
  }
};
