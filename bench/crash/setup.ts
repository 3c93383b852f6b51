import { copyFile, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscord } from '../../playground/server/start.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoredSubscription } from '../../src/store/subscriptions.ts';
import { createClock } from './clock.ts';
import type { Random } from '../random.ts';
import type { BotProcess, ProcessEnvironment } from './bot-process.ts';
import { DAY, writeChatter, createServers, subscriptionOf, type Subscribed } from './servers.ts';
import { createTraffic, type Traffic } from './traffic.ts';

/** Shortly after the delivery hour of all channels, on the morning after the digest's day. */
const STARTS_AT = Date.parse('2021-05-06T09:00:20Z');
const NONCE_MS = 180_000;
/** Its jitter turns 48 requests a second into at most 50. */
const LATENCY_MS = { min: 60, max: 100 };
/** Discord allows 50 requests for every 48 that the bot makes. */
const ALLOWED = 50 / 48;

/** A Discord with subscribed channels and a digest that's due in all of them. */
export interface Setup extends ProcessEnvironment {
  channels: readonly Subscribed[];
  /** Ids of channels known to have their digest. */
  delivered: Set<string>;
  /** A person who may write in every channel. */
  person: Person;
  traffic: Traffic;
  /** Subscribes every channel in the store of that name. */
  fillStore: (name?: string) => Promise<void>;
  /** Kills all processes and removes all files. */
  close: () => Promise<void>;
}

interface SetupOptions {
  channels: number;
  /** The bot's requests per second. */
  rateLimiter: number;
  random: Random;
  /** How long Discord remembers a nonce, in milliseconds. Default: 3 minutes. */
  nonceWindowMs?: number | undefined;
  /** The latency of each request, in milliseconds. Default: 60 to 100. */
  latency?: { min: number; max: number } | undefined;
}

export const createSetup = async (options: SetupOptions): Promise<Setup> => {
  const { channels: count, rateLimiter, random } = options;
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-crash-'));
  const clock = createClock(join(folder, 'clock'), STARTS_AT);
  const traffic = createTraffic(random, options.latency ?? LATENCY_MS);
  const discord = await startDiscord({
    now: clock.now,
    rateLimits: { global: Math.ceil(rateLimiter * ALLOWED) },
    nonceWindowMs: options.nonceWindowMs ?? NONCE_MS,
    transcriptLength: 60_000,
    onExchange: traffic.over,
  });
  traffic.tap(discord.faults);

  const { channels, person } = createServers(discord, count);
  writeChatter(channels, person, random);

  const digests = join(folder, 'digests');
  const digest = join(digests, `${DAY}.md`);
  await mkdir(digests);
  await copyFile(new URL(`../../digests/${DAY}.md`, import.meta.url), digest);
  await utimes(digest, 1_600_000_000, 1_600_000_000);

  const storeUrl = (name: string): string => `sqlite:${join(folder, `${name}.db`)}`;
  const processes: BotProcess[] = [];
  // No process outlives an aborted run.
  const kill = (): void => {
    for (const bot of processes) bot.signal('SIGKILL');
  };
  process.once('exit', kill);
  return {
    discord,
    channels,
    delivered: new Set(),
    person,
    traffic,
    clock,
    rateLimiter,
    folder,
    digests,
    processes,
    storeUrl,
    fillStore: async (name = 'paperboy') => {
      const store = await openStore(storeUrl(name));
      await store.keyv<StoredSubscription>('subscriptions').setMany(
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
      await Promise.all(processes.map(({ ended }) => ended));
      await discord.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
