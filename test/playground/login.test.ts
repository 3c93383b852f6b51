import { Events, GatewayIntentBits } from 'discord.js';
import { expect, test } from 'vitest';
import { startDiscord } from '../../playground/server/start.ts';
import { login, nextEvent, textChannel } from './client.ts';
import { identify, rawGateway } from './raw-gateway.ts';
import { createSetup, request } from './setup.ts';

test('logs in with the unmodified client, which finds its guilds and channels', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  expect(client.user.username).toBe('paperboy');
  expect(client.application.id).toBe(setup.discord.applicationId);
  const guild = client.guilds.cache.get(setup.guild.id);
  expect(guild?.name).toBe('Paper Lab');
  expect(guild?.channels.cache.get(setup.papers.id)?.name).toBe('papers');
  expect(guild?.members.me?.permissions.has('SendMessages')).toBe(true);
  expect(guild?.members.me?.permissions.has('ManageMessages')).toBe(false);
  expect(setup.discord.isOnline()).toBe(true);
});

test('refuses a wrong token on REST and on the gateway', async () => {
  const setup = await createSetup();
  const answer = await request(setup.discord, 'GET', '/users/@me', undefined, {
    authorization: 'Bot wrong',
  });
  expect(answer).toMatchObject({ status: 401, body: { message: '401: Unauthorized', code: 0 } });
  const { closed } = await rawGateway(setup, [identify('wrong')]);
  expect(await closed).toBe(4004);
  await expect(login({ discord: { ...setup.discord, token: 'wrong' } })).rejects.toThrow(/token/i);
});

test("closes with 4014 when an intent wasn't granted", async () => {
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.MessageContent];
  await expect(login(await createSetup(), undefined, { intents })).rejects.toThrow(
    /disallowed intents/i,
  );
  const granted = await createSetup({ privilegedIntents: GatewayIntentBits.MessageContent });
  expect((await login(granted, undefined, { intents })).isReady()).toBe(true);
});

test.each([
  ['an unknown op', { op: 42, d: null }, 4001],
  ['an op that only the server sends', { op: 10, d: null }, 4001],
  ['broken JSON', '{', 4002],
  ['a payload above 4,096 bytes', { op: 3, d: 'x'.repeat(4096) }, 4002],
  ['identifying twice', identify('twice'), 4005],
])('closes the connection on %s', async (_, frame, code) => {
  const setup = await createSetup();
  const { closed } = await rawGateway(setup, [identify(setup.discord.token), frame]);
  expect(await closed).toBe(code);
  expect(setup.discord.transcript.find(new RegExp(`closed with ${code}`))).toHaveLength(1);
});

test('allows only Identify and Resume before a session', async () => {
  const { closed } = await rawGateway(await createSetup(), [{ op: 3, d: null }]);
  expect(await closed).toBe(4003);
});

test('closes the connection after more than 120 events in a minute', async () => {
  const frames = Array.from({ length: 121 }, () => ({ op: 1, d: null }));
  const { closed, received } = await rawGateway(await createSetup(), frames);
  expect(await closed).toBe(4008);
  expect(received.filter(({ op }) => op === 11)).toHaveLength(120);
});

test('gives a session only the guilds of its shard', async () => {
  const setup = await createSetup();
  const shardOf = Number((BigInt(setup.guild.id) >> 22n) % 2n);
  for (const shard of [0, 1]) {
    const { received, socket, closed } = await rawGateway(setup, [
      identify(setup.discord.token, { shard: [shard, 2] }),
      { op: 1, d: null },
    ]);
    await expect.poll(() => received.some(({ op }) => op === 11)).toBe(true);
    expect(received.some(({ t }) => t === 'GUILD_CREATE')).toBe(shard === shardOf);
    socket.close();
    await closed;
  }
});

test('lets a bot that lost its connection resume with what it missed', async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  });
  const resumed = nextEvent(client, Events.ShardResume);
  const heard = nextEvent<{ author: { username: string } }>(client, Events.MessageCreate);
  setup.discord.dropGateway();
  setup.ada.say(setup.papers, 'while you were away');
  await resumed;
  expect((await heard).author.username).toBe('ada');
  expect(setup.discord.identifies()).toBe(1);
});

test('makes the bot reconnect and resume with op 7', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const resumed = nextEvent(client, Events.ShardResume);
  setup.discord.dropGateway('reconnect');
  await resumed;
  expect(setup.discord.identifies()).toBe(1);
});

