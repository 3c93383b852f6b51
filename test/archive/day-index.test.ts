import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/digest/types.ts';
import { openIndex } from '../../src/archive/index/archive-index.ts';
import { type DayIndex, type DayChange, createDayIndex } from '../../src/archive/day-index.ts';
import { digestOf } from '../support/digest.ts';

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
  drop: (name: string) => DayChange[];
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
    drop(name) {
      index.drop(name);
      return dayIndex.update(name);
    },
    titles: () => dayIndex.entries().map(({ row }) => index.paper(row)?.title),
  };
}

const told = ([change, ...others]: DayChange[]): unknown =>
  change && [change.before?.name, change.after?.name, change.unused, others.length];

describe('the day index', () => {
  it('has the newest day first, each in printed order, whatever came when', () => {
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

  it('shows one of two files of a day, and the other when that is removed', () => {
    const { dayIndex, put, drop, titles } = emptyDayIndex();
    expect(told(put(again))).toEqual([undefined, again.file, [], 0]);
    expect(told(put(plain))).toEqual([again.file, plain.file, [again.file], 0]);
    expect(titles()).toEqual(['Plain', 'Leeks']);
    const hidden = dayIndex.categories();
    expect(hidden).toMatchObject([{ code: 'cs.LG', papers: 2 }]);

    expect(told(drop(plain.file))).toEqual([plain.file, again.file, [], 0]);
    expect(dayIndex.fileOf('2021-05-05')?.name).toBe(again.file);
    expect(titles()).toEqual(['Again']);
    expect(dayIndex.categories()).toMatchObject([{ code: 'cs.CV', papers: 1 }]);

    expect(told(drop(again.file))).toEqual([again.file, undefined, [], 0]);
    expect(dayIndex.days()).toEqual([]);
    expect(titles()).toEqual([]);
  });

  it('knows the entries of a day by their rows, and no others', () => {
    const { dayIndex, put, drop } = emptyDayIndex();
    put(again);
    const [hidden] = dayIndex.entries();
    put(plain);
    const shown = dayIndex.entries();
    expect(shown.map(({ row }) => dayIndex.entryAt(row))).toEqual(shown);
    expect(dayIndex.entryAt(hidden?.row ?? -1)).toBeUndefined();
    put({ ...plain, papers: [] });
    expect(shown.map(({ row }) => dayIndex.entryAt(row))).toEqual([undefined, undefined]);
    drop(plain.file);
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

  it('says nothing about a file that never was a digest', () => {
    const { dayIndex } = emptyDayIndex();
    expect(dayIndex.update('2021-05-05.md')).toEqual([]);
  });

  it('knows which papers are in several digests', () => {
    const { dayIndex, put, drop } = emptyDayIndex();
    const twice = { arxivId: '2105.05001' };
    put(plain);
    // The same file again is no other digest.
    put(plain);
    expect([...dayIndex.repeated]).toEqual([]);
    put(digestOf({ day: '2021-05-07', papers: [twice, {}] }));
    expect([...dayIndex.repeated]).toContain('2105.05001');
    expect([...dayIndex.repeated]).toHaveLength(1);
    drop('2021-05-07.md');
    put(digestOf({ day: '2021-05-08', papers: [twice] }));
    expect([...dayIndex.repeated]).toContain('2105.05001');
  });
});
