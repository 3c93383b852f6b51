import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoopbackDiscord } from '../../playground/server/start.ts';
import type { Clock } from './clock.ts';

/** A process under test. */
export interface Subject {
  readonly name: string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  isRunning: () => boolean;
  /** It says that it answers; of what was stopped or is stuck it stays true. */
  isReady: () => boolean;
  /** Everything it has printed. */
  output: () => string;
  signal: (signal: NodeJS.Signals) => void;
}

/** What it is started in. */
export interface Surroundings {
  discord: LoopbackDiscord;
  clock: Clock;
  /** The bot's setting REQUESTS_PER_SECOND. */
  pace: number;
  /** The processes' working folder. */
  folder: string;
  digests: string;
  /** Every process that was started. */
  subjects: Subject[];
  storeUrl: (name: string) => string;
  /** Writes into the transcript what this harness does. */
  note: (line: string) => void;
}

export interface Launch {
  /** The tree whose bot is tried; another than ours to compare, or to see the trial fail. */
  root: string;
  /** Which of its scene's stores it uses. */
  store?: string;
  name?: string;
  /** Instead of the bot: a script that is started with the same environment. */
  script?: string;
}

const preload = new URL('clock-preload.ts', import.meta.url).href;

/** Starts the bot as `npm start` does, in a folder of its own, on the scene's clock. */
export const startSubject = (around: Surroundings, launch: Launch): Subject => {
  const { root, store = 'paperboy', name = 'the bot' } = launch;
  const script = launch.script ?? join(root, 'src/main.ts');
  around.note(`${name} is started`);
  const child = spawn(process.execPath, ['--import', preload, script], {
    cwd: around.folder,
    env: {
      PATH: process.env['PATH'],
      // Compiled once for all the starts.
      NODE_COMPILE_CACHE: join(tmpdir(), 'paperboy-crash-compiled'),
      CRASH_CLOCK: around.clock.file,
      DISCORD_TOKEN: around.discord.token,
      DISCORD_API: around.discord.url,
      DIGESTS_DIR: around.digests,
      DATABASE_URL: around.storeUrl(store),
      REQUESTS_PER_SECOND: String(around.pace),
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
    // Not on 'exit': its last words may still be on their way then.
    child.on('close', (code, signal) => {
      isRunning = false;
      const ending = code ?? signal ?? 0;
      around.note(`${name} has ended (${ending})`);
      resolve(ending);
    });
  });
  const subject: Subject = {
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
  around.subjects.push(subject);
  return subject;
};
