import { setTimeout as sleep } from 'node:timers/promises';
import { finish, lastLine, stop, until, untilDelivered } from './finish.ts';
import type { BotProcess } from './bot-process.ts';
import type { ScenarioResult, TrialContext } from './trial.ts';

const WITHIN_MS = 120_000;
const EVENTS = 6;
/**
 * How long a machine sleeps: longer than a sender's lease, and shorter or longer than a nonce
 * lasts.
 */
const SLEEPS_MS = [90_000, 600_000] as const;

/** Whether it ended with code 0, or with SIGTERM before it had installed its handler. */
const isGraceful = (ending: number | NodeJS.Signals): boolean =>
  ending === 0 || ending === 'SIGTERM';

/** One of two instances, restarted whenever it ends. */
class Instance {
  bot: BotProcess;
  readonly notes: string[] = [];
  readonly #start: () => BotProcess;
  #isWanted = true;

  constructor(start: () => BotProcess) {
    this.#start = start;
    this.bot = this.#watch(start());
  }

  #watch(bot: BotProcess): BotProcess {
    void bot.ended.then(async (ending) => {
      if (!isGraceful(ending) && ending !== 'SIGKILL')
        this.notes.push(`${bot.name} ended with ${ending}: ${lastLine(bot)}`);
      // Like a process supervisor.
      await sleep(300);
      if (this.#isWanted) this.bot = this.#watch(this.#start());
    });
    return bot;
  }

  /** Stops it for good; returns how it ended, 0 if it wasn't running. */
  async retire(): Promise<number | NodeJS.Signals> {
    this.#isWanted = false;
    return this.bot.isRunning() ? stop(this.bot) : 0;
  }
}

/** Two instances on one store: killed, terminated, stopped and continued at random. */
export const runTwoInstances = async ({
  setup,
  random,
  launch,
}: TrialContext): Promise<ScenarioResult> => {
  const first = new Instance(() => launch({ name: 'instance A' }));
  await sleep(random.int(0, 1500));
  const second = new Instance(() => launch({ name: 'instance B' }));
  let kills = 0;
  for (let event = 0; event < EVENTS; event++) {
    await sleep(random.int(50, 900));
    const { bot } = random.pick([first, second]);
    const act = random.pick(['kill', 'kill', 'end', 'stop', 'sleep']);
    if (act === 'kill') {
      kills += 1;
      bot.signal('SIGKILL');
    } else if (act === 'end') bot.signal('SIGTERM');
    else {
      bot.signal('SIGSTOP');
      if (act === 'sleep') {
        await sleep(100);
        await setup.traffic.settled();
        const asleepMs = random.pick(SLEEPS_MS);
        setup.clock.advance(asleepMs);
        setup.note(`${bot.name} sleeps for ${asleepMs / 1000} s`);
      }
      await sleep(random.int(200, 2000));
      bot.signal('SIGCONT');
    }
  }
  const waited = await untilDelivered(setup);
  await sleep(500);
  const endings = [await first.retire(), await second.retire()];
  const bad = endings.filter((ending) => !isGraceful(ending));
  const notes = await finish(setup, launch);
  return {
    kills,
    notes: [...waited, ...first.notes, ...second.notes, ...notes],
    problems: bad.map((ending) => `an instance ended with ${ending} on SIGTERM`),
  };
};

/**
 * Two instances on one store, with a Discord that remembers no nonces, so that it shows if both
 * send. In the middle, one of them is stopped, whether it's the one that sends or not, and the
 * other takes over.
 */
export const runHandover = async ({
  setup,
  random,
  launch,
}: TrialContext): Promise<ScenarioResult> => {
  const { traffic, channels } = setup;
  const both = [launch({ name: 'instance A' })];
  await sleep(random.int(0, 1500));
  both.push(launch({ name: 'instance B' }));
  const leaver = random.pick([0, 1]);
  const wanted = random.int(1, channels.length);
  await until(() => traffic.posts >= wanted, WITHIN_MS);
  const endings = both.slice(leaver, leaver + 1).map(stop);
  const waited = await untilDelivered(setup);
  endings.push(...both.map(stop));
  const bad = (await Promise.all(endings)).filter((ending) => !isGraceful(ending));
  const notes = await finish(setup, launch);
  return {
    notes: [...waited, ...notes],
    problems: bad.map((ending) => `an instance ended with ${ending} on SIGTERM`),
  };
};

/** Two instances with a store each on one token, within the nonce window. */
export const runTwoStores = async ({
  setup,
  random,
  launch,
}: TrialContext): Promise<ScenarioResult> => {
  await setup.fillStore('second');
  const first = launch({ name: 'instance A' });
  await sleep(random.int(0, 1500));
  const second = launch({ name: 'instance B', store: 'second' });
  await untilDelivered(setup);
  const notes = await finish(setup, () => launch(), { running: first });
  const again = await finish(setup, () => launch({ store: 'second' }), { running: second });
  return { notes: [...notes, ...again] };
};
