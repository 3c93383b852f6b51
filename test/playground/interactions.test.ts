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
  type ChatInputCommandInteraction,
  type Interaction,
  type PermissionsBitField,
} from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { openScene, request, formErrors, type Scene } from './scene.ts';

const commands = [
  {
    name: 'papers',
    description: 'Shows papers',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'category',
        description: 'Which',
        autocomplete: true,
      },
      { type: ApplicationCommandOptionType.String, name: 'search', description: 'What' },
    ],
  },
] as const;

/** A bot whose only command does what the test says. */
const withBot = async (
  scene: Scene,
  run: (interaction: ChatInputCommandInteraction) => unknown,
  others?: (interaction: Interaction) => unknown,
) => {
  const client = await login(scene, (interaction) =>
    interaction.isChatInputCommand() ? run(interaction) : others?.(interaction),
  );
  await client.application.commands.set(commands);
  return client;
};

const buttons = (...ids: string[]) => [
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    ids.map((id) =>
      new ButtonBuilder().setCustomId(id).setLabel(id.toUpperCase()).setStyle(ButtonStyle.Primary),
    ),
  ),
];

test('sends a command with its options and shows the answer to everyone', async () => {
  const scene = await openScene();
  await withBot(scene, (interaction) =>
    interaction.reply(
      `${interaction.options.getString('category') ?? ''}|${interaction.options.getString('search') ?? ''}`,
    ),
  );
  const seen = await scene.ada.type(scene.papers, '/papers category:cs.CV search:mlp mixer');
  expect(seen).toMatchObject({
    content: 'cs.CV|mlp mixer',
    ephemeral: false,
    deferred: false,
    used: { name: 'papers', userId: scene.ada.id },
  });
  expect(seen.answeredInMs).toBeLessThan(1000);
  expect(scene.papers.messages).toMatchObject([
    {
      id: seen.id,
      type: 20,
      interaction_metadata: { type: 2, user: { id: scene.ada.id }, name: 'papers' },
    },
  ]);
});

