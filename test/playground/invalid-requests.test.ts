import { expect, test } from 'vitest';
import { missingAccess, unauthorized } from '../../playground/server/faults/answers.ts';
import type { FaultAnswer } from '../../playground/server/faults/faults.ts';
import { createInvalidRequests } from '../../playground/server/rate-limits/invalid-requests.ts';
import { login, textChannel } from './client.ts';
import { createSetup, request, type Setup } from './setup.ts';

/** The unparsed response, since it may not be JSON. */
const raw = ({ discord }: Setup) =>
  fetch(`${discord.url}/v10/users/@me`, {
    headers: { authorization: `Bot ${discord.token}`, 'user-agent': 'DiscordBot (x, 1)' },
  });

test('bans after 10,000 invalid requests in 10 minutes, unless told otherwise', () => {
  let now = 0;
  const invalid = createInvalidRequests(() => now, {});
  for (let n = 0; n < 9999; n++) invalid.note(403, {});
  now = 599_999;
  expect(invalid.count).toBe(9999);
  expect(invalid.bannedForMs()).toBe(0);
  invalid.note(403, {});
  expect(invalid.bannedForMs()).toBe(600_000);
});

test("answers only with Cloudflare's page past the threshold", async () => {
  let now = 0;
  const setup = await createSetup({ wireNow: () => now, invalidRequests: { limit: 3 } });
  setup.discord.faults.next({ times: 3, answer: missingAccess });
  for (let n = 0; n < 3; n++) expect((await raw(setup)).status).toBe(403);
  const page = await raw(setup);
  expect(page.status).toBe(429);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.headers.get('retry-after')).toBe('600');
  expect([...page.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  expect(await page.text()).toMatch(/^<!doctype html>[^]*Error 1015/);
  now = 599_999;
  expect((await raw(setup)).status).toBe(429);
  now = 600_000;
  expect((await raw(setup)).status).toBe(200);
});

test.each<[string, FaultAnswer, number]>([
  ['401', unauthorized, 1],
  ['403', missingAccess, 1],
  ['429 of scope user', { rateLimit: 'user', retryAfterMs: 10 }, 1],
  ['429 of scope global', { rateLimit: 'global', retryAfterMs: 10 }, 1],
  ['429 of scope shared', { rateLimit: 'shared', retryAfterMs: 10 }, 0],
  ['404', { status: 404 }, 0],
  ['500', { status: 500 }, 0],
])('counts a %s as told', async (_, answer, counted) => {
  const setup = await createSetup();
  setup.discord.faults.next({ answer });
  await raw(setup);
  expect(setup.discord.invalidRequests.count).toBe(counted);
});

test('counts refusals of the server itself, and starts over after the window', async () => {
  let now = 0;
  const setup = await createSetup({ wireNow: () => now });
  const channel = await textChannel(await login(setup), setup.papers);
  setup.papers.denyBot(1n << 11n);
  await expect(channel.send('x')).rejects.toMatchObject({ code: 50013 });
  await request(setup.discord, 'GET', '/users/@me', undefined, { authorization: 'Bot wrong' });
  expect(setup.discord.invalidRequests.count).toBe(2);
  now = 600_000;
  expect(setup.discord.invalidRequests.count).toBe(0);
});
