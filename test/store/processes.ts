import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { COMPILED } from './compiled.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** A `worker.ts` that has opened its store and waits for `start`. */
export interface Worker {
  child: ChildProcess;
  /** The words it has printed so far, "ready" left out. */
  said: string[];
  start(): void;
  /** Resolves when it has printed at least `count` words. */
  hasSaid(count: number): Promise<void>;
  /** Resolves when it is gone and all it printed has arrived. */
  gone: Promise<{ code: number | null; signal: string | null }>;
}

/**
 * What one worker does: `write` sets `name 0`, `name 1`... until one is refused; `persist` then waits for
 * `start` and goes on; `claim` inserts `key 0`, `key 1`... once;
 * `create` opens stores at `url` + `.0`, `.1`... one after the other and sets `name` in each.
 */
export interface Job {
  mode: 'write' | 'persist' | 'claim' | 'create';
  url: string;
  namespace: string;
  name: string;
  count: number;
}

/** Starts a worker on `job`. `launch` is the command before the script: Node, by default. */
export async function startWorker(job: Job, launch = [process.execPath]): Promise<Worker> {
  const [command = '', ...before] = launch;
  const words = [job.mode, job.url, job.namespace, job.name, String(job.count)];
  const child = spawn(command, [...before, WORKER, ...words], {
    env: { ...process.env, ...COMPILED },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  let heard = (): void => undefined;
  // A kill may cut the last line in two: what is not whole was not acknowledged to anyone.
  lines.on('line', (line) => {
    if (/^".*"$/.test(line)) said.push(JSON.parse(line) as string);
    heard();
  });
  const closed = once(lines, 'close');
  const gone = Promise.all([once(child, 'exit'), closed]).then(([[code, signal]]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));

  async function hasSaid(count: number): Promise<void> {
    await Promise.race([
      new Promise<void>((resolve) => {
        heard = () => {
          if (said.length >= count) resolve();
        };
        heard();
      }),
      gone,
    ]);
    if (said.length < count) throw new Error(`the worker ended after: ${said.slice(-3).join()}`);
  }

  await hasSaid(1);
  said.shift();
  return { child, said, start: () => child.stdin.write('go\n'), hasSaid, gone };
}
