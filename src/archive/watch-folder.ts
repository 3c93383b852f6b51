import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FSWatcher, watch } from 'chokidar';
import { folderIdentity } from './file-state.ts';
import { createStableFiles, type StableFilesOptions } from './stable-files.ts';
import type { ArchiveEvent } from './types.ts';

/** How to follow a folder of files that each come to a `T`. */
export interface FolderOptions<T> extends Omit<StableFilesOptions<T>, 'lookAgain'> {
  /** Which (bare) names to follow. */
  accepts: (name: string) => boolean;
  log: (event: ArchiveEvent) => void;
}

export interface FolderWatch {
  /** Reads and applies every file as if it were new. */
  readAgain(): Promise<void>;
  /** Does something while no file is applied. */
  exclusively(task: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Network file systems and full inotify tables send no events: look for ourselves, seldom. */
const RESCAN_MS = 60_000;

/**
 * Follows the files right in a folder, one at a time. Events are hints only: each makes us look at
 * the file itself. A folder that vanishes keeps what it had until it is back. Failures are logged,
 * never thrown. Resolves when the files that were there at the start have been applied; one that
 * keeps being written is not waited for longer than twice `settleMs`.
 */
export async function watchFolder<T>(options: FolderOptions<T>): Promise<FolderWatch> {
  const { accepts, log, stableMs } = options;
  const directory = resolve(options.directory);
  const files = createStableFiles({ ...options, directory, lookAgain });
  const timers = new Map<string, NodeJS.Timeout>();
  let watcher: FSWatcher | undefined;
  let watched: string | undefined;
  let waiting = false;
  let closed = false;
  let queue = Promise.resolve();

  /** Runs `task` after all before it. */
  function enqueue(task: () => Promise<void>): Promise<void> {
    queue = queue.then(() => guarded(task));
    return queue;
  }

  async function guarded(task: () => Promise<void>): Promise<void> {
    if (closed) return;
    try {
      await task();
    } catch (error) {
      log({ level: 'error', message: "couldn't follow the archive", error });
    }
  }

  function lookAgain(name: string, afterMs: number): void {
    clearTimeout(timers.get(name));
    if (closed) return;
    const look = (): void => {
      timers.delete(name);
      void enqueue(() => files.look(name));
    };
    timers.set(name, setTimeout(look, afterMs));
  }

  async function scan(): Promise<void> {
    // Backwards: of two files of one day the first is then the one that stands for it (chooseFile),
    // and reading all of them again does not show the other for a moment.
    const names = (await readdir(directory)).filter(accepts).sort().reverse();
    for (const name of await files.changed(new Set([...names, ...files.names()]))) {
      await guarded(() => files.look(name));
    }
  }

  /** Sees to it that the folder that is there now is the one being watched. */
  async function followFolder(): Promise<void> {
    const identity = await folderIdentity(directory);
    if (identity === undefined && !waiting) {
      log({ level: 'warn', message: `the folder ${directory} doesn't exist; waiting for it` });
    }
    waiting = identity === undefined;
    if (identity === watched) {
      // To watch thousands of files takes a while: first come those who wait for an answer.
      if (identity !== undefined && !watcher) await watchAndScan();
      return;
    }
    await watcher?.close();
    watcher = undefined;
    watched = identity;
    if (identity !== undefined) await scan();
  }

  async function watchAndScan(): Promise<void> {
    watcher = await openWatcher();
    // What happened until it watched.
    await scan();
  }

  /** A folder put back within the blink of an eye may look like the one that went. */
  async function followAfresh(): Promise<void> {
    await watcher?.close();
    watcher = undefined;
    watched = undefined;
    await followFolder();
  }

  async function openWatcher(): Promise<FSWatcher> {
    const opened = watch(directory, {
      depth: 0,
      ignoreInitial: true,
      ignored: (path) => resolve(path) !== directory && !isOurs(path),
    });
    // Not chokidar's awaitWriteFinish: it goes by the size alone, and knows nothing of files that
    // were there before it.
    opened.on('all', (event, path) => {
      if (isOurs(path)) void enqueue(() => files.look(basename(path)));
      else if (event === 'unlinkDir') void enqueue(followAfresh);
    });
    opened.on('error', (error) =>
      log({ level: 'error', message: 'watching the archive failed', error }),
    );
    await new Promise<void>((ready) => {
      opened.once('ready', ready);
      opened.once('error', () => ready());
    });
    return opened;
  }

  function isOurs(path: string): boolean {
    return dirname(resolve(path)) === directory && accepts(basename(path));
  }

  /** The files of a fresh clone are all young, and whoever asks first should find them. */
  async function untilSettled(): Promise<void> {
    const deadline = performance.now() + 2 * stableMs;
    while (timers.size > 0 && performance.now() < deadline) {
      await delay(Math.min(stableMs, 50));
      await queue;
    }
  }

  await enqueue(followFolder);
  await untilSettled();
  const followMs = Math.min(Math.max(stableMs, 100), 5_000);
  const following = setInterval(() => void enqueue(followFolder), followMs);
  const rescan = (): Promise<void> => (watched === undefined ? Promise.resolve() : scan());
  const rescanning = setInterval(() => void enqueue(rescan), RESCAN_MS);

  return {
    exclusively: enqueue,
    readAgain: () =>
      enqueue(async () => {
        files.forget();
        await scan();
      }),
    async close() {
      closed = true;
      clearInterval(following);
      clearInterval(rescanning);
      for (const timer of timers.values()) clearTimeout(timer);
      await queue;
      await watcher?.close();
    },
  };
}
