import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { comparableId } from '../digest/arxiv-id.ts';
import { isDigestFile, latestDate } from '../digest/day.ts';
import type { Day, Digest, ParseResult, Problem } from '../digest/types.ts';
import { type CooperativeQueue, createCooperativeQueue } from './cooperative-queue.ts';
import {
  byDayThenRank,
  createDayIndex,
  type DayChange,
  type DayIndex,
  type DigestFile,
  nearestDays,
} from './day-index.ts';
import type { ArchiveIndex } from './index/archive-index.ts';
import { MEMORY } from './index/database.ts';
import { createSelfHealingIndex, type SelfHealingIndex } from './index/self-healing-index.ts';
import { readDigest, readDigestSync } from './read-digest.ts';
import type { LoadedFile } from './stable-files.ts';
import type { Archive, ArchiveChange, ArchiveEvent, Hit } from './types.ts';
import { type FolderWatch, watchFolder } from './watch-folder.ts';

export interface ArchiveOptions {
  /** The folder of digests. It doesn't have to exist yet. */
  directory: string;
  /** Where the index is kept between starts; without it, the index is in memory. */
  indexFile?: string | undefined;
  log: (event: ArchiveEvent) => void;
  /** How long a file must be unchanged before it's read, in milliseconds. */
  stableMs: number;
  /** The time in Unix milliseconds. */
  now?: () => number;
}

/**
 * Opens the archive in a folder: reads every digest that isn't being written at the moment and that
 * the index doesn't have yet, and follows changes. A file that stops being a digest keeps its last
 * good version until it's removed.
 */
export async function openArchive(options: ArchiveOptions): Promise<Archive> {
  const { directory, indexFile = MEMORY, log, stableMs, now = Date.now } = options;
  let isOpen = false;
  let folder: FolderWatch | undefined = undefined;
  const selfHealing = createSelfHealingIndex(indexFile, {
    log,
    refill: () => folder && indexer.reload(folder),
  });
  const dayIndex = createDayIndex(() => selfHealing.index().files);
  const enqueue = createCooperativeQueue();
  const changes = createChangeFeed({ log, now, isOpen: () => isOpen });
  const indexer = createIndexer({
    log,
    selfHealing,
    enqueue,
    isOpen: () => isOpen,
    onFileChange(name) {
      for (const change of dayIndex.update(name)) changes.report(change);
    },
  });
  const { digest, appearances } = createDigestReader(directory, selfHealing, dayIndex);

  await selfHealing.repaired(() => indexer.restore(directory));
  const rebuilds = selfHealing.rebuilds();
  const opened = await watchFolder<ParseResult>({
    directory,
    accepts: isDigestFile,
    known: [...selfHealing.index().files.values()].map(({ name, signature }) => [name, signature]),
    load: readDigest,
    apply: (name, loaded) => indexer.apply(name, loaded),
    log,
    stableMs,
    now,
  });
  folder = opened;
  // If the index was rebuilt meanwhile, the new one lacks the files that were read before.
  if (selfHealing.rebuilds() > rebuilds) await opened.reload();
  selfHealing.change(() => indexer.commit());
  if (selfHealing.index().isUncounted()) await indexer.optimize(opened);

  isOpen = true;
  const papers = dayIndex.entries().length;
  log({ level: 'info', message: 'archive read', digests: dayIndex.days().length, papers });

  let closing: Promise<void> | undefined;
  return {
    newest() {
      const day = dayIndex.days().find((one) => one <= latestDate(now()));
      return day === undefined ? undefined : digest(day);
    },
    digest,
    nearest: (day) => nearestDays(dayIndex.days(), day),
    days: () => [...dayIndex.days()],
    categories: () => dayIndex.categories(),
    appearances,
    problems: () => [...selfHealing.index().files.values()].flatMap(({ problems }) => problems),
    onChange: (listener) => changes.onChange(listener),
    writtenAt: (day) => dayIndex.fileOf(day)?.modified,
    indexBytes: () => selfHealing.read(() => selfHealing.index().bytes()) ?? 0,
    searchable: {
      get index() {
        return selfHealing.index();
      },
      dayIndex,
      enqueue,
      repaired: (work) => selfHealing.repaired(work),
    },
    close: () => (closing ??= opened.close().then(() => selfHealing.close())),
  };
}

interface ChangeFeed {
  onChange(listener: (change: ArchiveChange) => void): void;
  /** Logs a change, and tells the listeners if it isn't part of opening the archive. */
  report(change: DayChange): void;
}

function createChangeFeed({
  log,
  now,
  isOpen,
}: Required<Pick<ArchiveOptions, 'log' | 'now'>> & { isOpen: () => boolean }): ChangeFeed {
  const listeners: ((change: ArchiveChange) => void)[] = [];

  function notify(change: ArchiveChange): void {
    const { day, kind } = change;
    log({ level: 'info', message: `digest ${kind}`, day });
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        log({ level: 'error', message: 'a listener of the archive failed', day, error });
      }
    }
  }

  return {
    onChange: (listener) => void listeners.push(listener),
    report({ day, before, after, unused }) {
      for (const file of unused) {
        const message = `several files for one day; using ${after?.name}`;
        log({ level: 'warn', message, file, day });
      }
      if (before?.digest.hash === after?.digest.hash) return;
      if (after && day > latestDate(now())) {
        const message = 'this digest is for a day in the future';
        log({ level: 'warn', message, file: after.name, day });
      }
      if (isOpen()) notify({ day, kind: !before ? 'added' : after ? 'changed' : 'removed' });
    },
  };
}

