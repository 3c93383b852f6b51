import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type LoopbackDiscord, startDiscord } from '../../playground/server/start.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { startChild } from '../child.ts';
import type { ScriptCoverage } from './coverage.ts';
import { type FakeSources, openFakeSources } from './sources.ts';

/** One walk through the bot, from a trigger to the visible result. */
interface Walk {
  title: string;
  /** The time on the clock when the bot starts; less than a minute before the hour that matters. */
  startsAt: string;
  /** Whether the sample digest is in the folder when the bot starts. */
  hasSample?: boolean;
  /** The day for which Hugging Face lists papers; without one, no digests are built. */
  listedDay?: string;
  /** Does what's necessary before the walk begins. */
  prepare?: (world: World) => Promise<void>;
  /** Starts the walk, and resolves when its result is visible. */
  go: (world: World) => Promise<void>;
}

/** What a walk works with. */
interface World {
  papers: ChannelHandle;
  /** May manage the server. */
  ada: Person;
  /** The folder of digests. */
  digests: string;
  /** Moves the clock of the bot and of Discord to the next full minute. */
  nextMinute: () => void;
}

const SAMPLE_DAY = '2021-05-05';
const SAMPLE = fileURLToPath(new URL(`../../digests/${SAMPLE_DAY}.md`, import.meta.url));
const UPVOTES = { '2606.00001': 118, '2606.00002': 7, '2606.00003': 60 };
/** Manage Server, View Channel, Send Messages, Read Message History, Use Application Commands. */
const PERMISSIONS = (1n << 5n) | (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 31n);

const MINUTE_MS = 60_000;
const POLL_MS = 20;
const WITHIN_MS = 60_000;
/**
 * Long enough for what a start or a new minute triggers, and so short that the timers of any
 * running bot (daily backup, gateway watchdog) don't fire before the walk is over.
 */
const IDLE_MS = 2000;
/** For what follows the visible result, such as storing an outcome. */
const AFTERMATH_MS = 500;

export const walks: readonly Walk[] = [
  {
    title: 'a digest file to its post',
    startsAt: '2021-05-06T08:59:05Z',
    async prepare({ ada, papers, nextMinute }) {
      await ada.type(papers, '/subscribe channel:#papers time:09:00 timezone:UTC');
      nextMinute();
    },
    async go({ digests, papers }) {
      await copyFile(SAMPLE, join(digests, `${SAMPLE_DAY}.md`));
      // Its menu names the day, in every version.
      const mark = `digest-${SAMPLE_DAY}`;
      await until(() =>
        papers.messages.some(({ components }) => JSON.stringify(components).includes(mark)),
      );
    },
  },
  {
    title: '`/papers category:cs.CV`',
    startsAt: '2021-05-06T08:00:05Z',
    hasSample: true,
    async go({ ada, papers }) {
      const { embeds } = await ada.type(papers, '/papers category:cs.CV');
      if (embeds.length === 0) throw new Error('the bot shows no papers');
    },
  },
  {
    title: 'a Hugging Face day to its file',
    // A day's digest is built from six o'clock the next morning.
    startsAt: '2026-06-13T05:59:05Z',
    listedDay: '2026-06-12',
    async go({ digests, nextMinute }) {
      const isBuilt = async (): Promise<boolean> =>
        (await readdir(digests)).some((name) => /^2026-06-12.*\.md$/.test(name));
      if (await isBuilt()) throw new Error('the digest was built before its time');
      nextMinute();
      await until(isBuilt);
    },
  },
];

/**
 * Starts a checkout's bot, takes a walk, and returns what ran during it.
 *
 * This only relies on the checkout's `src/main.ts` and the names of its settings, so that versions
 * with different files can be compared.
 *
 * @param root the checkout
 */
export const takeWalk = async (walk: Walk, root: URL): Promise<ScriptCoverage[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-walk-'));
  const digests = join(folder, 'digests');
  await mkdir(digests);
  if (walk.hasSample === true) await copyFile(SAMPLE, join(digests, `${SAMPLE_DAY}.md`));
  let clockOffsetMs = Date.parse(walk.startsAt) - Date.now();
  const discord = await startDiscord({ now: () => Date.now() + clockOffsetMs });
  const sources =
    walk.listedDay === undefined ? undefined : await openFakeSources(walk.listedDay, UPVOTES);
  const { child, ready } = startBot(root, { folder, digests, discord, sources, clockOffsetMs });
  try {
    await ready();
    const guild = discord.world.addGuild({ name: 'Paper Lab' });
    const world: World = {
      papers: guild.addChannel({ name: 'papers' }),
      ada: guild.addMember({ name: 'ada', permissions: PERMISSIONS }),
      digests,
      nextMinute: () => {
        clockOffsetMs += MINUTE_MS - ((Date.now() + clockOffsetMs) % MINUTE_MS) + 50;
        child.tell({ clockOffsetMs });
      },
    };
    await walk.prepare?.(world);
    await sleep(IDLE_MS);
    await child.ask({ coverage: 'take' });
    await walk.go(world);
    await sleep(AFTERMATH_MS);
    return await child.ask<ScriptCoverage[]>({ coverage: 'take' });
  } finally {
    await child.end(10_000);
    await discord.close();
    sources?.close();
    await rm(folder, { recursive: true, force: true });
  }
};

interface Surroundings {
  folder: string;
  digests: string;
  discord: LoopbackDiscord;
  sources: FakeSources | undefined;
  clockOffsetMs: number;
}

const startBot = (root: URL, around: Surroundings) => {
  const { folder, digests, discord, sources, clockOffsetMs } = around;
  const lines: string[] = [];
  const preloads = [
    new URL('../../playground/child-clock.ts', import.meta.url).href,
    new URL('coverage.ts', import.meta.url).href,
  ];
  const child = startChild(new URL('src/main.ts', root), {
    execArgv: preloads.flatMap((url) => ['--import', url]),
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      // Code from the cache would only be counted roughly.
      NODE_DISABLE_COMPILE_CACHE: '1',
      PLAYGROUND_CLOCK_OFFSET_MS: String(clockOffsetMs),
      DISCORD_TOKEN: discord.token,
      DISCORD_API: discord.url,
      DIGESTS_DIR: digests,
      DATABASE_URL: `sqlite:${join(folder, 'paperboy.db')}`,
      SOURCES: 'none',
      ...sources?.env,
    },
    onLine: (line) => lines.push(line),
  });
  const ready = (): Promise<void> =>
    until(() => {
      if (child.hasEnded()) throw new Error(`the bot ended:\n${lines.slice(-20).join('\n')}`);
      return lines.some((line) => /\bready\b/.test(line));
    });
  return { child, ready };
};

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const endsAt = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error('the bot did not do what it was waited for');
    await sleep(POLL_MS);
  }
};
