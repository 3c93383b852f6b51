import { setTimeout as sleep } from 'node:timers/promises';
import { finish, lastLine, stop, until, untilDelivered } from './finish.ts';
import type { Subject } from './subject.ts';
import type { Ran, Stage } from './trial.ts';

const WITHIN_MS = 120_000;
const EVENTS = 6;
/** A machine that wakes up: longer than the lease of a sender, shorter and longer than a nonce. */
const SLEEPS_MS = [90_000, 600_000] as const;

/** Code 0, or that of a process that was told to end before it had begun. */
const isGraceful = (ending: number | NodeJS.Signals): boolean =>
  ending === 0 || ending === 'SIGTERM';

/** One of two instances, which is started again whenever it ends. */
class Instance {
  subject: Subject;
  readonly notes: string[] = [];
  readonly #start: () => Subject;
  #isWanted = true;

  constructor(start: () => Subject) {
    this.#start = start;
    this.subject = this.#watch(start());
  }

  #watch(subject: Subject): Subject {
    void subject.ended.then(async (ending) => {
      if (!isGraceful(ending) && ending !== 'SIGKILL')
        this.notes.push(`${subject.name} ended with ${ending}: ${lastLine(subject)}`);
      // As something that keeps a service alive does.
      await sleep(300);
      if (this.#isWanted) this.subject = this.#watch(this.#start());
    });
    return subject;
  }

  /** It is not started again; gives how it ended when told to, 0 if it was not there to be told. */
  async retire(): Promise<number | NodeJS.Signals> {
    this.#isWanted = false;
    return this.subject.isRunning() ? stop(this.subject) : 0;
  }
}

/** Two instances on one store: killed, ended, stopped and continued at random. */
export const runTwins = async ({ scene, random, launch }: Stage): Promise<Ran> => {
  const first = new Instance(() => launch({ name: 'instance A' }));
  await sleep(random.int(0, 1500));
  const second = new Instance(() => launch({ name: 'instance B' }));
  let kills = 0;
  for (let event = 0; event < EVENTS; event++) {
    await sleep(random.int(50, 900));
    const { subject } = random.pick([first, second]);
    const act = random.pick(['kill', 'kill', 'end', 'stop', 'sleep']);
    if (act === 'kill') {
      kills += 1;
      subject.signal('SIGKILL');
    } else if (act === 'end') subject.signal('SIGTERM');
    else {
      subject.signal('SIGSTOP');
      if (act === 'sleep') {
        await sleep(100);
        await scene.wire.landed();
        const asleepMs = random.pick(SLEEPS_MS);
        scene.clock.advance(asleepMs);
        scene.note(`${subject.name} sleeps for ${asleepMs / 1000} s`);
      }
      await sleep(random.int(200, 2000));
      subject.signal('SIGCONT');
    }
  }
  const waited = await untilDelivered(scene);
  await sleep(500);
  const endings = [await first.retire(), await second.retire()];
  const bad = endings.filter((ending) => !isGraceful(ending));
  const notes = await finish(scene, launch);
  return {
    kills,
    notes: [...waited, ...first.notes, ...second.notes, ...notes],
    problems: bad.map((ending) => `an instance ended with ${ending} on SIGTERM`),
  };
};

/**
 * Two instances on one store, on a Discord that remembers no nonce: if both send, it shows. In the
 * middle one of them is told to end, whichever it is that sends, and the other takes over.
 */
export const runShift = async ({ scene, random, launch }: Stage): Promise<Ran> => {
  const { wire, channels } = scene;
  const both = [launch({ name: 'instance A' })];
  await sleep(random.int(0, 1500));
  both.push(launch({ name: 'instance B' }));
  const leaver = random.pick([0, 1]);
  const wanted = random.int(1, channels.length);
  await until(() => wire.posts >= wanted, WITHIN_MS);
  const endings = both.slice(leaver, leaver + 1).map(stop);
  const waited = await untilDelivered(scene);
  endings.push(...both.map(stop));
  const bad = (await Promise.all(endings)).filter((ending) => !isGraceful(ending));
  const notes = await finish(scene, launch);
  return {
    notes: [...waited, ...notes],
    problems: bad.map((ending) => `an instance ended with ${ending} on SIGTERM`),
  };
};

/** Two instances that know nothing of each other, on one token, within the nonce window. */
export const runStrangers = async ({ scene, random, launch }: Stage): Promise<Ran> => {
  await scene.fillStore('second');
  const first = launch({ name: 'instance A' });
  await sleep(random.int(0, 1500));
  const second = launch({ name: 'instance B', store: 'second' });
  await untilDelivered(scene);
  const notes = await finish(scene, () => launch(), { running: first });
  const again = await finish(scene, () => launch({ store: 'second' }), { running: second });
  return { notes: [...notes, ...again] };
};
