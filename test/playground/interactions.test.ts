import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ButtonBuilder,
  ButtonStyle,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  type ApplicationCommandOptionData,
  type Interaction,
  type PermissionsBitField,
} from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { withBot } from './interaction-bot.ts';
import { createSetup, request } from './setup.ts';

const buttons = (...ids: string[]) => [
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    ids.map((id) =>
      new ButtonBuilder().setCustomId(id).setLabel(id.toUpperCase()).setStyle(ButtonStyle.Primary),
    ),
  ),
];

test('a command brings its options and is answered before everyone', async () => {
  const setup = await createSetup();
  await withBot(setup, (interaction) =>
    interaction.reply(
      `${interaction.options.getString('category') ?? ''}|${interaction.options.getString('search') ?? ''}`,
    ),
  );
  const seen = await setup.ada.type(setup.papers, '/papers category:cs.CV search:mlp mixer');
  expect(seen).toMatchObject({
    content: 'cs.CV|mlp mixer',
    ephemeral: false,
    deferred: false,
    used: { name: 'papers', userId: setup.ada.id },
  });
  expect(seen.answeredInMs).toBeLessThan(1000);
  expect(setup.papers.messages).toMatchObject([
    {
      id: seen.id,
      type: 20,
      interaction_metadata: { type: 2, user: { id: setup.ada.id }, name: 'papers' },
    },
  ]);
});

test('the interaction says who, where, with which permissions and in which language', async () => {
  const setup = await createSetup();
  const guild = setup.discord.world.addGuild({ name: 'Labor', locale: 'de' });
  const channel = guild.addChannel({ name: 'neues' });
  const jo = guild.addMember({ name: 'jo', locale: 'fr', permissions: 1n << 5n });
  channel.denyBot(1n << 14n);
  let heard: Interaction | undefined;
  await withBot(setup, (interaction) => {
    heard = interaction;
    return interaction.reply('ok');
  });
  await jo.type(channel, '/papers');
  expect(heard).toMatchObject({ locale: 'fr', guildLocale: 'de', context: 0 });
  expect(heard?.memberPermissions?.has('ManageGuild')).toBe(true);
  expect(heard?.appPermissions.has('SendMessages')).toBe(true);
  expect(heard?.appPermissions.has('EmbedLinks')).toBe(false);
  expect(heard?.attachmentSizeLimit).toBe(10 * 2 ** 20);
  expect(heard?.authorizingIntegrationOwners).toMatchObject({ 0: guild.id });
});

test('a command works in direct messages too', async () => {
  const setup = await createSetup();
  await withBot(setup, (interaction) =>
    interaction.reply(
      `${interaction.user.username} ${interaction.context} ${interaction.inGuild()}`,
    ),
  );
  expect((await setup.ada.type(setup.ada.dm(), '/papers')).content).toBe('ada 1 false');
});

test('a chosen channel comes with what the person may do there', async () => {
  const setup = await createSetup();
  const client = await login(setup, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const { permissions } = interaction.options.getChannel('channel', true) as {
      permissions?: PermissionsBitField;
    };
    return interaction.reply(String(permissions?.has('SendMessages')));
  });
  const channel = { type: ApplicationCommandOptionType.Channel, name: 'channel', description: 'd' };
  await client.application.commands.set([
    { name: 'subscribe', description: 'd', options: [channel as ApplicationCommandOptionData] },
  ]);
  const other = setup.guild.addChannel({ name: 'other' });
  const type = async () =>
    (await setup.ada.type(setup.papers, '/subscribe channel:#other')).content;
  expect(await type()).toBe('true');
  other.setOverwrite({ id: setup.ada.id, type: 1, deny: 1n << 11n });
  expect(await type()).toBe('false');
});

