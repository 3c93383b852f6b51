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
import { formErrors, openScene, request, type Scene } from './scene.ts';

const USUAL =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.ReadMessageHistory |
  P.EmbedLinks |
  P.CreatePublicThreads;

const openThreads = async (permissions = USUAL, options = {}) => {
  const scene = await openScene(options);
  scene.guild.setBotPermissions(permissions);
  return scene;
};

const patch = (scene: Scene, thread: { id: string }, body: object) =>
  request(scene.discord, 'PATCH', `/channels/${thread.id}`, body);

const send = (scene: Scene, thread: { id: string }) =>
  request(scene.discord, 'POST', `/channels/${thread.id}/messages`, { content: 'x' });

const codeOf = ({ body }: { body: unknown }) => (body as { code?: number } | undefined)?.code;

test("creates a thread from a message once, with the message's id", async () => {
  const scene = await openThreads();
  const client = await login(scene);
  const channel = (await client.channels.fetch(scene.papers.id)) as TextChannel;
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
  const again = await request(scene.discord, 'POST', path, { name: 'again' });
  expect(codeOf(again)).toBe(160004);
});

test('announces a public thread in its channel, and gives announcement channels their own kind', async () => {
  const scene = await openThreads();
  const news = scene.guild.addChannel({ name: 'news', type: 5 });
  const client = await login(scene);
  const channel = (await client.channels.fetch(scene.papers.id)) as TextChannel;
  const thread = await channel.threads.create({ name: 'open', type: ChannelType.PublicThread });
  expect(scene.papers.messages).toMatchObject([{ type: 18, content: 'open' }]);
  await thread.send('hello');
  expect((await thread.fetch(true)).messageCount).toBe(1);
  const path = `/channels/${news.id}/threads`;
  const made = await request(scene.discord, 'POST', path, { name: 'n', type: 10 });
  expect(made).toMatchObject({ status: 201, body: { type: 10 } });
  const wrong = await request(scene.discord, 'POST', path, { name: 'n', type: 11 });
  expect(codeOf(wrong)).toBe(50024);
});

test.each([
  ['a public thread', 11, P.CreatePublicThreads],
  ['a private thread', 12, P.CreatePrivateThreads],
] as const)('requires a permission of its own for %s', async (_, type, bit) => {
  const scene = await openThreads((USUAL | P.CreatePrivateThreads) & ~bit);
  const path = `/channels/${scene.papers.id}/threads`;
  const make = () => request(scene.discord, 'POST', path, { name: 't', type });
  expect(codeOf(await make())).toBe(50013);
  scene.guild.setBotPermissions(USUAL | bit);
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
  const scene = await openThreads();
  const answer = await request(scene.discord, 'POST', `/channels/${scene.papers.id}/threads`, body);
  expect(answer.status).toBe(400);
  expect(Object.keys(formErrors(answer.body))).toContain(field);
});

test('creates a forum post as a thread with its first message, and counts only later ones', async () => {
  const scene = await openThreads();
  const forum = scene.guild.addChannel({ name: 'forum', type: 15 });
  const client = await login(scene);
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
  const empty = await request(scene.discord, 'POST', path, { name: 'p', message: {} });
  expect(codeOf(empty)).toBe(50006);
  const long = { name: 'p', message: { content: 'x'.repeat(2001) } };
  expect(formErrors((await request(scene.discord, 'POST', path, long)).body)).toEqual({
    'message.content': ['BASE_TYPE_MAX_LENGTH'],
  });
  const bare = await request(scene.discord, 'POST', path, { name: 'p' });
  expect(formErrors(bare.body)).toHaveProperty('message');
  scene.guild.setBotPermissions(USUAL & ~P.SendMessages);
  expect(
    codeOf(await request(scene.discord, 'POST', path, { name: 'p', message: { content: 'x' } })),
  ).toBe(50013);
});

test('lets an archived thread only be unarchived, written to, or have messages deleted', async () => {
  const scene = await openThreads(USUAL | P.ManageThreads);
  const thread = scene.guild.addChannel({ name: 'talk', type: 11, parent: scene.papers });
  const { id } = (await send(scene, thread)).body as { id: string };
  const message = `/channels/${thread.id}/messages/${id}`;
  thread.setThread({ archived: true });
  expect(codeOf(await patch(scene, thread, { name: 'new' }))).toBe(50083);
  expect(codeOf(await patch(scene, thread, { locked: true }))).toBe(50083);
  expect(codeOf(await request(scene.discord, 'PATCH', message, { content: 'y' }))).toBe(50083);
  const me = `/channels/${thread.id}/thread-members/@me`;
  expect(codeOf(await request(scene.discord, 'PUT', me))).toBe(50083);
  expect((await request(scene.discord, 'DELETE', message)).status).toBe(204);
  expect((await patch(scene, thread, { archived: false, name: 'new' })).body).toMatchObject({
    name: 'new',
    thread_metadata: { archived: false },
  });
});

test('unarchives a thread that is written to, and tells the bot', async () => {
  const scene = await openThreads();
  const thread = scene.guild.addChannel({ name: 'talk', type: 11, parent: scene.papers });
  const client = await login(scene);
  thread.setThread({ archived: true });
  const opened = new Promise<boolean>((resolve) => {
    client.on(Events.ThreadUpdate, (before, after) => {
      if (before.archived === true && after.archived === false) resolve(true);
    });
  });
  expect((await send(scene, thread)).status).toBe(200);
  expect(await opened).toBe(true);
});

