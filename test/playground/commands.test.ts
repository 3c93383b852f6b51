import { SlashCommandBuilder } from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { formErrors, createSetup, request, type Setup } from './setup.ts';

const x = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const command = (fields: object = {}) => ({ name: 'papers', description: 'd', ...fields });
const option = (fields: object = {}) => ({ type: 3, name: 'o', description: 'd', ...fields });
const withOption = (fields: object) => command({ options: [option(fields)] });
const choice = (n: number, fields: object = {}) => ({ name: `n${n}`, value: `v${n}`, ...fields });

const put = ({ discord }: Setup, body: unknown) =>
  request(discord, 'PUT', `/applications/${discord.applicationId}/commands`, body);

test('registers commands with stable ids, and versions that follow changes', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const papers = new SlashCommandBuilder()
    .setName('papers')
    .setDescription('Shows papers')
    .addStringOption((builder) =>
      builder.setName('category').setDescription('Which').setAutocomplete(true),
    )
    .setNameLocalization('de', 'papiere');
  const register = async () => {
    const command = (await client.application.commands.set([papers])).first();
    // Copied: the client keeps one object per command and updates it.
    return { id: command?.id, version: command?.version };
  };
  const first = await register();
  expect(await register()).toEqual(first);
  papers.setDescription('Others');
  const changed = await register();
  expect(changed.id).toBe(first.id);
  expect(changed.version).not.toBe(first.version);
});

test('lists localisations only when asked for', async () => {
  const setup = await createSetup();
  await put(setup, [command({ name_localizations: { de: 'papiere' } })]);
  const path = `/applications/${setup.discord.applicationId}/commands`;
  expect(((await request(setup.discord, 'GET', path)).body as object[])[0]).not.toHaveProperty(
    'name_localizations',
  );
  const { body } = await request(setup.discord, 'GET', `${path}?with_localizations=true`);
  expect(body).toMatchObject([{ name_localizations: { de: 'papiere' } }]);
});

test('creates, changes and deletes a single command', async () => {
  const setup = await createSetup();
  const path = `/applications/${setup.discord.applicationId}/guilds/${setup.guild.id}/commands`;
  const send = (method: string, to: string, body?: unknown) =>
    request(setup.discord, method, to, body);
  const made = await send('POST', path, command());
  expect(made).toMatchObject({ status: 201, body: { guild_id: setup.guild.id } });
  expect(await send('POST', path, command())).toMatchObject({ status: 200 });
  const one = `${path}/${(made.body as { id: string }).id}`;
  expect((await send('PATCH', one, { description: 'new' })).body).toMatchObject({
    name: 'papers',
    description: 'new',
  });
  expect((await send('GET', one)).body).toMatchObject({ description: 'new' });
  expect((await send('DELETE', one)).status).toBe(204);
  expect((await send('GET', one)).body).toMatchObject({ code: 10063 });
});

const max = 'BASE_TYPE_MAX_LENGTH';
const between = 'BASE_TYPE_BAD_LENGTH';
const missing = 'BASE_TYPE_REQUIRED';
const name = 'APPLICATION_COMMAND_INVALID_NAME';
const first = '0.options.0';

