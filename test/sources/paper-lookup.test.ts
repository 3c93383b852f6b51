import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SourceAnswer } from '../../src/sources/answer.ts';
import { createPaperLookup, type LookupResult } from '../../src/sources/paper-lookup.ts';
import type { PaperRecord } from '../../src/sources/types.ts';
import { failed, record } from '../builder/fake-sources.ts';

type Answer = SourceAnswer<ReadonlyMap<string, PaperRecord>>;

const ok = (...ids: string[]): Answer => ({
  status: 'ok',
  value: new Map(ids.map((id) => [id, record(id)])),
  observedAt: new Date(0),
  remarks: [],
});

/** A lookup at an arXiv that answers when the test says so. */
function createHarness() {
  const clock = { now: 0 };
  const requests: { ids: readonly string[]; answer: (answer: Answer) => void }[] = [];
  /** Ends everyone's patience. */
  let outOfPatience = Promise.withResolvers<undefined>();
  const lookup = createPaperLookup({
    records: {
      id: 'arxiv',
      records(ids, signal) {
        const { promise, resolve, reject } = Promise.withResolvers<Answer>();
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        requests.push({ ids, answer: resolve });
        return promise;
      },
    },
    now: () => clock.now,
    sleep: (_ms, signal) =>
      Promise.race([
        outOfPatience.promise,
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      ]),
  });
  onTestFinished(() => lookup.stop());
  return {
    clock,
    requests,
    lookup,
    losePatience: () => {
      outOfPatience.resolve(undefined);
      outOfPatience = Promise.withResolvers();
    },
  };
}

const kinds = async (results: readonly Promise<LookupResult>[]): Promise<string[]> =>
  (await Promise.all(results)).map(({ kind }) => kind);

describe('looking a paper up', () => {
  it('gives its record', async () => {
    const { lookup, requests } = createHarness();
    const result = lookup.lookUp('2606.00001');
    await sleep(1);
    requests[0]?.answer(ok('2606.00001'));
    const { isWithdrawn, ...known } = record('2606.00001');
    expect(await result).toEqual({
      kind: 'found',
      paper: { ...known, rank: 0, metrics: {}, observedAt: '', tweets: [] },
      isWithdrawn,
    });
  });

  it('asks for all papers together that are wanted while a request runs', async () => {
    const { lookup, requests } = createHarness();
    const first = lookup.lookUp('2606.00001');
    await sleep(1);
    const others = ['2606.00002', '2606.00003', '2606.00002'].map((id) => lookup.lookUp(id));
    await sleep(1);
    expect(requests.map(({ ids }) => ids)).toEqual([['2606.00001']]);
    requests[0]?.answer(ok('2606.00001'));
    await first;
    await sleep(1);
    expect(requests.map(({ ids }) => ids).slice(1)).toEqual([['2606.00002', '2606.00003']]);
    requests[1]?.answer(ok('2606.00002', '2606.00003'));
    expect(await kinds(others)).toEqual(['found', 'found', 'found']);
  });

  it('lets at most fifty papers wait', async () => {
    const { lookup, requests } = createHarness();
    const waiting = Array.from({ length: 50 }, (_, n) => lookup.lookUp(`2606.000${n + 10}`));
    expect(await lookup.lookUp('2606.00099')).toEqual({ kind: 'busy' });
    await sleep(1);
    requests[0]?.answer(ok());
    await Promise.all(waiting);
    const later = lookup.lookUp('2606.00099');
    await sleep(1);
    requests[1]?.answer(ok('2606.00099'));
    expect(await later).toMatchObject({ kind: 'found' });
  });

  it('says that arXiv is slow when it takes too long, and has the answer later', async () => {
    const { lookup, requests, losePatience } = createHarness();
    const first = lookup.lookUp('2606.00001');
    await sleep(1);
    losePatience();
    expect(await first).toEqual({ kind: 'slow' });
    const second = lookup.lookUp('2606.00001');
    expect(requests).toHaveLength(1);
    requests[0]?.answer(ok('2606.00001'));
    expect(await second).toMatchObject({ kind: 'found' });
  });

  it('says when arXiv may be asked again', async () => {
    const { lookup, requests } = createHarness();
    const retryAt = new Date('2026-06-12T12:00:00Z');
    const results = [lookup.lookUp('2606.00001'), lookup.lookUp('2606.00002')];
    await sleep(1);
    requests[0]?.answer(failed('rate-limited', 'arXiv said no', retryAt));
    expect(await Promise.all(results)).toEqual(Array(2).fill({ kind: 'failed', retryAt }));
  });

  it('asks about an unknown paper again only after ten minutes', async () => {
    const { clock, lookup, requests } = createHarness();
    const first = lookup.lookUp('2606.00001');
    await sleep(1);
    requests[0]?.answer(ok());
    expect(await first).toEqual({ kind: 'unknown' });
    expect(await lookup.lookUp('2606.00001')).toEqual({ kind: 'unknown' });
    expect(requests).toHaveLength(1);
    clock.now += 10 * 60_000;
    void lookup.lookUp('2606.00001');
    await sleep(1);
    expect(requests).toHaveLength(2);
  });

  it('leaves nobody waiting when Paperboy stops', async () => {
    const { lookup } = createHarness();
    const result = lookup.lookUp('2606.00001');
    lookup.stop();
    expect(await result).toEqual({ kind: 'slow' });
  });
});