test('an ephemeral answer is seen by one person, and by no history', async () => {
  const setup = await createSetup();
  const ben = setup.guild.addMember({ name: 'ben' });
  const client = await withBot(setup, (interaction) =>
    interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral }),
  );
  const seen = await setup.ada.type(setup.papers, '/papers');
  expect(seen).toMatchObject({ content: 'psst', ephemeral: true });
  expect(setup.ada.sees(setup.papers)).toHaveLength(1);
  expect(ben.sees(setup.papers)).toEqual([]);
  expect(setup.papers.messages).toEqual([]);
  const path = `/channels/${setup.papers.id}/messages`;
  expect((await request(setup.discord, 'GET', path)).body).toEqual([]);
  expect((await request(setup.discord, 'GET', `${path}/${seen.id}`)).body).toMatchObject({
    code: 10008,
  });
  expect(client.isReady()).toBe(true);
});

test('a deferred answer is seen when it is filled, as ephemeral as it was deferred', async () => {
  const setup = await createSetup();
  await withBot(setup, async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    expect(setup.ada.sees(setup.papers)).toMatchObject([{ content: '', flags: 64 | 128 }]);
    await interaction.editReply({ content: 'here', embeds: [{ title: 'T' }] });
  });
  const seen = await setup.ada.type(setup.papers, '/papers');
  expect(seen).toMatchObject({ content: 'here', deferred: true, ephemeral: true, flags: 64 });
  expect(seen.raw?.edited_timestamp).toBeNull();
});

test('the first follow-up fills a deferred answer, the next is a message of its own', async () => {
  const setup = await createSetup();
  await withBot(setup, async (interaction) => {
    await interaction.deferReply();
    await interaction.followUp('first');
    await interaction.followUp({ content: 'second', flags: MessageFlags.Ephemeral });
  });
  expect((await setup.ada.type(setup.papers, '/papers')).content).toBe('first');
  await expect
    .poll(() => setup.ada.sees(setup.papers).map(({ content }) => content))
    .toEqual(['first', 'second']);
  expect(setup.papers.messages).toHaveLength(1);
});

test('an answer can be read, edited and deleted by its token', async () => {
  const setup = await createSetup();
  const done = new Promise<string>((resolve) => {
    void withBot(setup, async (interaction) => {
      const response = await interaction.reply({ content: 'a', withResponse: true });
      expect(response.resource?.message?.content).toBe('a');
      await interaction.editReply('b');
      const { content } = await interaction.fetchReply();
      const more = await interaction.followUp('c');
      await interaction.deleteReply(more);
      await interaction.deleteReply();
      await interaction.fetchReply().catch((error: unknown) => {
        resolve(`${content} ${(error as { code: number }).code}`);
      });
    }).then(() => setup.ada.type(setup.papers, '/papers'));
  });
  expect(await done).toBe('b 10008');
  expect(setup.papers.messages).toEqual([]);
});

test('a button updates its message, and knows who used the command', async () => {
  const setup = await createSetup();
  await withBot(
    setup,
    (interaction) => interaction.reply({ content: 'page 1', components: buttons('next', 'last') }),
    (interaction) =>
      interaction.isButton()
        ? interaction.update(
            `${interaction.customId} for ${interaction.message.interactionMetadata?.user.username ?? ''}`,
          )
        : undefined,
  );
  const first = await setup.ada.type(setup.papers, '/papers');
  const second = await setup.ada.press(first, 'NEXT');
  expect(second).toMatchObject({ id: first.id, content: 'next for ada' });
  expect((await setup.ada.press(second, 'last')).content).toBe('last for ada');
  expect(first.content).toBe('page 1');
  expect(setup.papers.messages).toHaveLength(1);
});

test('a button can be acknowledged first and its message changed later', async () => {
  const setup = await createSetup();
  await withBot(
    setup,
    (interaction) =>
      interaction.reply({
        content: 'one',
        components: buttons('next'),
        flags: MessageFlags.Ephemeral,
      }),
    async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply('two');
    },
  );
  const first = await setup.ada.type(setup.papers, '/papers');
  expect(await setup.ada.press(first, 'next')).toMatchObject({
    id: first.id,
    content: 'two',
    deferred: true,
    ephemeral: true,
  });
});

