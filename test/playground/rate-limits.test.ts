import { RateLimitError, RESTEvents } from 'discord.js';
import { expect, test } from 'vitest';
import { login, textChannel } from './client.ts';
import { createSetup, request } from './setup.ts';

test('limits rates per channel, and says so in the headers', async () => {
  const { discord, papers, guild } = await createSetup();
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

test('reopens a window, and counts the global limit over one trailing second', async () => {
  let now = 0;
  const rateLimits = { now: () => now, global: 3, bucket: { limit: 2, windowMs: 5000 } };
  const { discord, papers } = await createSetup({ rateLimits });
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

test('can switch rate limits off', async () => {
  const { discord, papers } = await createSetup({ rateLimits: false });
  const sends = Array.from({ length: 60 }, () =>
    request(discord, 'POST', `/channels/${papers.id}/messages`, { content: 'x' }),
  );
  for (const { status, headers } of await Promise.all(sends)) {
    expect(status).toBe(200);
    expect(headers.has('x-ratelimit-limit')).toBe(false);
  }
});

test('leaves answers to interactions outside the global limit', async () => {
  const { discord } = await createSetup({ rateLimits: { global: 1 } });
  for (let n = 0; n < 3; n++) {
    const late = await request(discord, 'POST', '/interactions/1/token/callback', { type: 5 });
    expect(late.body).toMatchObject({ code: 10062 });
    const webhook = `/webhooks/${discord.applicationId}/token`;
    const followUp = await request(discord, 'POST', webhook, { content: 'x' });
    expect(followUp.body).toMatchObject({ code: 50027 });
  }
});

test('refuses a request over the limit until the window ends, and the client waits for that', async () => {
  const setup = await createSetup({ rateLimits: { bucket: { limit: 2, windowMs: 300 } } });
  const client = await login(setup, undefined, { rest: { api: setup.discord.url, retries: 3 } });
  const waits: number[] = [];
  client.rest.on(RESTEvents.RateLimited, ({ timeToReset }) => waits.push(timeToReset));
  const channel = await textChannel(client, setup.papers);
  for (const content of ['1', '2', '3']) await channel.send(content);
  expect(setup.papers.messages).toHaveLength(3);
  expect(waits.length).toBeGreaterThan(0);
  // The headers were enough: the client never ran into a 429.
  expect(setup.discord.transcript.find(/→ 429/)).toEqual([]);
});

test('keeps separate windows for two channels and for two routes', async () => {
  const setup = await createSetup({ rateLimits: { bucket: { limit: 1, windowMs: 60_000 } } });
  const other = setup.guild.addChannel({ name: 'other' });
  const status = async (method: string, id: string) =>
    (
      await request(
        setup.discord,
        method,
        `/channels/${id}/messages`,
        method === 'GET' ? undefined : { content: 'x' },
      )
    ).status;
  expect(await status('POST', setup.papers.id)).toBe(200);
  expect(await status('POST', setup.papers.id)).toBe(429);
  expect(await status('POST', other.id)).toBe(200);
  expect(await status('GET', setup.papers.id)).toBe(200);
});

test('can raise the global limit, as Discord does for large bots', async () => {
  const { discord } = await createSetup({
    rateLimits: { global: 1000, bucket: { limit: 1e6, windowMs: 1000 } },
  });
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => request(discord, 'GET', '/users/@me')),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
});

test.each([
  ['user', { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '5', 'x-ratelimit-global': null }],
  [
    'shared',
    { 'x-ratelimit-remaining': '5', 'x-ratelimit-limit': '5', 'x-ratelimit-global': null },
  ],
  [
    'global',
    { 'x-ratelimit-remaining': null, 'x-ratelimit-bucket': null, 'x-ratelimit-global': 'true' },
  ],
] as const)(
  'keeps a 429 of scope %s as long as it says, with its own headers',
  async (scope, expected) => {
    let now = 0;
    const setup = await createSetup({ wireNow: () => now });
    const path = `/channels/${setup.papers.id}/messages`;
    const send = () => request(setup.discord, 'POST', path, { content: 'x' });
    setup.discord.faults.next({
      path: /messages$/,
      answer: { rateLimit: scope, retryAfterMs: 64_570 },
    });
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      message:
        scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
      retry_after: 64.57,
      global: scope === 'global',
    });
    expect(refused.headers.get('retry-after')).toBe('65');
    expect(refused.headers.get('x-ratelimit-scope')).toBe(scope);
    for (const [name, value] of Object.entries(expected))
      expect(refused.headers.get(name)).toBe(value);
    const elsewhere = await request(setup.discord, 'GET', '/users/@me');
    expect(elsewhere.status).toBe(scope === 'global' ? 429 : 200);
    now = 64_569;
    expect((await send()).status).toBe(429);
    now = 64_570;
    expect((await send()).status).toBe(200);
  },
);

test('shows the client the scope of a 429 that no header announced', async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, {
    rest: { api: setup.discord.url, retries: 0, rejectOnRateLimit: () => true },
  });
  const channel = await textChannel(client, setup.papers);
  const path = /messages$/;
  setup.discord.faults.next({ path, answer: { rateLimit: 'shared', retryAfterMs: 50 } });
  const error = await channel.send('x').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ scope: 'shared', global: false });
});
