import { setTimeout as sleep } from 'node:timers/promises';
import { finish, until } from './finish.ts';
import type { Random } from '../random.ts';
import type { Setup } from './setup.ts';
import type { BotProcess } from './bot-process.ts';
import { missingIn } from './count.ts';

/** How much time passes while the bot is down, relative to how long Discord remembers a nonce. */
export type Window = 'inside' | 'outside' | 'around';

/**
 * When it's killed: at any time; while it's starting; when a post has arrived but had no effect
 * yet; when it had an effect but no response; when the response is there; or when the post is
 * delayed and takes effect after the next start.
 */
export type Moment = 'any' | 'start' | 'arrived' | 'committed' | 'answered' | 'travelling';

/** About how long a bot takes to start, in milliseconds. */
const START_MS = 900;
const OUTSIDE_MS = 600_000;
const HELD_MS = 1500;
/** After this time, it's killed even if the moment hasn't come. */
const PATIENCE_MS = 20_000;

const momentsOf = (window: Window): [Moment, ...Moment[]] => [
  'any',
  'any',
  'start',
  'arrived',
  'committed',
  'committed',
  'answered',
  // The clock must not be moved while a request is on its way.
  ...(window === 'inside' ? (['travelling'] as const) : []),
];

interface KillOptions {
  setup: Setup;
  launch: () => BotProcess;
  kills: number;
  window: Window;
  random: Random;
  /** The moments to choose from. Default: all that the window allows. */
  moments?: readonly [Moment, ...Moment[]];
}

/**
 * Kills the bot again and again while it's delivering, and lets the last one finish.
 *
 * @returns how many were killed, and remarks
 */
export const runKills = async (
  options: KillOptions,
): Promise<{ kills: number; notes: string[] }> => {
  const { setup, launch, window, random, moments = momentsOf(window) } = options;
  const notes: string[] = [];
  let kills = 0;
  for (let left = options.kills; left > 0; left--) {
    const bot = launch();
    await untilKilled(setup, bot, random.pick(moments), left, random);
    const ending = await bot.ended;
    if (ending === 'SIGKILL') kills += 1;
    // The peer ends when it has nothing left to do; the bot never does.
    else if (ending !== 0 || bot.isReady()) notes.push(`ended by itself with ${ending}`);
    setup.traffic.reset();
    if (window === 'inside') continue;
    await setup.traffic.settled();
    chat(setup, random);
    const awayMs = window === 'outside' ? OUTSIDE_MS : random.int(20_000, 240_000);
    setup.clock.advance(awayMs);
    setup.note(`${awayMs / 1000} s pass`);
  }
  const laterMs = window === 'inside' ? 0 : OUTSIDE_MS;
  notes.push(...(await finish(setup, launch, { laterMs })));
  return { kills, notes };
};

/** Kills the bot at the given moment, timed so that the `left` kills are spread over the run. */
const untilKilled = async (
  setup: Setup,
  bot: BotProcess,
  moment: Moment,
  left: number,
  random: Random,
): Promise<void> => {
  const { traffic, rateLimiter } = setup;
  const share = Math.max(1, Math.round((2 * missingIn(setup)) / (left + 1)));
  const wanted = traffic.posts + random.int(1, share);
  const kill = (): void => bot.signal('SIGKILL');
  setup.note(`to be killed: ${moment}`);
  if (moment === 'any' || moment === 'start') {
    const spanMs = moment === 'start' ? START_MS : START_MS + (1000 * share) / rateLimiter;
    await until(() => !bot.isRunning(), random.real(0, spanMs));
    kill();
    return;
  }
  if (moment === 'answered') {
    const waitMs = random.int(0, 3);
    traffic.onAnswered(() => {
      if (traffic.posts >= wanted) setTimeout(kill, waitMs);
    });
  } else {
    const waitMs = random.int(3, 12);
    traffic.onPost(({ n }) => {
      if (n !== wanted) return undefined;
      if (moment === 'committed')
        return { commit: true, answer: 'hang', meanwhile: () => setTimeout(kill, waitMs) };
      setTimeout(kill, 0);
      return moment === 'travelling' ? { delayMs: HELD_MS } : undefined;
    });
  }
  await until(() => !bot.isRunning(), PATIENCE_MS);
  kill();
  await sleep(0);
};

/** Lets people talk while the bot is down, mostly where a digest has just arrived. */
const chat = ({ traffic, channels, person }: Setup, random: Random): void => {
  for (const id of traffic.recent) {
    const lines = random.chance(0.3) ? random.int(101, 230) : random.chance(0.3) ? 2 : 0;
    for (let n = 0; n < lines; n++) person.say({ id }, `line ${n + 1} after the digest`);
  }
  for (const { id } of channels) if (random.chance(0.02)) person.say({ id }, 'Good morning!');
};
