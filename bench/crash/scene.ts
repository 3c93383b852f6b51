import { copyFile, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoopbackDiscord, startDiscord } from '../../playground/server/start.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { openStore } from '../../src/store/open.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { type Clock, createClock } from './clock.ts';
import type { Random } from './random.ts';
import type { Subject } from './subject.ts';
import { createWire, type Wire } from './wire.ts';

export const DAY = '2021-05-05';
/** How a digest's message begins. */
export const HEADLINE = `Hot papers ${DAY}`;
/** Shortly after the hour of all channels, on the morning after the digest's day. */
const STARTS_AT = Date.parse('2021-05-06T09:00:20Z');
const SUBSCRIBED_AT = Date.parse('2021-05-01T12:00:00Z');
const NONCE_MS = 180_000;
const CHANNELS_PER_GUILD = 50;
const LATENCY_MS = { min: 40, max: 140 };
/** Discord allows 50 requests where the bot takes 48. */
const ALLOWED = 50 / 48;

/** A Discord with subscribed channels and a digest that is due in all of them. */
export interface Scene {
  discord: LoopbackDiscord;
  channels: readonly (ChannelHandle & { guildId: string })[];
  /** Channels that were seen to have their digest. */
  served: Set<string>;
  /** May write in every channel. */
  person: Person;
  wire: Wire;
  clock: Clock;
  /** The bot's setting REQUESTS_PER_SECOND. */
  pace: number;
  /** The processes' working folder. */
  folder: string;
  digests: string;
  /** Every process that was started. */
  subjects: Subject[];
  storeUrl: (name: string) => string;
  /** Subscribes every channel in the store of that name. */
  fillStore: (name?: string) => Promise<void>;
  /** Writes into the transcript what this harness does. */
  note: (line: string) => void;
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
      for (const subject of subjects) {
        subject.signal('SIGKILL');
        await subject.ended;
      }
      await discord.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const settle = (discord: LoopbackDiscord, count: number) => {
  const channels: (ChannelHandle & { guildId: string })[] = [];
  let person: Person | undefined;
  let guild = discord.world.addGuild({ name: 'Paper Lab 1' });
  for (let n = 0; n < count; n++) {
    if (n > 0 && n % CHANNELS_PER_GUILD === 0)
      guild = discord.world.addGuild({ name: `Paper Lab ${n / CHANNELS_PER_GUILD + 1}` });
    if (n % CHANNELS_PER_GUILD === 0)
      person = guild.addMember(person ? { person } : { name: 'ada' });
    channels.push(
      Object.assign(guild.addChannel({ name: `papers-${n + 1}` }), { guildId: guild.id }),
    );
  }
  if (person === undefined) throw new Error('a scene needs a channel');
  return { channels, person };
};

/** What people said before: nothing of it is a digest, though some of it looks like one. */
const gossip = (channels: readonly ChannelHandle[], person: Person, random: Random): void => {
  for (const channel of channels) {
    if (random.chance(0.05)) person.say(channel, `${HEADLINE}, in short: I read them all.`);
    const lines = random.chance(0.02) ? random.int(101, 150) : random.chance(0.1) ? 3 : 0;
    for (let n = 0; n < lines; n++) person.say(channel, `line ${n + 1} before the digest`);
  }
};

const subscriptionOf = (
  channelId: string,
  guildId: string,
  ownerId: string,
  random: Random,
): Subscription => ({
  channelId,
  guildId,
  top: random.int(1, 10),
  categories: [],
  time: '09:00',
  timeZone: 'UTC',
  ownerId,
  since: SUBSCRIBED_AT,
});
