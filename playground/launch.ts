/** The whole playground: a Discord on this machine, its page, and the bot as a child process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ChannelType, ComponentType } from 'discord.js';
import { createBotProcess, type BotProcess } from './bot-process.ts';
import { createClock } from './clock.ts';
import { copyDigests, writeSample } from './digests.ts';
import { servePicture } from './pictures.ts';
import { preparePage, servePage } from './serve-page.ts';
import { startDiscord, type DiscordOptions, type LoopbackDiscord } from './server/start.ts';
import { createBotWatch } from './workbench/bot-watch.ts';
import { createWorkbench } from './workbench/workbench.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How long the bot may take to log in and register its commands, in milliseconds. */
const START_WITHIN = 60_000;

export interface Playground {
  /** The page's address, `http://127.0.0.1:4400/`. */
  url: string;
  discord: LoopbackDiscord;
  /** Ends the bot and the server and removes the database. */
  close: () => Promise<void>;
}

export interface LaunchOptions {
  /** The preferred port; if it's taken, any free one is used. */
  port: number;
  /** The folder of digests, of which the bot reads a copy. */
  digestsDir: string;
  /** How many of the newest files are copied. Default: all. */
  mostDigests?: number;
  /** Whether the sample is the newest digest. Its papers are made up. Default: false. */
  withSample?: boolean;
  /** Called with what the user should read: the bot's warnings, and that it stopped. */
  print: (line: string) => void;
}

/**
 * Starts everything, then lets ada subscribe #papers and post the newest digest.
 *
 * @throws Error with the bot's last output if it can't start
 */
