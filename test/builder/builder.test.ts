import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { refreshDigest } from '../../src/builder/refresh.ts';
import { originOf } from '../../src/digest/front-matter.ts';
import type { Day } from '../../src/digest/types.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { type BuilderHarness, createBuilderHarness } from './builder-harness.ts';
import { candidate, failed } from './fake-sources.ts';

/** A Friday; the Saturday after it is 2026-06-13. */
const FRIDAY = '2026-06-12';
const fileOf = (day: Day): string => `${day}---Hot-Papers.md`;
const FILE = fileOf(FRIDAY);
const A = '2606.00001';
const B = '2606.00002';

const statusOf = (harness: BuilderHarness, day: Day) =>
  harness.builder.statuses().find((status) => status.day === day);
const countRequests = (harness: BuilderHarness, day: Day): number =>
  harness.fakeSources.asked.filter((what) => what === `huggingface ${day}`).length;
const listAll = (harness: BuilderHarness, ...days: Day[]): void => {
  days.forEach((day, at) => harness.fakeSources.lists(day, { [`2606.1000${at}`]: 10 }));
};

describe('the builder', () => {
  it("builds a day's digest once, at 06:00 UTC of the next day", async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T05:00:00Z' });
    harness.fakeSources.lists('2026-06-10', { '2606.00009': 9 });
    harness.fakeSources.lists('2026-06-11', { [B]: 9 });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await harness.passTo('2026-06-13T05:50:00Z');
    expect(await harness.files()).toEqual(['2026-06-10', '2026-06-11'].map(fileOf));
    await harness.passTo('2026-06-13T06:00:00Z');
    expect(await harness.files()).toEqual(['2026-06-10', '2026-06-11', FRIDAY].map(fileOf));
    await harness.passTo('2026-06-13T23:50:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(1);
    expect(harness.logged).toContain(`info ${FRIDAY}: 1 paper written to ${FILE}`);
    expect(statusOf(harness, FRIDAY)).toEqual({
      day: FRIDAY,
      outcome: { kind: 'written', file: FILE, papers: 1, from: 'sources', remarks: [] },
      next: undefined,
    });
  });

  it('builds one recent digest in its first minute, whatever the hour and weekday', async () => {
    for (const [now, day] of [
      ['2026-06-12T05:59:00Z', '2026-06-10'],
      ['2026-06-12T06:00:00Z', '2026-06-11'],
      ['2026-06-14T12:00:00Z', FRIDAY],
      ['2026-06-15T12:00:00Z', FRIDAY],
    ] as const) {
      const harness = await createBuilderHarness({ now });
      listAll(harness, '2026-06-08', '2026-06-09', '2026-06-10', '2026-06-11', FRIDAY);
      await harness.write(
        '2022-01-13.md',
        markdownOf(digestOf({ day: '2022-01-13', papers: [{}] })),
      );
      await harness.builder.tick();
      expect(await harness.files()).toEqual(['2022-01-13.md', fileOf(day)]);
    }
  });

  it('tries hourly until 06:00 UTC two days later, then records that there is no digest', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T06:00:00Z' });
    const DAY = '2026-06-11';
    await harness.builder.tick();
    await harness.passTo('2026-06-12T08:30:00Z');
    expect(countRequests(harness, DAY)).toBe(3);
    expect(statusOf(harness, DAY)).toMatchObject({
      outcome: { kind: 'nothing', reason: 'not-yet' },
      next: new Date('2026-06-12T09:00:00Z'),
    });
    await harness.passTo('2026-06-13T06:00:00Z');
    const asked = countRequests(harness, DAY);
    expect(asked).toBe(25);
    expect(statusOf(harness, DAY)).toMatchObject({
      outcome: { kind: 'nothing', reason: 'not-yet' },
      next: undefined,
    });
    await harness.passTo('2026-06-14T12:00:00Z');
    expect(countRequests(harness, DAY)).toBe(asked);
    // Logged at the beginning and at the end, not every hour.
    expect(harness.logged.filter((line) => line.includes(DAY))).toEqual([
      `info no papers have been listed for ${DAY} yet; next try at 07:00 UTC`,
      `info no papers were listed for ${DAY}`,
    ]);
  });

  it('writes a digest that is listed late', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T06:00:00Z' });
    await harness.passTo('2026-06-12T09:30:00Z');
    harness.fakeSources.lists('2026-06-11', { [A]: 7 });
    await harness.passTo('2026-06-12T10:30:00Z');
    expect(await harness.files()).toEqual([fileOf('2026-06-11')]);
  });

  it('settles a weekend at once and says why', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T05:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await harness.passTo('2026-06-16T05:00:00Z');
    expect(countRequests(harness, '2026-06-13')).toBe(1);
    expect(countRequests(harness, '2026-06-14')).toBe(1);
    expect(statusOf(harness, '2026-06-13')).toMatchObject({
      outcome: { kind: 'nothing', reason: 'weekend' },
      next: undefined,
    });
  });

  it("says when it will try a day whose time hasn't come", async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T12:00:00Z' });
    expect(harness.builder.statuses()).toEqual([]);
    harness.fakeSources.lists('2026-06-11', { [A]: 7 });
    await harness.builder.tick();
    expect(harness.builder.statuses().map(({ day }) => day)).toEqual([FRIDAY, '2026-06-11']);
    expect(statusOf(harness, FRIDAY)).toEqual({
      day: FRIDAY,
      outcome: { kind: 'waiting' },
      next: new Date('2026-06-13T06:00:00Z'),
    });
  });

  it('says that a day is a weekend while it lasts, unless a folder is followed', async () => {
    const weekend = { outcome: { kind: 'nothing', reason: 'weekend' }, next: undefined };
    const harness = await createBuilderHarness({ now: '2026-06-13T08:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 7 });
    await harness.builder.tick();
    expect(statusOf(harness, '2026-06-13')).toMatchObject(weekend);
    const follower = await createBuilderHarness({ now: '2026-06-13T08:00:00Z', isFollowing: true });
    await follower.builder.tick();
    expect(statusOf(follower, '2026-06-13')).toMatchObject({
      outcome: { kind: 'waiting' },
      next: new Date('2026-06-14T06:00:00Z'),
    });
  });

  it('reports a problem once, and continues when it is over', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    harness.fakeSources.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    await harness.passTo('2026-06-13T12:30:00Z');
    expect(statusOf(harness, FRIDAY)).toMatchObject({
      outcome: { kind: 'failed', failure: 'network' },
      next: new Date('2026-06-13T13:10:00Z'),
    });
    harness.fakeSources.listing.delete('all');
    await harness.passTo('2026-06-13T14:00:00Z');
    expect(harness.logged).toEqual([
      'warn Hugging Face could not be reached; next try at 07:10 UTC',
      `info ${FRIDAY}: 1 paper written to ${FILE}`,
    ]);
  });

  it('gives a day up in the end, and says so', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T06:00:00Z' });
    harness.fakeSources.listing.set(
      '2026-06-11',
      failed('parse', 'Hugging Face answered what it never did'),
    );
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await harness.passTo('2026-06-13T23:00:00Z');
    expect(harness.logged.filter((line) => line.startsWith('warn'))).toEqual([
      'warn Hugging Face answered what it never did; next try at 07:10 UTC',
      'warn 2026-06-11: Hugging Face answered what it never did; giving up on this day',
    ]);
    expect(statusOf(harness, '2026-06-11')?.next).toBeUndefined();
    expect(await harness.files()).toEqual([FILE]);
  });

  it('asks no source before it allows it, for any day', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T06:00:00Z' });
    listAll(harness, '2026-06-11', FRIDAY);
    const retryAt = new Date('2026-06-13T09:00:00Z');
    await harness.passTo('2026-06-12T06:00:00Z');
    harness.fakeSources.listing.set(
      'all',
      failed('rate-limited', 'Hugging Face has had enough', retryAt),
    );
    harness.clock.now = Date.parse('2026-06-12T23:00:00Z');
    await harness.builder.tick();
    expect(harness.fakeSources.asked).toEqual(['huggingface 2026-06-11']);
    await harness.passTo('2026-06-13T08:50:00Z');
    expect(harness.fakeSources.asked).toHaveLength(1);
    expect(statusOf(harness, FRIDAY)).toMatchObject({
      outcome: { kind: 'waiting' },
      next: retryAt,
    });
    harness.fakeSources.listing.delete('all');
    await harness.passTo('2026-06-13T09:00:00Z');
    expect(await harness.files()).toEqual(['2026-06-11', FRIDAY].map(fileOf));
  });

  it("doesn't let one bad day hold up the others", async () => {
    const harness = await createBuilderHarness({ now: '2026-06-10T06:00:00Z' });
    listAll(harness, '2026-06-10', '2026-06-11', FRIDAY);
    harness.fakeSources.listing.set('2026-06-09', failed('http', 'Hugging Face answered 500'));
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-13T07:00:00Z');
    await harness.builder.tick();
    expect(await harness.files()).toEqual(['2026-06-10', '2026-06-11', FRIDAY].map(fileOf));
  });

  it('continues with other days at once when one is bad on its own', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-09T07:00:00Z' });
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-13T07:00:00Z');
    harness.fakeSources.listing.set('2026-06-09', failed('parse', 'That is no list'));
    listAll(harness, '2026-06-10', '2026-06-11', FRIDAY);
    await harness.builder.tick();
    expect(await harness.files()).toEqual(['2026-06-10', '2026-06-11', FRIDAY].map(fileOf));
  });

  it("doesn't retry a day before its source allows it", async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    const retryAt = new Date('2026-06-13T09:00:00Z');
    harness.fakeSources.listing.set(FRIDAY, failed('stale', 'That is the day before', retryAt));
    await harness.builder.tick();
    expect(statusOf(harness, FRIDAY)?.next).toEqual(retryAt);
    await harness.passTo('2026-06-13T09:00:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(2);
  });

  it('catches up after three days away, oldest first, going back at most a week', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-01T07:00:00Z' });
    await harness.builder.tick();
    const days = ['2026-06-09', '2026-06-10', '2026-06-11', FRIDAY];
    for (const day of days)
      harness.fakeSources.lists(day, { [A]: 50, [`2606.0${day.slice(8)}99`]: 9 });
    await harness.builder.stop();
    harness.clock.now = Date.parse('2026-06-13T07:00:00Z');
    harness.fakeSources.asked.length = 0;
    await harness.restart();
    await harness.builder.tick();
    expect(harness.fakeSources.asked.filter((what) => what.startsWith('huggingface'))).toEqual(
      [6, 7, 8, 9, 10, 11, 12].map((n) => `huggingface 2026-06-${String(n).padStart(2, '0')}`),
    );
    expect(await harness.files()).toEqual(days.map(fileOf));
    // A paper belongs in the first digest that lists it.
    const papers = await Promise.all(
      days.map(async (day) => (await harness.digest(day))?.papers.length),
    );
    expect(papers).toEqual([2, 1, 1, 1]);
  });

  it('gives a day it caught up with its full 24 hours', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-08T07:00:00Z' });
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-12T12:00:00Z');
    harness.fakeSources.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    harness.fakeSources.asked.length = 0;
    await harness.builder.tick();
    expect(harness.fakeSources.asked).toHaveLength(1);
    await harness.passTo('2026-06-12T20:00:00Z');
    harness.fakeSources.listing.delete('all');
    listAll(harness, '2026-06-09', '2026-06-10', '2026-06-11');
    await harness.passTo('2026-06-12T21:30:00Z');
    expect(await harness.files()).toEqual(['2026-06-09', '2026-06-10', '2026-06-11'].map(fileOf));
  });

  it('remembers across a restart what it did, what it gave up, and when to continue', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-12T06:00:00Z' });
    harness.fakeSources.listing.set(
      '2026-06-11',
      failed('network', 'Hugging Face could not be reached'),
    );
    await harness.builder.tick();
    const before = harness.builder.statuses();
    await harness.restart();
    await harness.passTo('2026-06-12T06:50:00Z');
    expect(harness.fakeSources.asked).toHaveLength(1);
    expect(harness.builder.statuses()).toEqual(before);
    harness.fakeSources.lists('2026-06-11', { [A]: 7 });
    await harness.passTo('2026-06-12T07:00:00Z');
    await harness.restart();
    await rm(`${harness.directory}/${fileOf('2026-06-11')}`);
    await harness.passTo('2026-06-12T12:00:00Z');
    // Someone who deletes a digest doesn't want it back.
    expect(await harness.files()).toEqual([]);
  });

  it('continues after a restart in the middle of a build', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    const { promise: later, resolve } = Promise.withResolvers<undefined>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<undefined>();
    harness.fakeSources.onAsk = (what) => {
      if (!what.startsWith('arxiv')) return;
      reach(undefined);
      return later;
    };
    const round = harness.builder.tick();
    await reached;
    const startedAt = performance.now();
    await harness.restart();
    await round;
    expect(performance.now() - startedAt).toBeLessThan(1000);
    resolve(undefined);
    expect(await harness.files()).toEqual([]);
    expect(harness.logged).toEqual([]);
    harness.fakeSources.onAsk = () => undefined;
    await harness.builder.tick();
    expect(await harness.files()).toEqual([FILE]);
  });

  it('builds one digest at a time, however often it is called', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await Promise.all([harness.builder.tick(), harness.builder.tick(), harness.builder.tick()]);
    expect(countRequests(harness, FRIDAY)).toBe(1);
    await harness.builder.stop();
    await harness.builder.tick();
    expect(countRequests(harness, FRIDAY)).toBe(1);
  });

  it('keeps an existing file and never asks for that day', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T05:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await harness.write(`${FRIDAY}.md`, 'by hand');
    await harness.passTo('2026-06-14T12:00:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(0);
    expect(await harness.read(`${FRIDAY}.md`)).toBe('by hand');
    expect(statusOf(harness, FRIDAY)?.outcome).toEqual({
      kind: 'kept',
      file: `${FRIDAY}.md`,
      isOurs: false,
    });
  });

  it('waits for arXiv to know a paper, then writes without it', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118, [B]: 20 });
    harness.fakeSources.recordsAnswer = failed('rate-limited', 'arXiv has had enough');
    await harness.passTo('2026-06-13T07:30:00Z');
    harness.fakeSources.recordsAnswer = undefined;
    harness.fakeSources.records.set(B, undefined);
    await harness.passTo('2026-06-13T11:50:00Z');
    expect(await harness.files()).toEqual([]);
    await harness.passTo('2026-06-13T13:30:00Z');
    expect((await harness.digest(FRIDAY))?.papers).toMatchObject([{ arxivId: A }]);
    expect(harness.logged).toEqual([
      'warn arXiv has had enough; next try at 07:10 UTC',
      `warn arXiv has no record yet of ${B}, which belongs in the digest; next try at 09:10 UTC`,
      `info ${FRIDAY}: 1 paper written to ${FILE}`,
    ]);
  });

  it('survives a bug of its own, and reports it once', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    harness.fakeSources.onAsk = () => {
      throw new Error('a mistake');
    };
    await harness.passTo('2026-06-13T09:00:00Z');
    expect(harness.logged).toEqual(['error an unexpected error occurred']);
    harness.fakeSources.onAsk = () => undefined;
    await harness.passTo('2026-06-13T10:30:00Z');
    expect(await harness.files()).toEqual([FILE]);
  });

  it('reports a missing folder once, and continues when it is back', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await rm(harness.directory, { recursive: true });
    await harness.passTo('2026-06-13T09:00:00Z');
    const warnings = harness.logged.filter((line) => line.includes("it doesn't exist"));
    expect(new Set(warnings).size).toBe(warnings.length);
    await mkdir(harness.directory);
    await harness.passTo('2026-06-13T10:30:00Z');
    expect(await harness.files()).toEqual([FILE]);
  });

  it("isn't stopped forever by a clock that was wrong", async () => {
    const harness = await createBuilderHarness({ now: '2030-06-13T06:00:00Z' });
    await harness.builder.tick();
    await harness.builder.stop();
    harness.clock.now = Date.parse('2026-06-13T06:00:00Z');
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await harness.restart();
    await harness.builder.tick();
    expect(await harness.files()).toEqual([FILE]);
  });
});

