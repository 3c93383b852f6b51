import { expect, test } from 'vitest';
import { badGateway, missingPermissions } from '../../playground/server/faults/answers.ts';
import { login, textChannel } from './client.ts';
import { createSetup, request } from './setup.ts';

const path = /^\/channels\/\d+\/messages$/;

test('answers a route wrongly as often as it was asked to', async () => {
  const setup = await createSetup();
  const channel = await textChannel(await login(setup), setup.papers);
  setup.discord.faults.next({
    method: 'POST',
    path,
    times: 2,
    answer: { status: 403, body: { message: 'Missing Access', code: 50001 } },
  });
  await expect(channel.send('1')).rejects.toMatchObject({ code: 50001 });
  await expect(channel.send('2')).rejects.toMatchObject({ code: 50001 });
  await channel.send('3');
  expect(setup.papers.messages.map(({ content }) => content)).toEqual(['3']);
  expect(setup.discord.faults.pending).toBe(0);
});

test('breaks the connection before or after the message is created', async () => {
  const { discord, papers } = await createSetup();
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

test('can leave an answer hanging, and closes without waiting for it', async () => {
  const { discord, papers } = await createSetup();
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

test('can delay a fault until the nth call', async () => {
  const setup = await createSetup();
  const channel = await textChannel(await login(setup), setup.papers);
  setup.discord.faults.next({ method: 'POST', path, onCall: 3, answer: missingPermissions });
  await channel.send('1');
  await channel.send('2');
  await expect(channel.send('3')).rejects.toMatchObject({ code: 50013 });
  await channel.send('4');
  expect(setup.papers.messages.map(({ content }) => content)).toEqual(['1', '2', '4']);
});

test('counts the calls that another fault took', async () => {
  const { discord } = await createSetup();
  discord.faults.next({ answer: { status: 500 } });
  discord.faults.next({ onCall: 2, answer: { status: 504 } });
  const statuses = [];
  for (let n = 0; n < 3; n++) {
    const { status } = await fetch(`${discord.url}/v10/gateway`, {
      headers: { 'user-agent': 'DiscordBot (x, 1)' },
    });
    statuses.push(status);
  }
  expect(statuses).toEqual([500, 504, 200]);
});

test("retries a 502 with HTML in the client, and has the message once if it wasn't committed", async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, { rest: { api: setup.discord.url, retries: 2 } });
  const channel = await textChannel(client, setup.papers);
  setup.discord.faults.next({ method: 'POST', path, times: 2, answer: badGateway });
  await channel.send('at last');
  expect(setup.papers.messages).toHaveLength(1);
  // Committed, but the answer is lost: that's how duplicates happen.
  setup.discord.faults.next({ method: 'POST', path, commit: true, answer: badGateway });
  await channel.send('twice');
  expect(setup.papers.messages.map(({ content }) => content)).toEqual([
    'at last',
    'twice',
    'twice',
  ]);
});

test.each([
  ['drop-before', 0],
  ['fin-before', 0],
  ['drop-after', 1],
  ['fin-after', 1],
  ['truncate', 1],
] as const)('leaves behind, after the fault %s, %i messages', async (answer, committed) => {
  const { discord, papers } = await createSetup();
  discord.faults.next({ path, answer });
  const send = request(discord, 'POST', `/channels/${papers.id}/messages`, { content: 'x' });
  await expect(send).rejects.toThrow();
  expect(papers.messages).toHaveLength(committed);
});

test('begins a truncated answer like the true one', async () => {
  const { discord, papers } = await createSetup();
  discord.faults.next({ path, answer: 'truncate' });
  const response = await fetch(`${discord.url}/v10/channels/${papers.id}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bot ${discord.token}`,
      'user-agent': 'DiscordBot (x, 1)',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ content: 'x' }),
  });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
  await expect(response.text()).rejects.toThrow();
});

test('can leave an answer hanging after it took effect', async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, {
    rest: { api: setup.discord.url, retries: 0, timeout: 100 },
  });
  const channel = await textChannel(client, setup.papers);
  setup.discord.faults.next({ path, commit: true, answer: 'hang' });
  await expect(channel.send('x')).rejects.toThrow(/abort/i);
  expect(setup.papers.messages).toHaveLength(1);
});

test('holds a request up with latency, then answers truthfully', async () => {
  const setup = await createSetup();
  const channel = await textChannel(await login(setup), setup.papers);
  setup.discord.faults.next({ path, delayMs: 120 });
  const startedAt = performance.now();
  await channel.send('slow');
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(119);
  expect(setup.papers.messages).toHaveLength(1);
});

test('can delete a channel halfway', async () => {
  const setup = await createSetup();
  const channel = await textChannel(await login(setup), setup.papers);
  const meanwhile = () => setup.papers.delete();
  setup.discord.faults.next({ method: 'POST', path, onCall: 2, meanwhile });
  await channel.send('1');
  await expect(channel.send('2')).rejects.toMatchObject({ status: 404, code: 10003 });
});

test('voids a revoked token from then on, and ends its session', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const channel = await textChannel(client, setup.papers);
  const ended = new Promise<number>((resolve) => {
    client.on('shardDisconnect', ({ code }) => resolve(code));
  });
  const before = setup.discord.token;
  setup.discord.faults.next({ path, answer: 'revoke-token' });
  await expect(channel.send('x')).rejects.toMatchObject({ status: 401 });
  expect(setup.discord.token).not.toBe(before);
  expect(await ended).toBe(4004);
  const old = { authorization: `Bot ${before}` };
  expect(await request(setup.discord, 'GET', '/users/@me', undefined, old)).toMatchObject({
    status: 401,
  });
  expect((await request(setup.discord, 'GET', '/users/@me')).status).toBe(200);
  setup.ada.say(setup.papers, `${before} ${setup.discord.token}`);
  const transcript = setup.discord.transcript.print();
  expect(transcript).toContain('ada says [token] [token]');
  expect(transcript).not.toContain(before);
});
