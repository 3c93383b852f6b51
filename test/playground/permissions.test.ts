import { ChannelType, PermissionFlagsBits as P } from 'discord.js';
import { expect, test } from 'vitest';
import { can } from '../../playground/server/permissions.ts';
import type { Channel, Guild } from '../../playground/server/state/types.ts';
import { createState } from '../../playground/server/state/state.ts';
import { createSetup, request, type Setup } from './setup.ts';

const aRole = { name: '', position: 0, color: 0, mentionable: false, botId: null };
const aGuild: Guild = {
  id: '2',
  name: '',
  locale: 'en-US',
  ownerId: '3',
  joinedAt: '',
  roles: new Map(),
  members: new Map(),
  channels: new Map(),
  systemChannelId: null,
  unavailable: false,
};
const aChannel: Channel = {
  id: '4',
  type: ChannelType.GuildText,
  guildId: null,
  name: '',
  topic: null,
  position: 0,
  parentId: null,
  overwrites: new Map(),
  messages: [],
  lastMessageId: null,
  recipient: null,
  people: [],
  thread: null,
};

const send = ({ discord }: Setup, { id }: { id: string }, body: object = { content: 'x' }) =>
  request(discord, 'POST', `/channels/${id}/messages`, body);

test.each([
  ['cannot see the channel', P.ViewChannel, {}, 403, 50001],
  ['cannot write', P.SendMessages, {}, 403, 50013],
  ['cannot embed', P.EmbedLinks, { embeds: [{ title: 'T' }] }, 403, 50013],
] as const)('refuses a bot that %s', async (_, denied, more, status, code) => {
  const setup = await createSetup();
  setup.papers.denyBot(denied);
  const answer = await send(setup, setup.papers, { content: 'x', ...more });
  expect(answer).toMatchObject({ status, body: { code } });
  setup.papers.denyBot(0n);
  expect((await send(setup, setup.papers, { content: 'x', ...more })).status).toBe(200);
});

test('lets plain messages through without EMBED_LINKS', async () => {
  const setup = await createSetup();
  setup.guild.setBotPermissions(P.ViewChannel | P.SendMessages);
  expect((await send(setup, setup.papers)).status).toBe(200);
});

test('gives the bot exactly what its role grants', async () => {
  const setup = await createSetup();
  setup.guild.setBotPermissions(P.ViewChannel);
  expect((await send(setup, setup.papers)).body).toMatchObject({ code: 50013 });
  setup.guild.setBotPermissions(P.Administrator);
  setup.papers.denyBot(P.SendMessages);
  expect((await send(setup, setup.papers)).status).toBe(200);
});

test('applies overwrites from everyone over the roles to the member', async () => {
  const setup = await createSetup();
  const { guild, papers, discord } = setup;
  const code = async () => ((await send(setup, papers)).body as { code?: number }).code;
  papers.setOverwrite({ id: guild.id, type: 0, deny: P.SendMessages });
  expect(await code()).toBe(50013);
  papers.setOverwrite({ id: guild.botRoleId, type: 0, allow: P.SendMessages });
  expect(await code()).toBeUndefined();
  papers.setOverwrite({ id: discord.world.bot.id, type: 1, deny: P.SendMessages });
  expect(await code()).toBe(50013);
});

test("gives a thread its parent's permissions, and a permission of its own to write", async () => {
  const setup = await createSetup();
  const thread = setup.guild.addChannel({ name: 'talk', type: 11, parent: setup.papers });
  setup.papers.denyBot(P.SendMessages);
  expect((await send(setup, thread)).status).toBe(200);
  setup.papers.denyBot(P.SendMessagesInThreads);
  expect((await send(setup, thread)).body).toMatchObject({ code: 50013 });
  setup.papers.denyBot(P.ViewChannel);
  expect((await send(setup, thread)).body).toMatchObject({ code: 50001 });
});

test('shows no history without the permission to read it', async () => {
  const setup = await createSetup();
  const { id } = setup.ada.say(setup.papers, 'hello');
  setup.papers.denyBot(P.ReadMessageHistory);
  const path = `/channels/${setup.papers.id}/messages`;
  expect(await request(setup.discord, 'GET', path)).toMatchObject({ status: 200, body: [] });
  expect((await request(setup.discord, 'GET', `${path}/${id}`)).body).toMatchObject({
    code: 50013,
  });
  const reply = { content: 'x', message_reference: { message_id: id } };
  expect((await send(setup, setup.papers, reply)).body).toMatchObject({ code: 160002 });
});

