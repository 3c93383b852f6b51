import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoopbackDiscord } from '../../playground/server/start.ts';
import type { Clock } from './clock.ts';

/** A process under test. */
export interface BotProcess {
  readonly name: string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  isRunning: () => boolean;
  /** Whether it has said that it's ready; stays true if it's stopped or stuck. */
  isReady: () => boolean;
  /** Everything it has printed. */
  output: () => string;
  signal: (signal: NodeJS.Signals) => void;
}

/** What it's started with. */
export interface ProcessEnvironment {
  discord: LoopbackDiscord;
  clock: Clock;
  /** The bot's setting REQUESTS_PER_SECOND. */
  rateLimiter: number;
  /** The working directory of the processes. */
  folder: string;
  digests: string;
  /** Every process that was started. */
  processes: BotProcess[];
  storeUrl: (name: string) => string;
  /** Records in the transcript what the harness does. */
  note: (line: string) => void;
}

export interface Launch {
  /** The checkout whose bot is tested; another one than ours to compare, or to see a trial fail. */
  root: string;
  /** The name of the store to use. */
  store?: string;
  name?: string;
  /** A script to start instead of the bot, with the same environment. */
  script?: string;
}

const preload = new URL('clock-preload.ts', import.meta.url).href;

/** Starts the bot like `npm start`, in a folder of its own, with the setup's clock. */
export const startBot = (around: ProcessEnvironment, launch: Launch): BotProcess => {
  const { root, store = 'paperboy', name = 'the bot' } = launch;
  const script = launch.script ?? join(root, 'src/main.ts');
  around.note(`${name} is started`);
  const child = spawn(process.execPath, ['--import', preload, script], {
    cwd: around.folder,
    env: {
      PATH: process.env['PATH'],
      // Compiled once for all starts.
      NODE_COMPILE_CACHE: join(tmpdir(), 'paperboy-crash-compiled'),
      CRASH_CLOCK: around.clock.file,
      DISCORD_TOKEN: around.discord.token,
      DISCORD_API: around.discord.url,
      DIGESTS_DIR: around.digests,
      DATABASE_URL: around.storeUrl(store),
      REQUESTS_PER_SECOND: String(around.rateLimiter),
      SOURCES: 'none',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isRunning = true;
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    // Not on 'exit': its last output may still be on its way then.
    child.on('close', (code, signal) => {
      isRunning = false;
      const ending = code ?? signal ?? 0;
      around.note(`${name} has ended (${ending})`);
      resolve(ending);
    });
  });
  const bot: BotProcess = {
    name,
    ended,
    isRunning: () => isRunning,
    isReady: () => output.includes('Paperboy is ready'),
    output: () => output,
    signal: (signal) => {
      if (!isRunning) return;
      around.note(`${name} gets ${signal}`);
      child.kill(signal);
    },
  };
  around.processes.push(bot);
  return bot;
};
