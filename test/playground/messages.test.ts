import { EmbedBuilder, GatewayIntentBits, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { login, nextEvent, textChannel } from './client.ts';
import { formErrors, createSetup, request } from './setup.ts';

test('shows a message with embeds the same in the answer, the event, the history and to a person', async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  });
  const event = nextEvent<{ id: string; embeds: { title: string }[] }>(client, 'messageCreate');
  const channel = await textChannel(client, setup.papers);
  const sent = await channel.send({
    content: '  Hot today  ',
    embeds: [
      new EmbedBuilder()
        .setTitle(' MLP-Mixer ')
        .setURL('https://arxiv.org/abs/2105.01601')
        .setColor(0x5865f2)
        .setTimestamp(new Date('2021-05-05T00:00:00Z'))
        .addFields({ name: 'Score', value: '200', inline: true }),
    ],
  });
  expect(sent.content).toBe('Hot today');
  expect(sent.embeds[0]?.title).toBe('MLP-Mixer');
  expect(sent.author.id).toBe(client.user.id);
  expect((await event).id).toBe(sent.id);
  expect((await event).embeds[0]?.title).toBe('MLP-Mixer');
  const fetched = await channel.messages.fetch({ message: sent.id, force: true });
  expect(fetched.embeds[0]?.fields).toEqual([{ name: 'Score', value: '200', inline: true }]);
  expect(setup.papers.messages).toHaveLength(1);
  expect(setup.ada.sees(setup.papers)).toMatchObject([
    { id: sent.id, content: 'Hot today', embeds: [{ type: 'rich', title: 'MLP-Mixer' }] },
  ]);
});

test('shows a person only the first of two embeds with the same address', async () => {
  const setup = await createSetup();
  const url = 'https://arxiv.org/abs/1';
  await request(setup.discord, 'POST', `/channels/${setup.papers.id}/messages`, {
    embeds: [{ title: 'one', url }, { title: 'two', url }, { title: 'three' }],
  });
  expect(setup.papers.messages[0]?.embeds).toHaveLength(3);
  expect(setup.ada.sees(setup.papers)[0]?.embeds.map(({ title }) => title)).toEqual([
    'one',
    'three',
  ]);
});

test('pages the history newest first', async () => {
  const { discord, papers, ada } = await createSetup();
  const ids = Array.from({ length: 12 }, (_, n) => ada.say(papers, `m${n}`).id);
  const page = async (query: string) => {
    const { body } = await request(discord, 'GET', `/channels/${papers.id}/messages${query}`);
    return (body as { id: string }[]).map(({ id }) => `m${ids.indexOf(id)}`);
  };
  expect(await page('?limit=3')).toEqual(['m11', 'm10', 'm9']);
  expect(await page(`?limit=2&before=${ids[5] ?? ''}`)).toEqual(['m4', 'm3']);
  expect(await page(`?limit=2&after=${ids[5] ?? ''}`)).toEqual(['m7', 'm6']);
  expect(await page(`?limit=3&around=${ids[5] ?? ''}`)).toEqual(['m6', 'm5', 'm4']);
  expect(await page('')).toHaveLength(12);
});

test("hides others' message content without the intent for it", async () => {
  const { discord, papers, ada } = await createSetup();
  const { id } = ada.say(papers, 'secret');
  const hidden = await request(discord, 'GET', `/channels/${papers.id}/messages/${id}`);
  expect(hidden.body).toMatchObject({ content: '', author: { username: 'ada' } });
  const mention = ada.say(papers, `<@${discord.world.bot.id}> hello`);
  const shown = await request(discord, 'GET', `/channels/${papers.id}/messages/${mention.id}`);
  expect(shown.body).toMatchObject({ content: `<@${discord.world.bot.id}> hello` });
});

test('lets the bot edit and delete its own messages, and no others', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const channel = await textChannel(client, setup.papers);
  const sent = await channel.send('first');
  const edited = await sent.edit({ content: 'second', embeds: [{ title: 'T' }] });
  expect(edited.editedTimestamp).not.toBeNull();
  expect(setup.papers.messages).toMatchObject([{ content: 'second', embeds: [{ title: 'T' }] }]);
  await sent.delete();
  expect(setup.papers.messages).toEqual([]);
  await expect(sent.edit('third')).rejects.toMatchObject({ code: 10008 });

  const path = `/channels/${setup.papers.id}/messages/${setup.ada.say(setup.papers, 'mine').id}`;
  const edit = await request(setup.discord, 'PATCH', path, { content: 'yours' });
  expect(edit).toMatchObject({ status: 403, body: { code: 50005 } });
  const remove = await request(setup.discord, 'DELETE', path);
  expect(remove).toMatchObject({ status: 403, body: { code: 50013 } });
});

test('refuses an edit that leaves nothing, and allows one that leaves something', async () => {
  const { discord, papers } = await createSetup();
  const path = `/channels/${papers.id}/messages`;
  const { body } = await request(discord, 'POST', path, { content: 'x', embeds: [{ title: 'T' }] });
  const message = `${path}/${(body as { id: string }).id}`;
  expect(await request(discord, 'PATCH', message, { content: '' })).toMatchObject({ status: 200 });
  expect(await request(discord, 'PATCH', message, { embeds: [] })).toMatchObject({
    status: 400,
    body: { code: 50006 },
  });
});

