import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSelfHealingIndex } from '../../../src/archive/index/self-healing-index.ts';
import { openIndex } from '../../../src/archive/index/archive-index.ts';
import type { ArchiveEvent } from '../../../src/archive/types.ts';
import { digestOf } from '../../support/digest.ts';
import { newFolder, until } from '../folder.ts';
import { answersOf, DIGESTS, folderWithIndex, openWithIndex } from './archive-with-index.ts';

const leeks = digestOf({ day: '2021-06-05', papers: [{ title: 'Winter Leeks' }] });
const page = { offset: 0, limit: 10 };

/** Another program that is writing to an index. */
function lock(indexFile: string, how = 'BEGIN IMMEDIATE'): { unlock: () => void } {
  const other = new DatabaseSync(indexFile);
  other.exec(how);
  let isOpen = true;
  const unlock = (): void => {
    if (isOpen) other.close();
    isOpen = false;
  };
  onTestFinished(unlock);
  return { unlock };
}

/** What SQLite throws for a statement. */
function errorOf(db: DatabaseSync, statement: string): unknown {
  try {
    db.exec(statement);
  } catch (error) {
    return error;
  }
  throw new Error('no error');
}

function tableIn(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  onTestFinished(() => db.close());
  db.exec('CREATE TABLE IF NOT EXISTS x (y)');
  return db;
}

const FILL = 'INSERT INTO x VALUES (zeroblob(100000))';

const warnings = (events: readonly ArchiveEvent[]): ArchiveEvent[] =>
  events.filter(({ level }) => level !== 'info');

const said = (indexFile: string, reason: string): unknown =>
  expect.objectContaining({
    level: 'warn',
    message: expect.stringContaining(
      `can't be kept in ${indexFile}: ${reason}. Until the next start, it's kept in memory`,
    ) as string,
    error: expect.any(Error) as Error,
  });

/** The days of the digests in an index on disk. */
function digestsIn(indexFile: string): string[] {
  const index = openIndex(indexFile);
  const days = [...index.files.values()].map(({ digest }) => digest?.day ?? '');
  index.close();
  return days.sort().reverse();
}

const DAYS = DIGESTS.map(({ day }) => day);

describe('an index locked by another program', () => {
  it('is left alone when a digest is added, which is kept in memory and reported once', async () => {
    const folder = await folderWithIndex();
    const { archive, search, changes, events } = await openWithIndex(folder);
    const { unlock } = lock(folder.indexFile);
    await folder.put(leeks);
    await until(() => expect(changes).toEqual([{ day: leeks.day, kind: 'added' }]));
    expect(archive.digest(leeks.day)).toEqual(leeks);
    const { digests } = await answersOf(archive);
    expect(digests).toEqual([leeks, ...DIGESTS]);
    await folder.put(digestOf({ day: '2021-06-06', papers: [{ title: 'Red Leeks' }] }));
    await until(() => expect(changes).toHaveLength(2));
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(2);
    expect(warnings(events)).toEqual([said(folder.indexFile, 'another program has locked it')]);

    unlock();
    await archive.close();
    expect(digestsIn(folder.indexFile)).toEqual(DAYS);
    const again = await openWithIndex(folder);
    expect(again.archive.days()).toEqual(['2021-06-06', leeks.day, ...DAYS]);
    expect(warnings(again.events)).toEqual([]);
  });

  it("isn't taken for a foreign file and removed when it can't even be read", async () => {
    const folder = await folderWithIndex();
    const alone = 'PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT';
    const { unlock } = lock(folder.indexFile, alone);
    const { archive, events } = await openWithIndex(folder);
    expect((await answersOf(archive)).digests).toEqual(DIGESTS);
    expect(warnings(events)).toEqual([said(folder.indexFile, 'another program has locked it')]);
    unlock();
    expect(digestsIn(folder.indexFile)).toEqual(DAYS);
  });

  it('is left alone while its words are uncounted, and typos are still understood', async () => {
    const folder = await folderWithIndex();
    const uncounted = new DatabaseSync(folder.indexFile);
    uncounted.exec('UPDATE about SET uncounted = 1; DELETE FROM word');
    uncounted.close();
    lock(folder.indexFile);
    const { search, events } = await openWithIndex(folder);
    expect(await search.papers({ search: 'marmelade' }, page)).toMatchObject({
      total: 1,
      corrected: ['marmalade'],
    });
    expect(warnings(events)).toEqual([said(folder.indexFile, 'another program has locked it')]);
  });
});

describe('a failing change to the index', () => {
  it.each<[string, string, (folder: string) => unknown]>([
    [
      'the disk is full',
      'the disk is full',
      () => {
        const db = tableIn(':memory:');
        db.exec('PRAGMA max_page_count = 4');
        return errorOf(db, FILL);
      },
    ],
    [
      'it may not be written',
      "Paperboy isn't allowed to write it",
      () => {
        const db = tableIn(':memory:');
        db.exec('PRAGMA query_only = 1');
        return errorOf(db, FILL);
      },
    ],
    [
      'a file cannot be opened',
      "it can't be opened",
      async (folder) => {
        await mkdir(`${folder}/attached.db`);
        return errorOf(tableIn(':memory:'), `ATTACH '${folder}/attached.db' AS a`);
      },
    ],
    [
      'the disk fails',
      'the disk failed to read or write it',
      // SQLITE_IOERR_WRITE, which a test can't provoke.
      () => Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 778 }),
    ],
  ])(
    'leaves the file alone (%s), says why, and fills an index in memory',
    async (_, reason, make) => {
      const folder = await folderWithIndex();
      const error = await make(folder.directory);
      const events: ArchiveEvent[] = [];
      let refills = 0;
      const selfHealing = createSelfHealingIndex(folder.indexFile, {
        log: (event) => void events.push(event),
        refill: () => {
          refills++;
          selfHealing
            .index()
            .put({ name: leeks.file, signature: '', modified: 0, problems: [] }, leeks);
          return Promise.resolve();
        },
      });
      onTestFinished(() => selfHealing.close());
      const change = (): boolean =>
        selfHealing.change(() => {
          if (refills === 0) throw error;
        });
      expect(change()).toBe(false);
      expect(
        await selfHealing.repaired(() => Promise.resolve([...selfHealing.index().files.keys()])),
      ).toEqual([leeks.file]);
      expect(change()).toBe(true);
      expect(events).toEqual([said(folder.indexFile, reason)]);
      expect(events[0]?.error).toBe(error);
      expect(digestsIn(folder.indexFile)).toEqual(DAYS);
    },
  );

  it("isn't blamed on the index when it fails for a reason of its own", async () => {
    const { indexFile } = await newFolder();
    const events: ArchiveEvent[] = [];
    const selfHealing = createSelfHealingIndex(indexFile, {
      log: (event) => void events.push(event),
      refill: () => undefined,
    });
    onTestFinished(() => selfHealing.close());
    const oops = (): void => {
      throw new TypeError('oops');
    };
    expect(() => selfHealing.change(oops)).toThrow('oops');
    expect([selfHealing.rebuilds(), events]).toEqual([0, []]);
    expect(existsSync(indexFile)).toBe(true);
  });
});
