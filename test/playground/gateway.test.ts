import { Events } from 'discord.js';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { login, nextEvent } from './client.ts';
import { identify, openSession, rawGateway } from './raw-gateway.ts';
import { createSetup, request } from './setup.ts';

const seqOf = (frames: readonly { s?: number | null }[]): number =>
  Math.max(...frames.map(({ s }) => s ?? 0));

test('sends a resumed session exactly what it missed, in order, then RESUMED', async () => {
  const setup = await createSetup();
  const first = await openSession(setup);
  await expect.poll(() => first.received.some(({ t }) => t === 'GUILD_CREATE')).toBe(true);
  const seq = seqOf(first.received);
  first.socket.terminate();
  await first.closed;
  await expect.poll(() => setup.discord.isOnline()).toBe(false);
  for (const name of ['a', 'b', 'c']) setup.guild.addChannel({ name });

  const resume = { op: 6, d: { token: setup.discord.token, session_id: first.sessionId, seq } };
  const { received } = await rawGateway(setup, [resume]);
  await expect.poll(() => received.at(-1)?.t).toBe('RESUMED');
  expect(received.slice(1).map(({ t, s }) => [t, s])).toEqual([
    ['CHANNEL_CREATE', seq + 1],
    ['CHANNEL_CREATE', seq + 2],
    ['CHANNEL_CREATE', seq + 3],
    ['RESUMED', seq + 4],
  ]);
  expect(received.slice(1, 4).map(({ d }) => (d as { name: string }).name)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(setup.discord.identifies()).toBe(1);
});

test('closes with 4007 when resuming from an event that was never sent', async () => {
  const setup = await createSetup();
  const { sessionId } = await openSession(setup);
  const d = { token: setup.discord.token, session_id: sessionId, seq: 999 };
  const { closed } = await rawGateway(setup, [{ op: 6, d }]);
  expect(await closed).toBe(4007);
});

test('ends the session of a client that closes with 1000', async () => {
  const setup = await createSetup();
  const first = await openSession(setup);
  first.socket.close(1000);
  await first.closed;
  const d = { token: setup.discord.token, session_id: first.sessionId, seq: 1 };
  const { received } = await rawGateway(setup, [{ op: 6, d }]);
  await expect.poll(() => received.at(-1)).toMatchObject({ op: 9, d: false });
});

test('closes a connection without heartbeats, and keeps one with them', async () => {
  let now = 0;
  const setup = await createSetup({ heartbeatMs: 100, wireNow: () => now });
  const silent = await rawGateway(setup, [identify(setup.discord.token)]);
  const beating = await openSession(setup);
  now = 150;
  beating.send({ op: 1, d: null });
  await expect.poll(() => beating.received.some(({ op }) => op === 11)).toBe(true);
  now = 151;
  expect(await silent.closed).toBe(4009);
  beating.send({ op: 1, d: null });
  await expect.poll(() => beating.received.filter(({ op }) => op === 11)).toHaveLength(2);
});

test('lets the client treat a silent server as a zombie and resume', async () => {
  const setup = await createSetup({ heartbeatMs: 120 });
  const client = await login(setup);
  const resumed = nextEvent(client, Events.ShardResume);
  const missed = nextEvent<{ name: string }>(client, Events.ChannelCreate);
  setup.discord.dropGateway('silence');
  setup.guild.addChannel({ name: 'unheard of' });
  await resumed;
  expect((await missed).name).toBe('unheard of');
  expect(setup.discord.identifies()).toBe(1);
});

test('makes the client send a heartbeat at once when asked', async () => {
  const setup = await createSetup();
  const { received } = await openSession(setup);
  setup.discord.dropGateway('heartbeat');
  await expect.poll(() => received.at(-1)).toMatchObject({ op: 1 });
});

test('lets the client resume after a resumable op 9', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const resumed = nextEvent(client, Events.ShardResume);
  setup.discord.dropGateway('invalid-resumable');
  await resumed;
  expect(setup.discord.identifies()).toBe(1);
});

test('ends the session after any other op 9, so that only a new Identify helps', async () => {
  const setup = await createSetup();
  const { received, send, sessionId } = await openSession(setup);
  setup.discord.dropGateway('invalid');
  await expect.poll(() => received.at(-1)).toMatchObject({ op: 9, d: false });
  send({ op: 6, d: { token: setup.discord.token, session_id: sessionId, seq: 1 } });
  await expect.poll(() => received.filter(({ op }) => op === 9)).toHaveLength(2);
  send(identify(setup.discord.token));
  await expect.poll(() => received.filter(({ t }) => t === 'READY')).toHaveLength(2);
});

test.each([4000, 4001, 4002])('lets the client resume after close code %i', async (code) => {
  const setup = await createSetup();
  const client = await login(setup);
  const resumed = nextEvent(client, Events.ShardResume);
  setup.discord.dropGateway(code);
  await resumed;
  expect(setup.discord.identifies()).toBe(1);
});