test('somebody else’s press can be answered to them alone', async () => {
  const setup = await createSetup();
  const ben = setup.guild.addMember({ name: 'ben' });
  await withBot(
    setup,
    (interaction) => interaction.reply({ content: 'for ada', components: buttons('next') }),
    (interaction) =>
      interaction.isButton()
        ? interaction.reply({ content: 'not yours', flags: MessageFlags.Ephemeral })
        : undefined,
  );
  const first = await setup.ada.type(setup.papers, '/papers');
  expect(await ben.press(first, 'next')).toMatchObject({ content: 'not yours', ephemeral: true });
  expect(setup.ada.sees(setup.papers)).toHaveLength(1);
});

test('a person cannot press what is disabled, missing or hidden from them', async () => {
  const setup = await createSetup();
  const ben = setup.guild.addMember({ name: 'ben' });
  await withBot(setup, (interaction) => {
    const rows = buttons('next');
    rows[0]?.components[0]?.setDisabled(true);
    return interaction.reply({ content: 'x', components: rows, flags: MessageFlags.Ephemeral });
  });
  const seen = await setup.ada.type(setup.papers, '/papers');
  await expect(setup.ada.press(seen, 'next')).rejects.toThrow('"NEXT" is disabled');
  await expect(setup.ada.press(seen, 'other')).rejects.toThrow('There is no button "other"');
  await expect(ben.press(seen, 'next')).rejects.toThrow('ben sees no message');
});

test('a select menu brings the values that it has', async () => {
  const setup = await createSetup();
  const menu = new StringSelectMenuBuilder()
    .setCustomId('pick')
    .setMaxValues(2)
    .addOptions(['a', 'b', 'c'].map((value) => ({ label: value.toUpperCase(), value })));
  await withBot(
    setup,
    (interaction) =>
      interaction.reply({
        components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)],
      }),
    (interaction) =>
      interaction.isStringSelectMenu()
        ? interaction.update(interaction.values.join('+'))
        : undefined,
  );
  const seen = await setup.ada.type(setup.papers, '/papers');
  expect((await setup.ada.choose(seen, 'pick', ['a', 'C'])).content).toBe('a+c');
  await expect(setup.ada.choose(seen, 'pick', ['d'])).rejects.toThrow('"d" is none of A, B, C');
  await expect(setup.ada.choose(seen, 'pick', ['a', 'b', 'c'])).rejects.toThrow('Choose 1 to 2');
});

test('suggestions come while an option is typed', async () => {
  const setup = await createSetup();
  await withBot(
    setup,
    () => undefined,
    (interaction) =>
      interaction.isAutocomplete()
        ? interaction.respond(
            ['cs.CV', 'cs.LG', 'stat.ML']
              .filter((name) => name.startsWith(interaction.options.getFocused()))
              .map((name) => ({ name, value: name.toLowerCase() })),
          )
        : undefined,
  );
  expect(await setup.ada.suggest(setup.papers, '/papers search:x category:cs')).toEqual([
    { name: 'cs.CV', value: 'cs.cv' },
    { name: 'cs.LG', value: 'cs.lg' },
  ]);
  await expect(setup.ada.suggest(setup.papers, '/papers search:x')).rejects.toThrow(
    'search has no suggestions',
  );
});

test('a form opens, is filled in, and answered', async () => {
  const setup = await createSetup();
  await withBot(
    setup,
    (interaction) =>
      interaction.showModal(
        new ModalBuilder()
          .setCustomId('ask')
          .setTitle('Ask')
          .addLabelComponents(
            new LabelBuilder()
              .setLabel('What?')
              .setTextInputComponent(
                new TextInputBuilder()
                  .setCustomId('what')
                  .setStyle(TextInputStyle.Short)
                  .setMaxLength(5),
              ),
          ),
      ),
    (interaction) =>
      interaction.isModalSubmit()
        ? interaction.reply(`asked ${interaction.fields.getTextInputValue('what')}`)
        : undefined,
  );
  const form = await setup.ada.type(setup.papers, '/papers');
  expect(form.modal).toMatchObject({ custom_id: 'ask', title: 'Ask' });
  await expect(setup.ada.fill(form, {})).rejects.toThrow('what must be filled in');
  await expect(setup.ada.fill(form, { what: 'too long' })).rejects.toThrow('0 to 5 characters');
  expect((await setup.ada.fill(form, { what: 'mixer' })).content).toBe('asked mixer');
});
