import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { refreshDigest } from '../../src/builder/refresh.ts';
import { originOf } from '../../src/digest/provenance.ts';
import type { Day } from '../../src/digest/types.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { type Office, openOffice } from './desk.ts';
import { failed } from './outside.ts';

/** A Friday; the Saturday after it is 2026-06-13. */
const FRIDAY = '2026-06-12';
const fileOf = (day: Day): string => `${day}---Hot-Papers.md`;
const FILE = fileOf(FRIDAY);
const A = '2606.00001';
const B = '2606.00002';

const statusOf = (office: Office, day: Day) =>
  office.builder.outcomes().find((status) => status.day === day);
const asksFor = (office: Office, day: Day): number =>
  office.outside.asked.filter((what) => what === `huggingface ${day}`).length;
const listAll = (office: Office, ...days: Day[]): void => {
  days.forEach((day, at) => office.outside.lists(day, { [`2606.1000${at}`]: 10 }));
};

describe('the builder', () => {
  it("makes a day's digest once, at 06:00 UTC of the next day", async () => {
    const office = await openOffice({ now: '2026-06-12T05:00:00Z' });
    office.outside.lists('2026-06-10', { '2606.00009': 9 });
    office.outside.lists('2026-06-11', { [B]: 9 });
    office.outside.lists(FRIDAY, { [A]: 118 });
    await office.passTo('2026-06-13T05:50:00Z');
    expect(await office.files()).toEqual(['2026-06-10', '2026-06-11'].map(fileOf));
    await office.passTo('2026-06-13T06:00:00Z');
    expect(await office.files()).toEqual(['2026-06-10', '2026-06-11', FRIDAY].map(fileOf));
    await office.passTo('2026-06-13T23:50:00Z');
    expect(asksFor(office, FRIDAY)).toBe(1);
    expect(office.said).toContain(`info ${FRIDAY}: 1 paper written to ${FILE}`);
    expect(statusOf(office, FRIDAY)).toEqual({
      day: FRIDAY,
      outcome: { kind: 'written', file: FILE, papers: 1, from: 'sources', remarks: [] },
      next: undefined,
    });
  });

  it('makes one recent digest in its first minute, whatever the hour and weekday', async () => {
    for (const [now, day] of [
      ['2026-06-12T05:59:00Z', '2026-06-10'],
      ['2026-06-12T06:00:00Z', '2026-06-11'],
      ['2026-06-14T12:00:00Z', FRIDAY],
      ['2026-06-15T12:00:00Z', FRIDAY],
    ] as const) {
      const office = await openOffice({ now });
      listAll(office, '2026-06-08', '2026-06-09', '2026-06-10', '2026-06-11', FRIDAY);
      await office.write(
        '2022-01-13.md',
        markdownOf(digestOf({ day: '2022-01-13', papers: [{}] })),
      );
      await office.builder.tick();
      expect(await office.files()).toEqual(['2022-01-13.md', fileOf(day)]);
    }
  });

  it('tries hourly until 06:00 UTC two days later, then records that there is no digest', async () => {
    const office = await openOffice({ now: '2026-06-12T06:00:00Z' });
    const DAY = '2026-06-11';
    await office.builder.tick();
    await office.passTo('2026-06-12T08:30:00Z');
    expect(asksFor(office, DAY)).toBe(3);
    expect(statusOf(office, DAY)).toMatchObject({
      outcome: { kind: 'nothing', reason: 'not-yet' },
      next: new Date('2026-06-12T09:00:00Z'),
    });
    await office.passTo('2026-06-13T06:00:00Z');
    const asked = asksFor(office, DAY);
    expect(asked).toBe(25);
    expect(statusOf(office, DAY)).toMatchObject({
      outcome: { kind: 'nothing', reason: 'not-yet' },
      next: undefined,
    });
    await office.passTo('2026-06-14T12:00:00Z');
    expect(asksFor(office, DAY)).toBe(asked);
    // Said when it began and when it ended, and not each hour.
    expect(office.said.filter((line) => line.includes(DAY))).toEqual([
      `info no papers have been listed for ${DAY} yet; next try at 07:00 UTC`,
      `info no papers were listed for ${DAY}`,
    ]);
  });

  it('writes a digest that is listed late', async () => {
    const office = await openOffice({ now: '2026-06-12T06:00:00Z' });
    await office.passTo('2026-06-12T09:30:00Z');
    office.outside.lists('2026-06-11', { [A]: 7 });
    await office.passTo('2026-06-12T10:30:00Z');
    expect(await office.files()).toEqual([fileOf('2026-06-11')]);
  });

  it('settles a weekend at once and says why', async () => {
    const office = await openOffice({ now: '2026-06-13T05:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    await office.passTo('2026-06-16T05:00:00Z');
    expect(asksFor(office, '2026-06-13')).toBe(1);
    expect(asksFor(office, '2026-06-14')).toBe(1);
    expect(statusOf(office, '2026-06-13')).toMatchObject({
      outcome: { kind: 'nothing', reason: 'weekend' },
      next: undefined,
    });
  });

  it("says when it will try a day whose time hasn't come", async () => {
    const office = await openOffice({ now: '2026-06-12T12:00:00Z' });
    expect(office.builder.outcomes()).toEqual([]);
    office.outside.lists('2026-06-11', { [A]: 7 });
    await office.builder.tick();
    expect(office.builder.outcomes().map(({ day }) => day)).toEqual([FRIDAY, '2026-06-11']);
    expect(statusOf(office, FRIDAY)).toEqual({
      day: FRIDAY,
      outcome: { kind: 'waiting' },
      next: new Date('2026-06-13T06:00:00Z'),
    });
  });

  it('says that a day is a weekend while it lasts, unless a folder is followed', async () => {
    const weekend = { outcome: { kind: 'nothing', reason: 'weekend' }, next: undefined };
    const office = await openOffice({ now: '2026-06-13T08:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 7 });
    await office.builder.tick();
    expect(statusOf(office, '2026-06-13')).toMatchObject(weekend);
    const follower = await openOffice({ now: '2026-06-13T08:00:00Z', isFollowing: true });
    await follower.builder.tick();
    expect(statusOf(follower, '2026-06-13')).toMatchObject({
      outcome: { kind: 'waiting' },
      next: new Date('2026-06-14T06:00:00Z'),
    });
  });

  it('reports a problem once, and continues when it is over', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    office.outside.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    await office.passTo('2026-06-13T12:30:00Z');
    expect(statusOf(office, FRIDAY)).toMatchObject({
      outcome: { kind: 'failed', failure: 'network' },
      next: new Date('2026-06-13T13:10:00Z'),
    });
    office.outside.listing.delete('all');
    await office.passTo('2026-06-13T14:00:00Z');
    expect(office.said).toEqual([
      'warn Hugging Face could not be reached; next try at 07:10 UTC',
      `info ${FRIDAY}: 1 paper written to ${FILE}`,
    ]);
  });

  it('gives a day up in the end, and says so', async () => {
    const office = await openOffice({ now: '2026-06-12T06:00:00Z' });
    office.outside.listing.set(
      '2026-06-11',
      failed('parse', 'Hugging Face answered what it never did'),
    );
    office.outside.lists(FRIDAY, { [A]: 118 });
    await office.passTo('2026-06-13T23:00:00Z');
    expect(office.said.filter((line) => line.startsWith('warn'))).toEqual([
      'warn Hugging Face answered what it never did; next try at 07:10 UTC',
      'warn 2026-06-11: Hugging Face answered what it never did; giving up on this day',
    ]);
    expect(statusOf(office, '2026-06-11')?.next).toBeUndefined();
    expect(await office.files()).toEqual([FILE]);
  });

  it('asks no source before it allows it, for any day', async () => {
    const office = await openOffice({ now: '2026-06-12T06:00:00Z' });
    listAll(office, '2026-06-11', FRIDAY);
    const retryAt = new Date('2026-06-13T09:00:00Z');
    await office.passTo('2026-06-12T06:00:00Z');
    office.outside.listing.set(
      'all',
      failed('rate-limited', 'Hugging Face has had enough', retryAt),
    );
    office.clock.now = Date.parse('2026-06-12T23:00:00Z');
    await office.builder.tick();
    expect(office.outside.asked).toEqual(['huggingface 2026-06-11']);
    await office.passTo('2026-06-13T08:50:00Z');
    expect(office.outside.asked).toHaveLength(1);
    expect(statusOf(office, FRIDAY)).toMatchObject({ outcome: { kind: 'waiting' }, next: retryAt });
    office.outside.listing.delete('all');
    await office.passTo('2026-06-13T09:00:00Z');
    expect(await office.files()).toEqual(['2026-06-11', FRIDAY].map(fileOf));
  });

  it("doesn't let one bad day hold up the others", async () => {
    const office = await openOffice({ now: '2026-06-10T06:00:00Z' });
    listAll(office, '2026-06-10', '2026-06-11', FRIDAY);
    office.outside.listing.set('2026-06-09', failed('http', 'Hugging Face answered 500'));
    await office.builder.tick();
    office.clock.now = Date.parse('2026-06-13T07:00:00Z');
    await office.builder.tick();
    expect(await office.files()).toEqual(['2026-06-10', '2026-06-11', FRIDAY].map(fileOf));
  });

  it('continues with other days at once when one is bad on its own', async () => {
    const office = await openOffice({ now: '2026-06-09T07:00:00Z' });
    await office.builder.tick();
    office.clock.now = Date.parse('2026-06-13T07:00:00Z');
    office.outside.listing.set('2026-06-09', failed('parse', 'That is no list'));
    listAll(office, '2026-06-10', '2026-06-11', FRIDAY);
    await office.builder.tick();
    expect(await office.files()).toEqual(['2026-06-10', '2026-06-11', FRIDAY].map(fileOf));
  });

  it("doesn't retry a day before its source allows it", async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    const retryAt = new Date('2026-06-13T09:00:00Z');
    office.outside.listing.set(FRIDAY, failed('stale', 'That is the day before', retryAt));
    await office.builder.tick();
    expect(statusOf(office, FRIDAY)?.next).toEqual(retryAt);
    await office.passTo('2026-06-13T09:00:00Z');
    expect(asksFor(office, FRIDAY)).toBe(2);
  });

  it('catches up after three days away, oldest first, going back at most a week', async () => {
    const office = await openOffice({ now: '2026-06-01T07:00:00Z' });
    await office.builder.tick();
    const days = ['2026-06-09', '2026-06-10', '2026-06-11', FRIDAY];
    for (const day of days) office.outside.lists(day, { [A]: 50, [`2606.0${day.slice(8)}99`]: 9 });
    await office.builder.stop();
    office.clock.now = Date.parse('2026-06-13T07:00:00Z');
    office.outside.asked.length = 0;
    await office.restart();
    await office.builder.tick();
    expect(office.outside.asked.filter((what) => what.startsWith('huggingface'))).toEqual(
      [6, 7, 8, 9, 10, 11, 12].map((n) => `huggingface 2026-06-${String(n).padStart(2, '0')}`),
    );
    expect(await office.files()).toEqual(days.map(fileOf));
    // The first digest with a paper has it.
    const papers = await Promise.all(
      days.map(async (day) => (await office.digest(day))?.papers.length),
    );
    expect(papers).toEqual([2, 1, 1, 1]);
  });

  it('gives a day it caught up with its full 24 hours', async () => {
    const office = await openOffice({ now: '2026-06-08T07:00:00Z' });
    await office.builder.tick();
    office.clock.now = Date.parse('2026-06-12T12:00:00Z');
    office.outside.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    office.outside.asked.length = 0;
    await office.builder.tick();
    expect(office.outside.asked).toHaveLength(1);
    await office.passTo('2026-06-12T20:00:00Z');
    office.outside.listing.delete('all');
    listAll(office, '2026-06-09', '2026-06-10', '2026-06-11');
    await office.passTo('2026-06-12T21:30:00Z');
    expect(await office.files()).toEqual(['2026-06-09', '2026-06-10', '2026-06-11'].map(fileOf));
  });

  it('remembers across a restart what it did, what it gave up, and when to continue', async () => {
    const office = await openOffice({ now: '2026-06-12T06:00:00Z' });
    office.outside.listing.set(
      '2026-06-11',
      failed('network', 'Hugging Face could not be reached'),
    );
    await office.builder.tick();
    const before = office.builder.outcomes();
    await office.restart();
    await office.passTo('2026-06-12T06:50:00Z');
    expect(office.outside.asked).toHaveLength(1);
    expect(office.builder.outcomes()).toEqual(before);
    office.outside.lists('2026-06-11', { [A]: 7 });
    await office.passTo('2026-06-12T07:00:00Z');
    await office.restart();
    await rm(`${office.directory}/${fileOf('2026-06-11')}`);
    await office.passTo('2026-06-12T12:00:00Z');
    // Whoever takes a digest away does not want it back.
    expect(await office.files()).toEqual([]);
  });

  it('continues after a restart in the middle of a build', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    const { promise: whenever, resolve } = Promise.withResolvers<undefined>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<undefined>();
    office.outside.onAsk = (what) => {
      if (!what.startsWith('arxiv')) return;
      reach(undefined);
      return whenever;
    };
    const round = office.builder.tick();
    await reached;
    const startedAt = performance.now();
    await office.restart();
    await round;
    expect(performance.now() - startedAt).toBeLessThan(1000);
    resolve(undefined);
    expect(await office.files()).toEqual([]);
    expect(office.said).toEqual([]);
    office.outside.onAsk = () => undefined;
    await office.builder.tick();
    expect(await office.files()).toEqual([FILE]);
  });

  it('makes one digest at a time, however often it is called', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    await Promise.all([office.builder.tick(), office.builder.tick(), office.builder.tick()]);
    expect(asksFor(office, FRIDAY)).toBe(1);
    await office.builder.stop();
    await office.builder.tick();
    expect(asksFor(office, FRIDAY)).toBe(1);
  });

  it('keeps an existing file and never asks for that day', async () => {
    const office = await openOffice({ now: '2026-06-13T05:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    await office.write(`${FRIDAY}.md`, 'by hand');
    await office.passTo('2026-06-14T12:00:00Z');
    expect(asksFor(office, FRIDAY)).toBe(0);
    expect(await office.read(`${FRIDAY}.md`)).toBe('by hand');
    expect(statusOf(office, FRIDAY)?.outcome).toEqual({
      kind: 'kept',
      file: `${FRIDAY}.md`,
      isOurs: false,
    });
  });

  it('waits for arXiv to know a paper, then writes without it', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118, [B]: 20 });
    office.outside.recordsAnswer = failed('rate-limited', 'arXiv has had enough');
    await office.passTo('2026-06-13T07:30:00Z');
    office.outside.recordsAnswer = undefined;
    office.outside.records.set(B, undefined);
    await office.passTo('2026-06-13T11:50:00Z');
    expect(await office.files()).toEqual([]);
    await office.passTo('2026-06-13T13:30:00Z');
    expect((await office.digest(FRIDAY))?.papers).toMatchObject([{ arxivId: A }]);
    expect(office.said).toEqual([
      'warn arXiv has had enough; next try at 07:10 UTC',
      `warn arXiv has no record yet of ${B}, which belongs in the digest; next try at 09:10 UTC`,
      `info ${FRIDAY}: 1 paper written to ${FILE}`,
    ]);
  });

  it('survives a bug of its own, and reports it once', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    office.outside.onAsk = () => {
      throw new Error('a mistake');
    };
    await office.passTo('2026-06-13T09:00:00Z');
    expect(office.said).toEqual(['error an unexpected error occurred']);
    office.outside.onAsk = () => undefined;
    await office.passTo('2026-06-13T10:30:00Z');
    expect(await office.files()).toEqual([FILE]);
  });

  it('reports a missing folder once, and continues when it is back', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118 });
    await rm(office.directory, { recursive: true });
    await office.passTo('2026-06-13T09:00:00Z');
    const warnings = office.said.filter((line) => line.includes("it doesn't exist"));
    expect(new Set(warnings).size).toBe(warnings.length);
    await mkdir(office.directory);
    await office.passTo('2026-06-13T10:30:00Z');
    expect(await office.files()).toEqual([FILE]);
  });

  it("isn't stopped forever by a clock that was wrong", async () => {
    const office = await openOffice({ now: '2030-06-13T06:00:00Z' });
    await office.builder.tick();
    await office.builder.stop();
    office.clock.now = Date.parse('2026-06-13T06:00:00Z');
    office.outside.lists(FRIDAY, { [A]: 118 });
    await office.restart();
    await office.builder.tick();
    expect(await office.files()).toEqual([FILE]);
  });
});