test.each([4004, 4010, 4011, 4012, 4013, 4014])(
  'ends the session for good after close code %i',
  async (code) => {
    const setup = await createSetup();
    const client = await login(setup);
    const ended = nextEvent<{ code: number }>(client, Events.ShardDisconnect);
    setup.discord.dropGateway(code);
    expect((await ended).code).toBe(code);
    expect(setup.discord.identifies()).toBe(1);
  },
);

test('answers identifying faster than max_concurrency per 5 seconds with op 9', async () => {
  let now = 0;
  const setup = await createSetup({ wireNow: () => now, identifyLimits: { maxConcurrency: 1 } });
  const me = identify(setup.discord.token);
  const first = await rawGateway(setup, [me]);
  await expect.poll(() => first.received.some(({ t }) => t === 'READY')).toBe(true);
  now = 4999;
  const second = await rawGateway(setup, [me]);
  await expect.poll(() => second.received.at(-1)).toMatchObject({ op: 9, d: false });
  now = 5000;
  second.send(me);
  await expect.poll(() => second.received.some(({ t }) => t === 'READY')).toBe(true);
});

test('counts the identifies of 24 hours in GET /gateway/bot, without resumes', async () => {
  const setup = await createSetup({ frozen: true, identifyLimits: { maxConcurrency: 4 } });
  const start = async () => {
    const { body } = await request(setup.discord, 'GET', '/gateway/bot');
    return (body as { session_start_limit: object }).session_start_limit;
  };
  expect(await start()).toEqual({
    total: 1000,
    remaining: 1000,
    reset_after: 0,
    max_concurrency: 4,
  });
  const client = await login(setup);
  setup.clock.now += 3_600_000;
  const used = { total: 1000, remaining: 999, reset_after: 82_800_000, max_concurrency: 4 };
  expect(await start()).toEqual(used);
  const resumed = nextEvent(client, Events.ShardResume);
  setup.discord.dropGateway('reconnect');
  await resumed;
  expect(await start()).toEqual(used);
  setup.clock.now += 82_800_000;
  expect(await start()).toMatchObject({ remaining: 1000 });
});

test('ends every session and resets the token after one identify too many in a day', async () => {
  const setup = await createSetup({ frozen: true, identifyLimits: { perDay: 2 } });
  const before = setup.discord.token;
  const first = await rawGateway(setup, [identify(before)]);
  const second = await rawGateway(setup, [identify(before)]);
  await expect.poll(() => second.received.some(({ t }) => t === 'READY')).toBe(true);
  const third = await rawGateway(setup, [identify(before)]);
  expect(await Promise.all([first.closed, second.closed, third.closed])).toEqual([
    4004, 4004, 4004,
  ]);
  expect(setup.discord.token).not.toBe(before);
  expect(await request(setup.discord, 'GET', '/users/@me')).toMatchObject({ status: 200 });
  await expect(login({ discord: { ...setup.discord, token: before } })).rejects.toThrow(/token/i);
  expect((await login(setup)).isReady()).toBe(true);
});

test('answers 503 on REST for a guild with an outage until it is back', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const paths = [`/channels/${setup.papers.id}`, `/guilds/${setup.guild.id}`];
  setup.guild.setUnavailable(true);
  for (const path of paths)
    expect(await request(setup.discord, 'GET', path)).toMatchObject({
      status: 503,
      body: { code: 130000 },
    });
  const back = nextEvent(client, Events.GuildAvailable);
  setup.guild.setUnavailable(false);
  await back;
  for (const path of paths) expect((await request(setup.discord, 'GET', path)).status).toBe(200);
});

test('cuts the gateway in an outage of all of Discord, and the bot comes back by itself', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const resumed = nextEvent(client, Events.ShardResume);
  setup.discord.setOutage(true);
  await expect.poll(() => setup.discord.isOnline()).toBe(false);
  expect((await request(setup.discord, 'GET', '/gateway')).status).toBe(503);
  const socket = new WebSocket(`${setup.discord.origin.replace('http', 'ws')}/?v=10&encoding=json`);
  const refused = new Promise<string>((resolve) => {
    socket.once('error', ({ message }) => resolve(message));
  });
  expect(await refused).toMatch(/503/);
  setup.discord.setOutage(false);
  await resumed;
}, 15_000);

test('shares the guilds between two shards, each with its own events', async () => {
  let now = Date.parse('2021-05-06T12:00:00Z');
  // A guild's shard depends on the millisecond in which it was created.
  const setup = await createSetup({ shards: 2, now: () => now++ });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) setup.discord.world.addGuild({ name });
  expect(await request(setup.discord, 'GET', '/gateway/bot')).toMatchObject({
    body: { shards: 2 },
  });
  const client = await login(setup, undefined, { shards: 'auto' });
  expect(client.ws.shards.size).toBe(2);
  expect(client.guilds.cache.size).toBe(7);
  expect(new Set(client.guilds.cache.map(({ shardId }) => shardId))).toEqual(new Set([0, 1]));
});

test('tells the bot that it got a role', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const { id } = setup.guild.addRole({ name: 'Press' });
  setup.guild.giveBotRole({ id });
  const hasIt = () => client.guilds.cache.get(setup.guild.id)?.members.me?.roles.cache.has(id);
  await expect.poll(hasIt).toBe(true);
});
