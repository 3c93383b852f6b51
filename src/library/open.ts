import { isDeepStrictEqual } from 'node:util';
import { latestDate } from '../digest/day.ts';
import { isDigestFile } from '../digest/file-name.ts';
import type { Day, Digest, ParseResult, Problem } from '../digest/types.ts';
import {
  appearancesOf,
  chooseFile,
  countCategories,
  type Filed,
  nearestDays,
} from './catalogue.ts';
import { readDigest } from './read.ts';
import { openSearchIndex } from './search-index.ts';
import { search } from './search.ts';
import { similarPapers } from './similar.ts';
import type { CategoryCount, Library, LibraryChange, LibraryEvent } from './types.ts';
import { watchFolder } from './watch.ts';

export interface LibraryOptions {
  /** The folder of digests. It need not be there yet. */
  directory: string;
  log: (event: LibraryEvent) => void;
  /** How long a file must not have changed before it is read, in milliseconds. */
  settleMs?: number;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** A library that follows its folder. */
export interface OpenLibrary extends Library {
  /**
   * Calls `listener` after each change, when the library already answers by it. Days that were
   * there when the library opened are no change.
   */
  onChange(listener: (change: LibraryChange) => void): void;
  /** When the file that stands for a day was last written, in Unix milliseconds. */
  writtenAt(day: Day): number | undefined;
  /** Stops following the folder. Do not search afterwards. */
  close(): Promise<void>;
}

/**
 * Opens the archive in a folder: reads every digest that is not just being written, and follows
 * what changes. A file that is no digest any more keeps the last good one until it is removed.
 */
export async function openLibrary(options: LibraryOptions): Promise<OpenLibrary> {
  const { directory, log, settleMs = 2_000, now = Date.now } = options;
  const index = openSearchIndex();
  const files = new Map<string, Filed>();
  const problems = new Map<string, Problem[]>();
  const listeners: ((change: LibraryChange) => void)[] = [];
  let shown: readonly Digest[] = [];
  let categories: CategoryCount[] | undefined;
  let isOpen = false;
  let closing: Promise<void> | undefined;

  function apply(name: string, result: ParseResult | undefined, modified = 0): void {
    noteProblems(name, result?.problems ?? []);
    const before = files.get(name);
    if (!result) files.delete(name);
    else if (result.digest) files.set(name, { name, digest: result.digest, modified });
    else if (before) {
      log({ level: 'warn', message: 'no digest any more: keeping the last good one', file: name });
    }
    const days = new Set([before?.digest.day, files.get(name)?.digest.day]);
    for (const day of days) if (day !== undefined) show(day);
  }

  function noteProblems(name: string, found: Problem[]): void {
    problems.delete(name);
    if (found.length > 0) problems.set(name, found);
    for (const { file, line, reason } of found) log({ level: 'warn', message: reason, file, line });
  }

  function filesOf(day: Day): Filed[] {
    return [...files.values()].filter(({ digest }) => digest.day === day);
  }

  /** Makes the library answer with the file that now stands for a day. */
  function show(day: Day): void {
    const ofDay = filesOf(day);
    const chosen = chooseFile(ofDay);
    for (const { name } of ofDay) {
      if (name === chosen?.name) continue;
      log({
        level: 'warn',
        message: `a second file of one day: ${chosen?.name} is used`,
        file: name,
        day,
      });
    }
    const before = shown.find((digest) => digest.day === day);
    const after = chosen?.digest;
    if (isDeepStrictEqual(before, after)) return;
    if (after && day > latestDate(now())) {
      log({ level: 'warn', message: 'the day of this digest has not come', file: after.file, day });
    }

    index.replace([{ day, papers: after?.papers ?? [] }]);
    shown = [...shown.filter((digest) => digest !== before), ...(after ? [after] : [])].sort(
      (a, b) => (a.day < b.day ? 1 : -1),
    );
    categories = undefined;
    announce({ day, kind: !before ? 'added' : after ? 'changed' : 'removed' });
  }

  function announce(change: LibraryChange): void {
    if (!isOpen) return;
    log({ level: 'info', message: `digest ${change.kind}`, day: change.day });
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        log({
          level: 'error',
          message: 'a listener of the library failed',
          day: change.day,
          error,
        });
      }
    }
  }

  const folder = await watchFolder<ParseResult>({
    directory,
    accepts: isDigestFile,
    load: readDigest,
    apply,
    log,
    settleMs,
    now,
  });

  isOpen = true;
  index.vocabulary();
  const papers = shown.reduce((sum, digest) => sum + digest.papers.length, 0);
  log({ level: 'info', message: 'archive read', digests: shown.length, papers });
  const days = (): Day[] => shown.map(({ day }) => day);

  return {
    newest: () => shown.find(({ day }) => day <= latestDate(now())),
    digest: (day) => shown.find((digest) => digest.day === day),
    nearest: (day) => nearestDays(days(), day),
    days,
    categories: () => (categories ??= countCategories(shown)),
    appearances: (arxivId) => appearancesOf(shown, arxivId),
    similar: (paper, limit) => similarPapers(index, paper, limit),
    search: (query, page) => search(index, shown, query, page),
    problems: () => [...problems.values()].flat(),
    writtenAt: (day) => chooseFile(filesOf(day))?.modified,
    onChange: (listener) => void listeners.push(listener),
    close: () => (closing ??= folder.close().then(() => index.close())),
  };
}
