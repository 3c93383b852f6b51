import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThrottle, type Turns } from '../../src/sources/throttle.ts';
import { neverAborted, createFakeClock } from './fake-clock.ts';

/** Turns that several throttles share, as processes do. */
function createTurns(): Turns {
  let isTaken = false;
  let lastEnded = -Infinity;
  return {
    take() {
      if (isTaken) return undefined;
      isTaken = true;
      return {
        lastEnded,
        end(at) {
          isTaken = false;
          lastEnded = at;
        },
      };
    },
  };
}

describe('the throttle for a source', () => {
  it('lets one request through at a time, in order, each a gap after the end of the last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ takes: fc.nat(9000), fails: fc.boolean() }), { maxLength: 8 }),
        async (works) => {
          const clock = createFakeClock();
          const throttle = createThrottle({ ...clock.dependencies, gapMs: 3000 });
          const spans: { at: number; from: number; to: number }[] = [];
          let inside = 0;
          const all = works.map(({ takes, fails }, at) =>
            throttle(async () => {
              expect(++inside).toBe(1);
              const from = clock.now;
              await Promise.resolve();
              clock.now += takes;
              spans.push({ at, from, to: clock.now });
              inside--;
              if (fails) throw new Error('it failed');
              return at;
            }, neverAborted()),
          );
          const ends = await Promise.allSettled(all);
          expect(ends.map(({ status }) => status === 'rejected')).toEqual(
            works.map(({ fails }) => fails),
          );
          expect(spans.map(({ at }) => at)).toEqual(works.map((_work, at) => at));
          for (const [at, { from }] of spans.entries()) {
            if (at > 0) expect(from - (spans[at - 1]?.to ?? 0)).toBe(3000);
          }
        },
      ),
    );
  });

  it('adds no delay once the gap is over', async () => {
    const clock = createFakeClock();
    const throttle = createThrottle({ ...clock.dependencies, gapMs: 3000 });
    await throttle(async () => undefined, neverAborted());
    clock.now += 3000;
    await throttle(async () => undefined, neverAborted());
    expect(clock.slept).toEqual([]);
  });

  it('waits no longer than a gap when the clock is put back', async () => {
    const clock = createFakeClock();
    const throttle = createThrottle({ ...clock.dependencies, gapMs: 3000 });
    await throttle(async () => undefined, neverAborted());
    clock.now -= 86_400_000;
    await throttle(async () => undefined, neverAborted());
    expect(clock.slept).toEqual([3000]);
  });

  it('is shared with other processes', async () => {
    const clock = createFakeClock();
    const turns = createTurns();
    const [bot, tool] = [
      createThrottle({ ...clock.dependencies, gapMs: 3000, turns }),
      createThrottle({ ...clock.dependencies, gapMs: 3000, turns }),
    ];
    const begun: number[] = [];
    let inside = 0;
    const work = async (): Promise<void> => {
      expect(++inside).toBe(1);
      begun.push(clock.now);
      await Promise.resolve();
      inside--;
    };
    await Promise.all(
      [bot, tool, tool, bot, tool].map((throttle) => throttle(work, neverAborted())),
    );
    expect(begun).toHaveLength(5);
    begun.forEach(
      (at, n) => n > 0 && expect(at - (begun[n - 1] ?? 0)).toBeGreaterThanOrEqual(3000),
    );
    // A process that starts later keeps the gap, too.
    const before = clock.now;
    await createThrottle({ ...clock.dependencies, gapMs: 3000, turns })(work, neverAborted());
    expect(clock.now - before).toBe(3000);
  });

  it('lets other processes in between two turns of its own', async () => {
    const turns = createTurns();
    const dependencies = { now: Date.now, sleep: (ms: number) => sleep(ms) };
    const [busy, other] = [
      createThrottle({ ...dependencies, gapMs: 150, turns }),
      createThrottle({ ...dependencies, gapMs: 150, turns }),
    ];
    const order: string[] = [];
    const all = ['busy', 'busy', 'busy'].map((who) =>
      busy(async () => void order.push(who), neverAborted()),
    );
    await Promise.all([...all, other(async () => void order.push('other'), neverAborted())]);
    expect(order.indexOf('other')).toBe(1);
  });

  it("waits two minutes for a process that doesn't end its turn", async () => {
    const clock = createFakeClock();
    const turns = createTurns();
    turns.take();
    const throttle = createThrottle({ ...clock.dependencies, gapMs: 3000, turns });
    const began = clock.now;
    expect(await throttle(async () => 'done', neverAborted())).toBe('done');
    expect(clock.now - began).toBe(120_000);
  });

  it('passes its turn on when aborted during the gap or while waiting', async () => {
    const stop = new AbortController();
    const turns = createTurns();
    const clock = createFakeClock();
    await createThrottle({ ...clock.dependencies, gapMs: 3000, turns })(
      async () => undefined,
      neverAborted(),
    );
    const sleep = async (): Promise<void> => {
      stop.abort(new Error('shutting down'));
      stop.signal.throwIfAborted();
    };
    const throttle = createThrottle({ ...clock.dependencies, sleep, gapMs: 3000, turns });
    await expect(throttle(async () => undefined, stop.signal)).rejects.toThrow('shutting down');
    const turn = turns.take();
    expect(turn?.lastEnded).toBe(clock.now);
    const other = createThrottle({ ...clock.dependencies, sleep, gapMs: 3000, turns });
    await expect(other(async () => undefined, stop.signal)).rejects.toThrow('shutting down');
  });

  it('releases an aborted caller at once, and passes the turn to the next', async () => {
    const throttle = createThrottle({ ...createFakeClock().dependencies, gapMs: 0 });
    const events = new EventTarget();
    const first = throttle(() => once(events, 'open'), neverAborted());
    const stop = new AbortController();
    let isAsked = false;
    const second = throttle(async () => (isAsked = true), stop.signal);
    const third = throttle(async () => 'third', neverAborted());
    stop.abort(new Error('shutting down'));
    await expect(second).rejects.toThrow('shutting down');
    events.dispatchEvent(new Event('open'));
    await first;
    expect(await third).toBe('third');
    expect(isAsked).toBe(false);
  });

  it('rejects a caller aborted during the gap with its own reason', async () => {
    const stop = new AbortController();
    const clock = createFakeClock(undefined, {
      sleep: async () => {
        stop.abort(new Error('shutting down'));
        throw new Error('the sleep was interrupted');
      },
    });
    const throttle = createThrottle({ ...clock.dependencies, gapMs: 3000 });
    await throttle(async () => undefined, neverAborted());
    await expect(throttle(async () => undefined, stop.signal)).rejects.toThrow('shutting down');
  });
});
