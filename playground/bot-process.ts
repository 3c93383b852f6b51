/** The bot as a child process, and what it says, in lines a person can read. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A bot that was told to end gets this long before it is killed, in milliseconds. */
const PATIENCE = 3000;

export interface BotProcess {
  start: () => void;
  /** Ends the process and waits until it is gone. */
  stop: () => Promise<void>;
  /** Ends it at once, for when this process itself is ending. */
  kill: () => void;
  /** How and with which last words it ended by itself, or undefined. */
  death: () => string | undefined;
  /** Sends it a message, if it runs. */
  tell: (message: object) => void;
}

export interface BotOptions {
  /** Arguments to Node, the script first. */
  args: string[];
  cwd: string;
  /** Asked at each start. */
  env: () => NodeJS.ProcessEnv;
  /** Takes each line that is worth showing. */
  print: (line: string) => void;
  /** Called when it ends although nobody told it to. */
  onDeath: (words: string) => void;
}

export function createBotProcess({ args, cwd, env, print, onDeath }: BotOptions): BotProcess {
  let child: ChildProcess | undefined;
  let isStopping = false;
  let death: string | undefined;

  const start = () => {
    isStopping = false;
    death = undefined;
    const started = spawn(process.execPath, args, {
      cwd,
      env: env(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    const words: string[] = [];
    const keep = (line: string) => {
      words.push(line);
      if (words.length > 30) words.shift();
    };
    readLines(started.stdout, (line) => {
      const shown = readable(line);
      if (shown === undefined) return;
      keep(shown);
      print(shown);
    });
    readLines(started.stderr, keep);
    started.on('error', (error) => {
      keep(error.message);
    });
    // Not on 'exit': its last words may still be on their way then.
    started.on('close', (code, signal) => {
      if (child === started) child = undefined;
      if (isStopping) return;
      const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
      death = [`The bot stopped by itself (${how}).`, ...words].join('\n');
      onDeath(death);
    });
  };

  const stop = async () => {
    const running = child;
    if (running === undefined) return;
    isStopping = true;
    const gone = once(running, 'close');
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), PATIENCE);
    await gone;
    clearTimeout(timer);
  };

  return {
    start,
    stop,
    kill: () => {
      isStopping = true;
      child?.kill('SIGKILL');
    },
    death: () => death,
    tell: (message) => {
      // It may be ending just now, and whoever starts next is told by its environment.
      if (child?.connected === true) child.send(message, () => undefined);
    },
  };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

const levels: Record<number, string> = { 40: 'warning', 50: 'error', 60: 'fatal' };

/**
 * A line of the bot's JSON log for the terminal: level, message, and the error's stack if there is
 * one. Undefined for what is below a warning; a line that is no JSON stays as it is.
 */
export function readable(line: string): string | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return line.trim() === '' ? undefined : line;
  }
  if (typeof entry !== 'object' || entry === null || !('level' in entry)) return line;
  const { level, msg, err, ...rest } = entry as Record<string, unknown>;
  if (typeof level === 'number' && level < 40) return undefined;
  const details = Object.entries(rest)
    .filter(([name]) => !['time', 'pid', 'hostname'].includes(name))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const stack = (err as { stack?: unknown } | undefined)?.stack;
  const said = typeof msg === 'string' ? msg : '';
  const words = [`bot ${levels[Number(level)] ?? String(level)}:`, said, ...details];
  return words.join(' ') + (typeof stack === 'string' ? `\n${stack}` : '');
}
