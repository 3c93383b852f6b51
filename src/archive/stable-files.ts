import { join } from 'node:path';
import { type FileState, fileSignature, folderIdentity } from './file-state.ts';

/** How to follow single files of a folder, each of which comes to a `T`. */
export interface StableFilesOptions<T> {
  directory: string;
  /** Reads one file; whatever can be wrong with it belongs in the `T`. */
  load: (path: string, name: string) => Promise<T>;
  /** What was applied in an earlier life: the signature of each file. */
  known?: Iterable<[name: string, signature: string]>;
  /** Takes what a file came to, and what it looked like; undefined when the file is gone. */
  apply: (name: string, loaded: { value: T; state: FileState } | undefined) => void;
  /** Asks for another look at a file, later. */
  lookAgain: (name: string, afterMs: number) => void;
  /** How long a file must not have changed before it is believed, in milliseconds. */
  stableMs: number;
  /** Epoch milliseconds, to hold against modification times. */
  now: () => number;
}

/** How many files are asked for at a time. */
const AT_A_TIME = 64;

/** Knows what was last made of each file. */
export interface StableFiles {
  /** Looks at a file, and applies it if it has changed and been still since; never two at a time. */
  look(name: string): Promise<void>;
  /** Those of the files that are worth a look; much faster than to look at all. */
  changed(names: Iterable<string>): Promise<string[]>;
  /** The files that are applied and not gone. */
  names(): Iterable<string>;
  /** Takes every file for new. */
  forget(): void;
}

/**
 * Believes only what has been still for `settleMs`: a file by its modification time, or by not
 * having changed while we watched; an absence, too, so that an editor's delete-and-write is one
 * change. A file that changes while it is read is read again later.
 */
export function createStableFiles<T>(options: StableFilesOptions<T>): StableFiles {
  const { directory, load, apply, lookAgain, stableMs, now } = options;
  const applied = new Map(options.known);
  const seen = new Map<string, { signature: string | undefined; since: number }>();

  /** How much longer a file in this state must stay in it. */
  function patience(name: string, signature: string | undefined, modified?: number): number {
    const time = now();
    const before = seen.get(name);
    const since = before?.signature === signature && before ? before.since : time;
    seen.set(name, { signature, since });
    // By a clock that is off, a file may be from the future; it is still what we saw of it.
    const age = modified === undefined ? 0 : time - modified;
    return stableMs - Math.max(time - since, age);
  }

  return {
    async look(name) {
      const path = join(directory, name);
      const state = await fileSignature(path);
      if (state?.signature === applied.get(name)) {
        seen.delete(name);
        return;
      }
      const wait = patience(name, state?.signature, state?.modified);
      if (wait > 0) {
        lookAgain(name, wait);
        return;
      }
      if (!state) {
        seen.delete(name);
        // With the folder gone, nothing can be said about its files.
        if ((await folderIdentity(directory)) === undefined) return;
        apply(name, undefined);
        applied.delete(name);
        return;
      }
      const value = await load(path, name);
      if ((await fileSignature(path))?.signature !== state.signature) {
        lookAgain(name, stableMs);
        return;
      }
      seen.delete(name);
      apply(name, { value, state });
      applied.set(name, state.signature);
    },
    async changed(names) {
      const all = [...names];
      const found: string[] = [];
      for (let start = 0; start < all.length; start += AT_A_TIME) {
        const some = all.slice(start, start + AT_A_TIME);
        const states = await Promise.all(some.map((name) => fileSignature(join(directory, name))));
        found.push(
          ...some.filter(
            (name, at) => seen.has(name) || states[at]?.signature !== applied.get(name),
          ),
        );
      }
      return found;
    },
    names: () => [...applied.keys()],
    forget() {
      // Not its name: otherwise nobody would notice that a file is gone.
      for (const name of applied.keys()) applied.set(name, '');
    },
  };
}