test('sends who, where, with which permissions and in which language', async () => {
  const scene = await openScene();
  const guild = scene.discord.world.addGuild({ name: 'Labor', locale: 'de' });
  const channel = guild.addChannel({ name: 'neues' });
  const jo = guild.addMember({ name: 'jo', locale: 'fr', permissions: 1n << 5n });
  channel.denyBot(1n << 14n);
  let heard: Interaction | undefined;
  await withBot(scene, (interaction) => {
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

test('supports commands in direct messages', async () => {
  const scene = await openScene();
  await withBot(scene, (interaction) =>
    interaction.reply(
      `${interaction.user.username} ${interaction.context} ${interaction.inGuild()}`,
    ),
  );
  expect((await scene.ada.type(scene.ada.dm(), '/papers')).content).toBe('ada 1 false');
});

test("sends a chosen channel with the person's permissions there", async () => {
  const scene = await openScene();
  const client = await login(scene, (interaction) => {
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
  const other = scene.guild.addChannel({ name: 'other' });
  const type = async () =>
    (await scene.ada.type(scene.papers, '/subscribe channel:#other')).content;
  expect(await type()).toBe('true');
  other.setOverwrite({ id: scene.ada.id, type: 1, deny: 1n << 11n });
  expect(await type()).toBe('false');
});

test('shows an ephemeral answer to one person, and in no history', async () => {
  const scene = await openScene();
  const ben = scene.guild.addMember({ name: 'ben' });
  const client = await withBot(scene, (interaction) =>
    interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral }),
  );
  const seen = await scene.ada.type(scene.papers, '/papers');
  expect(seen).toMatchObject({ content: 'psst', ephemeral: true });
  expect(scene.ada.sees(scene.papers)).toHaveLength(1);
  expect(ben.sees(scene.papers)).toEqual([]);
  expect(scene.papers.messages).toEqual([]);
  const path = `/channels/${scene.papers.id}/messages`;
  expect((await request(scene.discord, 'GET', path)).body).toEqual([]);
  expect((await request(scene.discord, 'GET', `${path}/${seen.id}`)).body).toMatchObject({
    code: 10008,
  });
  expect(client.isReady()).toBe(true);
});

test('shows a deferred answer when it is filled in, as ephemeral as it was deferred', async () => {
  const scene = await openScene();
  await withBot(scene, async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    expect(scene.ada.sees(scene.papers)).toMatchObject([{ content: '', flags: 64 | 128 }]);
    await interaction.editReply({ content: 'here', embeds: [{ title: 'T' }] });
  });
  const seen = await scene.ada.type(scene.papers, '/papers');
  expect(seen).toMatchObject({ content: 'here', deferred: true, ephemeral: true, flags: 64 });
  expect(seen.raw?.edited_timestamp).toBeNull();
});

test('fills a deferred answer with the first follow-up, and makes the next a new message', async () => {
  const scene = await openScene();
  await withBot(scene, async (interaction) => {
    await interaction.deferReply();
    await interaction.followUp('first');
    await interaction.followUp({ content: 'second', flags: MessageFlags.Ephemeral });
  });
  expect((await scene.ada.type(scene.papers, '/papers')).content).toBe('first');
  await expect
    .poll(() => scene.ada.sees(scene.papers).map(({ content }) => content))
    .toEqual(['first', 'second']);
  expect(scene.papers.messages).toHaveLength(1);
});

test('lets an answer be read, edited and deleted by its token', async () => {
  const scene = await openScene();
  const done = new Promise<string>((resolve) => {
    void withBot(scene, async (interaction) => {
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
    }).then(() => scene.ada.type(scene.papers, '/papers'));
  });
  expect(await done).toBe('b 10008');
  expect(scene.papers.messages).toEqual([]);
});

test('lets a button update its message, and knows who used the command', async () => {
  const scene = await openScene();
  await withBot(
    scene,
    (interaction) => interaction.reply({ content: 'page 1', components: buttons('next', 'last') }),
    (interaction) =>
      interaction.isButton()
        ? interaction.update(
            `${interaction.customId} for ${interaction.message.interactionMetadata?.user.username ?? ''}`,
          )
        : undefined,
  );
  const first = await scene.ada.type(scene.papers, '/papers');
  const second = await scene.ada.press(first, 'NEXT');
  expect(second).toMatchObject({ id: first.id, content: 'next for ada' });
  expect((await scene.ada.press(second, 'last')).content).toBe('last for ada');
  expect(first.content).toBe('page 1');
  expect(scene.papers.messages).toHaveLength(1);
});

test('lets a button be acknowledged first and its message changed later', async () => {
  const scene = await openScene();
  await withBot(
    scene,
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
  const first = await scene.ada.type(scene.papers, '/papers');
  expect(await scene.ada.press(first, 'next')).toMatchObject({
    id: first.id,
    content: 'two',
    deferred: true,
    ephemeral: true,
  });
});

test("can answer another person's press to them alone", async () => {
  const scene = await openScene();
  const ben = scene.guild.addMember({ name: 'ben' });
  await withBot(
    scene,
    (interaction) => interaction.reply({ content: 'for ada', components: buttons('next') }),
    (interaction) =>
      interaction.isButton()
        ? interaction.reply({ content: 'not yours', flags: MessageFlags.Ephemeral })
        : undefined,
  );
  const first = await scene.ada.type(scene.papers, '/papers');
  expect(await ben.press(first, 'next')).toMatchObject({ content: 'not yours', ephemeral: true });
  expect(scene.ada.sees(scene.papers)).toHaveLength(1);
});

test('refuses to press what is disabled, missing or hidden', async () => {
  const scene = await openScene();
  const ben = scene.guild.addMember({ name: 'ben' });
  await withBot(scene, (interaction) => {
    const rows = buttons('next');
    rows[0]?.components[0]?.setDisabled(true);
    return interaction.reply({ content: 'x', components: rows, flags: MessageFlags.Ephemeral });
  });
  const seen = await scene.ada.type(scene.papers, '/papers');
  await expect(scene.ada.press(seen, 'next')).rejects.toThrow('"NEXT" is disabled');
  await expect(scene.ada.press(seen, 'other')).rejects.toThrow('There is no button "other"');
  await expect(ben.press(seen, 'next')).rejects.toThrow('ben sees no message');
});

test("sends a select menu's chosen values if it has them", async () => {
  const scene = await openScene();
  const menu = new StringSelectMenuBuilder()
    .setCustomId('pick')
    .setMaxValues(2)
    .addOptions(['a', 'b', 'c'].map((value) => ({ label: value.toUpperCase(), value })));
  await withBot(
    scene,
    (interaction) =>
      interaction.reply({
        components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)],
      }),
    (interaction) =>
      interaction.isStringSelectMenu()
        ? interaction.update(interaction.values.join('+'))
        : undefined,
  );
  const seen = await scene.ada.type(scene.papers, '/papers');
  expect((await scene.ada.choose(seen, 'pick', ['a', 'C'])).content).toBe('a+c');
  await expect(scene.ada.choose(seen, 'pick', ['d'])).rejects.toThrow('"d" is none of A, B, C');
  await expect(scene.ada.choose(seen, 'pick', ['a', 'b', 'c'])).rejects.toThrow('Choose 1 to 2');
});

test('suggests choices while an option is typed', async () => {
  const scene = await openScene();
  await withBot(
    scene,
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
  expect(await scene.ada.suggest(scene.papers, '/papers search:x category:cs')).toEqual([
    { name: 'cs.CV', value: 'cs.cv' },
    { name: 'cs.LG', value: 'cs.lg' },
  ]);
  await expect(scene.ada.suggest(scene.papers, '/papers search:x')).rejects.toThrow(
    'search has no suggestions',
  );
});

test('opens a modal, submits it, and shows the answer', async () => {
  const scene = await openScene();
  await withBot(
    scene,
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
  const form = await scene.ada.type(scene.papers, '/papers');
  expect(form.modal).toMatchObject({ custom_id: 'ask', title: 'Ask' });
  await expect(scene.ada.fill(form, {})).rejects.toThrow('what must be filled in');
  await expect(scene.ada.fill(form, { what: 'too long' })).rejects.toThrow('0 to 5 characters');
  expect((await scene.ada.fill(form, { what: 'mixer' })).content).toBe('asked mixer');
});

/** A command that only the test answers, by hand. */
const heldInteraction = async (scene: Scene) => {
  const held = new Promise<ChatInputCommandInteraction>((resolve) => {
    void withBot(scene, resolve).then(() =>
      scene.ada.type(scene.papers, '/papers').catch(() => undefined),
    );
  });
  const { id, token } = await held;
  const post = (body: unknown) =>
    request(scene.discord, 'POST', `/interactions/${id}/${token}/callback`, body);
  const hook = `/webhooks/${scene.discord.applicationId}/${token}`;
  return { id, token, post, hook };
};

test('refuses a second answer with 40060', async () => {
  const scene = await openScene();
  const { post } = await heldInteraction(scene);
  expect(await post({ type: 4, data: { content: 'one' } })).toMatchObject({ status: 204 });
  expect(await post({ type: 4, data: { content: 'two' } })).toMatchObject({
    status: 400,
    body: { code: 40060 },
  });
});

test('refuses an answer after 3 seconds, or to nothing, with 10062', async () => {
  const scene = await openScene({ frozen: true });
  const { post, id } = await heldInteraction(scene);
  scene.clock.now += 3001;
  expect(await post({ type: 5 })).toMatchObject({ status: 404, body: { code: 10062 } });
  const unknown = await request(scene.discord, 'POST', `/interactions/${id}/nonsense/callback`, {
    type: 5,
  });
  expect(unknown).toMatchObject({ status: 404, body: { code: 10062 } });
});

test('tells a person who gets no answer for 3 seconds', async () => {
  const scene = await openScene({ frozen: true });
  await withBot(scene, () => {
    scene.clock.now += 3001;
  });
  await expect(scene.ada.type(scene.papers, '/papers', { timeoutMs: 60_000 })).rejects.toThrow(
    'The application did not respond',
  );
});

test('says that nobody answers when no bot listens', async () => {
  const scene = await openScene();
  const client = await withBot(scene, () => undefined);
  await client.destroy();
  await expect(scene.ada.type(scene.papers, '/papers', { timeoutMs: 50 })).rejects.toThrow(
    'The application did not respond',
  );
});

test('keeps a token valid for 15 minutes, but not before the first answer', async () => {
  const scene = await openScene({ frozen: true });
  const { post, hook } = await heldInteraction(scene);
  const edit = () =>
    request(scene.discord, 'PATCH', `${hook}/messages/@original`, { content: 'x' });
  expect(await edit()).toMatchObject({ status: 404, body: { code: 10015 } });
  expect(await post({ type: 5 })).toMatchObject({ status: 204 });
  scene.clock.now += 15 * 60_000;
  expect(await edit()).toMatchObject({ status: 200, body: { content: 'x' } });
  scene.clock.now += 1;
  expect(await edit()).toMatchObject({ status: 401, body: { code: 50027 } });
  const foreign = await request(scene.discord, 'POST', '/webhooks/1/token', { content: 'x' });
  expect(foreign.body).toMatchObject({ code: 10015 });
});

const x = (length: number): string => 'x'.repeat(length);

test.each([
  ['content above 2,000', { type: 4, data: { content: x(2001) } }, 'data.content'],
  ['a flag that no answer has', { type: 4, data: { content: 'x', flags: 2 } }, 'data.flags'],
  ['more than EPHEMERAL on a deferred answer', { type: 5, data: { flags: 68 } }, 'data.flags'],
  ['an update of a command', { type: 7, data: { content: 'x' } }, 'type'],
  ['choices for a command', { type: 8, data: { choices: [] } }, 'type'],
  ['an unknown field', { type: 4, data: { content: 'x', ephemeral: true } }, 'data.ephemeral'],
  [
    'an enforced nonce',
    { type: 4, data: { content: 'x', enforce_nonce: true } },
    'data.enforce_nonce',
  ],
  [
    'a form without a title',
    { type: 9, data: { custom_id: 'c', components: [{ type: 10, content: 'x' }] } },
    'data.title',
  ],
  [
    'a form title above 45',
    { type: 9, data: { custom_id: 'c', title: x(46), components: [{ type: 10, content: 'x' }] } },
    'data.title',
  ],
  [
    'an empty form',
    { type: 9, data: { custom_id: 'c', title: 't', components: [] } },
    'data.components',
  ],
])('refuses an answer with %s, and lets it be sent again', async (_, body, path) => {
  const scene = await openScene();
  const { post } = await heldInteraction(scene);
  const refused = await post(body);
  expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
  expect(Object.keys(formErrors(refused.body))).toEqual([path]);
  expect(await post({ type: 4, data: {} })).toMatchObject({ status: 400, body: { code: 50006 } });
  expect(await post({ type: 4, data: { content: 'ok' } })).toMatchObject({ status: 204 });
});

test.each([
  [
    '26 choices',
    Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })),
    'data.choices',
  ],
  ['a name above 100', [{ name: x(101), value: 'v' }], 'data.choices.0.name'],
  ['no name', [{ name: '', value: 'v' }], 'data.choices.0.name'],
  ['a value above 100', [{ name: 'n', value: x(101) }], 'data.choices.0.value'],
  ['a number for text', [{ name: 'n', value: 7 }], 'data.choices.0.value'],
])('refuses suggestions with %s', async (_, choices, path) => {
  const scene = await openScene();
  const refused = new Promise<unknown>((resolve) => {
    void withBot(
      scene,
      () => undefined,
      (interaction) =>
        interaction.isAutocomplete()
          ? interaction
              .respond(choices as { name: string; value: string }[])
              .catch((error: unknown) => resolve((error as { rawError: unknown }).rawError))
          : undefined,
    ).then(() => scene.ada.suggest(scene.papers, '/papers category:').catch(() => undefined));
  });
  expect(Object.keys(formErrors(await refused))).toEqual([path]);
});
