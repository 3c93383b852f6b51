import { ActionRowBuilder, ButtonBuilder, ButtonStyle, MessageFlags } from 'discord.js';
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { createSetup, request, type Setup } from './setup.ts';

const get = async ({ discord }: Setup, path: string): Promise<unknown> =>
  (await fetch(`${discord.origin}/playground/${path}`)).json();

const post = async ({ discord }: Setup, path: string, body: unknown) => {
  const response = await fetch(`${discord.origin}/playground/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** The events that this user's page receives, as they arrive. */
const listen = async ({ discord }: Setup, userId: string) => {
  const ends = new AbortController();
  const { body } = await fetch(`${discord.origin}/playground/events?user=${userId}`, {
    signal: ends.signal,
  });
  const heard: Record<string, unknown>[] = [];
  void (async () => {
    let text = '';
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts)
        if (part.startsWith('data: '))
          heard.push(JSON.parse(part.slice(6)) as Record<string, unknown>);
    }
  })().catch(() => undefined);
  return { heard, stop: () => ends.abort() };
};

const withPing = async (setup: Setup) => {
  const client = await login(setup, (interaction) => {
    if (interaction.isAutocomplete()) return interaction.respond([{ name: 'A', value: 'a' }]);
    if (interaction.isButton()) return interaction.update('pressed');
    if (!interaction.isChatInputCommand()) return;
    const button = new ButtonBuilder()
      .setCustomId('go')
      .setLabel('Go')
      .setStyle(ButtonStyle.Primary);
    return interaction.reply({
      content: 'pong',
      components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)],
      flags: interaction.options.getString('who') === 'me' ? MessageFlags.Ephemeral : [],
    });
  });
  const options = [{ type: 3, name: 'who', description: 'd', autocomplete: true }] as never[];
  await client.application.commands.set([{ name: 'ping', description: 'd', options }]);
};

test('tells the page who and what is there', async () => {
  const setup = await createSetup();
  const grace = setup.guild.addMember({ name: 'grace', permissions: 1n << 5n });
  expect(await get(setup, 'state')).toMatchObject({ online: false, commands: [] });
  await withPing(setup);
  expect(await get(setup, 'state')).toMatchObject({
    bot: { id: setup.discord.world.bot.id, username: 'paperboy' },
    online: true,
    commands: [{ name: 'ping' }],
    guilds: [
      {
        id: setup.guild.id,
        name: 'Paper Lab',
        channels: [{ id: setup.papers.id, name: 'papers', type: 0 }],
        roles: [{ name: '@everyone' }, { name: 'Members' }, { name: 'paperboy' }, {}],
        members: [
          { name: 'owner', admin: true, bot: false },
          { name: 'paperboy', admin: false, bot: true },
          { id: setup.ada.id, name: 'ada', admin: false },
          { id: grace.id, name: 'grace', admin: true },
        ],
      },
    ],
  });
});

test('lets a person act through the page, and notifies their page', async () => {
  const setup = await createSetup();
  await withPing(setup);
  const ben = setup.guild.addMember({ name: 'ben' });
  const { heard, stop } = await listen(setup, setup.ada.id);
  const other = await listen(setup, ben.id);
  const place = { user: setup.ada.id, channel: setup.papers.id };

  expect((await post(setup, 'type', { ...place, text: 'hello' })).body).toMatchObject({ ok: true });
  const typed = await post(setup, 'type', { ...place, text: '/ping who:me' });
  expect(typed.body).toMatchObject({
    ok: true,
    message: { content: 'pong', flags: 64, used: { name: 'ping', user: { name: 'ada' } } },
  });
  const { id } = typed.body.message as { id: string };
  const pressed = await post(setup, 'press', { user: place.user, message: id, customId: 'go' });
  expect(pressed.body).toMatchObject({ ok: true, message: { id, content: 'pressed' } });
  expect((await post(setup, 'suggest', { ...place, text: '/ping who:' })).body).toEqual({
    option: 'who',
    choices: [{ name: 'A', value: 'a' }],
  });

  await expect
    .poll(() => heard.map(({ type }) => type))
    .toEqual(['message', 'message', 'message-update']);
  expect(heard[1]).toMatchObject({ channel: setup.papers.id, message: { content: 'pong' } });
  expect(other.heard.map(({ type }) => type)).toEqual(['message']);
  const list = `messages?user=${setup.ada.id}&channel=${setup.papers.id}`;
  expect(await get(setup, list)).toMatchObject([
    { content: 'hello' },
    { id, interaction_metadata: { name: 'ping', user: { username: 'ada' } } },
  ]);
  stop();
  other.stop();
});

test('notifies the page of commands, channels and the bot itself', async () => {
  const setup = await createSetup();
  const { heard, stop } = await listen(setup, setup.ada.id);
  await withPing(setup);
  setup.guild.addChannel({ name: 'more' });
  await expect
    .poll(() => heard)
    .toEqual([
      { type: 'online', online: true },
      { type: 'commands' },
      expect.objectContaining({ type: 'channels' }),
    ]);
  stop();
});

test('says in a sentence what a person may not do', async () => {
  const setup = await createSetup();
  const place = { user: setup.ada.id, channel: setup.papers.id };
  expect(await post(setup, 'type', { ...place, text: '/nope' })).toEqual({
    status: 422,
    body: { ok: false, error: 'There is no command /nope here' },
  });
  expect(await post(setup, 'press', { user: place.user, message: '1', customId: 'x' })).toEqual({
    status: 422,
    body: { ok: false, error: 'ada sees no message 1' },
  });
  expect((await post(setup, 'type', { user: setup.ada.id })).status).toBe(400);
  expect((await post(setup, 'fly', {})).status).toBe(404);
  const bot = { ...place, user: setup.discord.world.bot.id, text: 'x' };
  expect((await post(setup, 'type', bot)).status).toBe(422);
});

/** A request with headers that fetch would not let through. */
const status = (setup: Setup, headers: Record<string, string>) =>
  new Promise((resolve, reject) => {
    httpRequest(`${setup.discord.origin}/playground/state`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('serves only pages of this machine', async () => {
  const setup = await createSetup();
  expect(await status(setup, {})).toBe(200);
  expect(await status(setup, { host: 'localhost:1' })).toBe(200);
  expect(await status(setup, { host: 'evil.example' })).toBe(403);
  expect(await status(setup, { host: '127.0.0.1.evil.example' })).toBe(403);
  expect(await status(setup, { origin: 'https://evil.example' })).toBe(403);
  expect(await status(setup, { origin: setup.discord.origin })).toBe(200);
  const simple = await fetch(`${setup.discord.origin}/playground/type`, {
    method: 'POST',
    body: '{}',
  });
  expect(simple.status).toBe(415);
});

test('can serve more on the same port', async () => {
  const setup = await createSetup();
  setup.discord.onRequest(({ url }, response) => {
    if (url !== '/hello') return false;
    response.end('hi');
    return true;
  });
  expect(await (await fetch(`${setup.discord.origin}/hello`)).text()).toBe('hi');
  expect((await fetch(`${setup.discord.origin}/other`)).status).toBe(404);
  expect((await request(setup.discord, 'GET', '/gateway')).status).toBe(200);
});
