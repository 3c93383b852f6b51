import { copyFile, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscord } from '../../playground/server/start.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { openStore } from '../../src/store/open.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { createClock } from './clock.ts';
import type { Random } from '../random.ts';
import type { Subject, Surroundings } from './subject.ts';
import { DAY, gossip, settle, subscriptionOf, type Subscribed } from './town.ts';
import { createWire, type Wire } from './wire.ts';

/** Shortly after the hour of all channels, on the morning after the digest's day. */
const STARTS_AT = Date.parse('2021-05-06T09:00:20Z');
const NONCE_MS = 180_000;
/** Its spread takes 48 requests a second to 50 in the worst second, and no further. */
const LATENCY_MS = { min: 60, max: 100 };
/** Discord allows 50 requests where the bot takes 48. */
const ALLOWED = 50 / 48;

/** A Discord with subscribed channels and a digest that is due in all of them. */
export interface Scene extends Surroundings {
  channels: readonly Subscribed[];
  /** Channels that were seen to have their digest. */
  served: Set<string>;
  /** May write in every channel. */
  person: Person;
  wire: Wire;
  /** Subscribes every channel in the store of that name. */
  fillStore: (name?: string) => Promise<void>;
  /** Ends what still runs, and leaves nothing behind. */
  close: () => Promise<void>;
}

export interface SceneOptions {
  channels: number;
  /** Requests per second that the bot is to take. */
  pace: number;
  random: Random;
  /** How long Discord remembers a nonce, in milliseconds; 3 minutes unless told. */
  nonceWindowMs?: number | undefined;
  /** How long each request is on its way, in milliseconds. */
  latency?: { min: number; max: number } | undefined;
}

export const openScene = async (options: SceneOptions): Promise<Scene> => {
  const { channels: count, pace, random } = options;
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-crash-'));
  const clock = createClock(join(folder, 'clock'), STARTS_AT);
  const wire = createWire(random, options.latency ?? LATENCY_MS);
  const discord = await startDiscord({
    now: clock.now,
    rateLimits: { global: Math.ceil(pace * ALLOWED) },
    nonceWindowMs: options.nonceWindowMs ?? NONCE_MS,
    transcriptLength: 60_000,
    onExchange: wire.over,
  });
  wire.tap(discord.faults);

  const { channels, person } = settle(discord, count);
  gossip(channels, person, random);

  const digests = join(folder, 'digests');
  const digest = join(digests, `${DAY}.md`);
  await mkdir(digests);
  await copyFile(new URL(`../../digests/${DAY}.md`, import.meta.url), digest);
  await utimes(digest, 1_600_000_000, 1_600_000_000);

  const storeUrl = (name: string): string => `sqlite:${join(folder, `${name}.db`)}`;
  const subjects: Subject[] = [];
  // Nothing that was started outlives a run that breaks off.
  const kill = (): void => {
    for (const subject of subjects) subject.signal('SIGKILL');
  };
  process.once('exit', kill);
  return {
    discord,
    channels,
    served: new Set(),
    person,
    wire,
    clock,
    pace,
    folder,
    digests,
    subjects,
    storeUrl,
    fillStore: async (name = 'paperboy') => {
      const store = await openStore(storeUrl(name));
      await store.keyv<Subscription>('subscriptions').setMany(
        channels.map(({ id, guildId }) => ({
          key: id,
          value: subscriptionOf(id, guildId, person.id, random),
        })),
      );
      await store.close();
    },
    note: (line) => discord.transcript.add('person', `— ${line}`),
    close: async () => {
      kill();
      process.off('exit', kill);
      await Promise.all(subjects.map(({ ended }) => ended));
      await discord.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
