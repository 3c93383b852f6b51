import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { comparableId } from '../digest/arxiv-id.ts';
import { isDigestFile, latestDate } from '../digest/day.ts';
import type { Day, Digest, ParseResult, Problem } from '../digest/types.ts';
import { findAuthors } from '../search/authors.ts';
import { nearestDays } from './catalogue.ts';
import { byDayThenRank } from './entry.ts';
import type { FileState } from './file-state.ts';
import { MEMORY } from './index/database.ts';
import { createSelfHealingIndex } from './index/self-healing-index.ts';
import type { ArchiveIndex } from './index/archive-index.ts';
import type { SearchableArchive } from '../search/full-text-match.ts';
import { readDigest, readDigestNow } from './read-digest.ts';
import { createLru } from './lru.ts';
import { search } from '../search/search.ts';
import { type DigestFile, type DayChange, createDayIndex } from './day-index.ts';
import { similarPapers } from '../search/similar.ts';
import { createCooperativeQueue } from './cooperative-queue.ts';
import type { Hit, Archive, ArchiveChange, ArchiveEvent } from './types.ts';
import { type FolderWatch, watchFolder } from './watch.ts';

export interface ArchiveOptions {
  /** The folder of digests. It need not be there yet. */
  directory: string;
  /** Where the index is kept from one start to the next; without, it ends with the process. */
  indexFile?: string;
  log: (event: ArchiveEvent) => void;
  /** How long a file must not have changed before it is read, in milliseconds. */
  settleMs: number;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** A library that follows its folder. */
export interface OpenArchive extends Archive {
  /**
   * Calls `listener` after each change, when the library already answers by it. Days that were
   * there when the library opened are no change.
   */
  onChange(listener: (change: ArchiveChange) => void): void;
  /** When the file that stands for a day was last written, in Unix milliseconds. */
  writtenAt(day: Day): number | undefined;
  /** How much room the index takes, in bytes. */
  indexBytes(): number;
  /** Stops following the folder. Do not search afterwards. */
  close(): Promise<void>;
}

/** How many digests of those last asked for stay at hand, texts and all. */
const AT_HAND = 32;
/** While all of an archive is read, what so many files made of the index is written at once. */
const FILES_PER_COMMIT = 100;
/** When so many files are new, their words are counted when all are read. */
const MANY_FILES = 100;

/**
 * Opens the archive in a folder: reads every digest that is not just being written and that the
 * index does not know as it is, and follows what changes. A file that is no digest any more keeps
 * the last good one until it is removed.
 */
export async function openArchive(options: ArchiveOptions): Promise<OpenArchive> {
  const { directory, indexFile = MEMORY, log, settleMs, now = Date.now } = options;
  const durable = createSelfHealingIndex(indexFile, {
    log,
    readAgain: () => folder && readAllAgain(folder),
  });
  const index = (): ArchiveIndex => durable.index();
  const dayIndex = createDayIndex(() => index().files);
  const turn = createCooperativeQueue();
  const archive: SearchableArchive = {
    get index() {
      return index();
    },
    dayIndex,
    turn,
  };
  const atHand = createLru<Digest>(AT_HAND);
  const listeners: ((change: ArchiveChange) => void)[] = [];
  let isOpen = false;
  let uncommitted = 0;
  let closing: Promise<void> | undefined;
  // Opened last: it reads the files.
  let folder: FolderWatch | undefined = undefined;

  function apply(name: string, loaded: { value: ParseResult; state: FileState } | undefined): void {
    const isDone = durable.change(() => {
      if (loaded) {
        const { digest, problems } = loaded.value;
        noteProblems(problems);
        if (!digest && index().files.get(name)?.digest) {
          const message = 'the file is no longer a digest; keeping the last good version';
          log({ level: 'warn', message, file: name });
        }
        index().put({ name, ...loaded.state, problems }, digest);
      } else {
        index().drop(name);
      }
      uncommitted++;
      if (isOpen || uncommitted >= FILES_PER_COMMIT) commit();
    });
    // What is in the file comes again, with all the others.
    if (loaded && !isDone) return;
    for (const change of dayIndex.update(name)) show(change);
  }

  function commit(): void {
    uncommitted = 0;
    index().commit();
  }

  async function readAllAgain(watch: FolderWatch): Promise<void> {
    durable.change(() => index().expectMany());
    await watch.readAgain();
    await putInOrder(watch);
  }

  function putInOrder(watch: FolderWatch): Promise<void> {
    return watch.whileStill(() => durable.changeInTurns(() => index().putInOrder(turn)));
  }

  function noteProblems(problems: readonly Problem[]): void {
    for (const { file, line, reason } of problems) {
      log({ level: 'warn', message: reason, file, line });
    }
  }

  function show({ day, before, after, unused }: DayChange): void {
    for (const file of unused) {
      log({
        level: 'warn',
        message: `several files for one day; using ${after?.name}`,
        file,
        day,
      });
    }
    if (before?.digest.hash === after?.digest.hash) return;
    if (after && day > latestDate(now())) {
      log({
        level: 'warn',
        message: 'this digest is for a day in the future',
        file: after.name,
        day,
      });
    }
    announce({ day, kind: !before ? 'added' : after ? 'changed' : 'removed' });
  }

  function announce(change: ArchiveChange): void {
    if (!isOpen) return;
    log({ level: 'info', message: `digest ${change.kind}`, day: change.day });
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        log({
          level: 'error',
          message: 'a listener of the archive failed',
          day: change.day,
          error,
        });
      }
    }
  }

  /** Takes over what the index knows of the files that are still there. */
  async function recall(): Promise<void> {
    const there = new Set(await namesIn(directory));
    if (there.size - index().files.size > MANY_FILES) index().expectMany();
    for (const [name, { problems }] of [...index().files]) {
      if (!there.has(name)) {
        index().drop(name);
        continue;
      }
      noteProblems(problems);
      for (const change of dayIndex.update(name)) show(change);
    }
  }

  function digestIn({ name, digest }: DigestFile): Digest | undefined {
    const { day, title, hash, entries } = digest;
    return atHand(`${name} ${hash}`, () => {
      const papers = durable.read(() => entries.map(({ row }) => index().paper(row)));
      if (papers?.every((paper) => paper !== undefined)) return { day, title, file: name, papers };
      // While the index is built anew, the file itself is asked.
      return readDigestNow(join(directory, name), name).digest;
    });
  }

  function digest(day: Day): Digest | undefined {
    const file = dayIndex.fileOf(day);
    return file && digestIn(file);
  }

  function appearances(arxivId: string): Hit[] {
    const rows = durable.read(() => index().rowsOf(comparableId(arxivId))) ?? [];
    return rows
      .flatMap((row) => dayIndex.entryAt(row) ?? [])
      .sort(byDayThenRank)
      .flatMap(({ day, arxivId: id }) => {
        const paper = digest(day)?.papers.find((one) => one.arxivId === id);
        return paper ? [{ day, paper }] : [];
      });
  }

  await durable.repaired(recall);
  const builds = durable.builds();
  folder = await watchFolder<ParseResult>({
    directory,
    accepts: isDigestFile,
    known: [...index().files.values()].map(({ name, signature }) => [name, signature]),
    load: readDigest,
    apply,
    log,
    settleMs,
    now,
  });
  const opened = folder;
  // What was read before the index broke is not in the one that took its place.
  if (durable.builds() > builds) await opened.readAgain();
  durable.change(commit);
  if (index().isUncounted()) await putInOrder(opened);

  isOpen = true;
  const papers = dayIndex.entries().length;
  log({ level: 'info', message: 'archive read', digests: dayIndex.days().length, papers });

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
    authors: (typed, limit) => durable.repaired(() => findAuthors(archive, typed, limit)),
    similar: (paper, limit) => durable.repaired(() => similarPapers(archive, paper, limit)),
    search: (query, page) => durable.repaired(() => search(archive, query, page)),
    problems: () => [...index().files.values()].flatMap(({ problems }) => problems),
    writtenAt: (day) => dayIndex.fileOf(day)?.modified,
    indexBytes: () => durable.read(() => index().bytes()) ?? 0,
    onChange: (listener) => void listeners.push(listener),
    close: () => (closing ??= opened.close().then(() => durable.close())),
  };
}

/** The digest files of a folder, by name; none where there is no folder. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter(isDigestFile);
  } catch {
    return [];
  }
}
