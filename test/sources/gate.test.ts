import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGate } from '../../src/sources/gate.ts';
import { calm, makeWorld } from './world.ts';

describe('a gate', () => {
  it('lets one through at a time, in order, each a gap after the end of the one before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ takes: fc.nat(9000), fails: fc.boolean() }), { maxLength: 8 }),
        async (works) => {
          const world = makeWorld();
          const gate = makeGate({ ...world.net, gapMs: 3000 });
          const spans: { at: number; from: number; to: number }[] = [];
          let inside = 0;
          const all = works.map(({ takes, fails }, at) =>
            gate(async () => {
              expect(++inside).toBe(1);
              const from = world.now;
              await Promise.resolve();
              world.now += takes;
              spans.push({ at, from, to: world.now });
              inside--;
              if (fails) throw new Error('it failed');
              return at;
            }, calm()),
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

  it('keeps nobody waiting when the gap is over', async () => {
    const world = makeWorld();
    const gate = makeGate({ ...world.net, gapMs: 3000 });
    await gate(async () => undefined, calm());
    world.now += 3000;
    await gate(async () => undefined, calm());
    expect(world.slept).toEqual([]);
  });

  it('waits no longer than a gap when the clock is put back', async () => {
    const world = makeWorld();
    const gate = makeGate({ ...world.net, gapMs: 3000 });
    await gate(async () => undefined, calm());
    world.now -= 86_400_000;
    await gate(async () => undefined, calm());
    expect(world.slept).toEqual([3000]);
  });

  it('lets who is aborted go at once, and gives the turn to the next', async () => {
    const gate = makeGate({ ...makeWorld().net, gapMs: 0 });
    const door = new EventTarget();
    const first = gate(() => once(door, 'open'), calm());
    const stop = new AbortController();
    let isAsked = false;
    const second = gate(async () => (isAsked = true), stop.signal);
    const third = gate(async () => 'third', calm());
    stop.abort(new Error('shutting down'));
    await expect(second).rejects.toThrow('shutting down');
    door.dispatchEvent(new Event('open'));
    await first;
    expect(await third).toBe('third');
    expect(isAsked).toBe(false);
  });

  it('lets who is aborted in the gap go with their own reason', async () => {
    const stop = new AbortController();
    const world = makeWorld(undefined, {
      sleep: async () => {
        stop.abort(new Error('shutting down'));
        throw new Error('the sleep was interrupted');
      },
    });
    const gate = makeGate({ ...world.net, gapMs: 3000 });
    await gate(async () => undefined, calm());
    await expect(gate(async () => undefined, stop.signal)).rejects.toThrow('shutting down');
  });
});