/** Just inside a limit, just outside it, and where and how the outside is refused. */
const limits: [what: string, inside: object, outside: object, path: string, code: string][] = [
  ['a name of 32', command({ name: x(32) }), command({ name: x(33) }), '0.name', between],
  ['a name', command(), command({ name: '' }), '0.name', missing],
  [
    'a name in lower case',
    command({ name: 'papiere' }),
    command({ name: 'Papers' }),
    '0.name',
    name,
  ],
  [
    'a name without spaces',
    command({ name: 'hot-papers' }),
    command({ name: 'hot papers' }),
    '0.name',
    name,
  ],
  ['a name in any script', command({ name: '論文' }), command({ name: 'papers!' }), '0.name', name],
  [
    'a description of 100',
    command({ description: x(100) }),
    command({ description: x(101) }),
    '0.description',
    max,
  ],
  ['a description', command(), command({ description: '' }), '0.description', missing],
  [
    'a menu without description',
    { type: 2, name: 'Who Is' },
    { type: 2, name: 'Who Is', description: 'd' },
    '0.description',
    'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
  ],
  [
    '25 options',
    command({ options: times(25, (n) => option({ name: `o${n}` })) }),
    command({ options: times(26, (n) => option({ name: `o${n}` })) }),
    '0.options',
    max,
  ],
  [
    'option names',
    withOption({ name: 'von-bis' }),
    withOption({ name: 'vonBis' }),
    `${first}.name`,
    name,
  ],
  [
    'option descriptions of 100',
    withOption({ description: x(100) }),
    withOption({ description: x(101) }),
    `${first}.description`,
    between,
  ],
  [
    'different option names',
    command({ options: [option(), option({ name: 'p' })] }),
    command({ options: [option(), option()] }),
    '0.options.1',
    'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
  ],
  [
    'required options first',
    command({ options: [option({ required: true }), option({ name: 'p' })] }),
    command({ options: [option(), option({ name: 'p', required: true })] }),
    '0.options.1',
    'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
  ],
  [
    'known option types',
    withOption({ type: 10 }),
    withOption({ type: 12 }),
    `${first}.type`,
    'BASE_TYPE_CHOICES',
  ],
  [
    '25 choices',
    withOption({ choices: times(25, choice) }),
    withOption({ choices: times(26, choice) }),
    `${first}.choices`,
    max,
  ],
  [
    'a choice name of 100',
    withOption({ choices: [choice(0, { name: x(100) })] }),
    withOption({ choices: [choice(0, { name: x(101) })] }),
    `${first}.choices.0.name`,
    between,
  ],
  [
    'a choice value of 100',
    withOption({ choices: [choice(0, { value: x(100) })] }),
    withOption({ choices: [choice(0, { value: x(101) })] }),
    `${first}.choices.0.value`,
    between,
  ],
  [
    'choice values of the option’s type',
    withOption({ type: 4, choices: [choice(0, { value: 1 })] }),
    withOption({ type: 4, choices: [choice(0)] }),
    `${first}.choices.0.value`,
    'STRING_TYPE_CONVERT',
  ],
  [
    'different choice names',
    withOption({ choices: [choice(0), choice(1)] }),
    withOption({ choices: [choice(0), choice(0)] }),
    `${first}.choices.1`,
    'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
  ],
  [
    'choices or autocomplete',
    withOption({ autocomplete: true }),
    withOption({ autocomplete: true, choices: [choice(0)] }),
    `${first}.autocomplete`,
    'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES',
  ],
  [
    'autocomplete where it fits',
    withOption({ type: 4, autocomplete: true }),
    withOption({ type: 7, autocomplete: true }),
    `${first}.autocomplete`,
    'APPLICATION_COMMAND_OPTIONS_FIELD_INVALID',
  ],
  [
    'bounds where they fit',
    withOption({ type: 4, min_value: 1 }),
    withOption({ min_value: 1 }),
    `${first}.min_value`,
    'APPLICATION_COMMAND_OPTIONS_FIELD_INVALID',
  ],
  [
    'a min_length of 6,000',
    withOption({ min_length: 6000 }),
    withOption({ min_length: 6001 }),
    `${first}.min_length`,
    'NUMBER_TYPE_MAX',
  ],
  [
    'a max_length from 1',
    withOption({ max_length: 1 }),
    withOption({ max_length: 0 }),
    `${first}.max_length`,
    'NUMBER_TYPE_MIN',
  ],
  [
    'subcommands in one level of group',
    command({ options: [option({ type: 2, options: [option({ type: 1 })] })] }),
    command({ options: [option({ type: 2, options: [option({ type: 2 })] })] }),
    `${first}.options.0.type`,
    'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
  ],
  [
    'subcommands that are alone',
    command({ options: [option({ type: 1 })] }),
    command({ options: [option({ type: 1 }), option({ name: 'p' })] }),
    '0.options',
    'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
  ],
  [
    'known locales',
    command({ name_localizations: { de: 'papiere' } }),
    command({ name_localizations: { xx: 'papiere' } }),
    '0.name_localizations.xx',
    'LOCALE_INVALID',
  ],
  [
    'permissions in bits',
    command({ default_member_permissions: '32' }),
    command({ default_member_permissions: 'all' }),
    '0.default_member_permissions',
    'NUMBER_TYPE_COERCE',
  ],
  [
    'known contexts',
    command({ contexts: [0, 1, 2] }),
    command({ contexts: [3] }),
    '0.contexts.0',
    'BASE_TYPE_CHOICES',
  ],
  [
    'known fields',
    command({ nsfw: true }),
    command({ defaultMemberPermissions: '0' }),
    '0.defaultMemberPermissions',
    'PLAYGROUND_UNKNOWN_FIELD',
  ],
  [
    '8,000 characters in all',
    command({
      options: times(20, (n) =>
        option({
          name: `o${n}`,
          description: x(100),
          choices: times(3, (m) => choice(m, { value: x(95) })),
        }),
      ),
    }),
    command({
      options: times(21, (n) =>
        option({
          name: `o${n}`,
          description: x(100),
          choices: times(3, (m) => choice(m, { value: x(95) })),
        }),
      ),
    }),
    '0',
    'APPLICATION_COMMAND_TOO_LARGE',
  ],
];

test.each(limits)('limits registration to %s', async (_, inside, outside, path, code) => {
  const setup = await createSetup();
  expect(await put(setup, [inside])).toMatchObject({ status: 200 });
  const refused = await put(setup, [outside]);
  expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
  expect(formErrors(refused.body)).toEqual({ [path]: [code] });
});

test('counts localisations with their longest text', async () => {
  const setup = await createSetup();
  // 6 for the name, 65 + 2,500 for the options, and 75 × 72 for their choices leave 29.
  const options = times(25, (n) =>
    option({
      name: `o${n}`,
      description: x(100),
      choices: times(3, (m) => choice(m, { value: x(70) })),
    }),
  );
  const localized = (length: number) => [
    command({ options, description_localizations: { de: x(10), fr: x(length) } }),
  ];
  expect((await put(setup, localized(29))).status).toBe(200);
  expect(formErrors((await put(setup, localized(30))).body)).toEqual({
    0: ['APPLICATION_COMMAND_TOO_LARGE'],
  });
});

test('requires unique names within a type', async () => {
  const setup = await createSetup();
  expect((await put(setup, [command(), { type: 3, name: 'papers' }])).status).toBe(200);
  const refused = await put(setup, [command(), command()]);
  expect(formErrors(refused.body)).toEqual({ 1: ['APPLICATION_COMMANDS_DUPLICATE_NAME'] });
});

test('allows at most 100 slash commands and 200 creations a day', async () => {
  const setup = await createSetup({ frozen: true, rateLimits: false });
  const named = (prefix: string, count: number) =>
    times(count, (n) => command({ name: `${prefix}${n}` }));
  expect((await put(setup, named('a', 101))).body).toMatchObject({ code: 30032 });
  expect((await put(setup, named('a', 100))).status).toBe(200);
  expect((await put(setup, named('b', 100))).status).toBe(200);
  expect((await put(setup, named('b', 100))).status).toBe(200);
  expect((await put(setup, named('c', 1))).body).toMatchObject({ code: 30034 });
  setup.clock.now += 86_400_000;
  expect((await put(setup, named('c', 1))).status).toBe(200);
});
