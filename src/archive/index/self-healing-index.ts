import type { ArchiveEvent } from '../types.ts';
import { type ArchiveIndex, openIndex } from './archive-index.ts';
import { type IndexError, indexErrorOf, isDamaged, MEMORY, removeDatabase } from './database.ts';

/** An index that is rebuilt if it's damaged, and moves to memory if its file can't be used. */
export interface SelfHealingIndex {
  /** The index to use now. */
  index(): ArchiveIndex;
  /** How often it was rebuilt so far. */
  rebuilds(): number;
  /**
   * Changes the index. If it turns out to be damaged, a rebuild starts instead.
   *
   * @returns whether the change was made; if not, the index is empty at first
   */
  change(work: () => void): boolean;
  /** Like `change`, for work that lets other work run in between. */
  changeAsync(work: () => Promise<void>): Promise<void>;
  /** Reads from the index; undefined if it's damaged. */
  read<T>(work: () => T): T | undefined;
  /** Runs work once no rebuild is running, and again if the index turns out to be damaged. */
  repaired<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

type Log = (event: ArchiveEvent) => void;

const REBUILDING = 'the search index is damaged; rebuilding it';

/** What happens if the file can't be used. */
const IN_MEMORY = "Until the next start, it's kept in memory, so searches still find everything";

const UNKNOWN: IndexError = { reason: "it can't be created", remedy: 'Fix what the error says' };

/**
 * Opens an index at a path. If it can't be there, or is damaged again as soon as it's rebuilt, it
 * moves to memory, and the log says so. A file that isn't damaged stays there for the next start.
 *
 * @param refill adds every file to the empty index; undefined if that is about to happen anyway
 */
export function createSelfHealingIndex(
  path: string,
  { log, refill }: { log: Log; refill: () => Promise<void> | undefined },
): SelfHealingIndex {
  const place = createIndexPlace(path, log);
  let index = place.open(0);
  let rebuilding: Promise<void> | undefined;
  let rebuilds = 0;

  function rebuild(): Promise<void> {
    rebuilds++;
    const firstRow = index.nextRow();
    try {
      index.close();
    } catch {
      // Too damaged even to be closed.
    }
    index = place.open(firstRow, true);
    // Not synchronously, so that a failure of the refill counts as damage during a rebuild.
    const current = Promise.resolve()
      .then(refill)
      .catch((error: unknown) => {
        log({ level: 'error', message: "the search index couldn't be rebuilt", error });
      })
      .finally(() => {
        if (rebuilding === current) rebuilding = undefined;
      });
    rebuilding = current;
    return current;
  }

  /** Rebuilds the index, in memory if the file can't be used. Rethrows other errors. */
  function recover(error: unknown): Promise<void> {
    const indexError = indexErrorOf(error);
    if (!indexError && !isDamaged(error)) throw error;
    if (place.isFile() && indexError) place.moveToMemory(indexError, error);
    else if (place.isFile() && rebuilding) place.moveToMemoryAsDamaged(error);
    else if (!rebuilding) log({ level: 'error', message: REBUILDING, error });
    // Memory is the last resort, so this belongs in the log.
    else throw error;
    return rebuild();
  }

  /** Waits for a rebuild: an incomplete index would give wrong answers. */
  async function untilRebuilt(): Promise<void> {
    while (rebuilding) await rebuilding;
  }

  return {
    index: () => index,
    rebuilds: () => rebuilds,
    change(work) {
      try {
        work();
        return true;
      } catch (error) {
        void recover(error);
        return false;
      }
    },
    async changeAsync(work) {
      const used = index;
      try {
        await work();
      } catch (error) {
        // Not awaited, because the caller may block the refill. If the index has been replaced
        // meanwhile, the error only says that the old one is closed.
        if (index === used) void recover(error);
      }
    },
    read(work) {
      try {
        return work();
      } catch (error) {
        void recover(error);
        return undefined;
      }
    },
    async repaired(work) {
      await untilRebuilt();
      const used = index;
      try {
        const result = await work();
        if (index === used) return result;
      } catch (error) {
        // If the index has been replaced meanwhile, the error only says that the old one is closed.
        if (index === used) await recover(error);
      }
      await untilRebuilt();
      return work();
    },
    close: () => index.close(),
  };
}

/** Where the index is: in its file, or in memory once the file can't be used. */
interface IndexPlace {
  /** @param isRebuild whether to remove what is there */
  open(firstRow: number, isRebuild?: boolean): ArchiveIndex;
  isFile(): boolean;
  moveToMemory(reason: IndexError, error: unknown): void;
  moveToMemoryAsDamaged(error: unknown): void;
}

function createIndexPlace(path: string, log: Log): IndexPlace {
  let place = path;

  function open(firstRow: number, isRebuild = false): ArchiveIndex {
    try {
      if (isRebuild) removeDatabase(place);
      return openIndex(place, firstRow);
    } catch (error) {
      if (place === MEMORY) throw error;
      if (isDamaged(error) && !isRebuild) {
        const rebuilt = open(firstRow, true);
        if (place !== MEMORY) log({ level: 'error', message: REBUILDING, error });
        return rebuilt;
      }
      moveToMemory(indexErrorOf(error) ?? UNKNOWN, error);
      return openIndex(place, firstRow);
    }
  }

  function moveToMemory({ reason, remedy }: IndexError, error: unknown): void {
    place = MEMORY;
    const message = `the search index can't be kept in ${path}: ${reason}`;
    log({ level: 'warn', message: `${message}. ${IN_MEMORY}. ${remedy} before then`, error });
  }

  return {
    open,
    isFile: () => place !== MEMORY,
    moveToMemory,
    moveToMemoryAsDamaged(error) {
      place = MEMORY;
      const message = `the search index in ${path} was damaged again while it was being rebuilt`;
      log({
        level: 'error',
        message: `${message}. ${IN_MEMORY}. Check the disk before then`,
        error,
      });
    },
  };
}
