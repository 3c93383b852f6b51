import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file looked like: if the signature is the same, so is the file. */
interface FileState {
  signature: string;
  /** When its content was last written, in Unix milliseconds. */
  modified: number;
}

/** What was loaded from a file, and what the file looked like then. */
export interface LoadedFile<T> {
  value: T;
  state: FileState;
}

export interface StableFilesOptions<T> {
  directory: string;
  /** Loads a file; errors in its content belong in the `T`. */
  load: (path: string, name: string) => Promise<T>;
  /** The signature of each file that an earlier process applied. */
  known?: Iterable<[name: string, signature: string]>;
  /** Applies a file's new content; undefined if the file is gone. */
  apply: (name: string, loaded: LoadedFile<T> | undefined) => void;
  /** Schedules another check of a file. */
  checkLater: (name: string, afterMs: number) => void;
  /** How long a file must be unchanged before it's loaded, in milliseconds. */
  stableMs: number;
  /** The time in Unix milliseconds, to compare with modification times. */
  now: () => number;
}

/** The debounced files of a folder. */
interface StableFiles {
  /** Applies a file if it changed and is stable now. Calls must not overlap. */
  check(name: string): Promise<void>;
  /** Which of the files need a check; much faster than checking all of them. */
  changed(names: Iterable<string>): Promise<string[]>;
  /** The files that were applied and aren't known to be gone. */
  names(): Iterable<string>;
  /** Makes every file count as new. */
  forget(): void;
}

/** How many files are looked up at the same time. */
const CONCURRENT_STATS = 64;

/**
 * Applies only what has been unchanged for `stableMs`: a file by its modification time, or because
 * it didn't change while it was watched. That goes for missing files, too, so that an editor's
 * delete-and-write is a single change. A file that changes while it's loaded is loaded again later.
 */
export function createStableFiles<T>(options: StableFilesOptions<T>): StableFiles {
  const { directory, load, apply, checkLater, stableMs, now } = options;
  const applied = new Map(options.known);
  const pending = new Map<string, { signature: string | undefined; since: number }>();

  /** How much longer a file must stay as it is. */
  function remainingMs(name: string, signature: string | undefined, modified?: number): number {
    const time = now();
    const before = pending.get(name);
    const since = before?.signature === signature && before ? before.since : time;
    pending.set(name, { signature, since });
    // With a wrong clock, a file may be from the future; then it counts how long it was watched.
    const age = modified === undefined ? 0 : time - modified;
    return stableMs - Math.max(time - since, age);
  }

  return {
    async check(name) {
      const path = join(directory, name);
      const state = await fileState(path);
      if (state?.signature === applied.get(name)) {
        pending.delete(name);
        return;
      }
      const wait = remainingMs(name, state?.signature, state?.modified);
      if (wait > 0) {
        checkLater(name, wait);
        return;
      }
      if (!state) {
        pending.delete(name);
        // Without the folder, nothing is known about its files.
        if ((await folderIdentity(directory)) === undefined) return;
        apply(name, undefined);
        applied.delete(name);
        return;
      }
      const value = await load(path, name);
      if ((await fileState(path))?.signature !== state.signature) {
        checkLater(name, stableMs);
        return;
      }
      pending.delete(name);
      apply(name, { value, state });
      applied.set(name, state.signature);
    },
    async changed(names) {
      const all = [...names];
      const found: string[] = [];
      for (let start = 0; start < all.length; start += CONCURRENT_STATS) {
        const batch = all.slice(start, start + CONCURRENT_STATS);
        const states = await Promise.all(batch.map((name) => fileState(join(directory, name))));
        found.push(
          ...batch.filter(
            (name, at) => pending.has(name) || states[at]?.signature !== applied.get(name),
          ),
        );
      }
      return found;
    },
    names: () => [...applied.keys()],
    forget() {
      // The names stay, or a file that is gone by now would never be noticed.
      for (const name of applied.keys()) applied.set(name, '');
    },
  };
}

/** The state of a file, following links; undefined if there is no regular file. */
export async function fileState(path: string): Promise<FileState | undefined> {
  const stats = await statIfPresent(path);
  if (!stats?.isFile()) return undefined;
  const { dev, ino, size, mtimeMs, ctimeMs } = stats;
  return { signature: [dev, ino, size, mtimeMs, ctimeMs].join(':'), modified: mtimeMs };
}

/** Tells a folder from one that replaces it later; undefined if there is no folder. */
export async function folderIdentity(path: string): Promise<string | undefined> {
  const stats = await statIfPresent(path);
  if (!stats?.isDirectory()) return undefined;
  // Inode numbers are reused at once; a birth time isn't.
  return [stats.dev, stats.ino, stats.birthtimeMs].join(':');
}

/** @throws for anything but absence */
async function statIfPresent(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}
