import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  badGateway,
  gatewayTimeout,
  internalError,
} from '../../../playground/server/faults/answers.ts';
import {
  type DiscordOptions,
  type LoopbackDiscord,
  startDiscord,
} from '../../../playground/server/start.ts';
import type { ChannelHandle } from '../../../playground/server/world/channel.ts';
import { OperatorError } from '../../../src/operator-error.ts';
import { openTestSender } from '../harness.ts';

const POST = { method: 'POST', path: /messages$/ };
const MESSAGE = { content: 'hello' };

let discord: LoopbackDiscord;
let channel: ChannelHandle;
let bot: ReturnType<typeof openTestSender>;
let nonces = 0;

async function open(options: DiscordOptions = {}): Promise<void> {
  discord = await startDiscord({ rateLimits: false, transcriptLength: 5000, ...options });
  channel = discord.world.addGuild({ name: 'Lab' }).addChannel({ name: 'papers' });
  bot = openTestSender(discord);
}
beforeEach(() => open());
afterEach(async () => {
  await bot.restClient.close();
  await discord.close();
});

/** Matches a number from `least` to `most`, for measured times. */
const between = (least: number, most: number): number =>
  expect.toSatisfy((value: number) => value >= least && value <= most) as number;
const post = (nonce = `n${nonces++}`) => bot.sender.post(channel.id, MESSAGE, nonce);
const requests = (): number => discord.transcript.find(/^(GET|POST|PATCH) /).length;
const kinds = (): string[] => bot.rateLimiter.signals.map(({ kind }) => kind);

describe('a request to Discord', () => {
  it('starts when the rate limiter lets it', async () => {
    bot.rateLimiter.pause(60);
    const posted = post();
    expect(requests()).toBe(0);
    expect(await posted).toMatchObject({ kind: 'done' });
    expect(bot.rateLimiter.acquired).toEqual({ usual: 1, urgent: 0 });
    expect(kinds()).toEqual(['answered']);
  });

  it("isn't sent once the rate limiter has stopped", async () => {
    bot.rateLimiter.stop();
    expect(await post()).toMatchObject({ kind: 'later' });
    expect(requests()).toBe(0);
  });

  it('identifies itself as Discord requires', async () => {
    // Otherwise the loopback Discord would answer as Cloudflare does.
    expect(await post()).toMatchObject({ kind: 'done' });
  });
});

describe('a request that fails on the way', () => {
  const broken = [
    ['a reset before anything happened', 'drop-before'],
    ['a reset after it happened', 'drop-after'],
    ['an end before anything happened', 'fin-before'],
    ['an end after it happened', 'fin-after'],
    ['half an answer', 'truncate'],
  ] as const;
  const answered = [
    ['a 500', { answer: internalError }],
    ['a 502', { answer: badGateway }],
    ['a 502 after it happened', { answer: badGateway, commit: true }],
    ['a 504 after it happened', { answer: gatewayTimeout, commit: true }],
    ['no answer', { answer: 'hang' }],
    ['no answer after it happened', { answer: 'hang', commit: true }],
    ['a page instead of JSON', { answer: { status: 200, body: '<html>' }, commit: true }],
    ['a page that says 404', { answer: { status: 404, body: '<html>' } }],
    ['another shape of JSON', { answer: { status: 200, body: [] }, commit: true }],
  ] as const;
  it.each([...broken.map(([name, answer]) => [name, { answer }] as const), ...answered])(
    "is unsure after %s, isn't repeated by itself, and makes one message when repeated",
    async (_name, fault) => {
      discord.faults.next({ ...POST, ...fault });
      const patience = fault.answer === 'hang' ? { timeoutMs: 100 } : {};
      const first = openTestSender(discord, patience);
      const reason = { code: expect.any(String) as string };
      const unsure = { kind: 'unsure', reason: expect.objectContaining(reason) as object };
      expect(await first.sender.post(channel.id, MESSAGE, 'same')).toEqual(unsure);
      await first.restClient.close();
      await expect.poll(() => discord.transcript.find(/^POST .*messages/)).toHaveLength(1);
      expect(await post('same')).toMatchObject({ kind: 'done' });
      expect(channel.messages).toHaveLength(1);
    },
  );

  it('is reported to the rate limiter as a failure', async () => {
    discord.faults.next({ ...POST, answer: 'drop-after' });
    discord.faults.next({ ...POST, answer: badGateway });
    for (let n = 0; n < 2; n++) await post();
    expect(kinds()).toEqual(['failed', 'failed']);
  });

  it("is unsure when Discord can't be reached", async () => {
    await discord.close();
    expect(await post()).toEqual({ kind: 'unsure', reason: { code: 'unreachable' } });
    await open();
  });
});

