import { copyFile, mkdir, rm, unlink, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openIndex } from '../../../src/archive/index/archive-index.ts';
import { digestOf } from '../../support/digest.ts';
import { newFolder, until } from '../folder.ts';
import { answersOf, DIGESTS, folderWithIndex, openWithIndex } from './archive-with-index.ts';

const page = { offset: 0, limit: 10 };
/** Far longer than any test, so that waiting for a stable file fails. */
const FOR_EVER = 3_000_000;

describe('an archive reopened with its index', () => {
  it('answers everything as before', async () => {
    const folder = await newFolder();
    for (const digest of DIGESTS) await folder.put(digest);
    const first = await openWithIndex(folder);
    const before = await answersOf(first.archive);
    await first.archive.close();
    expect(before.digests).toEqual(DIGESTS);

    const { archive, changes } = await openWithIndex(folder);
    expect(await answersOf(archive)).toEqual(before);
    expect(changes).toEqual([]);
  });

  it('has the optional values of digests and papers until their file has none', async () => {
    const details = {
      links: { code: 'https://github.com/owner/repo', project: 'https://example.org/' },
      organization: 'MIT',
      keywords: ['a', 'b'],
      summary: { text: 'One sentence.', by: 'org/model' },
      picture: 'https://huggingface.co/a.png',
    };
    const plain = digestOf({ day: '2021-05-05', papers: [{}] });
    const withoutRisen = digestOf({ day: '2021-05-05', papers: [details] });
    const rich = {
      ...withoutRisen,
      risen: [{ arxivId: '2105.00001', title: 'Risen', upvotes: 87 }],
    };
    const folder = await folderWithIndex([rich]);
    const reopen = async () => {
      const { archive } = await openWithIndex(folder);
      const seen = { digest: archive.digest('2021-05-05'), problems: archive.problems().length };
      await archive.close();
      return seen;
    };
    expect(await reopen()).toEqual({ digest: rich, problems: 0 });
    await writeFile(folder.path(rich.file), 'broken');
    expect(await reopen()).toEqual({ digest: rich, problems: 1 });
    await folder.put(withoutRisen);
    expect(await reopen()).toEqual({ digest: withoutRisen, problems: 0 });
    await folder.put(plain);
    expect(await reopen()).toEqual({ digest: plain, problems: 0 });
  });

  it('reads no unchanged file, and trusts the index', async () => {
    const folder = await folderWithIndex();
    const index = new DatabaseSync(folder.indexFile);
    index.exec(`UPDATE paper SET json = json_set(json, '$.title', 'From the Index')`);
    index.close();

    const { archive, search } = await openWithIndex(folder);
    for (const { day, papers } of DIGESTS) {
      const titles = archive.digest(day)?.papers.map(({ title }) => title);
      expect(titles).toEqual(papers.map(() => 'From the Index'));
    }
    const { hits } = await search.papers({ search: 'marmalade' }, page);
    expect(hits.map(({ paper }) => paper.title)).toEqual(['From the Index']);
  });

  it('still knows and reports what is wrong with broken files', async () => {
    const folder = await newFolder();
    await writeFile(folder.path('2021-05-06.md'), 'Once upon a time\n');
    const first = await openWithIndex(folder);
    const before = first.archive.problems();
    expect(before).toHaveLength(1);
    await first.archive.close();

    const { archive, events } = await openWithIndex(folder);
    expect(archive.problems()).toEqual(before);
    const logged = { level: 'warn', message: before[0]?.reason, file: '2021-05-06.md', line: 1 };
    expect(events.filter(({ level }) => level === 'warn')).toEqual([logged]);
  });

  it('still has the last good digest of a file that broke', async () => {
    const folder = await folderWithIndex();
    const [digest] = DIGESTS;
    const first = await openWithIndex(folder);
    await writeFile(folder.path('2021-06-03.md'), 'gone to seed');
    await until(() => expect(first.archive.problems()).toHaveLength(1));
    await first.archive.close();

    const { archive, search } = await openWithIndex(folder);
    expect(archive.digest('2021-06-03')).toEqual(digest);
    expect(archive.problems()).toHaveLength(1);
    expect((await search.papers({ search: 'marmalade' }, page)).total).toBe(1);
  });

  it('reports again which of two files of a day is unused', async () => {
    const [digest] = DIGESTS;
    if (!digest) throw new Error('no digest');
    const folder = await folderWithIndex([digest, { ...digest, file: '2021-06-03---Z.md' }]);
    const { archive, events } = await openWithIndex(folder);
    expect(archive.digest('2021-06-03')).toEqual(digest);
    const unused = { level: 'warn', file: '2021-06-03---Z.md', day: '2021-06-03' };
    expect(events).toContainEqual(expect.objectContaining(unused));
  });

  it('goes by the files that are there, not by those of another folder', async () => {
    const folder = await folderWithIndex();
    const other = await newFolder();
    const digest = digestOf({ day: '2021-06-03', papers: [{ title: 'Elsewhere' }] });
    await other.put(digest);
    const { archive, search } = await openWithIndex({ ...other, indexFile: folder.indexFile });
    expect(archive.days()).toEqual(['2021-06-03']);
    expect(archive.digest('2021-06-03')).toEqual(digest);
    expect((await search.papers({}, page)).total).toBe(1);
  });
});

