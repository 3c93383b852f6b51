import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';
import type { Subject } from './subject.ts';
import { missingIn } from './verdict.ts';

const POLL_MS = 25;
const MINUTE_MS = 60_000;
const IDLE_MS = 3000;
/** After so long without a message in a new channel, none is expected any more. */
const STALLED_MS = 60_000;
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
 * Waits until every channel has its digest; when nothing happens any more, minutes pass. Gives up
 * when for long no channel has got one.
 *
 * @param isOver ends the wait early
 * @param idleMs after so long without a request the next minute is made to come
 * @returns how many minutes had to pass, as remarks
 */
export const untilDelivered = async (
  scene: Scene,
  isOver: () => boolean = () => false,
  idleMs = IDLE_MS,
): Promise<string[]> => {
  const { wire } = scene;
  let minutes = 0;
  let idleSince = performance.now();
  let progressAt = performance.now();
  let missing = scene.channels.length;
  while (!isOver()) {
    const now = performance.now();
    const before = missing;
    missing = missingIn(scene);
    if (missing < before) progressAt = now;
    if (missing === 0 || now - progressAt > STALLED_MS) break;
    if (wire.inFlight() > 0) idleSince = now;
    if (Math.min(wire.quietMs(), now - idleSince) > idleMs) {
      passMinute(scene);
      minutes += 1;
      idleSince = now;
    }
    await sleep(POLL_MS);
  }
  return minutes > 0 ? [`waited for ${minutes} full minutes`] : [];
};

/** Tells it to end, kills it if it does not, and gives how it ended. */
export const stop = async (subject: Subject): Promise<number | NodeJS.Signals> => {
  subject.signal('SIGTERM');
  const hasEnded = await until(() => !subject.isRunning(), STOP_WITHIN_MS);
  if (!hasEnded) subject.signal('SIGKILL');
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
  { laterMs = 0, running }: { laterMs?: number; running?: Subject | undefined } = {},
): Promise<string[]> => {
  scene.wire.calm();
  const last = running?.isRunning() === true ? running : launch();
  const notes = await untilDelivered(scene, () => !last.isRunning());
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

/** The last thing it said, with the error if it was one, cut to a length that fits a table. */
export const lastLine = (subject: Subject): string => {
  const line = subject.output().trim().split('\n').at(-1) ?? '';
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