test('allows nothing without View Channel, and no pings, embeds or files without Send Messages', () => {
  const state = createState({ id: '1', name: 'bot', token: 't' });
  const role = (id: string, permissions: bigint) => ({ ...aRole, id, permissions });
  const member = { user: state.bot, roles: [], joinedAt: '' };
  const guild = { ...aGuild, members: new Map([['1', member]]) };
  const channel = { ...aChannel, guildId: guild.id };
  state.guilds.set(guild.id, guild);
  const may = (granted: bigint, wanted: bigint): boolean => {
    guild.roles.set(guild.id, role(guild.id, granted));
    return can(state, channel, '1', wanted);
  };
  expect(may(P.ViewChannel | P.SendMessages, P.SendMessages)).toBe(true);
  expect(may(P.SendMessages, P.SendMessages)).toBe(false);
  for (const bit of [P.MentionEveryone, P.EmbedLinks, P.AttachFiles]) {
    expect(may(P.ViewChannel | P.SendMessages | bit, bit)).toBe(true);
    expect(may(P.ViewChannel | bit, bit)).toBe(false);
  }
});

test('answers that a deleted channel is unknown', async () => {
  const setup = await createSetup();
  setup.papers.delete();
  expect(await send(setup, setup.papers)).toMatchObject({ status: 404, body: { code: 10003 } });
});

test('takes its guild from a bot that was kicked', async () => {
  const setup = await createSetup();
  setup.guild.removeBot();
  expect((await send(setup, setup.papers)).body).toMatchObject({ code: 50001 });
  const guild = await request(setup.discord, 'GET', `/guilds/${setup.guild.id}`);
  expect(guild).toMatchObject({ status: 404, body: { code: 10004 } });
  await expect(setup.ada.type(setup.papers, '/papers')).rejects.toThrow('There is no command');
});

test('holds people to permissions as well', async () => {
  const setup = await createSetup();
  const { ada, papers, guild } = setup;
  papers.setOverwrite({ id: guild.memberRoleId, type: 0, deny: P.SendMessages });
  expect(() => ada.say(papers, 'x')).toThrow('ada cannot write in this channel');
  expect(guild.owner.say(papers, 'I can').content).toBe('I can');
  papers.setOverwrite({ id: ada.id, type: 1, deny: P.ViewChannel });
  expect(ada.sees(papers)).toEqual([]);
  await expect(ada.type(papers, '/papers')).rejects.toThrow('ada cannot see this channel');
});

test.each([
  ['no', null, [true, true]],
  ['MANAGE_GUILD', P.ManageGuild.toString(), [false, true]],
  ['only administrators’', '0', [false, false]],
] as const)('offers a command with %s default permission accordingly', async (_, bits, may) => {
  const setup = await createSetup();
  const admin = setup.guild.addMember({ name: 'grace', permissions: P.ManageGuild });
  const path = `/applications/${setup.discord.applicationId}/commands`;
  await request(setup.discord, 'PUT', path, [
    { name: 'subscribe', description: 'd', default_member_permissions: bits },
  ]);
  const outcomes = await Promise.all(
    [setup.ada, admin].map((person) =>
      person
        .type(setup.papers, '/subscribe', { timeoutMs: 30 })
        .catch((error: unknown) => (error as Error).message),
    ),
  );
  expect(outcomes.map((text) => text === 'The application did not respond')).toEqual(may);
  const owner = setup.guild.owner.type(setup.papers, '/subscribe', { timeoutMs: 30 });
  await expect(owner).rejects.toThrow('The application did not respond');
});

test("doesn't offer a server command in direct messages", async () => {
  const setup = await createSetup();
  const path = `/applications/${setup.discord.applicationId}/commands`;
  await request(setup.discord, 'PUT', path, [{ name: 'here', description: 'd', contexts: [0] }]);
  await expect(setup.ada.type(setup.ada.dm(), '/here')).rejects.toThrow(
    '/here cannot be used in direct messages',
  );
});

test("names a guild's system channel", async () => {
  const { discord, guild, papers } = await createSetup();
  expect((await request(discord, 'GET', `/guilds/${guild.id}`)).body).toMatchObject({
    system_channel_id: null,
  });
  guild.setSystemChannel(papers);
  expect((await request(discord, 'GET', `/guilds/${guild.id}`)).body).toMatchObject({
    system_channel_id: papers.id,
  });
});
