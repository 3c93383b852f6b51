import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FSWatcher, watch } from 'chokidar';
import { createStableFiles, folderIdentity, type StableFilesOptions } from './stable-files.ts';
import type { ArchiveEvent } from './types.ts';

interface FolderOptions<T> extends Omit<StableFilesOptions<T>, 'checkLater'> {
  /** Which file names to follow, given without their folder. */
  accepts: (name: string) => boolean;
  log: (event: ArchiveEvent) => void;
}

export interface FolderWatch {
  /** Loads and applies every file as if it were new. */
  reload(): Promise<void>;
  /** Runs a task while no file is applied. */
  exclusively(task: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Network file systems and full inotify tables send no events, so scan now and then. */
const RESCAN_MS = 60_000;

/**
 * Follows the files directly in a folder, one at a time. Events are only hints to check a file. If
 * the folder vanishes, what was applied stays until it's back. Failures are logged, never thrown.
 * Resolves once the files that were there at the start have been applied, but waits no longer than
 * twice `stableMs` for a file that keeps being written.
 */
export async function watchFolder<T>(options: FolderOptions<T>): Promise<FolderWatch> {
  const { accepts, log, stableMs } = options;
  const directory = resolve(options.directory);
  const files = createStableFiles({ ...options, directory, checkLater });
  const queue = createTaskQueue(log);
  const timers = new Map<string, NodeJS.Timeout>();
  let watcher: FSWatcher | undefined;
  let watched: string | undefined;
  let isMissing = false;

  function checkLater(name: string, afterMs: number): void {
    clearTimeout(timers.get(name));
    if (queue.isClosed()) return;
    const check = (): void => {
      timers.delete(name);
      void queue.add(() => files.check(name));
    };
    timers.set(name, setTimeout(check, afterMs));
  }

  async function scan(): Promise<void> {
    // Backwards, so that of two files of one day the one that is used comes first (chooseFile), and
    // reloading everything doesn't briefly show the other.
    const names = (await readdir(directory)).filter(accepts).sort().reverse();
    for (const name of await files.changed(new Set([...names, ...files.names()]))) {
      await queue.run(() => files.check(name));
    }
  }

  /** Makes sure that the folder that is there now is the one being watched. */
  async function followFolder(): Promise<void> {
    const identity = await folderIdentity(directory);
    if (identity === undefined && !isMissing) {
      log({ level: 'warn', message: `the folder ${directory} doesn't exist; waiting for it` });
    }
    isMissing = identity === undefined;
    if (identity === watched) {
      // Watching thousands of files takes a while, so it starts only after the first scan.
      if (identity !== undefined && !watcher) await watchAndScan();
      return;
    }
    await watcher?.close();
    watcher = undefined;
    watched = identity;
    if (identity !== undefined) await scan();
  }

  async function watchAndScan(): Promise<void> {
    watcher = await openWatcher(directory, {
      accepts,
      log,
      onFile: (name) => void queue.add(() => files.check(name)),
      onFolderRemoved: () => void queue.add(followAgain),
    });
    // Catches what happened before the watcher was ready.
    await scan();
  }

  /** A folder that is replaced within an instant may look like the one before. */
  async function followAgain(): Promise<void> {
    await watcher?.close();
    watcher = undefined;
    watched = undefined;
    await followFolder();
  }

  /** The files of a fresh clone are all new, and the first user should find them. */
  async function untilStable(): Promise<void> {
    const deadline = performance.now() + 2 * stableMs;
    while (timers.size > 0 && performance.now() < deadline) {
      await delay(Math.min(stableMs, 50));
      await queue.idle();
    }
  }

  await queue.add(followFolder);
  await untilStable();
  const followMs = Math.min(Math.max(stableMs, 100), 5_000);
  const following = setInterval(() => void queue.add(followFolder), followMs);
  const rescan = (): Promise<void> => (watched === undefined ? Promise.resolve() : scan());
  const rescanning = setInterval(() => void queue.add(rescan), RESCAN_MS);

  return {
    exclusively: (task) => queue.add(task),
    reload: () =>
      queue.add(async () => {
        files.forget();
        await scan();
      }),
    async close() {
      queue.close();
      clearInterval(following);
      clearInterval(rescanning);
      for (const timer of timers.values()) clearTimeout(timer);
      await queue.idle();
      await watcher?.close();
    },
  };
}

interface TaskQueue {
  /** Runs a task after all earlier ones. */
  add(task: () => Promise<void>): Promise<void>;
  /** Runs a task at once. */
  run(task: () => Promise<void>): Promise<void>;
  /** Waits until all tasks so far are done. */
  idle(): Promise<void>;
  isClosed(): boolean;
  /** Skips the tasks that haven't started. */
  close(): void;
}

/** Runs tasks one after another, and logs their failures. */
function createTaskQueue(log: (event: ArchiveEvent) => void): TaskQueue {
  let last = Promise.resolve();
  let isClosed = false;

  async function run(task: () => Promise<void>): Promise<void> {
    if (isClosed) return;
    try {
      await task();
    } catch (error) {
      log({ level: 'error', message: "couldn't follow the archive", error });
    }
  }

  return {
    add: (task) => (last = last.then(() => run(task))),
    run,
    idle: () => last,
    isClosed: () => isClosed,
    close: () => void (isClosed = true),
  };
}

interface WatcherOptions extends Pick<FolderOptions<unknown>, 'accepts' | 'log'> {
  onFile: (name: string) => void;
  onFolderRemoved: () => void;
}

/** Watches the accepted files of a folder; resolves once the watcher is ready or has failed. */
async function openWatcher(directory: string, options: WatcherOptions): Promise<FSWatcher> {
  const { accepts, log, onFile, onFolderRemoved } = options;
  const isFollowed = (path: string): boolean =>
    dirname(resolve(path)) === directory && accepts(basename(path));
  const watcher = watch(directory, {
    depth: 0,
    ignoreInitial: true,
    ignored: (path) => resolve(path) !== directory && !isFollowed(path),
  });
  // Not chokidar's awaitWriteFinish, which only compares sizes and skips files that were there first.
  watcher.on('all', (event, path) => {
    if (isFollowed(path)) onFile(basename(path));
    else if (event === 'unlinkDir') onFolderRemoved();
  });
  watcher.on('error', (error) =>
    log({ level: 'error', message: 'watching the archive failed', error }),
  );
  await new Promise<void>((done) => {
    watcher.once('ready', done);
    watcher.once('error', () => done());
  });
  return watcher;
}
