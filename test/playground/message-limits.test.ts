import { expect, test } from 'vitest';
import { formErrors, openScene, request } from './scene.ts';

const x = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const embed = (fields: object) => ({ embeds: [{ title: 'T', ...fields }] });
const button = (fields: object = {}) => ({
  type: 2,
  style: 1,
  label: 'L',
  custom_id: 'b',
  ...fields,
});
const option = (n: number, fields: object = {}) => ({ label: `l${n}`, value: `v${n}`, ...fields });
const select = (fields: object = {}) => ({
  type: 3,
  custom_id: 's',
  options: [option(0)],
  ...fields,
});
const row = (...components: object[]) => ({ type: 1, components });
const used = (...components: object[]) => ({ content: 'x', components: [row(...components)] });
const v2 = (...components: object[]) => ({ flags: 1 << 15, components });
const display = (content = 'text') => ({ type: 10, content });

const max = 'BASE_TYPE_MAX_LENGTH';
const between = 'BASE_TYPE_BAD_LENGTH';
const missing = 'BASE_TYPE_REQUIRED';

/** Just inside a limit, just outside it, and where and how the outside is refused. */
const limits: [name: string, inside: object, outside: object, path: string, code: string][] = [
  ['content of 2,000', { content: x(2000) }, { content: x(2001) }, 'content', max],
  [
    'content in UTF-16 units',
    { content: '𝒜'.repeat(1000) },
    { content: '𝒜'.repeat(1001) },
    'content',
    max,
  ],
  [
    '10 embeds',
    { embeds: times(10, () => ({ title: 'T' })) },
    { embeds: times(11, () => ({ title: 'T' })) },
    'embeds',
    max,
  ],
  [
    'an embed title of 256',
    embed({ title: x(256) }),
    embed({ title: x(257) }),
    'embeds.0.title',
    max,
  ],
  [
    'white space around a title that is not counted',
    embed({ title: ` ${x(256)} ` }),
    embed({ title: x(257) }),
    'embeds.0.title',
    max,
  ],
  [
    'a description of 4,096',
    embed({ description: x(4096) }),
    embed({ description: x(4097) }),
    'embeds.0.description',
    max,
  ],
  [
    '25 fields',
    embed({ fields: times(25, () => ({ name: 'n', value: 'v' })) }),
    embed({ fields: times(26, () => ({ name: 'n', value: 'v' })) }),
    'embeds.0.fields',
    max,
  ],
  [
    'a field name of 256',
    embed({ fields: [{ name: x(256), value: 'v' }] }),
    embed({ fields: [{ name: x(257), value: 'v' }] }),
    'embeds.0.fields.0.name',
    max,
  ],
  [
    'a field name',
    embed({ fields: [{ name: 'n', value: 'v' }] }),
    embed({ fields: [{ name: '', value: 'v' }] }),
    'embeds.0.fields.0.name',
    missing,
  ],
  [
    'a field value of 1,024',
    embed({ fields: [{ name: 'n', value: x(1024) }] }),
    embed({ fields: [{ name: 'n', value: x(1025) }] }),
    'embeds.0.fields.0.value',
    max,
  ],
  [
    'a field value',
    embed({ fields: [{ name: 'n', value: 'v' }] }),
    embed({ fields: [{ name: 'n' }] }),
    'embeds.0.fields.0.value',
    missing,
  ],
  [
    'a footer of 2,048',
    embed({ footer: { text: x(2048) } }),
    embed({ footer: { text: x(2049) } }),
    'embeds.0.footer.text',
    max,
  ],
  [
    'an author of 256',
    embed({ author: { name: x(256) } }),
    embed({ author: { name: x(257) } }),
    'embeds.0.author.name',
    max,
  ],
  [
    'a colour',
    embed({ color: 0xffffff }),
    embed({ color: 0x1000000 }),
    'embeds.0.color',
    'NUMBER_TYPE_MAX',
  ],
  [
    'an address',
    embed({ url: 'https://a.b/c' }),
    embed({ url: 'nonsense' }),
    'embeds.0.url',
    'URL_TYPE_INVALID_URL',
  ],
  [
    'an address’s scheme',
    embed({ url: 'http://a.b' }),
    embed({ url: 'ftp://a.b' }),
    'embeds.0.url',
    'URL_TYPE_INVALID_SCHEME',
  ],
  [
    'a timestamp',
    embed({ timestamp: '2021-05-05T00:00:00Z' }),
    embed({ timestamp: 'soon' }),
    'embeds.0.timestamp',
    'DATE_TIME_TYPE_PARSE',
  ],
  [
    'something in an embed',
    { embeds: [{ image: { url: 'https://a.b/c.png' } }] },
    { embeds: [{ color: 1 }] },
    'embeds.0.description',
    missing,
  ],
  [
    '6,000 characters over all embeds',
    { embeds: [{ description: x(4000) }, { description: x(1900), footer: { text: x(100) } }] },
    { embeds: [{ description: x(4000) }, { description: x(1900), footer: { text: x(101) } }] },
    'embeds',
    'MAX_EMBED_SIZE_EXCEEDED',
  ],
  [
    'a nonce of 25',
    { content: 'x', nonce: x(25) },
    { content: 'x', nonce: x(26) },
    'nonce',
    'NONCE_TYPE_TOO_LONG',
  ],
  [
    'a nonce that is text',
    { content: 'x', nonce: 7 },
    { content: 'x', nonce: true },
    'nonce',
    'NONCE_TYPE_INVALID_TYPE',
  ],
  [
    'flags that can be set',
    { content: 'x', flags: 4 },
    { content: 'x', flags: 64 },
    'flags',
    'MESSAGE_FLAGS_INVALID',
  ],
  [
    '100 allowed users',
    { content: 'x', allowed_mentions: { users: times(100, String) } },
    { content: 'x', allowed_mentions: { users: times(101, String) } },
    'allowed_mentions.users',
    max,
  ],
  [
    'one way to allow users',
    { content: 'x', allowed_mentions: { parse: [], users: ['1'] } },
    { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
    'allowed_mentions.parse',
    'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
  ],
  [
    'known kinds of mentions',
    { content: 'x', allowed_mentions: { parse: ['roles'] } },
    { content: 'x', allowed_mentions: { parse: ['all'] } },
    'allowed_mentions.parse.0',
    'BASE_TYPE_CHOICES',
  ],
  [
    '5 rows',
    { content: 'x', components: times(5, (n) => row(button({ custom_id: `${n}` }))) },
    { content: 'x', components: times(6, (n) => row(button({ custom_id: `${n}` }))) },
    'components',
    max,
  ],
  [
    '5 buttons',
    used(...times(5, (n) => button({ custom_id: `${n}` }))),
    used(...times(6, (n) => button({ custom_id: `${n}` }))),
    'components.0.components',
    between,
  ],
  ['a row with something in it', used(button()), used(), 'components.0.components', between],
  [
    'a select that is alone',
    used(select()),
    used(button(), select()),
    'components.0.components.1',
    'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
  ],
  [
    'a custom_id of 100',
    used(button({ custom_id: x(100) })),
    used(button({ custom_id: x(101) })),
    'components.0.components.0.custom_id',
    between,
  ],
  [
    'a custom_id',
    used(button()),
    used(button({ custom_id: undefined })),
    'components.0.components.0.custom_id',
    missing,
  ],
  [
    'different custom_ids',
    used(button(), button({ custom_id: 'c' })),
    used(button(), button()),
    'components.0.components.1.custom_id',
    'COMPONENT_CUSTOM_ID_DUPLICATED',
  ],
  [
    'a label of 80',
    used(button({ label: x(80) })),
    used(button({ label: x(81) })),
    'components.0.components.0.label',
    max,
  ],
  [
    'a label or an emoji',
    used(button({ label: undefined, emoji: { name: '📄' } })),
    used(button({ label: undefined })),
    'components.0.components.0',
    'BUTTON_COMPONENT_INVALID_BUTTON_LABEL',
  ],
  [
    'a link’s address',
    used({ type: 2, style: 5, label: 'L', url: 'https://a.b' }),
    used({ type: 2, style: 5, label: 'L' }),
    'components.0.components.0.url',
    missing,
  ],
  [
    'a link’s address of 512',
    used({ type: 2, style: 5, label: 'L', url: `https://a.b/${x(500)}` }),
    used({ type: 2, style: 5, label: 'L', url: `https://a.b/${x(501)}` }),
    'components.0.components.0.url',
    max,
  ],
  [
    'a link without custom_id',
    used({ type: 2, style: 5, label: 'L', url: 'https://a.b' }),
    used({ type: 2, style: 5, label: 'L', url: 'https://a.b', custom_id: 'c' }),
    'components.0.components.0.custom_id',
    'BUTTON_COMPONENT_FIELD_NOT_ALLOWED',
  ],
  [
    '25 options',
    used(select({ options: times(25, option) })),
    used(select({ options: times(26, option) })),
    'components.0.components.0.options',
    between,
  ],
  [
    'some options',
    used(select()),
    used(select({ options: [] })),
    'components.0.components.0.options',
    between,
  ],
  [
    'an option label of 100',
    used(select({ options: [option(0, { label: x(100) })] })),
    used(select({ options: [option(0, { label: x(101) })] })),
    'components.0.components.0.options.0.label',
    between,
  ],
  [
    'an option value of 100',
    used(select({ options: [option(0, { value: x(100) })] })),
    used(select({ options: [option(0, { value: x(101) })] })),
    'components.0.components.0.options.0.value',
    between,
  ],
  [
    'an option description of 100',
    used(select({ options: [option(0, { description: x(100) })] })),
    used(select({ options: [option(0, { description: x(101) })] })),
    'components.0.components.0.options.0.description',
    max,
  ],
  [
    'different option values',
    used(select({ options: [option(0), option(1)] })),
    used(select({ options: [option(0), option(0)] })),
    'components.0.components.0.options.1',
    'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
  ],
  [
    'a placeholder of 150',
    used(select({ placeholder: x(150) })),
    used(select({ placeholder: x(151) })),
    'components.0.components.0.placeholder',
    max,
  ],
  [
    'min_values of 25',
    used(select({ min_values: 0 })),
    used(select({ min_values: 26 })),
    'components.0.components.0.min_values',
    'NUMBER_TYPE_MAX',
  ],
  [
    'max_values from 1',
    used(select({ max_values: 25 })),
    used(select({ max_values: 0 })),
    'components.0.components.0.max_values',
    'NUMBER_TYPE_MIN',
  ],
  [
    'a row outside',
    used(button()),
    { content: 'x', components: [button()] },
    'components.0.type',
    'BASE_TYPE_CHOICES',
  ],
  [
    'Components V2 with its flag',
    v2(display()),
    { content: 'x', components: [display()] },
    'components.0.type',
    'BASE_TYPE_CHOICES',
  ],
  [
    'Components V2 without content',
    v2(display()),
    { ...v2(display()), content: 'x' },
    'content',
    'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  ],
  [
    '40 components in all',
    v2({ type: 17, components: times(39, () => display()) }),
    v2({ type: 17, components: times(40, () => display()) }),
    'components',
    'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
  ],
  [
    'a text display of 4,000',
    v2(display(x(4000))),
    v2(display(x(4001))),
    'components.0.content',
    between,
  ],
  [
    'a section of 3 texts',
    v2({ type: 9, components: times(3, () => display()), accessory: button() }),
    v2({ type: 9, components: times(4, () => display()), accessory: button() }),
    'components.0.components',
    between,
  ],
  [
    'a gallery of 10',
    v2({ type: 12, items: times(10, () => ({ media: { url: 'https://a.b/c.png' } })) }),
    v2({ type: 12, items: times(11, () => ({ media: { url: 'https://a.b/c.png' } })) }),
    'components.0.items',
    between,
  ],
];

test.each(limits)('limits Create Message to %s', async (_, inside, outside, path, code) => {
  const { discord, papers } = await openScene();
  const route = `/channels/${papers.id}/messages`;
  const taken = await request(discord, 'POST', route, inside);
  expect(taken.body).not.toHaveProperty('errors');
  expect(taken.status).toBe(200);
  const refused = await request(discord, 'POST', route, outside);
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 50035, message: 'Invalid Form Body' },
  });
  expect(formErrors(refused.body)).toEqual({ [path]: [code] });
  expect(papers.messages).toHaveLength(1);
});

