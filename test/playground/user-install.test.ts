import {
  ButtonBuilder,
  ButtonStyle,
  ActionRowBuilder,
  InteractionContextType as Context,
  SlashCommandBuilder,
  type ChatInputCommandInteraction,
  type Interaction,
  type RepliableInteraction,
} from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { createSetup, request, type Setup } from './setup.ts';

const everywhere = [Context.Guild, Context.BotDM, Context.PrivateChannel];

const withBot = async (
  setup: Setup,
  run: (interaction: RepliableInteraction & Interaction) => unknown,
  { integrationTypes = [0, 1], contexts = everywhere } = {},
) => {
  const client = await login(setup, (interaction) =>
    interaction.isRepliable() ? run(interaction) : undefined,
  );
  await client.application.commands.set([
    new SlashCommandBuilder()
      .setName('ping')
      .setDescription('d')
      .setIntegrationTypes(integrationTypes)
      .setContexts(contexts),
  ]);
  return client;
};

/** What an interaction says about where the bot is and for whom it acts. */
const told = ({ context, authorizingIntegrationOwners, guildId }: Interaction) =>
  JSON.stringify({ context, owners: authorizingIntegrationOwners, guildId });

const tellBack = (interaction: RepliableInteraction & Interaction) =>
  interaction.reply(told(interaction));

/** A server without the bot. */
const elsewhere = (setup: Setup) => {
  const guild = setup.discord.world.addGuild({ name: 'Elsewhere' });
  const channel = guild.addChannel({ name: 'chat' });
  guild.addMember({ person: setup.ada });
  guild.removeBot();
  return { guild, channel };
};

test('brings a user-installed app to a server without the bot', async () => {
  const setup = await createSetup();
  const { guild, channel } = elsewhere(setup);
  await withBot(setup, tellBack);
  await expect(setup.ada.type(channel, '/ping')).rejects.toThrow('There is no command /ping here');
  setup.ada.setInstalled(true);
  const { content } = await setup.ada.type(channel, '/ping');
  expect(JSON.parse(content)).toEqual({
    context: Context.Guild,
    owners: { 1: setup.ada.id },
    guildId: guild.id,
  });
  // Being allowed to answer doesn't mean being a member.
  const send = { content: 'x' };
  const path = `/channels/${channel.id}/messages`;
  expect(await request(setup.discord, 'POST', path, send)).toMatchObject({ status: 403 });
  setup.ada.setInstalled(false);
  await expect(setup.ada.type(channel, '/ping')).rejects.toThrow('There is no command');
});

test('tells the bot of both when it is installed both ways', async () => {
  const setup = await createSetup();
  await withBot(setup, tellBack);
  setup.ada.setInstalled(true);
  const here = JSON.parse((await setup.ada.type(setup.papers, '/ping')).content) as object;
  expect(here).toMatchObject({ owners: { 0: setup.guild.id, 1: setup.ada.id } });
  const dm = JSON.parse((await setup.ada.type(setup.ada.dm(), '/ping')).content) as object;
  expect(dm).toMatchObject({ context: Context.BotDM, owners: { 0: '0', 1: setup.ada.id } });
});

test("brings an app to its user's conversation with another person, and to no one else's", async () => {
  const setup = await createSetup();
  await withBot(setup, tellBack);
  const ben = setup.guild.addMember({ name: 'ben' });
  setup.ada.setInstalled(true);
  const channel = setup.ada.dmWith(ben);
  const { content } = await setup.ada.type(channel, '/ping');
  expect(JSON.parse(content)).toMatchObject({
    context: Context.PrivateChannel,
    owners: { 1: setup.ada.id },
  });
  expect(ben.sees(channel)).toHaveLength(1);
  expect(ben.dmWith(setup.ada).id).toBe(channel.id);
  await expect(ben.type(channel, '/ping')).rejects.toThrow('There is no command');
  const grace = setup.guild.addMember({ name: 'grace' });
  expect(grace.sees(channel)).toEqual([]);
  const peek = await request(setup.discord, 'GET', `/channels/${channel.id}`);
  expect(peek).toMatchObject({ status: 403, body: { code: 50001 } });
});