describe('a clock that ran ahead', () => {
  it('leaves nothing behind that would hold up the builder', async () => {
    const office = await openOffice({ now: '2026-06-11T07:00:00Z' });
    await office.builder.tick();
    office.clock.now = Date.parse('2026-06-20T07:00:00Z');
    office.outside.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    await office.builder.tick();
    await office.builder.stop();
    office.clock.now = Date.parse('2026-06-13T07:00:00Z');
    office.outside.listing.delete('all');
    office.outside.lists(FRIDAY, { [A]: 118 });
    await office.restart();
    await office.builder.tick();
    expect(await office.files()).toEqual([FILE]);
  });
});

describe('refreshing the counts of a digest', () => {
  async function openWritten(): Promise<Office> {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z' });
    office.outside.lists(FRIDAY, { [A]: 118, [B]: 20 });
    office.outside.points.set(A, 87);
    await office.builder.tick();
    office.outside.lists(FRIDAY, { [A]: 150, [B]: 200, '2606.00003': 500 });
    office.outside.points.set(B, 3);
    office.outside.asked.length = 0;
    return office;
  }

  it('happens once, before 06:00 UTC two days later, and changes nothing else in the file', async () => {
    const office = await openWritten();
    const before = (await office.digest(FRIDAY))?.papers ?? [];
    await office.passTo('2026-06-13T23:50:00Z');
    expect(asksFor(office, FRIDAY)).toBe(0);
    await office.passTo('2026-06-14T12:00:00Z');
    expect(asksFor(office, FRIDAY)).toBe(1);
    expect((await office.digest(FRIDAY))?.papers).toEqual([
      { ...before[0], metrics: { upvotes: 150, points: 87 }, observedAt: '2026-06-14T00:00:00' },
      { ...before[1], metrics: { upvotes: 200, points: 3 }, observedAt: '2026-06-14T00:00:00' },
    ]);
    const origin = originOf(await office.read(FILE));
    expect(origin).toMatchObject({ isOurs: true, isUnedited: true, isRefreshed: true });
    expect(origin.sources.slice(3)).toEqual([
      'huggingface 2026-06-14T00:00:00Z ok 2 counted again',
      'hackernews 2026-06-14T00:00:00Z ok points of 2',
    ]);
    expect(office.said).toContain(`info updated the counts of 2 papers in ${FILE}`);
    // A store that was restored from a copy may not know.
    const { signal } = new AbortController();
    expect(await refreshDigest(FRIDAY, office.parts, signal)).toEqual({
      kind: 'left',
      why: 'they were already updated',
    });
  });

  it('leaves a hand-edited file alone', async () => {
    const office = await openWritten();
    const edited = (await office.read(FILE)).replace('We show', 'I show');
    await office.write(FILE, edited);
    await office.passTo('2026-06-14T12:00:00Z');
    expect(await office.read(FILE)).toBe(edited);
    expect(asksFor(office, FRIDAY)).toBe(0);
    expect(office.said).toContain(
      `info the digest for ${FRIDAY} keeps its counts: it was edited by hand`,
    );
  });

  it('leaves a file alone that changes meanwhile or now belongs to someone else', async () => {
    const office = await openWritten();
    office.outside.onAsk = async (what) => {
      if (what.startsWith('hackernews')) await office.write(FILE, 'by hand');
    };
    await office.passTo('2026-06-14T12:00:00Z');
    expect(await office.read(FILE)).toBe('by hand');
    const other = await openWritten();
    await other.write(FILE, markdownOf(digestOf({ day: FRIDAY, papers: [{}] })));
    await other.passTo('2026-06-14T12:00:00Z');
    expect(asksFor(other, FRIDAY)).toBe(0);
    expect(other.said).toContain(
      `info the digest for ${FRIDAY} keeps its counts: someone else wrote it`,
    );
  });

  it("is retried hourly until 06:00 UTC, and keeps counts that can't be read again", async () => {
    const office = await openWritten();
    const before = await office.read(FILE);
    office.outside.pointsAnswer = failed('network', 'Hacker News could not be reached');
    await office.passTo('2026-06-14T23:00:00Z');
    // At each full hour from 00:00 to 06:00.
    expect(asksFor(office, FRIDAY)).toBe(7);
    expect(await office.read(FILE)).toBe(before);
    expect(office.said.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('waits until the source allows it', async () => {
    const office = await openWritten();
    const retryAt = new Date('2026-06-14T03:00:00Z');
    office.outside.listing.set(
      FRIDAY,
      failed('rate-limited', 'Hugging Face has had enough', retryAt),
    );
    await office.passTo('2026-06-14T03:30:00Z');
    expect(asksFor(office, FRIDAY)).toBe(2);
  });

  it('keeps the counts of a paper that is no longer listed', async () => {
    const office = await openWritten();
    office.outside.lists(FRIDAY, { [B]: 21 });
    await office.passTo('2026-06-14T12:00:00Z');
    expect((await office.digest(FRIDAY))?.papers).toMatchObject([
      { arxivId: A, metrics: { upvotes: 118, points: 87 }, observedAt: '2026-06-13T06:00:00' },
      { arxivId: B, metrics: { upvotes: 21, points: 3 }, observedAt: '2026-06-14T00:00:00' },
    ]);
  });

  it('happens after a restart as well', async () => {
    const office = await openWritten();
    await office.restart();
    await office.passTo('2026-06-14T00:30:00Z');
    await office.restart();
    await office.passTo('2026-06-14T05:00:00Z');
    expect(asksFor(office, FRIDAY)).toBe(1);
    expect((await office.digest(FRIDAY))?.papers[0]?.metrics).toEqual({ upvotes: 150, points: 87 });
  });

  it('skips a digest that was published elsewhere', async () => {
    const office = await openOffice({ now: '2026-06-13T06:00:00Z', isFollowing: true });
    const text = markdownOf(digestOf({ day: FRIDAY, papers: [{ arxivId: A }] }));
    office.outside.published.set(FRIDAY, {
      status: 'ok',
      value: { text, from: 'https://example.org/x.md' },
      observedAt: new Date(office.clock.now),
      remarks: [],
    });
    office.outside.lists(FRIDAY, { [A]: 150 });
    await office.passTo('2026-06-14T12:00:00Z');
    expect(asksFor(office, FRIDAY)).toBe(0);
    expect((await office.digest(FRIDAY))?.papers[0]?.metrics).toEqual({
      retweets: 99,
      favorites: 50,
    });
  });
});