/** While the whole archive is read, changes are committed once per this many files. */
const FILES_PER_COMMIT = 100;
/** With more new files than this, words are counted once all are read. */
const MANY_FILES = 100;

/** Fills the index from files. */
interface Indexer {
  /** Takes over what the index knows of files that still exist. */
  restore(directory: string): Promise<void>;
  apply(name: string, loaded: LoadedFile<ParseResult> | undefined): void;
  commit(): void;
  /** Fills an empty index. */
  reload(folder: FolderWatch): Promise<void>;
  optimize(folder: FolderWatch): Promise<void>;
}

function createIndexer({
  log,
  selfHealing,
  enqueue,
  isOpen,
  onFileChange,
}: Pick<ArchiveOptions, 'log'> & {
  selfHealing: SelfHealingIndex;
  enqueue: CooperativeQueue;
  isOpen: () => boolean;
  onFileChange: (name: string) => void;
}): Indexer {
  const index = (): ArchiveIndex => selfHealing.index();
  let uncommitted = 0;

  function put(
    name: string,
    { value: { digest, problems }, state }: LoadedFile<ParseResult>,
  ): void {
    logProblems(problems);
    if (!digest && index().files.get(name)?.digest) {
      const message = 'the file is no longer a digest; keeping the last good version';
      log({ level: 'warn', message, file: name });
    }
    index().put({ name, ...state, problems }, digest);
  }

  function commit(): void {
    uncommitted = 0;
    index().commit();
  }

  function logProblems(problems: readonly Problem[]): void {
    for (const { file, line, reason } of problems) {
      log({ level: 'warn', message: reason, file, line });
    }
  }

  function optimize(folder: FolderWatch): Promise<void> {
    return folder.exclusively(() => selfHealing.changeAsync(() => index().optimize(enqueue)));
  }

  return {
    async restore(directory) {
      const names = new Set(await digestFilesIn(directory));
      if (names.size - index().files.size > MANY_FILES) index().deferCounting();
      for (const [name, { problems }] of [...index().files]) {
        if (!names.has(name)) {
          index().remove(name);
          continue;
        }
        logProblems(problems);
        onFileChange(name);
      }
    },
    apply(name, loaded) {
      const isDone = selfHealing.change(() => {
        if (loaded) put(name, loaded);
        else index().remove(name);
        uncommitted++;
        if (isOpen() || uncommitted >= FILES_PER_COMMIT) commit();
      });
      // The rebuild that has started will load the file again.
      if (loaded && !isDone) return;
      onFileChange(name);
    },
    commit,
    async reload(folder) {
      selfHealing.change(() => index().deferCounting());
      await folder.reload();
      await optimize(folder);
    },
    optimize,
  };
}

/** How many of the digests read last stay in memory, with their texts. */
const RECENT_DIGESTS = 32;

function createDigestReader(
  directory: string,
  selfHealing: SelfHealingIndex,
  dayIndex: DayIndex,
): Pick<Archive, 'digest' | 'appearances'> {
  const recent = createLru<Digest>(RECENT_DIGESTS);

  function read({ name, digest }: DigestFile): Digest | undefined {
    const { day, title, hash, entries } = digest;
    return recent(`${name} ${hash}`, () => {
      const stored = selfHealing.read(() => ({
        papers: entries.map(({ row }) => selfHealing.index().paper(row)),
        risen: selfHealing.index().risen(name),
      }));
      const papers = stored?.papers;
      if (papers?.every((paper) => paper !== undefined)) {
        const risen = stored?.risen;
        return { day, title, file: name, papers, ...(risen && { risen }) };
      }
      // While the index is rebuilt, the file has the answer.
      return readDigestSync(join(directory, name), name).digest;
    });
  }

  function digest(day: Day): Digest | undefined {
    const file = dayIndex.fileOf(day);
    return file && read(file);
  }

  function appearances(arxivId: string): Hit[] {
    const rows = selfHealing.read(() => selfHealing.index().rowsOf(comparableId(arxivId))) ?? [];
    return rows
      .flatMap((row) => dayIndex.entryAt(row) ?? [])
      .sort(byDayThenRank)
      .flatMap(({ day, arxivId: id }) => {
        const paper = digest(day)?.papers.find((one) => one.arxivId === id);
        return paper ? [{ day, paper }] : [];
      });
  }

  return { digest, appearances };
}

/**
 * A cache of the values used last.
 *
 * @param size how many it holds
 * @returns gets the value of a key, creating it if it isn't cached; undefined isn't cached
 */
export function createLru<T>(
  size: number,
): (key: string, create: () => T | undefined) => T | undefined {
  const cached = new Map<string, T>();
  return (key, create) => {
    const value = cached.get(key) ?? create();
    if (value === undefined) return undefined;
    cached.delete(key);
    cached.set(key, value);
    for (const oldest of cached.keys()) {
      if (cached.size <= size) break;
      cached.delete(oldest);
    }
    return value;
  };
}

/** The names of the digest files in a folder; empty if there is no folder. */
async function digestFilesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter(isDigestFile);
  } catch {
    return [];
  }
}
