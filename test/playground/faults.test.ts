import { expect, test } from 'vitest';
import { login, textChannel } from './client.ts';
import { openScene, request } from './scene.ts';

const path = /^\/channels\/\d+\/messages$/;

test('a route answers wrongly as often as it was asked to', async () => {
  const scene = await openScene();
  const channel = await textChannel(await login(scene), scene.papers);
  scene.discord.faults.next({
    method: 'POST',
    path,
    times: 2,
    answer: { status: 403, body: { message: 'Missing Access', code: 50001 } },
  });
  await expect(channel.send('1')).rejects.toMatchObject({ code: 50001 });
  await expect(channel.send('2')).rejects.toMatchObject({ code: 50001 });
  await channel.send('3');
  expect(scene.papers.messages.map(({ content }) => content)).toEqual(['3']);
  expect(scene.discord.faults.pending).toBe(0);
});

test('the line breaks before or after the message is there', async () => {
  const { discord, papers } = await openScene();
  const send = (content: string) =>
    request(discord, 'POST', `/channels/${papers.id}/messages`, { content });
  discord.faults.next({ path, answer: 'drop-before' });
  await expect(send('before')).rejects.toThrow();
  expect(papers.messages).toEqual([]);
  discord.faults.next({ path, answer: 'drop-after' });
  await expect(send('after')).rejects.toThrow();
  expect(papers.messages).toHaveLength(1);
  discord.faults.next({ path, commit: true, answer: { status: 502, body: '<html></html>' } });
  await expect(send('502')).rejects.toThrow(/JSON/);
  expect(papers.messages).toHaveLength(2);
});

test('an answer can hang, and closing does not wait for it', async () => {
  const { discord, papers } = await openScene();
  discord.faults.next({ answer: 'hang' });
  const hanging = request(discord, 'GET', `/channels/${papers.id}`);
  const settled = hanging.then(
    () => 'answered',
    () => 'broken',
  );
  await expect.poll(() => discord.faults.pending).toBe(0);
  await discord.close();
  expect(await settled).toBe('broken');
});

test('rate limits are per channel, and told in the headers', async () => {
  const { discord, papers, guild } = await openScene();
  const other = guild.addChannel({ name: 'other' });
  const send = ({ id }: { id: string }) =>
    request(discord, 'POST', `/channels/${id}/messages`, { content: 'x' });
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push(await send(papers));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
    '4',
    '3',
    '2',
    '1',
    '0',
    '0',
  ]);
  const refused = answers[5];
  expect(refused?.body).toMatchObject({ message: 'You are being rate limited.', global: false });
  expect((refused?.body as { retry_after: number }).retry_after).toBeGreaterThan(4);
  expect(refused?.headers.get('x-ratelimit-scope')).toBe('user');
  expect(Number(refused?.headers.get('retry-after'))).toBe(5);
  const elsewhere = await send(other);
  expect(elsewhere.status).toBe(200);
  expect(elsewhere.headers.get('x-ratelimit-bucket')).toBe(
    refused?.headers.get('x-ratelimit-bucket'),
  );
});

test('a window opens again, and the global limit is one trailing second', async () => {
  let now = 0;
  const rateLimits = { now: () => now, global: 3, bucket: { limit: 2, windowMs: 5000 } };
  const { discord, papers } = await openScene({ rateLimits });
  const get = async () => {
    const { status, body, headers } = await request(discord, 'GET', `/channels/${papers.id}`);
    return status === 200
      ? 'ok'
      : `${status} ${(body as { global: boolean }).global} ${headers.get('x-ratelimit-scope') ?? ''}`;
  };
  const me = async () => (await request(discord, 'GET', '/users/@me')).status;
  expect([await get(), await get(), await get()]).toEqual(['ok', 'ok', '429 false user']);
  expect(await me()).toBe(429);
  now = 999;
  expect(await get()).toBe('429 true global');
  now = 1000;
  expect(await me()).toBe(200);
  expect(await get()).toBe('429 false user');
  now = 5000;
  expect(await get()).toBe('ok');
});

test('rate limits can be switched off', async () => {
  const { discord, papers } = await openScene({ rateLimits: false });
  const sends = Array.from({ length: 60 }, () =>
    request(discord, 'POST', `/channels/${papers.id}/messages`, { content: 'x' }),
  );
  for (const { status, headers } of await Promise.all(sends)) {
    expect(status).toBe(200);
    expect(headers.has('x-ratelimit-limit')).toBe(false);
  }
});

test('answers to interactions are outside the global limit', async () => {
  const { discord } = await openScene({ rateLimits: { global: 1 } });
  for (let n = 0; n < 3; n++) {
    const late = await request(discord, 'POST', '/interactions/1/token/callback', { type: 5 });
    expect(late.body).toMatchObject({ code: 10062 });
  }
});
