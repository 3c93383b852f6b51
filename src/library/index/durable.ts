import type { LibraryEvent } from '../types.ts';
import { isDamaged, MEMORY, removeDatabase } from './database.ts';
import { type ArchiveIndex, openIndex } from './open.ts';

/** An index that is built anew when it is found broken. */
export interface DurableIndex {
  /** The one to use now. */
  index(): ArchiveIndex;
  /** How often it was built anew so far. */
  builds(): number;
  /**
   * Changes it. Where that shows that it is broken, building it anew is begun, and is enough.
   *
   * @returns whether it is done; otherwise the index is empty for the moment
   */
  change(work: () => void): boolean;
  /** Reads from it; undefined where it is broken. */
  read<T>(work: () => T): T | undefined;
  /** Does something with it when it is whole; where it turns out to be broken, twice. */
  repaired<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

const BROKEN = 'the index of the digests is broken: building it anew';

/**
 * Opens an index at a path. When it cannot be there, or breaks again as soon as it was built, it is
 * kept in memory, and the log says so.
 *
 * @param readAgain puts every file into the empty index; undefined where that is about to happen
 */
export function durableIndex(
  path: string,
  {
    log,
    readAgain,
  }: { log: (event: LibraryEvent) => void; readAgain: () => Promise<void> | undefined },
): DurableIndex {
  let place = path;
  let index = open(0);
  let rebuilding: Promise<void> | undefined;
  let builds = 0;

  function open(firstRow: number, isAnew = false): ArchiveIndex {
    try {
      if (isAnew) removeDatabase(place);
      return openIndex(place, firstRow);
    } catch (error) {
      if (place === MEMORY) throw error;
      if (isDamaged(error) && !isAnew) {
        const anew = open(firstRow, true);
        if (place !== MEMORY) log({ level: 'error', message: BROKEN, error });
        return anew;
      }
      place = MEMORY;
      const message = `no index of the digests can be kept in ${path}: every start reads all of them`;
      log({ level: 'warn', message, error });
      return openIndex(place, firstRow);
    }
  }

  function rebuild(error: unknown): Promise<void> {
    if (rebuilding) return rebuilding;
    builds++;
    log({ level: 'error', message: BROKEN, error });
    const firstRow = index.nextRow();
    try {
      index.close();
    } catch {
      // What cannot even be closed is let go.
    }
    index = open(firstRow, true);
    const again = readAgain() ?? Promise.resolve();
    const mine = again.finally(() => {
      if (rebuilding === mine) rebuilding = undefined;
    });
    rebuilding = mine;
    return mine;
  }

  function failed(error: unknown): Promise<void> {
    if (!isDamaged(error)) throw error;
    // Broken again before it was whole: the disk is full, or failing.
    if (rebuilding && place !== MEMORY) {
      place = MEMORY;
      rebuilding = undefined;
    }
    return rebuild(error);
  }

  /** Waits until it is not being built anew: what is only half there would answer wrongly. */
  async function whole(): Promise<void> {
    while (rebuilding) await rebuilding;
  }

  return {
    index: () => index,
    builds: () => builds,
    change(work) {
      try {
        work();
        return true;
      } catch (error) {
        void failed(error);
        return false;
      }
    },
    read(work) {
      try {
        return work();
      } catch (error) {
        void failed(error);
        return undefined;
      }
    },
    async repaired(work) {
      await whole();
      const used = index;
      try {
        const done = await work();
        if (index === used) return done;
      } catch (error) {
        // Where another has found it broken first, the one that was asked is closed.
        if (index === used) await failed(error);
      }
      await whole();
      return work();
    },
    close: () => index.close(),
  };
}
