import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';
import type { Subject } from './subject.ts';
import { missingIn } from './verdict.ts';

const POLL_MS = 25;
const MINUTE_MS = 60_000;
/** After so long without a request the next minute is made to come, in milliseconds. */
const IDLE_MS = 3000;
/** A bot that has nothing to do any more is silent for so long. */
const SILENCE_MS = 400;
/** How long a bot may take to end that is told to. */
export const STOP_WITHIN_MS = 10_000;

/** Waits until `isSo`, looking often; false when `withinMs` are over first. */
export const until = async (isSo: () => boolean, withinMs: number): Promise<boolean> => {
  const endsAt = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > endsAt) return false;
    await sleep(POLL_MS);
  }
  return true;
};

/** Lets the clock come to the next full minute, when bots look whether something is to be done. */
export const passMinute = ({ clock, note }: Scene): void => {
  clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS) + 50);
  note('nothing happened for a while: the next minute begins');
};

/**
 * Waits until every channel has its digest; when nothing happens any more, minutes pass.
 *
 * @param isOver ends the wait early
 * @returns how many minutes had to pass
 */
export const untilDelivered = async (
  scene: Scene,
  isOver: () => boolean,
  withinMs: number,
): Promise<number> => {
  const { wire } = scene;
  let minutes = 0;
  let idleSince = performance.now();
  const isDone = (): boolean => {
    if (wire.inFlight() > 0) idleSince = performance.now();
    const idleMs = Math.min(wire.quietMs(), performance.now() - idleSince);
    if (idleMs > IDLE_MS) {
      passMinute(scene);
      minutes += 1;
      idleSince = performance.now();
    }
    return isOver() || missingIn(scene) === 0;
  };
  await until(isDone, withinMs);
  return minutes;
};

/** Tells it to end, kills it if it does not, and gives how it ended. */
export const stop = async (subject: Subject): Promise<number | NodeJS.Signals> => {
  subject.signal('SIGTERM');
  const isGone = await until(() => !subject.isRunning(), STOP_WITHIN_MS);
  if (!isGone) subject.signal('SIGKILL');
  return subject.ended;
};

/** Resolves when it has ended by itself, or answers and asks Discord for nothing any more. */
export const untilSilent = async (scene: Scene, subject: Subject, withinMs: number) =>
  until(
    () => !subject.isRunning() || (subject.isReady() && scene.wire.quietMs() > SILENCE_MS),
    withinMs,
  );

/**
 * The end of every trial: what is left is delivered, the bot is stopped, and started once more after
 * `laterMs`, when it must find nothing to do.
 *
 * @returns what is to be said of it
 */
export const finish = async (
  scene: Scene,
  launch: () => Subject,
  {
    laterMs = 0,
    withinMs = 90_000,
    running,
  }: { laterMs?: number; withinMs?: number; running?: Subject } = {},
): Promise<string[]> => {
  const notes: string[] = [];
  scene.wire.calm();
  const last = running ?? launch();
  const minutes = await untilDelivered(scene, () => !last.isRunning(), withinMs);
  if (minutes > 0) notes.push(`waited for ${minutes} full minutes`);
  // What ended by itself had nothing left to do, or is broken: the count will say.
  if (last.isRunning()) await untilSilent(scene, last, 20_000);
  const ending = await stop(last);
  if (ending !== 0) notes.push(`ended with ${ending}: ${lastLine(last)}`);

  scene.clock.advance(laterMs);
  const postsBefore = scene.wire.posts;
  const again = launch();
  await untilSilent(scene, again, 20_000);
  await stop(again);
  const more = scene.wire.posts - postsBefore;
  if (more > 0) notes.push(`${more} posts after all was delivered`);
  return notes;
};

/** The last thing it said, cut to a length that fits a table. */
export const lastLine = (subject: Subject): string => {
  const line = subject.output().trim().split('\n').at(-1) ?? '';
  const said = /"msg":"(.*)"/.exec(line)?.[1] ?? line;
  return said.length > 160 ? `${said.slice(0, 160)}…` : said;
};
