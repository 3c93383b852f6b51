import { expect, test } from 'vitest';
import { createSetup, request } from './setup.ts';

test('applies a request halfway through the latency, and answers after the rest', async () => {
  const seen: number[] = [];
  const random = () => {
    seen.push(papers.messages.length);
    return 0;
  };
  const { discord, papers } = await createSetup({ latency: { ms: 120, random } });
  const startedAt = performance.now();
  await request(discord, 'POST', `/channels/${papers.id}/messages`, { content: 'x' });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118);
  // Once on the way there, and once on the way back.
  expect(seen).toEqual([0, 1]);
});

test('lets requests overtake each other with jitter, and counts them as they arrive', async () => {
  const arrived = Promise.withResolvers<undefined>();
  let draws = 0;
  const random = () => {
    arrived.resolve(undefined);
    return draws++ === 0 ? 1 : 0;
  };
  const { discord, papers } = await createSetup({
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

test('answers faults without the latency', async () => {
  const { discord, papers } = await createSetup({ latency: { ms: 60_000 } });
  discord.faults.next({ answer: { status: 502 } });
  const { status } = await request(discord, 'GET', `/channels/${papers.id}`);
  expect(status).toBe(502);
});
