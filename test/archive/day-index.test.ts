import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/digest/types.ts';
import { openIndex } from '../../src/archive/index/archive-index.ts';
import {
  chooseFile,
  countCategories,
  createDayIndex,
  type DayChange,
  type DayIndex,
  nearestDays,
} from '../../src/archive/day-index.ts';
import { searchOver } from '../search/search-over.ts';
import { digestOf } from '../support/digest.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';

const plain = digestOf({ day: '2021-05-05', papers: [{ title: 'Plain' }, { title: 'Leeks' }] });
const again = digestOf({
  day: '2021-05-05',
  papers: [{ title: 'Again', categories: ['cs.CV'] }],
  file: '2021-05-05---Again.md',
});
const later = digestOf({ day: '2021-05-07', papers: [{}, {}] });

function emptyDayIndex(): {
  dayIndex: DayIndex;
  put: (digest: Digest, name?: string) => DayChange[];
  remove: (name: string) => DayChange[];
  titles: () => (string | undefined)[];
} {
  const index = openIndex();
  const dayIndex = createDayIndex(() => index.files);
  return {
    dayIndex,
    put(digest, name = digest.file) {
      index.put({ name, signature: '', modified: 0, problems: [] }, digest);
      return dayIndex.update(name);
    },
    remove(name) {
      index.remove(name);
      return dayIndex.update(name);
    },
    titles: () => dayIndex.entries().map(({ row }) => index.paper(row)?.title),
  };
}

const summary = ([change, ...others]: DayChange[]): unknown =>
  change && [change.before?.name, change.after?.name, change.unused, others.length];

describe('the day index', () => {
  it('lists the newest day first, each in printed order, whatever was added when', () => {
    const { dayIndex, put, titles } = emptyDayIndex();
    for (const digest of [plain, later, digestOf({ day: '2021-05-06', papers: [{}] })]) put(digest);
    expect(dayIndex.days()).toEqual(['2021-05-07', '2021-05-06', '2021-05-05']);
    expect(titles()).toEqual([
      'Paper 1 of 2021-05-07',
      'Paper 2 of 2021-05-07',
      'Paper 1 of 2021-05-06',
      'Plain',
      'Leeks',
    ]);
  });

  it('uses one of two files of a day, and the other once that is removed', () => {
    const { dayIndex, put, remove, titles } = emptyDayIndex();
    expect(summary(put(again))).toEqual([undefined, again.file, [], 0]);
    expect(summary(put(plain))).toEqual([again.file, plain.file, [again.file], 0]);
    expect(titles()).toEqual(['Plain', 'Leeks']);
    const hidden = dayIndex.categories();
    expect(hidden).toMatchObject([{ code: 'cs.LG', papers: 2 }]);

    expect(summary(remove(plain.file))).toEqual([plain.file, again.file, [], 0]);
    expect(dayIndex.fileOf('2021-05-05')?.name).toBe(again.file);
    expect(titles()).toEqual(['Again']);
    expect(dayIndex.categories()).toMatchObject([{ code: 'cs.CV', papers: 1 }]);

    expect(summary(remove(again.file))).toEqual([again.file, undefined, [], 0]);
    expect(dayIndex.days()).toEqual([]);
    expect(titles()).toEqual([]);
  });

  it('finds the entries of the used files by their rows, and no others', () => {
    const { dayIndex, put, remove } = emptyDayIndex();
    put(again);
    const [hidden] = dayIndex.entries();
    put(plain);
    const shown = dayIndex.entries();
    expect(shown.map(({ row }) => dayIndex.entryAt(row))).toEqual(shown);
    expect(dayIndex.entryAt(hidden?.row ?? -1)).toBeUndefined();
    put({ ...plain, papers: [] });
    expect(shown.map(({ row }) => dayIndex.entryAt(row))).toEqual([undefined, undefined]);
    remove(plain.file);
    expect(dayIndex.entryAt(hidden?.row ?? -1)).toEqual(hidden);
  });

  it('moves a file that changes its day', () => {
    const { dayIndex, put } = emptyDayIndex();
    put(plain);
    const changes = put(later, plain.file);
    expect(changes.map(({ day, before, after }) => [day, !!before, !!after])).toEqual([
      ['2021-05-05', true, false],
      ['2021-05-07', false, true],
    ]);
    expect(dayIndex.days()).toEqual(['2021-05-07']);
  });

  it('reports no change for a file that never was a digest', () => {
    const { dayIndex } = emptyDayIndex();
    expect(dayIndex.update('2021-05-05.md')).toEqual([]);
  });

  it('knows which papers are in several digests', () => {
    const { dayIndex, put, remove } = emptyDayIndex();
    const twice = { arxivId: '2105.05001' };
    put(plain);
    // The same file again isn't another digest.
    put(plain);
    expect([...dayIndex.repeated]).toEqual([]);
    put(digestOf({ day: '2021-05-07', papers: [twice, {}] }));
    expect([...dayIndex.repeated]).toContain('2105.05001');
    expect([...dayIndex.repeated]).toHaveLength(1);
    remove('2021-05-07.md');
    put(digestOf({ day: '2021-05-08', papers: [twice] }));
    expect([...dayIndex.repeated]).toContain('2105.05001');
  });
});

