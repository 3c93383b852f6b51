import { setTimeout as sleep } from 'node:timers/promises';
import { finish, until } from './finish.ts';
import type { Random } from '../random.ts';
import type { Scene } from './scene.ts';
import type { Subject } from './subject.ts';
import { missingIn } from './verdict.ts';

/** How much time passes while the bot is dead, measured by how long Discord remembers a nonce. */
export type Window = 'inside' | 'outside' | 'around';

/**
 * When it is killed: at any moment of its run; while it starts; when a post has arrived and nothing
 * has come of it yet; when it has, but is not answered; when the answer is there; or when the post
 * is held up on its way and takes effect after the next start.
 */
export type Moment = 'any' | 'start' | 'arrived' | 'committed' | 'answered' | 'travelling';

/** About how long a bot needs to start, in milliseconds. */
const START_MS = 900;
const OUTSIDE_MS = 600_000;
const HELD_MS = 1500;
/** If its moment does not come within this time, it is killed then. */
const PATIENCE_MS = 20_000;

const momentsOf = (window: Window): [Moment, ...Moment[]] => [
  'any',
  'any',
  'start',
  'arrived',
  'committed',
  'committed',
  'answered',
  // Time that only seems to pass must not pass while something is on its way.
  ...(window === 'inside' ? (['travelling'] as const) : []),
];

interface KillOptions {
  scene: Scene;
  launch: () => Subject;
  kills: number;
  window: Window;
  random: Random;
  /** The moments to choose from; all unless told. */
  moments?: readonly [Moment, ...Moment[]];
}

/**
 * Kills the bot again and again while it delivers, and lets the last one finish.
 *
 * @returns how many were killed, and what is to be said of it
 */
export const runKills = async (
  options: KillOptions,
): Promise<{ kills: number; notes: string[] }> => {
  const { scene, launch, window, random, moments = momentsOf(window) } = options;
  const notes: string[] = [];
  let kills = 0;
  for (let left = options.kills; left > 0; left--) {
    const subject = launch();
    await untilKilled(scene, subject, random.pick(moments), left, random);
    const ending = await subject.ended;
    if (ending === 'SIGKILL') kills += 1;
    // The peer is through when it has nothing to do; the bot never is.
    else if (ending !== 0 || subject.isReady()) notes.push(`ended by itself with ${ending}`);
    scene.wire.calm();
    if (window === 'inside') continue;
    await scene.wire.landed();
    chat(scene, random);
    const awayMs = window === 'outside' ? OUTSIDE_MS : random.int(20_000, 240_000);
    scene.clock.advance(awayMs);
    scene.note(`${awayMs / 1000} s pass`);
  }
  const laterMs = window === 'inside' ? 0 : OUTSIDE_MS;
  notes.push(...(await finish(scene, launch, { laterMs })));
  return { kills, notes };
};

/** Kills the subject at such a moment, spread so that `left` kills are spread over the run. */
const untilKilled = async (
  scene: Scene,
  subject: Subject,
  moment: Moment,
  left: number,
  random: Random,
): Promise<void> => {
  const { wire, pace } = scene;
  const share = Math.max(1, Math.round((2 * missingIn(scene)) / (left + 1)));
  const wanted = wire.posts + random.int(1, share);
  const kill = (): void => subject.signal('SIGKILL');
  scene.note(`to be killed: ${moment}`);
  if (moment === 'any' || moment === 'start') {
    const spanMs = moment === 'start' ? START_MS : START_MS + (1000 * share) / pace;
    await until(() => !subject.isRunning(), random.real(0, spanMs));
    kill();
    return;
  }
  if (moment === 'answered') {
    const waitMs = random.int(0, 3);
    wire.onAnswered(() => {
      if (wire.posts >= wanted) setTimeout(kill, waitMs);
    });
  } else {
    const waitMs = random.int(3, 12);
    wire.onPost(({ n }) => {
      if (n !== wanted) return undefined;
      if (moment === 'committed')
        return { commit: true, answer: 'hang', meanwhile: () => setTimeout(kill, waitMs) };
      setTimeout(kill, 0);
      return moment === 'travelling' ? { delayMs: HELD_MS } : undefined;
    });
  }
  await until(() => !subject.isRunning(), PATIENCE_MS);
  kill();
  await sleep(0);
};

/** While nobody delivers, people go on talking, most of all where a digest has just arrived. */
const chat = ({ wire, channels, person }: Scene, random: Random): void => {
  for (const id of wire.recent) {
    const lines = random.chance(0.3) ? random.int(101, 230) : random.chance(0.3) ? 2 : 0;
    for (let n = 0; n < lines; n++) person.say({ id }, `line ${n + 1} after the digest`);
  }
  for (const { id } of channels) if (random.chance(0.02)) person.say({ id }, 'Good morning!');
};
