import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { copiesOf, copyPath, KEPT, namesBeside } from './backups.ts';
import type { BackupJob } from './make-backup.ts';

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
  /** Whether there is more urgent work just now; then it is looked again after `delayMs`. */
  isBusy?: (() => boolean) | undefined;
  /** For how long a copy may go on that is under way at the end. */
  graceMs?: number | undefined;
  /** The thread that copies; tests bring one that never ends. */
  script?: URL | undefined;
}

/** A thread has Node's own limits otherwise: dozens of megabytes that a copy has no use for. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

/**
 * Keeps a copy of each UTC day of the database at `path`, beside it, the last seven: looks soon
 * after the start and each hour whether today's is there. A copy that fails is logged, takes
 * nothing with it, and is tried again an hour later.
 *
 * @returns ends it: a copy that is under way is given up, or done within a second; what is left of
 * one that had to be broken off, the next takes away
 */
export function keepCopies(path: string, options: CopyOptions): () => Promise<void> {
  const { log, now = Date.now, delayMs = 10_000, everyMs = 3_600_000, graceMs = 1000 } = options;
  let running: { worker: Worker; done: Promise<void> } | undefined;
  let isStopping = false;

  function look(): void {
    const isBusy = options.isBusy?.() === true;
    timer = setTimeout(look, isBusy ? delayMs : everyMs).unref();
    if (isBusy) return;
    const at = now();
    const copy = copyPath(path, new Date(at).toISOString().slice(0, 10));
    if (running || copiesOf(path).includes(copy)) return;
    const worker = startWorker({ path, copy, now: at }, options.script);
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
    if (!running) return;
    const { worker, done } = running;
    worker.postMessage('stop');
    // It hears that while it copies, and not while it checks.
    const impatience = setTimeout(() => void worker.terminate(), graceMs);
    await done;
    clearTimeout(impatience);
  };
}

function startWorker(
  job: BackupJob,
  script = new URL('backup-worker.ts', import.meta.url),
): Worker {
  return new Worker(script, { workerData: job, resourceLimits: LIMITS });
}

function ended(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the copy thread exited with code ${code}`));
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
