/** The bot as a child process, with its log in readable lines. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** How long the bot may take to stop before it's killed, in milliseconds. */
const PATIENCE = 3000;

export interface BotProcess {
  start: () => void;
  /** Stops the process and waits until it's gone. */
  stop: () => Promise<void>;
  /** Kills it at once, for when this process itself is ending. */
  kill: () => void;
  /** How it ended by itself, with its last output; undefined if it didn't. */
  death: () => string | undefined;
  isRunning: () => boolean;
  /** Sends it a message, if it's running. */
  tell: (message: object) => void;
}

/** An entry of the bot's log, which is one JSON object a line; `time` is in Unix milliseconds. */
export type LogEntry = Readonly<Record<string, unknown>>;

export interface BotOptions {
  /** Node's arguments, including the script. */
  args: string[];
  cwd: string;
  /** Called at each start. */
  env: () => NodeJS.ProcessEnv;
  /** Called with each line worth showing. */
  print: (line: string) => void;
  /** Called with each entry of its log, also with those not worth showing. */
  onEntry?: (entry: LogEntry) => void;
  /** Called when it ends without having been told to. */
  onDeath: (words: string) => void;
}

export function createBotProcess({
  args,
  cwd,
  env,
  print,
  onEntry = () => undefined,
  onDeath,
}: BotOptions): BotProcess {
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
      const entry = entryOf(line);
      if (entry !== undefined) onEntry(entry);
      const shown = readable(line);
      if (shown === undefined) return;
      keep(shown);
      print(shown);
    });
    readLines(started.stderr, keep);
    started.on('error', (error) => {
      keep(error.message);
    });
    // Not on 'exit': its last output may still be on its way then.
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
    isRunning: () => child !== undefined,
    tell: (message) => {
      // It may be ending right now; the next one gets the value from its environment.
      if (child?.connected === true) child.send(message, () => undefined);
    },
  };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

const levels: Record<number, string> = { 40: 'warning', 50: 'error', 60: 'fatal' };

/**
 * Formats a line of the bot's JSON log for the terminal: level, message, and the error's stack if
 * there is one. Undefined below a warning; a line that isn't JSON stays as it is.
 */
export function readable(line: string): string | undefined {
  const entry = entryOf(line);
  if (entry === undefined) return line.trim() === '' ? undefined : line;
  const { level, msg, err, ...rest } = entry;
  if (typeof level === 'number' && level < 40) return undefined;
  const details = Object.entries(rest)
    .filter(([name]) => !['time', 'pid', 'hostname'].includes(name))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const stack = (err as { stack?: unknown } | undefined)?.stack;
  const said = typeof msg === 'string' ? msg : '';
  const words = [`bot ${levels[Number(level)] ?? String(level)}:`, said, ...details];
  return words.join(' ') + (typeof stack === 'string' ? `\n${stack}` : '');
}

function entryOf(line: string): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry ? entry : undefined;
  } catch {
    return undefined;
  }
}
