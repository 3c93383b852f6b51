import { setImmediate as soon } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createCooperativeQueue } from '../../src/archive/cooperative-queue.ts';

it('alternates between two long tasks', async () => {
  const enqueue = createCooperativeQueue();
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    for (let piece = 1; piece <= 3; piece++) await enqueue(() => done.push(`${name}${piece}`));
  };
  await Promise.all([work('a'), work('b')]);
  expect(done).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
});

it('lets everything else run between two pieces of work', async () => {
  const enqueue = createCooperativeQueue();
  const done: string[] = [];
  const timer = new Promise<void>((fired) =>
    setTimeout(() => {
      done.push('timer');
      fired();
    }, 1),
  );
  const pieces: Promise<unknown>[] = [];
  for (let piece = 0; piece < 20; piece++) {
    // All queued at once, and each longer than the timer.
    const until = (): void => {
      for (const start = performance.now(); performance.now() < start + 2;);
    };
    pieces.push(enqueue(until).then(() => done.push('piece')));
  }
  await Promise.all([timer, ...pieces]);
  expect(done.indexOf('timer')).toBeLessThan(5);
});

it("returns a piece's result or error to its caller", async () => {
  const enqueue = createCooperativeQueue();
  const good = enqueue(() => 'good');
  const bad = enqueue(() => {
    throw new Error('bad');
  });
  const next = enqueue(() => 'next');
  await expect(bad).rejects.toThrow('bad');
  expect([await good, await next, await enqueue(() => 'last')]).toEqual(['good', 'next', 'last']);
});

it('starts nothing before its turn, not even the first piece', async () => {
  const enqueue = createCooperativeQueue();
  let isDone = false;
  const first = enqueue(() => (isDone = true));
  expect(isDone).toBe(false);
  await soon();
  await first;
  expect(isDone).toBe(true);
});