test('accepts files as a form, and offers them for download', async () => {
  const setup = await createSetup();
  setup.guild.setBotPermissions((1n << 10n) | (1n << 11n) | (1n << 15n));
  const channel = await textChannel(await login(setup), setup.papers);
  const sent = await channel.send({
    content: 'with a file',
    files: [{ attachment: Buffer.from('hello'), name: 'a b.txt', description: 'greeting' }],
  });
  const attachment = sent.attachments.first();
  expect(attachment).toMatchObject({ name: 'a_b.txt', size: 5, description: 'greeting' });
  expect(await (await fetch(attachment?.url ?? '')).text()).toBe('hello');
});

test('links a reply to its message, which must exist', async () => {
  const setup = await createSetup();
  const channel = await textChannel(await login(setup), setup.papers);
  const first = await channel.send('question');
  const reply = await first.reply('answer');
  expect(reply.reference?.messageId).toBe(first.id);
  await first.delete();
  await expect(first.reply('too late')).rejects.toMatchObject({ code: 50035 });
});

test('publishes an announcement once, and only in announcement channels', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const news = await textChannel(client, setup.guild.addChannel({ name: 'news', type: 5 }));
  const sent = await news.send('extra');
  await sent.crosspost();
  expect(setup.discord.world.channel(news.id)?.messages[0]?.flags).toBe(MessageFlags.Crossposted);
  const path = `/channels/${news.id}/messages/${sent.id}/crosspost`;
  expect((await request(setup.discord, 'POST', path)).body).toMatchObject({ code: 40033 });
  const plain = await (await textChannel(client, setup.papers)).send('plain');
  const other = `/channels/${setup.papers.id}/messages/${plain.id}/crosspost`;
  expect((await request(setup.discord, 'POST', other)).body).toMatchObject({ code: 50024 });
});

test("lets the bot message a person unless they don't want it", async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const user = await client.users.fetch(setup.ada.id);
  await user.send('just for you');
  expect(setup.ada.sees(setup.ada.dm())).toMatchObject([{ content: 'just for you' }]);
  setup.ada.setAcceptsDms(false);
  await expect(user.send('again')).rejects.toMatchObject({ code: 50007 });
});

test('refuses posts in a forum, a category or a locked thread', async () => {
  const setup = await createSetup();
  const send = (id: string) =>
    request(setup.discord, 'POST', `/channels/${id}/messages`, { content: 'x' });
  const forum = setup.guild.addChannel({ name: 'forum', type: 15 });
  expect((await send(forum.id)).body).toMatchObject({ code: 50008 });
  const thread = setup.guild.addChannel({ name: 'thread', type: 11, parent: setup.papers });
  thread.setThread({ archived: true });
  expect((await send(thread.id)).status).toBe(200);
  thread.setThread({ locked: true });
  expect((await send(thread.id)).body).toMatchObject({ code: 160005 });
});

test('shows that the bot is typing', async () => {
  const setup = await createSetup();
  const client = await login(setup, undefined, { intents: ['Guilds', 'GuildMessageTyping'] });
  const typing = nextEvent<{ user: { id: string } }>(client, 'typingStart');
  await (await textChannel(client, setup.papers)).sendTyping();
  expect((await typing).user.id).toBe(client.user.id);
});

test('returns guilds with their channels, roles and members', async () => {
  const { discord, guild, papers, ada } = await createSetup();
  const get = async (path: string) =>
    (await request(discord, 'GET', `/guilds/${guild.id}${path}`)).body;
  expect(await get('?with_counts=true')).toMatchObject({
    name: 'Paper Lab',
    approximate_member_count: 3,
  });
  expect(await get('/channels')).toMatchObject([{ id: papers.id, guild_id: guild.id }]);
  expect(await get('/roles')).toMatchObject([
    { id: guild.id, name: '@everyone', permissions: '0' },
    { name: 'Members' },
    { name: 'paperboy', managed: true, tags: { bot_id: discord.world.bot.id } },
  ]);
  expect(await get(`/members/${ada.id}`)).toMatchObject({ user: { username: 'ada' } });
  expect(await get('/members/1')).toMatchObject({ code: 10007 });
});

test('refuses an unknown field by name', async () => {
  const { discord, papers } = await createSetup();
  const { status, body } = await request(discord, 'POST', `/channels/${papers.id}/messages`, {
    content: 'x',
    allowedMentions: { parse: [] },
  });
  expect(status).toBe(400);
  expect(formErrors(body)).toEqual({ allowedMentions: ['PLAYGROUND_UNKNOWN_FIELD'] });
  expect(papers.messages).toEqual([]);
});

test('refuses broken JSON and other content types', async () => {
  const { discord, papers } = await createSetup();
  const path = `/channels/${papers.id}/messages`;
  expect((await request(discord, 'POST', path, '{')).body).toMatchObject({ code: 50109 });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await request(discord, 'POST', path, 'content=x', form)).body).toMatchObject({
    code: 50035,
  });
});
