import { mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DiscordOptions,
  type LoopbackDiscord,
  startDiscord,
} from '../../playground/server/start.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import type { GuildHandle } from '../../playground/server/world/guild.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { type Bot, startBot } from '../../src/bot.ts';
import { type Config, readConfig } from '../../src/config/config.ts';
import type { Digest } from '../../src/digest/types.ts';
import { createLog } from '../../src/log.ts';
import { markdownOf } from './digest.ts';
import { printTranscriptIfFailed } from './transcript.ts';

/** With the bot's own debounce times, tests would spend most of their time waiting. */
const DEBOUNCE = { fileMs: 200, archiveMs: 600 };
const LONG_AGO = 1_600_000_000_000;
const MANAGE_GUILD = 1n << 5n;
const USUAL = (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 31n);

/** A server on a Discord of its own, people in it, a folder of digests, and the real bot. */
export interface Lab {
  discord: LoopbackDiscord;
  guild: GuildHandle;
  papers: ChannelHandle;
  general: ChannelHandle;
  /** Has Manage Server. */
  ada: Person;
  /** Doesn't have Manage Server. */
  ben: Person;
  bot: Bot;
  /** Every line the bot logged. */
  logged: string[];
  /**
   * Adds a digest file, dated long ago unless told otherwise.
   *
   * @param writtenAt Unix milliseconds
   */
  addDigest(digest: Digest, name?: string, writtenAt?: number): Promise<void>;
  removeDigest(name: string): Promise<void>;
  /** Both the bot's and Discord's. */
  clock: { now: number };
  config: Config;
  /**
   * Ends the bot and starts another over the same store, as a restart does.
   *
   * @param meanwhile what happens while none runs
   */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  digests?: readonly Digest[];
  now?: string;
  env?: Record<string, string>;
  /** Whether the clock runs; by default only the test moves it. */
  isClockRunning?: boolean;
  discord?: DiscordOptions;
}

export async function openLab(options: Options = {}): Promise<Lab> {
  const begin = Date.parse(options.now ?? '2021-05-06T12:00:00Z');
  const clock = options.isClockRunning === true ? runningClock(begin) : { now: begin };
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-lab-'));
  // A request that this Discord doesn't know is a bug in the bot, or something missing here.
  const strange: string[] = [];
  const discord = await startDiscord({
    now: () => clock.now,
    log: (line) => strange.push(line),
    ...options.discord,
  });
  printTranscriptIfFailed(discord);
  const guild = discord.world.addGuild({ name: 'Paper Lab' });
  const papers = guild.addChannel({ name: 'papers' });
  const general = guild.addChannel({ name: 'general' });
  const ada = guild.addMember({ name: 'ada', permissions: USUAL | MANAGE_GUILD });
  const ben = guild.addMember({ name: 'ben' });

  const addDigest: Lab['addDigest'] = async (digest, name = digest.file, writtenAt = LONG_AGO) => {
    const path = join(folder, name);
    await writeFile(path, markdownOf(digest));
    await utimes(path, writtenAt / 1000, writtenAt / 1000);
  };
  for (const digest of options.digests ?? []) await addDigest(digest);

  const read = readConfig(
    {
      DISCORD_TOKEN: discord.token,
      DISCORD_API: discord.url,
      DIGESTS_DIR: folder,
      DATABASE_URL: `sqlite:${join(folder, 'data/lab.db')}`,
      SOURCES: 'none',
      LOG_LEVEL: 'debug',
      ...options.env,
    },
    () => true,
  );
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { config } = read;
  const logged: string[] = [];
  const start = (): Promise<Bot> =>
    startBot({
      config,
      log: createLog({
        level: config.logLevel,
        secrets: [config.token],
        readable: false,
        write: (line) => logged.push(line),
      }),
      now: () => clock.now,
      debounce: DEBOUNCE,
      onFatal: (error) => {
        throw error;
      },
    });

  const lab: Lab = {
    discord,
    guild,
    papers,
    general,
    ada,
    ben,
    logged,
    clock,
    config,
    addDigest,
    removeDigest: (name) => unlink(join(folder, name)),
    bot: await start(),
    async restart(meanwhile) {
      await lab.bot.stop();
      await meanwhile?.();
      lab.bot = await start();
    },
    async close() {
      await lab.bot.stop();
      await discord.close();
      await rm(folder, { recursive: true });
      if (strange.length > 0) throw new Error(strange.join('\n'));
    },
  };
  return lab;
}

function runningClock(start: number): Lab['clock'] {
  let ahead = start - Date.now();
  return {
    get now() {
      return Date.now() + ahead;
    },
    set now(time) {
      ahead = time - Date.now();
    },
  };
}