test.each([
  ['servers', Context.Guild, 'in servers'],
  ['direct messages', Context.BotDM, 'in direct messages'],
  ['others’ conversations', Context.PrivateChannel, 'in conversations with others'],
] as const)('refuses a command without the context of %s there', async (_, missing, text) => {
  const setup = await createSetup();
  await withBot(setup, tellBack, {
    contexts: everywhere.filter((context) => context !== missing),
  });
  setup.ada.setInstalled(true);
  const ben = setup.guild.addMember({ name: 'ben' });
  const place = {
    [Context.Guild]: setup.papers,
    [Context.BotDM]: setup.ada.dm(),
    [Context.PrivateChannel]: setup.ada.dmWith(ben),
  }[missing];
  await expect(setup.ada.type(place, '/ping')).rejects.toThrow(`/ping cannot be used ${text}`);
});

test("doesn't bring a server-only command along with its user", async () => {
  const setup = await createSetup();
  const { channel } = elsewhere(setup);
  await withBot(setup, tellBack, { integrationTypes: [0] });
  setup.ada.setInstalled(true);
  await expect(setup.ada.type(channel, '/ping')).rejects.toThrow('There is no command');
  expect((await setup.ada.type(setup.papers, '/ping')).content).toContain('"owners":{"0"');
});

test('hides a user-only command from others in the server', async () => {
  const setup = await createSetup();
  await withBot(setup, tellBack, { integrationTypes: [1] });
  await expect(setup.ada.type(setup.papers, '/ping')).rejects.toThrow('There is no command');
  setup.ada.setInstalled(true);
  expect((await setup.ada.type(setup.papers, '/ping')).content).not.toContain('"0":');
});

const followUps = async (interaction: ChatInputCommandInteraction) => {
  await interaction.deferReply();
  await interaction.editReply('first');
  const outcomes: (number | string)[] = [];
  for (let n = 1; n <= 6; n++)
    outcomes.push(
      await interaction.followUp(`${n}`).then(
        () => 'sent',
        (error: unknown) => (error as { code: number }).code,
      ),
    );
  return outcomes;
};

test.each([
  [true, ['sent', 'sent', 'sent', 'sent', 'sent', 40094]],
  [false, ['sent', 'sent', 'sent', 'sent', 'sent', 'sent']],
])('allows five follow-ups where only the user installed it (%s)', async (alone, expected) => {
  const setup = await createSetup({ rateLimits: false });
  let outcomes: unknown;
  await withBot(setup, async (interaction) => {
    if (interaction.isChatInputCommand()) outcomes = await followUps(interaction);
  });
  setup.ada.setInstalled(true);
  const place = alone ? elsewhere(setup).channel : setup.papers;
  await setup.ada.type(place, '/ping');
  await expect.poll(() => outcomes).toEqual(expected);
});

test('shows answers only to the user where people may not bring apps along', async () => {
  const setup = await createSetup();
  const { guild, channel } = elsewhere(setup);
  await withBot(setup, tellBack);
  setup.ada.setInstalled(true);
  expect((await setup.ada.type(channel, '/ping')).ephemeral).toBe(false);
  channel.setOverwrite({ id: guild.memberRoleId, type: 0, deny: 1n << 50n });
  expect((await setup.ada.type(channel, '/ping')).ephemeral).toBe(true);
  expect(channel.messages).toHaveLength(1);
});

test("keeps the buttons of a user-installed app's answer working where the bot isn't", async () => {
  const setup = await createSetup();
  const { guild, channel } = elsewhere(setup);
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('go').setLabel('Go').setStyle(ButtonStyle.Primary),
  );
  await withBot(setup, (interaction) =>
    interaction.isButton()
      ? interaction.update(told(interaction))
      : interaction.reply({ content: 'x', components: [row] }),
  );
  setup.ada.setInstalled(true);
  const answer = await setup.ada.type(channel, '/ping');
  const ben = guild.addMember({ name: 'ben' });
  expect(JSON.parse((await ben.press(answer, 'go')).content)).toMatchObject({
    owners: { 1: setup.ada.id },
  });
});