export async function launch(options: LaunchOptions): Promise<Playground> {
  const { print } = options;
  const clock = createClock();
  const discord = await startOn(options.port, {
    botName: 'Paperboy',
    now: clock.now,
    onExchange: (exchange) => {
      workbench.requests.add(exchange);
    },
  });
  const { guild, papers } = furnish(discord, options.withSample === true);

  const folder = await mkdtemp(join(tmpdir(), 'paperboy-playground-'));
  const copy = join(folder, 'digests');
  const copied = await copyDigests(options.digestsDir, copy, options.mostDigests);
  // Never the original, which the sample mustn't get into.
  const digests = options.withSample === true ? copy : copied;
  if (options.withSample === true) await writeSample(copy, clock.now());
  let isStarted = false;
  const watch = createBotWatch();
  const bot = createBotProcess({
    args: ['--import', new URL('child-clock.ts', import.meta.url).href, join('src', 'main.ts')],
    cwd: ROOT,
    env: () => ({
      // The user's own zone, so that delivery times match the clock on the wall.
      TIMEZONE: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...process.env,
      DISCORD_TOKEN: discord.token,
      DISCORD_API: discord.url,
      DIGESTS_DIR: digests,
      DATABASE_URL: `sqlite:${join(folder, 'paperboy.db')}`,
      // Digests are dropped into its folder, so nothing needs the network.
      SOURCES: 'none',
      // The workbench reads along; only warnings and errors are printed.
      LOG_LEVEL: 'debug',
      // The zone in which the bot's process counts minutes, as `npm start` sets it.
      TZ: 'UTC',
      PLAYGROUND_CLOCK_OFFSET_MS: String(clock.offset()),
    }),
    print,
    // The workbench drops tomorrow's digest on purpose.
    isShown: ({ msg }) => msg !== 'this digest is for a day in the future',
    onEntry: watch.note,
    onDeath: (words) => {
      watch.ended();
      if (isStarted) print(`${words}\nThe page stays up; "Restart the bot" there starts it again.`);
    },
  });
  const workbench = createWorkbench({
    discord,
    clock,
    digests,
    watch,
    isBotRunning: bot.isRunning,
    tellBot: (clockOffsetMs) => {
      bot.tell({ clockOffsetMs });
    },
    restartBot: createRestart(bot),
  });
  discord.onRequest(workbench.handle);
  discord.onRequest(servePicture);
  discord.onRequest(servePage);

  // However this process ends, the bot and its folder go with it.
  const clean = () => {
    bot.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', clean);
  const close = async () => {
    await bot.stop();
    await discord.close();
    await rm(folder, { recursive: true, force: true });
    process.off('exit', clean);
  };

  try {
    bot.start();
    await Promise.all([untilReady(discord.origin, bot), preparePage()]);
    await firstDigest(guild.owner, papers, print);
  } catch (error) {
    await close();
    throw error;
  }
  isStarted = true;
  return { url: `${discord.origin}/`, discord, close };
}

/** A server with one of everything that a subscription can have to do with. */
function furnish(discord: Discord, withSample: boolean): { guild: Guild; papers: Channel } {
  const guild = discord.world.addGuild({ name: 'Paper Lab', ownerName: 'ada' });
  const { owner: ada } = guild;
  const ben = guild.addMember({ name: 'ben' });
  guild.addRole({ name: 'readers', mentionable: true, color: 0xe67e22 });
  const papers = guild.addChannel({
    name: 'papers',
    topic: `The hot papers of each day${withSample ? '. Those of the sample are made up' : ''}`,
  });
  const club = guild.addChannel({
    name: 'reading club',
    type: ChannelType.PublicThread,
    parent: papers,
  });
  const general = guild.addChannel({ name: 'general', topic: 'Everything else' });
  guild.addChannel({
    name: 'announcements',
    type: ChannelType.GuildAnnouncement,
    topic: 'Other servers can follow this channel',
  });
  const forum = guild.addChannel({
    name: 'questions',
    type: ChannelType.GuildForum,
    topic: 'One post for each question',
  });
  const post = guild.addChannel({
    name: 'Does any of it come with code?',
    type: ChannelType.PublicThread,
    parent: forum,
  });
  ben.say(general, 'Good morning! Has anybody read something good?');
  ada.say(club, 'We meet on Thursdays. Bring a paper, and somebody who disagrees with it.');
  ben.say(club, 'Could the digest come here, too?');
  ada.say(club, 'Try `/subscribe` in this thread.');
  ben.say(post, 'I only want those that I can run. Does the digest say which ones do?');
  ada.say(post, 'It does: look for the code line, with its stars.');
  return { guild, papers };
}

type Discord = LoopbackDiscord;
type Channel = ReturnType<Guild['addChannel']>;
type Guild = ReturnType<Discord['world']['addGuild']>;

/** Starts on `port`, or on any free one if that's taken. */
async function startOn(port: number, options: DiscordOptions): Promise<Discord> {
  try {
    return await startDiscord({ ...options, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startDiscord({ ...options, port: 0 });
  }
}

/** Waits until the bot is online and has registered its commands. */
async function untilReady(origin: string, bot: BotProcess): Promise<void> {
  const deadline = Date.now() + START_WITHIN;
  while (Date.now() < deadline) {
    const death = bot.death();
    if (death !== undefined) throw new Error(death);
    const response = await fetch(`${origin}/playground/state`);
    const { online, commands } = (await response.json()) as {
      online: boolean;
      commands: unknown[];
    };
    if (online && commands.length > 0) return;
    await delay(50);
  }
  throw new Error(`The bot was not ready within ${START_WITHIN / 1000} s.`);
}

/** Does what a newcomer would do first, so that the page opens with a delivered digest. */
async function firstDigest(
  ada: Guild['owner'],
  papers: Channel,
  print: (line: string) => void,
): Promise<void> {
  const answer = await ada.type(papers, '/subscribe channel:#papers');
  const button = answer.components
    .flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
    .filter((part) => part.type === ComponentType.Button)
    .map((part) => ('custom_id' in part ? part.custom_id : undefined))
    .find((id) => id?.startsWith('post:'));
  if (button === undefined) print('No digest was posted: the folder of digests holds none.');
  else await ada.press(answer, button);
}

/** Restarts the bot on the same database, one restart after the other. */
function createRestart(bot: BotProcess): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(async () => {
      await bot.stop();
      bot.start();
    });
    return last;
  };
}