describe('a request over the rate', () => {
  const limit = (rateLimit: 'user' | 'shared' | 'global', retryAfterMs: number) =>
    discord.faults.next({ ...POST, answer: { rateLimit, retryAfterMs } });

  it.each(['user', 'shared'] as const)(
    "waits for its channel alone when the limit is the channel's (%s)",
    async (scope) => {
      limit(scope, 60);
      const startedAt = performance.now();
      expect(await post()).toMatchObject({ kind: 'done' });
      expect(performance.now() - startedAt).toBeGreaterThan(55);
      expect(bot.rateLimiter.signals).toEqual([
        { kind: 'limited', scope, retryAfterMs: expect.any(Number) as number },
        { kind: 'answered' },
      ]);
      expect(bot.rateLimiter.acquired.usual).toBe(2);
      expect(channel.messages).toHaveLength(1);
    },
  );

  it('leaves a global limit to the rate limiter', async () => {
    limit('global', 80);
    const startedAt = performance.now();
    expect(await post()).toMatchObject({ kind: 'done' });
    expect(performance.now() - startedAt).toBeGreaterThan(75);
    expect(bot.rateLimiter.signals[0]).toMatchObject({ kind: 'limited', scope: 'global' });
  });

  it('waits as long as the body says rather than the rounded header', async () => {
    // The loopback Discord says 1 s in the header and 0.06 s in the body, as Discord does.
    limit('user', 60);
    await post();
    expect(bot.rateLimiter.signals[0]).toMatchObject({ retryAfterMs: between(1, 60) });
  });

  it("waits as long as the header says when the body doesn't", async () => {
    discord.faults.next({
      ...POST,
      answer: {
        status: 429,
        body: { code: 20016, message: 'slowmode' },
        headers: { 'retry-after': '20', 'x-ratelimit-scope': 'shared' },
      },
    });
    expect(await post()).toMatchObject({ kind: 'later', afterMs: 20_000 });
    expect(bot.rateLimiter.signals).toEqual([
      { kind: 'limited', scope: 'shared', retryAfterMs: 20_000 },
    ]);
  });

  it("comes back later when the wait is long or doesn't end", async () => {
    limit('user', 11_000);
    expect(await post()).toMatchObject({ kind: 'later', afterMs: between(10_000, 11_000) });
    discord.faults.next({
      ...POST,
      times: Infinity,
      answer: { status: 429, body: { retry_after: 0.01, global: false } },
    });
    discord.transcript.clear();
    expect(await post()).toEqual({
      kind: 'later',
      reason: { code: 'must-wait' },
      afterMs: 10,
    });
    expect(discord.transcript.find(/^POST .*messages/)).toHaveLength(4);
  });

  it('makes room for others while it waits', async () => {
    for (let n = 0; n < 48; n++) limit('user', 9000);
    const waiting = Array.from({ length: 48 }, () => post());
    await expect.poll(() => bot.rateLimiter.signals.length).toBe(48);
    discord.faults.clear();
    const other = discord.world.addGuild({ name: 'Other' }).addChannel({ name: 'papers' });
    expect(await bot.sender.post(other.id, MESSAGE, 'other')).toMatchObject({ kind: 'done' });
    bot.stopping.abort();
    // Once aborted, a request doesn't wait any longer.
    for (const answer of await Promise.all(waiting)) expect(answer.kind).toBe('later');
  });
});

describe('a Cloudflare ban', () => {
  it('stops everything for as long as its page says, and no request is lost', async () => {
    const page = { status: 429, headers: { 'retry-after': '1' }, body: '<html>Error 1015' };
    discord.faults.next({ ...POST, times: Infinity, answer: page });
    const posts = Array.from({ length: 200 }, (_, n) => post(`c${n}`));
    await expect.poll(() => bot.rateLimiter.pausedForMs()).toBeGreaterThan(500);
    discord.faults.clear();
    await expect.poll(() => bot.rateLimiter.pausedForMs()).toBeLessThan(300);
    expect(requests()).toBeLessThanOrEqual(64);
    expect(bot.rateLimiter.signals[0]).toEqual({
      kind: 'limited',
      scope: 'cloudflare',
      retryAfterMs: 1000,
    });
    const answers = await Promise.all(posts);
    expect(answers.every(({ kind }) => kind === 'done')).toBe(true);
    expect(channel.messages).toHaveLength(200);
  });

  it("lasts a minute when the page doesn't say", async () => {
    discord.faults.next({ ...POST, answer: { status: 429, body: '<html>' } });
    void post();
    await expect.poll(() => bot.rateLimiter.signals).toHaveLength(1);
    expect(bot.rateLimiter.signals).toEqual([
      { kind: 'limited', scope: 'cloudflare', retryAfterMs: 60_000 },
    ]);
    bot.rateLimiter.stop();
  });
});

describe('a token that is void', () => {
  it('stops everything at once, is reported once, and never appears in the message', async () => {
    const { token } = discord;
    discord.faults.next({ ...POST, onCall: 30, answer: 'revoke-token' });
    discord.faults.next({ ...POST, times: Infinity, delayMs: 20 });
    const answers = await Promise.all(Array.from({ length: 300 }, () => post()));
    const refused = discord.transcript.find(/→ 401/).length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(50);
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(channel.messages.length);
    expect(bot.revoked).toEqual([expect.any(OperatorError)]);
    expect(bot.revoked[0]?.message).toContain('DISCORD_TOKEN');
    expect(bot.revoked[0]?.message).not.toContain(token);
    expect(JSON.stringify(answers)).not.toContain(token);
    const before = requests();
    await post();
    expect(requests()).toBe(before);
  });
});

it('a void token stops every request even if the rate limiter would continue', async () => {
  bot.rateLimiter.report = () => undefined;
  discord.faults.next({ ...POST, onCall: 10, answer: 'revoke-token' });
  await Promise.all(Array.from({ length: 300 }, () => post()));
  expect(discord.transcript.find(/→ 401/).length).toBeLessThanOrEqual(50);
  expect(bot.revoked).toHaveLength(1);
});

describe('a request that a person waits for', () => {
  const ask = () => bot.channelAccess.check(discord.world.bot.id, channel.id, true);

  it("doesn't wait behind deliveries", async () => {
    await ask();
    discord.faults.next({ ...POST, times: 48, delayMs: 500 });
    const posts = Array.from({ length: 100 }, () => post());
    await expect.poll(() => bot.rateLimiter.acquired.usual).toBe(48);
    const startedAt = performance.now();
    await ask();
    expect(performance.now() - startedAt).toBeLessThan(400);
    await Promise.all(posts);
  });

  it("isn't held up by a long pause, but waits for a short one", async () => {
    bot.rateLimiter.pause(5000);
    expect(await ask()).toMatchObject({ kind: 'later' });
    expect(requests()).toBe(0);
  });
});
