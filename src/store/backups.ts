import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { deleteDatabase, moveDurably } from './files.ts';
import { recordBackup } from './metadata.ts';
import { verifyDatabase } from './verify.ts';

/** How many daily backups are kept. */
const KEPT = 7;

/** What a backup's name adds to the database's. */
const SUFFIX = /^\.\d{4}-\d{2}-\d{2}\.copy$/;
/** The same for the files of a backup that isn't finished. */
const DRAFT_SUFFIX = /^\.\d{4}-\d{2}-\d{2}\.copy\.new/;

/** Pages copied between two checks of `isStopped`. */
const PAGES_PER_STEP = 1000;

/** Node's defaults would give the thread dozens of megabytes that a backup doesn't need. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

/** Where backups are reported; the bot's log fits. */
export interface BackupLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface BackupOptions {
  log: BackupLog;
  /** Unix milliseconds; says which day it is. */
  now?: (() => number) | undefined;
  /** Milliseconds before the first check, since a starting process has more urgent work. */
  delayMs?: number | undefined;
  /** Milliseconds between two checks. */
  everyMs?: number | undefined;
  /** Whether there is more urgent work; if so, the next check comes after `delayMs`. */
  isBusy?: (() => boolean) | undefined;
  /** How long a running backup may go on at shutdown, in milliseconds. */
  graceMs?: number | undefined;
  /** The thread's script; tests pass one that never ends. */
  script?: URL | undefined;
}

/** A backup to make; the paths are absolute. */
export interface BackupJob {
  path: string;
  target: string;
  /** Unix milliseconds. */
  now: number;
}

/**
 * Backs up the database at `path` once each UTC day, into a file beside it, and keeps the newest
 * seven. Checks shortly after the start and then every hour whether today's backup exists. A
 * failure is logged, harms nothing else, and is tried again an hour later.
 *
 * @returns stops it: a running backup is aborted or finishes within a second. Whatever an aborted
 * one leaves behind, the next backup deletes.
 */
export function startDailyBackups(path: string, options: BackupOptions): () => Promise<void> {
  const { log, now = Date.now, delayMs = 10_000, everyMs = 3_600_000, graceMs = 1000 } = options;
  let running: { worker: Worker; done: Promise<void> } | undefined;
  let isStopping = false;

  function check(): void {
    const isBusy = options.isBusy?.() === true;
    timer = setTimeout(check, isBusy ? delayMs : everyMs).unref();
    if (!isBusy) backUp(now());
  }

  function backUp(at: number): void {
    const target = backupPath(path, new Date(at).toISOString().slice(0, 10));
    if (running || findBackups(path).includes(target)) return;
    const worker = startWorker({ path, target, now: at }, options.script);
    const done = exitOf(worker)
      .then(() => removeOld(path, target))
      .then(() => log.info({ backup: target }, 'backed up the store'))
      .catch((error: unknown) => {
        if (!isStopping) {
          log.error({ err: error, backup: target }, 'the daily backup of the store failed');
        }
      })
      .finally(() => (running = undefined));
    running = { worker, done };
  }

  let timer = setTimeout(check, delayMs).unref();
  return async () => {
    isStopping = true;
    clearTimeout(timer);
    if (!running) return;
    const { worker, done } = running;
    worker.postMessage('stop');
    // The thread notices the message while it copies, but not while it verifies the copy.
    const forceTimer = setTimeout(() => void worker.terminate(), graceMs);
    await done;
    clearTimeout(forceTimer);
  };
}

function startWorker(
  job: BackupJob,
  script = new URL('backup-worker.ts', import.meta.url),
): Worker {
  return new Worker(script, { workerData: job, resourceLimits: THREAD_LIMITS });
}

function exitOf(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the backup thread exited with code ${code}`));
    });
  });
}

/** Keeps `newest` and the most recent others; deletes older ones and what a crash left unfinished. */
function removeOld(path: string, newest: string): void {
  const others = findBackups(path).filter((backup) => backup !== newest);
  for (const old of others.slice(KEPT - 1)) rmSync(old);
  for (const draft of filesBeside(path, DRAFT_SUFFIX)) rmSync(draft);
}

/** The path of the backup of a day, `YYYY-MM-DD`, of the database at `path`. */
function backupPath(path: string, day: string): string {
  return `${path}.${day}.copy`;
}

/** The paths of the daily backups of the database at `path`, newest first. */
export function findBackups(path: string): string[] {
  return filesBeside(path, SUFFIX).sort().reverse();
}

/** The paths in the database's folder that are its own path with such a suffix. */
function filesBeside(path: string, suffix: RegExp): string[] {
  const name = basename(path);
  let names: string[];
  try {
    names = readdirSync(dirname(path));
  } catch {
    return [];
  }
  return names
    .filter((other) => other.startsWith(name) && suffix.test(other.slice(name.length)))
    .map((other) => join(dirname(path), other));
}

/**
 * How to get a database back, as an instruction with the newest usable backup.
 *
 * @param file the database as the operator names it; the backup is named the same way
 * @param path the database's absolute path
 */
export function restoreAdvice(file: string, path: string): string {
  const newest = findBackups(path).find(isUsable);
  if (newest === undefined) {
    return 'restore a backup of your own with `npm run store -- restore FILE` (there is no good daily backup)';
  }
  const name = join(dirname(file), basename(newest));
  const argument = /^[\w./:@\\-]+$/.test(name) ? name : `"${name}"`;
  return `restore its newest good backup with \`npm run store -- restore ${argument}\``;
}

function isUsable(path: string): boolean {
  try {
    verifyDatabase(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a backup of a database that may be in use, as it is at one moment. The backup is verified
 * before it gets its name, and records when it was made. Blocks its thread: a large one takes
 * seconds.
 *
 * @throws whatever failed; nothing is left behind
 */
export async function createBackup(
  { path, target, now }: BackupJob,
  isStopped = () => false,
): Promise<void> {
  const draft = `${target}.new`;
  try {
    deleteDatabase(draft);
    await copyDatabase(path, draft, isStopped);
    const connection = new DatabaseSync(draft);
    try {
      // So that the backup is a single file with no log beside it.
      connection.exec('PRAGMA journal_mode = DELETE');
      recordBackup(connection, now);
    } finally {
      connection.close();
    }
    verifyDatabase(draft);
    moveDurably(draft, target);
  } finally {
    deleteDatabase(draft);
  }
}

/** Copies a database with its log, even while other processes write to it. */
export async function copyDatabase(
  from: string,
  to: string,
  isStopped = () => false,
): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    // The transaction keeps one snapshot; without it, every write would restart the copying.
    source.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    await backup(source, to, {
      rate: PAGES_PER_STEP,
      progress: () => {
        if (isStopped()) throw new Error('stopped');
      },
    });
  } finally {
    source.close();
  }
}
