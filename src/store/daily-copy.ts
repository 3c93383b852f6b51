import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { copiesOf, copyPath, KEPT, namesBeside } from './copies.ts';
import type { CopyJob } from './make-copy.ts';

/** Where copies are reported to; the house's log fits. */
export interface CopyLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface CopyOptions {
  log: CopyLog;
  /** Unix milliseconds; names the day. */
  now?: (() => number) | undefined;
  /** Until the first look, in milliseconds: whoever starts has better to do. */
  delayMs?: number | undefined;
  /** Between two looks. */
  everyMs?: number | undefined;
}

/**
 * Keeps a copy of each UTC day of the database at `path`, beside it, the last seven: looks soon
 * after the start and each hour whether today's is there. A copy that fails is logged, takes
 * nothing with it, and is tried again an hour later.
 *
 * @returns ends it: waits for a copy that is under way, or breaks it off
 */
export function keepCopies(path: string, options: CopyOptions): () => Promise<void> {
  const { log, now = Date.now, delayMs = 10_000, everyMs = 3_600_000 } = options;
  let running: { worker: Worker; done: Promise<void> } | undefined;
  let isStopping = false;

  function look(): void {
    timer = setTimeout(look, everyMs).unref();
    const at = now();
    const copy = copyPath(path, new Date(at).toISOString().slice(0, 10));
    if (running || copiesOf(path).includes(copy)) return;
    const worker = startWorker({ path, copy, now: at });
    const done = ended(worker)
      .then(() => removeOld(path, copy))
      .then(() => log.info({ copy }, 'copied the store'))
      .catch((error: unknown) => {
        if (!isStopping) log.error({ err: error, copy }, 'the daily copy of the store failed');
      })
      .finally(() => (running = undefined));
    running = { worker, done };
  }

  let timer = setTimeout(look, delayMs).unref();
  return async () => {
    isStopping = true;
    clearTimeout(timer);
    running?.worker.postMessage('stop');
    await running?.done;
  };
}

function startWorker(job: CopyJob): Worker {
  return new Worker(new URL('copy-worker.ts', import.meta.url), { workerData: job });
}

function ended(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the copying thread ended with ${code}`));
    });
  });
}

/** Leaves `made` and the newest others, and nothing that a crash left half made. */
function removeOld(path: string, made: string): void {
  const others = copiesOf(path).filter((copy) => copy !== made);
  for (const copy of others.slice(KEPT - 1)) rmSync(copy);
  for (const name of namesBeside(path)) {
    if (/^\.\d{4}-\d{2}-\d{2}\.copy\.new/.test(name.slice(basename(path).length))) {
      rmSync(join(dirname(path), name));
    }
  }
}
