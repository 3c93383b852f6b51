import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFirstSeen, type FirstSeen } from '../../src/store/first-seen.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { sqliteFiles } from './stores.ts';

const files = sqliteFiles();
let url: string;
let store: Store;
let firstSeen: FirstSeen;

beforeEach(async () => {
  url = files.create();
  await start();
});
afterEach(() => store.close());
afterAll(() => files.dispose());

async function start(): Promise<void> {
  store = await openStore(url);
  firstSeen = createFirstSeen(store.keyv<number>('arrivals'));
}

async function restart(): Promise<void> {
  await store.close();
  await start();
}

describe('the first-seen time of a day', () => {
  it('is when the day was first noted', async () => {
    expect(firstSeen.get('2021-05-05')).toBeUndefined();
    await firstSeen.note(['2021-05-05'], 1000);
    await firstSeen.note(['2021-05-05', '2021-05-06'], 2000);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
    expect(firstSeen.get('2021-05-06')).toBe(2000);
  });

  it('stays the same after a restart, and for a digest that was removed and added again', async () => {
    await firstSeen.note(['2021-05-05'], 1000);
    await firstSeen.note(['2021-05-06'], 2000);
    await restart();
    await firstSeen.note(['2021-05-05'], 3000);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
    expect(firstSeen.get('2021-05-06')).toBeUndefined();
  });

  it('stays the same when the clock is set back', async () => {
    await firstSeen.note(['2021-05-05'], 2000);
    await firstSeen.note(['2021-05-05'], 1000);
    expect(firstSeen.get('2021-05-05')).toBe(2000);
  });

  it('is corrected for good when it was noted by a clock over a day ahead', async () => {
    const DAY = 24 * 3_600_000;
    await firstSeen.note(['2021-05-05'], 365 * DAY);
    await firstSeen.note(['2021-05-05'], 364 * DAY);
    expect(firstSeen.get('2021-05-05')).toBe(365 * DAY);
    await restart();
    await firstSeen.note(['2021-05-05'], 1000);
    await firstSeen.note(['2021-05-05'], 365 * DAY);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
    await restart();
    await firstSeen.note(['2021-05-05'], 2000);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
  });

  describe("when the digest was written while Paperboy wasn't running", () => {
    const MINUTE = 60_000;
    const written = (at: number) => () => at;

    it('is when it was written', async () => {
      await firstSeen.note([], 10 * MINUTE);
      await restart();
      await firstSeen.note(['2021-05-05'], 90 * MINUTE, written(50 * MINUTE));
      expect(firstSeen.get('2021-05-05')).toBe(50 * MINUTE);
    });

    it("isn't before the last look, nor after now", async () => {
      await firstSeen.note([], 10 * MINUTE);
      await restart();
      await firstSeen.note(['2021-05-05'], 90 * MINUTE, written(5 * MINUTE));
      await restart();
      await firstSeen.note(['2021-05-06'], 95 * MINUTE, written(99 * MINUTE));
      expect(firstSeen.get('2021-05-06')).toBe(95 * MINUTE);
      await firstSeen.note(['2021-05-05'], 95 * MINUTE);
      expect(firstSeen.get('2021-05-05')).toBe(10 * MINUTE);
    });

    it("is now when there was no look before, or when the file's time isn't known", async () => {
      await firstSeen.note(['2021-05-05'], 90 * MINUTE, written(50 * MINUTE));
      expect(firstSeen.get('2021-05-05')).toBe(90 * MINUTE);
      await restart();
      await firstSeen.note(['2021-05-06'], 99 * MINUTE);
      expect(firstSeen.get('2021-05-06')).toBe(99 * MINUTE);
    });
  });

  it("is the other process's time when that process noted the day first", async () => {
    const other = await openStore(url);
    await createFirstSeen(other.keyv<number>('arrivals')).note(['2021-05-05'], 1000);
    await other.close();
    await firstSeen.note(['2021-05-05'], 2000);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
  });

  it('is one stored time when noted twice at the same moment', async () => {
    await Promise.all([
      firstSeen.note(['2021-05-05'], 1000),
      firstSeen.note(['2021-05-05', '2021-05-05'], 2000),
    ]);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
    await restart();
    await firstSeen.note(['2021-05-05'], 3000);
    expect(firstSeen.get('2021-05-05')).toBe(1000);
  });

  it('is written once for many days, and neither read nor written for known days', async () => {
    await firstSeen.note(['day 0'], 1000);
    await restart();
    const keyv = store.keyv<number>('arrivals');
    const [getMany, setMany] = [keyv.getMany.bind(keyv), keyv.setMany.bind(keyv)];
    const calls: string[] = [];
    keyv.getMany = (keys: string[]) => {
      calls.push(`read ${keys.length}`);
      return getMany(keys);
    };
    keyv.setMany = (entries) => {
      calls.push(`write ${entries.length}`);
      return setMany(entries);
    };
    const days = Array.from({ length: 500 }, (_, n) => `day ${n}`);
    await firstSeen.note(days, 1000);
    await firstSeen.note(days, 2000);
    await firstSeen.note([], 3000);
    // One more each time: the look itself, stored once a minute.
    expect(calls).toEqual(['read 501', 'write 500']);
    await firstSeen.note(days, 61_000);
    expect(calls.slice(2)).toEqual(['read 1', 'write 1']);
  });

  it("isn't returned before it is stored, and can be noted once the store works again", async () => {
    const keyv = store.keyv<number>('arrivals');
    const setMany = keyv.setMany.bind(keyv);
    keyv.setMany = () => Promise.reject(new Error('the disk is full'));
    await expect(firstSeen.note(['2021-05-05'], 1000)).rejects.toThrow('the disk is full');
    expect(firstSeen.get('2021-05-05')).toBeUndefined();
    keyv.setMany = setMany;
    await firstSeen.note(['2021-05-05'], 2000);
    expect(firstSeen.get('2021-05-05')).toBe(2000);
  });

  it('is the first time noted of each day after any notes and restarts', async () => {
    const day = fc.integer({ min: 1, max: 4 }).map(String);
    const step = fc.oneof(
      fc.record({ days: fc.array(day, { maxLength: 4 }), now: fc.nat(9) }),
      fc.constant('restart' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        await store.keyv('arrivals').clear();
        firstSeen = createFirstSeen(store.keyv<number>('arrivals'));
        const first = new Map<string, number>();
        for (const one of steps) {
          if (one === 'restart') {
            firstSeen = createFirstSeen(store.keyv<number>('arrivals'));
            continue;
          }
          await firstSeen.note(one.days, one.now);
          for (const noted of one.days) {
            if (!first.has(noted)) first.set(noted, one.now);
            expect(firstSeen.get(noted)).toBe(first.get(noted));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