test('words the refusal as Discord does', async () => {
  const { discord, papers } = await openScene();
  const body = embed({ title: x(257) });
  const answer = await request(discord, 'POST', `/channels/${papers.id}/messages`, body);
  expect(answer.body).toEqual({
    message: 'Invalid Form Body',
    code: 50035,
    errors: {
      embeds: {
        0: {
          title: {
            _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer in length.' }],
          },
        },
      },
    },
  });
});

test.each([[{}], [{ content: '' }], [{ content: ' \n ' }], [{ content: null, embeds: [] }]])(
  'refuses %j as empty',
  async (body) => {
    const { discord, papers } = await openScene();
    const answer = await request(discord, 'POST', `/channels/${papers.id}/messages`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50006 } });
  },
);

test.each([
  ['limit=0', 'limit', 'NUMBER_TYPE_MIN'],
  ['limit=101', 'limit', 'NUMBER_TYPE_MAX'],
  ['before=x', 'before', 'NUMBER_TYPE_COERCE'],
])('refuses %s for the history', async (query, path, code) => {
  const { discord, papers } = await openScene();
  const answer = await request(discord, 'GET', `/channels/${papers.id}/messages?${query}`);
  expect(formErrors(answer.body)).toEqual({ [path]: [code] });
});

test('limits a request to 25 MiB', async () => {
  const { discord, papers } = await openScene();
  const body = { content: x(26 * 2 ** 20) };
  const answer = await request(discord, 'POST', `/channels/${papers.id}/messages`, body);
  expect(answer).toMatchObject({ status: 413, body: { code: 40005 } });
});
