import {
  ChannelType,
  Events,
  type ForumChannel,
  MessageType,
  PermissionFlagsBits as P,
  type TextChannel,
  ThreadAutoArchiveDuration,
  type ThreadChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import { login, nextEvent } from './client.ts';
import { formErrors, createSetup, request, type Setup } from './setup.ts';

const USUAL =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.ReadMessageHistory |
  P.EmbedLinks |
  P.CreatePublicThreads;

const openThreads = async (permissions = USUAL, options = {}) => {
  const setup = await createSetup(options);
  setup.guild.setBotPermissions(permissions);
  return setup;
};

const patch = (setup: Setup, thread: { id: string }, body: object) =>
  request(setup.discord, 'PATCH', `/channels/${thread.id}`, body);

const send = (setup: Setup, thread: { id: string }) =>
  request(setup.discord, 'POST', `/channels/${thread.id}/messages`, { content: 'x' });

const codeOf = ({ body }: { body: unknown }) => (body as { code?: number } | undefined)?.code;

test("creates a thread from a message once, with the message's id", async () => {
  const setup = await openThreads();
  const client = await login(setup);
  const channel = (await client.channels.fetch(setup.papers.id)) as TextChannel;
  const message = await channel.send('talk about this');
  const created = nextEvent<ThreadChannel>(client, Events.ThreadCreate);
  const thread = await message.startThread({
    name: 'talk',
    autoArchiveDuration: ThreadAutoArchiveDuration.OneHour,
  });
  expect(thread).toMatchObject({ id: message.id, parentId: channel.id, type: 11 });
  expect(thread.autoArchiveDuration).toBe(60);
  expect((await created).id).toBe(thread.id);
  expect((await message.fetch(true)).hasThread).toBe(true);
  const starter = (await thread.messages.fetch()).first();
  expect(starter?.type).toBe(MessageType.ThreadStarterMessage);
  const path = `/channels/${channel.id}/messages/${message.id}/threads`;
  const again = await request(setup.discord, 'POST', path, { name: 'again' });
  expect(codeOf(again)).toBe(160004);
});

test('announces a public thread in its channel, and gives announcement channels their own kind', async () => {
  const setup = await openThreads();
  const news = setup.guild.addChannel({ name: 'news', type: 5 });
  const client = await login(setup);
  const channel = (await client.channels.fetch(setup.papers.id)) as TextChannel;
  const thread = await channel.threads.create({ name: 'open', type: ChannelType.PublicThread });
  expect(setup.papers.messages).toMatchObject([{ type: 18, content: 'open' }]);
  await thread.send('hello');
  expect((await thread.fetch(true)).messageCount).toBe(1);
  const path = `/channels/${news.id}/threads`;
  const made = await request(setup.discord, 'POST', path, { name: 'n', type: 10 });
  expect(made).toMatchObject({ status: 201, body: { type: 10 } });
  const wrong = await request(setup.discord, 'POST', path, { name: 'n', type: 11 });
  expect(codeOf(wrong)).toBe(50024);
});

test.each([
  ['a public thread', 11, P.CreatePublicThreads],
  ['a private thread', 12, P.CreatePrivateThreads],
] as const)('requires a permission of its own for %s', async (_, type, bit) => {
  const setup = await openThreads((USUAL | P.CreatePrivateThreads) & ~bit);
  const path = `/channels/${setup.papers.id}/threads`;
  const make = () => request(setup.discord, 'POST', path, { name: 't', type });
  expect(codeOf(await make())).toBe(50013);
  setup.guild.setBotPermissions(USUAL | bit);
  expect((await make()).status).toBe(201);
});

test.each([
  ['name', { name: '' }],
  ['name', { name: 'x'.repeat(101) }],
  ['auto_archive_duration', { name: 't', auto_archive_duration: 61 }],
  ['rate_limit_per_user', { name: 't', rate_limit_per_user: 21_601 }],
  ['type', { name: 't', type: 0 }],
  ['colour', { name: 't', colour: 1 }],
])('refuses a thread with a bad %s', async (field, body) => {
  const setup = await openThreads();
  const answer = await request(setup.discord, 'POST', `/channels/${setup.papers.id}/threads`, body);
  expect(answer.status).toBe(400);
  expect(Object.keys(formErrors(answer.body))).toContain(field);
});

test('creates a forum post as a thread with its first message, and counts only later ones', async () => {
  const setup = await openThreads();
  const forum = setup.guild.addChannel({ name: 'forum', type: 15 });
  const client = await login(setup);
  const channel = (await client.channels.fetch(forum.id)) as unknown as ForumChannel;
  const post = await channel.threads.create({
    name: 'Papers of the day',
    autoArchiveDuration: ThreadAutoArchiveDuration.OneWeek,
    message: { content: 'first', embeds: [{ title: 'T' }] },
  });
  expect(await post.fetchStarterMessage()).toMatchObject({ id: post.id, content: 'first' });
  expect(post.messageCount).toBe(0);
  await post.send('second');
  expect((await post.fetch(true)).messageCount).toBe(1);
  const path = `/channels/${forum.id}/threads`;
  const empty = await request(setup.discord, 'POST', path, { name: 'p', message: {} });
  expect(codeOf(empty)).toBe(50006);
  const long = { name: 'p', message: { content: 'x'.repeat(2001) } };
  expect(formErrors((await request(setup.discord, 'POST', path, long)).body)).toEqual({
    'message.content': ['BASE_TYPE_MAX_LENGTH'],
  });
  const bare = await request(setup.discord, 'POST', path, { name: 'p' });
  expect(formErrors(bare.body)).toHaveProperty('message');
  setup.guild.setBotPermissions(USUAL & ~P.SendMessages);
  expect(
    codeOf(await request(setup.discord, 'POST', path, { name: 'p', message: { content: 'x' } })),
  ).toBe(50013);
});

test('lets an archived thread only be unarchived, written to, or have messages deleted', async () => {
  const setup = await openThreads(USUAL | P.ManageThreads);
  const thread = setup.guild.addChannel({ name: 'talk', type: 11, parent: setup.papers });
  const { id } = (await send(setup, thread)).body as { id: string };
  const message = `/channels/${thread.id}/messages/${id}`;
  thread.setThread({ archived: true });
  expect(codeOf(await patch(setup, thread, { name: 'new' }))).toBe(50083);
  expect(codeOf(await patch(setup, thread, { locked: true }))).toBe(50083);
  expect(codeOf(await request(setup.discord, 'PATCH', message, { content: 'y' }))).toBe(50083);
  const me = `/channels/${thread.id}/thread-members/@me`;
  expect(codeOf(await request(setup.discord, 'PUT', me))).toBe(50083);
  expect((await request(setup.discord, 'DELETE', message)).status).toBe(204);
  expect((await patch(setup, thread, { archived: false, name: 'new' })).body).toMatchObject({
    name: 'new',
    thread_metadata: { archived: false },
  });
});

test('unarchives a thread that is written to, and tells the bot', async () => {
  const setup = await openThreads();
  const thread = setup.guild.addChannel({ name: 'talk', type: 11, parent: setup.papers });
  const client = await login(setup);
  thread.setThread({ archived: true });
  const opened = new Promise<boolean>((resolve) => {
    client.on(Events.ThreadUpdate, (before, after) => {
      if (before.archived === true && after.archived === false) resolve(true);
    });
  });
  expect((await send(setup, thread)).status).toBe(200);
  expect(await opened).toBe(true);
});

test('lets only those who manage threads write in or change a locked thread', async () => {
  const setup = await openThreads();
  const thread = setup.guild.addChannel({ name: 'talk', type: 11, parent: setup.papers });
  expect(codeOf(await patch(setup, thread, { locked: true }))).toBe(50013);
  thread.setThread({ locked: true, archived: true });
  expect(codeOf(await send(setup, thread))).toBe(160005);
  expect(codeOf(await patch(setup, thread, { archived: false }))).toBe(50013);
  setup.guild.setBotPermissions(USUAL | P.ManageThreads);
  expect((await send(setup, thread)).status).toBe(200);
});

test('archives a thread in which nobody writes when its time is over', async () => {
  const setup = await openThreads(USUAL, { frozen: true });
  const path = `/channels/${setup.papers.id}/threads`;
  const body = { name: 't', type: 11, auto_archive_duration: 60 };
  const { id } = (await request(setup.discord, 'POST', path, body)).body as { id: string };
  const archived = async () => {
    const { body: thread } = await request(setup.discord, 'GET', `/channels/${id}`);
    return (thread as { thread_metadata: { archived: boolean } }).thread_metadata.archived;
  };
  setup.clock.now += 30 * 60_000;
  await send(setup, { id });
  setup.clock.now += 59 * 60_000;
  expect(await archived()).toBe(false);
  setup.clock.now += 60_000;
  expect(await archived()).toBe(true);
});

test('lets the bot join and leave a thread', async () => {
  const setup = await openThreads();
  const path = `/channels/${setup.papers.id}/threads`;
  const client = await login(setup);
  const { body } = await request(setup.discord, 'POST', path, { name: 't', type: 11 });
  const thread = (await client.channels.fetch((body as { id: string }).id)) as ThreadChannel;
  expect(thread.joined).toBe(true);
  const changed = nextEvent(client, Events.ThreadMembersUpdate);
  await thread.leave();
  await changed;
  expect(thread.joined).toBe(false);
  const members = `/channels/${thread.id}/thread-members`;
  expect((await request(setup.discord, 'GET', members)).body).toEqual([]);
  await thread.join();
  await thread.members.add(setup.ada.id);
  const joined = (await request(setup.discord, 'GET', members)).body as { user_id: string }[];
  expect(joined.map(({ user_id }) => user_id)).toEqual([client.user.id, setup.ada.id]);
});

test('shows a private thread only to its members', async () => {
  const setup = await openThreads(USUAL | P.CreatePrivateThreads);
  const path = `/channels/${setup.papers.id}/threads`;
  const { body } = await request(setup.discord, 'POST', path, { name: 'secret', type: 12 });
  const thread = body as { id: string };
  await send(setup, thread);
  expect(setup.ada.sees(thread)).toEqual([]);
  setup.discord.world.channel(thread.id)?.join(setup.ada);
  expect(setup.ada.sees(thread)).toHaveLength(1);
  await request(setup.discord, 'DELETE', `/channels/${thread.id}/thread-members/@me`);
  expect(codeOf(await send(setup, thread))).toBe(50001);
  setup.guild.setBotPermissions(USUAL | P.ManageThreads);
  expect((await send(setup, thread)).status).toBe(200);
});

test('lists active and archived threads', async () => {
  const setup = await openThreads();
  const client = await login(setup);
  const one = setup.guild.addChannel({ name: 'one', type: 11, parent: setup.papers });
  const two = setup.guild.addChannel({ name: 'two', type: 11, parent: setup.papers });
  two.setThread({ archived: true });
  const channel = (await client.channels.fetch(setup.papers.id)) as TextChannel;
  expect([...(await channel.threads.fetchActive()).threads.keys()]).toEqual([one.id]);
  expect([...(await channel.threads.fetchArchived()).threads.keys()]).toEqual([two.id]);
});

test('requires MANAGE_THREADS to delete a thread', async () => {
  const setup = await openThreads();
  const thread = setup.guild.addChannel({ name: 'talk', type: 11, parent: setup.papers });
  const remove = () => request(setup.discord, 'DELETE', `/channels/${thread.id}`);
  expect(codeOf(await remove())).toBe(50013);
  setup.guild.setBotPermissions(USUAL | P.ManageThreads);
  expect((await remove()).status).toBe(200);
  expect(codeOf(await send(setup, thread))).toBe(10003);
});

test('holds people to the same rules in threads', async () => {
  const setup = await openThreads();
  const thread = setup.guild.addChannel({ name: 'talk', type: 11, parent: setup.papers });
  const archived = async () =>
    (
      (await request(setup.discord, 'GET', `/channels/${thread.id}`)).body as {
        thread_metadata: { archived: boolean };
      }
    ).thread_metadata.archived;
  const path = `/applications/${setup.discord.applicationId}/commands`;
  await request(setup.discord, 'PUT', path, [{ name: 'ping', description: 'd' }]);
  thread.setThread({ archived: true });
  await expect(setup.ada.type(thread, '/ping')).rejects.toThrow('This thread is archived');
  setup.ada.say(thread, 'hello');
  expect(await archived()).toBe(false);
  thread.setThread({ locked: true });
  expect(() => setup.ada.say(thread, 'hello')).toThrow('This thread is locked');
  expect(setup.guild.owner.say(thread, 'I may').content).toBe('I may');
});