describe('a clock that ran ahead', () => {
  it('leaves nothing behind that would hold up the builder', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-11T07:00:00Z' });
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-20T07:00:00Z');
    harness.fakeSources.listing.set('all', failed('network', 'Hugging Face could not be reached'));
    await harness.builder.tick();
    await harness.builder.stop();
    harness.clock.now = Date.parse('2026-06-13T07:00:00Z');
    harness.fakeSources.listing.delete('all');
    harness.fakeSources.lists(FRIDAY, { [A]: 118 });
    await harness.restart();
    await harness.builder.tick();
    expect(await harness.files()).toEqual([FILE]);
  });
});

describe('refreshing the counts of a digest', () => {
  async function createWrittenHarness(): Promise<BuilderHarness> {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, { [A]: 118, [B]: 20 });
    harness.fakeSources.points.set(A, 87);
    await harness.builder.tick();
    harness.fakeSources.lists(FRIDAY, { [A]: 150, [B]: 200, '2606.00003': 500 });
    harness.fakeSources.points.set(B, 3);
    harness.fakeSources.asked.length = 0;
    return harness;
  }

  it('happens once, before 06:00 UTC two days later, and changes nothing else in the file', async () => {
    const harness = await createWrittenHarness();
    const before = (await harness.digest(FRIDAY))?.papers ?? [];
    await harness.passTo('2026-06-13T23:50:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(0);
    await harness.passTo('2026-06-14T12:00:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(1);
    expect((await harness.digest(FRIDAY))?.papers).toEqual([
      { ...before[0], metrics: { upvotes: 150, points: 87 }, observedAt: '2026-06-14T00:00:00' },
      { ...before[1], metrics: { upvotes: 200, points: 3 }, observedAt: '2026-06-14T00:00:00' },
    ]);
    const origin = originOf(await harness.read(FILE));
    expect(origin).toMatchObject({ isOurs: true, isUnedited: true, isRefreshed: true });
    expect(origin.sources.slice(3)).toEqual([
      'huggingface 2026-06-14T00:00:00Z ok 2 counted again',
      'hackernews 2026-06-14T00:00:00Z ok points of 2',
    ]);
    expect(harness.logged).toContain(`info updated the counts of 2 papers in ${FILE}`);
    // A store restored from a backup may not know about it.
    const { signal } = new AbortController();
    expect(await refreshDigest(FRIDAY, harness.dependencies, signal)).toEqual({
      kind: 'unchanged',
      reason: 'already-refreshed',
    });
  });

  it('leaves a hand-edited file alone', async () => {
    const harness = await createWrittenHarness();
    const edited = (await harness.read(FILE)).replace('We show', 'I show');
    await harness.write(FILE, edited);
    await harness.passTo('2026-06-14T12:00:00Z');
    expect(await harness.read(FILE)).toBe(edited);
    expect(countRequests(harness, FRIDAY)).toBe(0);
    expect(harness.logged).toContain(
      `info the digest for ${FRIDAY} keeps its counts: it was edited by hand`,
    );
  });

  it('leaves a file alone that changes meanwhile or now belongs to someone else', async () => {
    const harness = await createWrittenHarness();
    harness.fakeSources.onAsk = async (what) => {
      if (what.startsWith('hackernews')) await harness.write(FILE, 'by hand');
    };
    await harness.passTo('2026-06-14T12:00:00Z');
    expect(await harness.read(FILE)).toBe('by hand');
    const other = await createWrittenHarness();
    await other.write(FILE, markdownOf(digestOf({ day: FRIDAY, papers: [{}] })));
    await other.passTo('2026-06-14T12:00:00Z');
    expect(countRequests(other, FRIDAY)).toBe(0);
    expect(other.logged).toContain(
      `info the digest for ${FRIDAY} keeps its counts: someone else wrote it`,
    );
  });

  it("is retried hourly until 06:00 UTC, and keeps counts that can't be read again", async () => {
    const harness = await createWrittenHarness();
    const before = await harness.read(FILE);
    harness.fakeSources.pointsAnswer = failed('network', 'Hacker News could not be reached');
    await harness.passTo('2026-06-14T23:00:00Z');
    // Every hour from 00:00 to 06:00.
    expect(countRequests(harness, FRIDAY)).toBe(7);
    expect(await harness.read(FILE)).toBe(before);
    expect(harness.logged.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('waits until the source allows it', async () => {
    const harness = await createWrittenHarness();
    const retryAt = new Date('2026-06-14T03:00:00Z');
    harness.fakeSources.listing.set(
      FRIDAY,
      failed('rate-limited', 'Hugging Face has had enough', retryAt),
    );
    await harness.passTo('2026-06-14T03:30:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(2);
  });

  it('keeps the counts of a paper that is no longer listed', async () => {
    const harness = await createWrittenHarness();
    harness.fakeSources.lists(FRIDAY, { [B]: 21 });
    await harness.passTo('2026-06-14T12:00:00Z');
    expect((await harness.digest(FRIDAY))?.papers).toMatchObject([
      { arxivId: A, metrics: { upvotes: 118, points: 87 }, observedAt: '2026-06-13T06:00:00' },
      { arxivId: B, metrics: { upvotes: 21, points: 3 }, observedAt: '2026-06-14T00:00:00' },
    ]);
  });

  it('counts stars again, and leaves what else is known as it is', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z' });
    const details = {
      links: { code: 'https://github.com/owner/repo' },
      summary: { text: 'One sentence.', by: 'org/model' },
    };
    const listStars = (stars: number): void => {
      harness.fakeSources.listing.set(FRIDAY, {
        status: 'ok',
        value: [{ ...candidate(A, 118), ...details, stars }],
        observedAt: new Date(harness.clock.now),
        remarks: [],
      });
    };
    listStars(4);
    await harness.builder.tick();
    const [before] = (await harness.digest(FRIDAY))?.papers ?? [];
    expect(before).toMatchObject({ ...details, metrics: { upvotes: 118, stars: 4 } });
    listStars(251);
    await harness.passTo('2026-06-14T12:00:00Z');
    expect((await harness.digest(FRIDAY))?.papers).toEqual([
      {
        ...before,
        metrics: { upvotes: 118, stars: 251 },
        observedAt: '2026-06-14T00:00:00',
      },
    ]);
    expect(originOf(await harness.read(FILE))).toMatchObject({ isUnedited: true });
  });

  it('happens after a restart as well', async () => {
    const harness = await createWrittenHarness();
    await harness.restart();
    await harness.passTo('2026-06-14T00:30:00Z');
    await harness.restart();
    await harness.passTo('2026-06-14T05:00:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(1);
    expect((await harness.digest(FRIDAY))?.papers[0]?.metrics).toEqual({
      upvotes: 150,
      points: 87,
    });
  });

  it('skips a digest that was published elsewhere', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-13T06:00:00Z', isFollowing: true });
    const text = markdownOf(digestOf({ day: FRIDAY, papers: [{ arxivId: A }] }));
    harness.fakeSources.published.set(FRIDAY, {
      status: 'ok',
      value: { text, from: 'https://example.org/x.md' },
      observedAt: new Date(harness.clock.now),
      remarks: [],
    });
    harness.fakeSources.lists(FRIDAY, { [A]: 150 });
    await harness.passTo('2026-06-14T12:00:00Z');
    expect(countRequests(harness, FRIDAY)).toBe(0);
    expect((await harness.digest(FRIDAY))?.papers[0]?.metrics).toEqual({
      retweets: 99,
      favorites: 50,
    });
  });
});