describe('changes made while the archive was closed', () => {
  const leeks = digestOf({ day: '2021-06-02', papers: [{ title: 'Winter Leeks' }] });

  it('include a new file at the next start', async () => {
    const folder = await folderWithIndex();
    const came = digestOf({ day: '2021-06-05', papers: [{ title: 'Winter Leeks' }] });
    await folder.put(came);
    const { archive, search, changes } = await openWithIndex(folder, FOR_EVER);
    expect(archive.newest()).toEqual(came);
    expect(archive.days()).toHaveLength(DIGESTS.length + 1);
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(1);
    expect(changes).toEqual([]);
  });

  it('include a changed file', async () => {
    const folder = await folderWithIndex();
    await folder.put(leeks);
    const { archive, search, changes } = await openWithIndex(folder, FOR_EVER);
    expect(archive.digest('2021-06-02')).toEqual(leeks);
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(1);
    expect((await search.papers({ search: 'socks' }, page)).total).toBe(0);
    expect(changes).toEqual([]);
  });

  it('include a removed file, without waiting for it', async () => {
    const folder = await folderWithIndex();
    await unlink(folder.path('2021-06-02.md'));
    const { archive, search } = await openWithIndex(folder, FOR_EVER);
    expect(archive.days()).not.toContain('2021-06-02');
    expect(archive.days()).toHaveLength(DIGESTS.length - 1);
    expect((await search.papers({ search: 'socks' }, page)).total).toBe(0);
    expect(archive.appearances('2106.02001')).toEqual([]);
  });

  it('let a removed file give way to the other one of its day', async () => {
    const again = { ...leeks, file: '2021-06-02---Again.md' };
    const folder = await folderWithIndex([...DIGESTS, again]);
    await unlink(folder.path('2021-06-02.md'));
    const { archive } = await openWithIndex(folder, FOR_EVER);
    expect(archive.digest('2021-06-02')).toEqual(again);
  });

  it('include a removed folder, and restore it cleanly when it is back', async () => {
    const folder = await folderWithIndex();
    await rm(folder.directory, { recursive: true });
    const gone = await openWithIndex(folder);
    expect(gone.archive.days()).toEqual([]);
    await gone.archive.close();

    await mkdir(folder.directory);
    for (const digest of DIGESTS) await folder.put(digest);
    const { archive } = await openWithIndex(folder);
    expect((await answersOf(archive)).digests).toEqual(DIGESTS);
  });

  it('are remembered for the start after that', async () => {
    const folder = await folderWithIndex();
    await folder.put(leeks);
    await unlink(folder.path('2021-06-03.md'));
    const second = await openWithIndex(folder);
    await second.archive.close();
    const index = openIndex(folder.indexFile);
    expect(index.files.has('2021-06-03.md')).toBe(false);
    expect(index.files.get('2021-06-02.md')?.digest?.entries).toHaveLength(1);
    expect(index.files.size).toBe(DIGESTS.length - 1);
    index.close();
  });
});

describe('a killed process', () => {
  const ENDS = ['', '-wal', '-shm'];

  async function copyOf(indexFile: string): Promise<string> {
    const copy = `${indexFile}.copy`;
    for (const end of ENDS) await copyFile(indexFile + end, copy + end);
    return copy;
  }

  it('leaves a complete index', async () => {
    const folder = await folderWithIndex();
    const { archive, changes } = await openWithIndex(folder);
    const came = digestOf({ day: '2021-06-05', papers: [{ title: 'Winter Leeks' }] });
    await folder.put(came);
    await unlink(folder.path('2021-06-02.md'));
    await until(() => expect(changes).toHaveLength(2));
    const before = await answersOf(archive);

    const indexFile = await copyOf(folder.indexFile);
    const index = openIndex(indexFile);
    expect(index.files.get(came.file)?.digest?.day).toBe('2021-06-05');
    expect(index.files.has('2021-06-02.md')).toBe(false);
    index.close();
    const again = await openWithIndex({ ...folder, indexFile });
    expect(await answersOf(again.archive)).toEqual(before);
  });

  it("leaves the index as it was when it hadn't committed", async () => {
    const { indexFile } = await newFolder();
    const state = { signature: '1', modified: 0, problems: [] };
    const [kept, lost] = ['Spring Onions', 'Winter Leeks'].map((title, at) =>
      digestOf({ day: `2021-05-0${at + 1}`, papers: [{ title }] }),
    );
    if (!kept || !lost) throw new Error('no digests');
    const killed = openIndex(indexFile);
    killed.put({ name: kept.file, ...state }, kept);
    killed.commit();
    killed.put({ name: lost.file, ...state }, lost);
    expect(killed.words.papersWith('leeks')).toBe(1);

    const index = openIndex(await copyOf(indexFile));
    expect([...index.files.keys()]).toEqual([kept.file]);
    expect(index.text.match(0, '"onions"')).toHaveLength(1);
    expect(index.text.match(0, '"leeks"')).toEqual([]);
    expect(index.words.papersWith('onions')).toBe(1);
    expect(index.words.papersWith('leeks')).toBe(0);
    expect(index.rowsOf(lost.papers[0]?.arxivId ?? '')).toEqual([]);
    index.close();
    killed.close();
  });
});
