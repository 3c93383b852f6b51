import type { ArchiveEvent } from '../types.ts';
import { isDamaged, MEMORY, removeDatabase } from './database.ts';
import { type IndexError, indexErrorOf } from './index-error.ts';
import { type ArchiveIndex, openIndex } from './archive-index.ts';

/** An index that is built anew when it is found broken, or hindered: then in memory. */
export interface SelfHealingIndex {
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
  /** As `change`, for work that lets others go on in between. */
  changeAsync(work: () => Promise<void>): Promise<void>;
  /** Reads from it; undefined where it is broken. */
  read<T>(work: () => T): T | undefined;
  /** Does something with it when it is whole; where it turns out to be broken, twice. */
  repaired<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

const BROKEN = 'the search index is damaged; rebuilding it';

/** What is done where the file is of no use. */
const IN_MEMORY = 'Until the next start it is kept in memory, so searches still find everything';

/** What no table of ours knows. */
const UNKNOWN: IndexError = { reason: "it can't be created", remedy: 'Fix what the error says' };

/**
 * Opens an index at a path. When it cannot be there, or breaks again as soon as it was built, it is
 * kept in memory, and the log says so; what was in a file that is not damaged is left there for the
 * next start.
 *
 * @param readAgain puts every file into the empty index; undefined where that is about to happen
 */
export function createSelfHealingIndex(
  path: string,
  {
    log,
    readAgain,
  }: { log: (event: ArchiveEvent) => void; readAgain: () => Promise<void> | undefined },
): SelfHealingIndex {
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
      leaveFile(indexErrorOf(error) ?? UNKNOWN, error);
      return openIndex(place, firstRow);
    }
  }

  function leaveFile({ reason, remedy }: IndexError, error: unknown): void {
    place = MEMORY;
    const message = `the search index can't be kept in ${path}: ${reason}`;
    log({ level: 'warn', message: `${message}. ${IN_MEMORY}. ${remedy} before then`, error });
  }

  function brokeAgain(error: unknown): void {
    place = MEMORY;
    const message = `the search index in ${path} was damaged again while it was being rebuilt`;
    log({ level: 'error', message: `${message}. ${IN_MEMORY}. Check the disk before then`, error });
  }

  function rebuild(): Promise<void> {
    builds++;
    const firstRow = index.nextRow();
    try {
      index.close();
    } catch {
      // What cannot even be closed is let go.
    }
    index = open(firstRow, true);
    // Not at once: should that fail, too, it must be seen that this is a second time.
    const mine = Promise.resolve()
      .then(readAgain)
      .catch((error: unknown) => {
        log({ level: 'error', message: "the search index couldn't be rebuilt", error });
      })
      .finally(() => {
        if (rebuilding === mine) rebuilding = undefined;
      });
    rebuilding = mine;
    return mine;
  }

  /** Begins anew, in memory where the file will not do; throws what is no trouble of an index. */
  function failed(error: unknown): Promise<void> {
    const indexError = indexErrorOf(error);
    if (!indexError && !isDamaged(error)) throw error;
    if (place !== MEMORY && indexError) leaveFile(indexError, error);
    else if (place !== MEMORY && rebuilding) brokeAgain(error);
    else if (!rebuilding) log({ level: 'error', message: BROKEN, error });
    // There is no other place to go; who reads the log should see it.
    else throw error;
    return rebuild();
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
    async changeAsync(work) {
      const used = index;
      try {
        await work();
      } catch (error) {
        // Not waited for: who changes it may keep from being read what is to be read again. And
        // where another has found it broken meanwhile, the one that was worked on is closed.
        if (index === used) void failed(error);
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