test('refuses to resume an unknown session', async () => {
  const setup = await createSetup();
  const resume = { op: 6, d: { token: setup.discord.token, session_id: 'lost', seq: 1 } };
  const { received, socket, closed } = await rawGateway(setup, [resume]);
  await expect.poll(() => received.at(-1)).toMatchObject({ op: 9, d: false });
  socket.close();
  await closed;
});

test('tells the bot of guilds and channels that come and go', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const joined = nextEvent<{ name: string }>(client, Events.GuildCreate);
  const other = setup.discord.world.addGuild({ name: 'Other' });
  expect((await joined).name).toBe('Other');

  const made = nextEvent<{ name: string }>(client, Events.ChannelCreate);
  const channel = other.addChannel({ name: 'news', type: 5 });
  expect((await made).name).toBe('news');
  const gone = nextEvent<{ id: string }>(client, Events.ChannelDelete);
  channel.delete();
  expect((await gone).id).toBe(channel.id);

  const unavailable = nextEvent(client, Events.GuildUnavailable);
  other.setUnavailable(true);
  await unavailable;
  const back = nextEvent(client, Events.GuildAvailable);
  other.setUnavailable(false);
  await back;
  const left = nextEvent<{ id: string }>(client, Events.GuildDelete);
  other.removeBot();
  expect((await left).id).toBe(other.id);
});

test('tells the bot only what its intents and permissions allow', async () => {
  const setup = await createSetup();
  const deaf = await login(setup);
  const hearing = await login(setup, undefined, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  });
  const heard: string[] = [];
  deaf.on(Events.MessageCreate, () => heard.push('deaf'));
  hearing.on(Events.MessageCreate, ({ channelId }) => heard.push(channelId));
  const hidden = setup.guild.addChannel({ name: 'hidden' });
  hidden.denyBot(1n << 10n);
  setup.ada.say(hidden, 'not for bots');
  setup.ada.say(setup.papers, 'for everyone');
  const last = Promise.all(
    [deaf, hearing].map((client) => nextEvent(client, Events.ChannelCreate)),
  );
  setup.guild.addChannel({ name: 'the end' });
  await last;
  expect(heard).toEqual([setup.papers.id]);
});

test('runs two servers in one process, and closes without leaving anything open', async () => {
  const [one, two] = await Promise.all([startDiscord(), startDiscord()]);
  expect(one.url).not.toBe(two.url);
  const client = await login({ discord: one });
  const startedAt = performance.now();
  await Promise.all([one.close(), two.close()]);
  expect(performance.now() - startedAt).toBeLessThan(500);
  await expect(fetch(`${one.url}/v10/gateway`)).rejects.toThrow();
  await client.destroy();
});

test('fails loudly on an unknown route', async () => {
  const setup = await createSetup();
  const answer = await request(setup.discord, 'GET', '/stickers/packs');
  expect(answer).toMatchObject({
    status: 501,
    body: { message: 'The playground does not know the route GET /stickers/packs' },
  });
  expect(setup.logged).toEqual(['UNKNOWN ROUTE GET /stickers/packs']);
  expect(setup.discord.transcript.find(/UNKNOWN ROUTE/)).toHaveLength(1);
  expect(await request(setup.discord, 'PUT', '/gateway', {})).toMatchObject({ status: 405 });
});

test('sends a client without a proper User-Agent to Cloudflare', async () => {
  const { discord } = await createSetup();
  const answer = await request(discord, 'GET', '/gateway', undefined, { 'user-agent': 'curl/8' });
  expect(answer).toMatchObject({ status: 403, body: { code: 40333 } });
});

test('supports only version 10 of the API', async () => {
  const { discord } = await createSetup();
  const response = await fetch(`${discord.url}/v8/gateway`);
  expect(await response.json()).toMatchObject({ code: 50041 });
});

test('records what happened in the transcript, without any token', async () => {
  const setup = await createSetup();
  const client = await login(setup, (interaction) =>
    interaction.isChatInputCommand() ? interaction.reply('pong') : undefined,
  );
  await client.application.commands.set([{ name: 'ping', description: 'Answers' }]);
  await (await textChannel(client, setup.papers)).send('hello');
  await setup.ada.type(setup.papers, '/ping');
  const text = setup.discord.transcript.print();
  expect(text).toContain('ada types /ping');
  expect(text).toContain('→ INTERACTION_CREATE');
  expect(text).toContain(`POST /channels/${setup.papers.id}/messages → 200`);
  expect(text).toMatch(/POST \/interactions\/\d+\/\[token\]\/callback → 204/);
  expect(text).not.toContain(setup.discord.token);
  expect(text).not.toContain('aW50ZXJhY3Rpb24');
});
