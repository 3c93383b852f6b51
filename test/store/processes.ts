import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { COMPILED } from './compiled.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** A `worker.ts` that has opened its store and waits for `start`. */
export interface Worker {
  child: ChildProcess;
  /** The words it has printed so far, without "ready". */
  printed: string[];
  start(): void;
  /** Resolves when it has printed at least `count` words. */
  hasPrinted(count: number): Promise<void>;
  /** Resolves when it has ended and everything it printed has arrived. */
  exit: Promise<{ code: number | null; signal: string | null }>;
}

/**
 * What a worker does: `write` sets `name 0`, `name 1`… until a write is refused; `persist` does the
 * same, but then waits for `start` and continues; `claim` inserts `key 0`, `key 1`… once each;
 * `create` opens stores at `url` + `.0`, `.1`… one after the other and sets `name` in each.
 */
export interface Job {
  mode: 'write' | 'persist' | 'claim' | 'create';
  url: string;
  namespace: string;
  name: string;
  count: number;
}

/** Starts a worker on `job`. `launch` is the command before the script; default: Node. */
export async function startWorker(job: Job, launch = [process.execPath]): Promise<Worker> {
  const [command = '', ...before] = launch;
  const words = [job.mode, job.url, job.namespace, job.name, String(job.count)];
  const child = spawn(command, [...before, WORKER, ...words], {
    env: { ...process.env, ...COMPILED },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const printed: string[] = [];
  let onLine = (): void => undefined;
  // A kill may cut off the last line; a write counts as acknowledged only if its line is complete.
  lines.on('line', (line) => {
    if (/^".*"$/.test(line)) printed.push(JSON.parse(line) as string);
    onLine();
  });
  const closed = once(lines, 'close');
  const exit = Promise.all([once(child, 'exit'), closed]).then(([[code, signal]]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));

  async function hasPrinted(count: number): Promise<void> {
    await Promise.race([
      new Promise<void>((resolve) => {
        onLine = () => {
          if (printed.length >= count) resolve();
        };
        onLine();
      }),
      exit,
    ]);
    if (printed.length < count)
      throw new Error(`the worker ended after: ${printed.slice(-3).join()}`);
  }

  await hasPrinted(1);
  printed.shift();
  return { child, printed, start: () => child.stdin.write('go\n'), hasPrinted, exit };
}
