import { expect, test } from 'vitest';
import { openScene, request } from './scene.ts';

test('with latency a request takes effect half-way, and its answer comes after the other half', async () => {
  const { discord, papers } = await openScene({ latency: { ms: 500 } });
  const startedAt = performance.now();
  const answer = request(discord, 'POST', `/channels/${papers.id}/messages`, { content: 'x' });
  await expect.poll(() => papers.messages.length, { interval: 5 }).toBe(1);
  const seenAfter = performance.now() - startedAt;
  await answer;
  expect(seenAfter).toBeGreaterThanOrEqual(249);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(498);
});

test('with jitter requests overtake each other, and are counted as they arrive', async () => {
  const arrived = Promise.withResolvers<undefined>();
  let draws = 0;
  const random = () => {
    arrived.resolve(undefined);
    return draws++ === 0 ? 1 : 0;
  };
  const { discord, papers } = await openScene({
    latency: { ms: 0, jitterMs: 400, random },
    rateLimits: { global: 1 },
  });
  const send = (content: string) =>
    request(discord, 'POST', `/channels/${papers.id}/messages`, { content });
  const first = send('first');
  await arrived.promise;
  const second = send('second');
  expect([(await first).status, (await second).status]).toEqual([429, 200]);
  expect(papers.messages.map(({ content }) => content)).toEqual(['second']);
});

test('faults come without the latency', async () => {
  const { discord, papers } = await openScene({ latency: { ms: 60_000 } });
  discord.faults.next({ answer: { status: 502 } });
  const { status } = await request(discord, 'GET', `/channels/${papers.id}`);
  expect(status).toBe(502);
});