describe('the file used for a day', () => {
  const filed = (name: string) => ({
    name,
    digest: digestOf({ day: '2021-05-05', file: name }),
    modified: 0,
  });
  const choose = (...names: string[]) => chooseFile(names.map(filed))?.name;

  it('is the plainly named one if there is one', () => {
    expect(choose('2021-05-05---Z.md', '2021-05-05.md', '2021-05-05---A.md')).toBe('2021-05-05.md');
    // Misnamed: its slug says that it's the digest of the 5th.
    expect(choose('2021-05-05.md', '2021-05-06.md')).toBe('2021-05-05.md');
  });

  it('is the last by name when none is plainly named', () => {
    expect(choose('2021-05-05---A.md', '2021-05-05---Z.md')).toBe('2021-05-05---Z.md');
  });

  it("doesn't exist without files", () => {
    expect(choose()).toBeUndefined();
  });
});

describe('the nearest days', () => {
  const days = ['2021-06-03', '2021-06-01', '2021-05-28'];

  it.each([
    ['2021-06-02', '2021-06-01', '2021-06-03'],
    ['2021-06-01', '2021-05-28', '2021-06-03'],
    ['2021-01-01', undefined, '2021-05-28'],
    ['2022-01-01', '2021-06-03', undefined],
  ])('are, for %s, %s and %s', (day, before, after) => {
    expect(nearestDays(days, day)).toEqual({ before, after });
  });
});

describe("the archive's categories", () => {
  const countsIn = (digests: readonly Digest[]) =>
    countCategories(digests.flatMap((digest) => digest.papers));
  const counts = countsIn(SAMPLE_DIGESTS);

  it('come with their names, most papers first', () => {
    expect(counts.slice(0, 3)).toEqual([
      { code: 'cs.CV', name: 'Computer Vision and Pattern Recognition', papers: 2 },
      { code: 'cs.IT', name: 'Information Theory', papers: 2 },
      { code: 'cs.LG', name: 'Machine Learning', papers: 2 },
    ]);
  });

  it('count what a search for them finds', async () => {
    const { find } = searchOver(SAMPLE_DIGESTS);
    for (const { code, papers } of counts) {
      expect((await find({ category: code })).total).toBe(papers);
    }
  });

  it('count a paper in two digests as the newest one has it', () => {
    // The older digest lists the paper with stat.ML, the newer one without.
    const arxivId = '2106.03002';
    const digests = [
      digestOf({ day: '2021-06-03', papers: [{ arxivId, categories: ['cs.LG'] }] }),
      digestOf({ day: '2021-05-28', papers: [{ arxivId, categories: ['cs.LG', 'stat.ML'] }] }),
    ];
    expect(countsIn(digests)).toMatchObject([{ code: 'cs.LG', papers: 1 }]);
  });
});