test('lets only those who manage threads write in or change a locked thread', async () => {
  const scene = await openThreads();
  const thread = scene.guild.addChannel({ name: 'talk', type: 11, parent: scene.papers });
  expect(codeOf(await patch(scene, thread, { locked: true }))).toBe(50013);
  thread.setThread({ locked: true, archived: true });
  expect(codeOf(await send(scene, thread))).toBe(160005);
  expect(codeOf(await patch(scene, thread, { archived: false }))).toBe(50013);
  scene.guild.setBotPermissions(USUAL | P.ManageThreads);
  expect((await send(scene, thread)).status).toBe(200);
});

test('archives a thread in which nobody writes when its time is over', async () => {
  const scene = await openThreads(USUAL, { frozen: true });
  const path = `/channels/${scene.papers.id}/threads`;
  const body = { name: 't', type: 11, auto_archive_duration: 60 };
  const { id } = (await request(scene.discord, 'POST', path, body)).body as { id: string };
  const archived = async () => {
    const { body: thread } = await request(scene.discord, 'GET', `/channels/${id}`);
    return (thread as { thread_metadata: { archived: boolean } }).thread_metadata.archived;
  };
  scene.clock.now += 30 * 60_000;
  await send(scene, { id });
  scene.clock.now += 59 * 60_000;
  expect(await archived()).toBe(false);
  scene.clock.now += 60_000;
  expect(await archived()).toBe(true);
});

test('lets the bot join and leave a thread', async () => {
  const scene = await openThreads();
  const path = `/channels/${scene.papers.id}/threads`;
  const client = await login(scene);
  const { body } = await request(scene.discord, 'POST', path, { name: 't', type: 11 });
  const thread = (await client.channels.fetch((body as { id: string }).id)) as ThreadChannel;
  expect(thread.joined).toBe(true);
  const changed = nextEvent(client, Events.ThreadMembersUpdate);
  await thread.leave();
  await changed;
  expect(thread.joined).toBe(false);
  const members = `/channels/${thread.id}/thread-members`;
  expect((await request(scene.discord, 'GET', members)).body).toEqual([]);
  await thread.join();
  await thread.members.add(scene.ada.id);
  const joined = (await request(scene.discord, 'GET', members)).body as { user_id: string }[];
  expect(joined.map(({ user_id }) => user_id)).toEqual([client.user.id, scene.ada.id]);
});

test('shows a private thread only to its members', async () => {
  const scene = await openThreads(USUAL | P.CreatePrivateThreads);
  const path = `/channels/${scene.papers.id}/threads`;
  const { body } = await request(scene.discord, 'POST', path, { name: 'secret', type: 12 });
  const thread = body as { id: string };
  await send(scene, thread);
  expect(scene.ada.sees(thread)).toEqual([]);
  scene.discord.world.channel(thread.id)?.join(scene.ada);
  expect(scene.ada.sees(thread)).toHaveLength(1);
  await request(scene.discord, 'DELETE', `/channels/${thread.id}/thread-members/@me`);
  expect(codeOf(await send(scene, thread))).toBe(50001);
  scene.guild.setBotPermissions(USUAL | P.ManageThreads);
  expect((await send(scene, thread)).status).toBe(200);
});

test('lists active and archived threads', async () => {
  const scene = await openThreads();
  const client = await login(scene);
  const one = scene.guild.addChannel({ name: 'one', type: 11, parent: scene.papers });
  const two = scene.guild.addChannel({ name: 'two', type: 11, parent: scene.papers });
  two.setThread({ archived: true });
  const channel = (await client.channels.fetch(scene.papers.id)) as TextChannel;
  expect([...(await channel.threads.fetchActive()).threads.keys()]).toEqual([one.id]);
  expect([...(await channel.threads.fetchArchived()).threads.keys()]).toEqual([two.id]);
});

test('requires MANAGE_THREADS to delete a thread', async () => {
  const scene = await openThreads();
  const thread = scene.guild.addChannel({ name: 'talk', type: 11, parent: scene.papers });
  const remove = () => request(scene.discord, 'DELETE', `/channels/${thread.id}`);
  expect(codeOf(await remove())).toBe(50013);
  scene.guild.setBotPermissions(USUAL | P.ManageThreads);
  expect((await remove()).status).toBe(200);
  expect(codeOf(await send(scene, thread))).toBe(10003);
});

test('holds people to the same rules in threads', async () => {
  const scene = await openThreads();
  const thread = scene.guild.addChannel({ name: 'talk', type: 11, parent: scene.papers });
  const archived = async () =>
    (
      (await request(scene.discord, 'GET', `/channels/${thread.id}`)).body as {
        thread_metadata: { archived: boolean };
      }
    ).thread_metadata.archived;
  const path = `/applications/${scene.discord.applicationId}/commands`;
  await request(scene.discord, 'PUT', path, [{ name: 'ping', description: 'd' }]);
  thread.setThread({ archived: true });
  await expect(scene.ada.type(thread, '/ping')).rejects.toThrow('This thread is archived');
  scene.ada.say(thread, 'hello');
  expect(await archived()).toBe(false);
  thread.setThread({ locked: true });
  expect(() => scene.ada.say(thread, 'hello')).toThrow('This thread is locked');
  expect(scene.guild.owner.say(thread, 'I may').content).toBe('I may');
});
