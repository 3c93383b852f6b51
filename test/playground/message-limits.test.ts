import { expect, test } from 'vitest';
import { expectLimit, max, type MessageLimit, missing, times, x } from './message-limit.ts';
import { formErrors, createSetup, request } from './setup.ts';

const embed = (fields: object) => ({ embeds: [{ title: 'T', ...fields }] });
const limits: MessageLimit[] = [
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
];

test.each(limits)('Create Message holds to %s', expectLimit);

test('the refusal reads as Discord writes it', async () => {
  const { discord, papers } = await createSetup();
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
  "the empty message %j isn't sent",
  async (body) => {
    const { discord, papers } = await createSetup();
    const answer = await request(discord, 'POST', `/channels/${papers.id}/messages`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50006 } });
  },
);

test.each([
  ['limit=0', 'limit', 'NUMBER_TYPE_MIN'],
  ['limit=101', 'limit', 'NUMBER_TYPE_MAX'],
  ['before=x', 'before', 'NUMBER_TYPE_COERCE'],
])("the history doesn't accept %s", async (query, path, code) => {
  const { discord, papers } = await createSetup();
  const answer = await request(discord, 'GET', `/channels/${papers.id}/messages?${query}`);
  expect(formErrors(answer.body)).toEqual({ [path]: [code] });
});

test('the request ends at 25 MiB', async () => {
  const { discord, papers } = await createSetup();
  const body = { content: x(26 * 2 ** 20) };
  const answer = await request(discord, 'POST', `/channels/${papers.id}/messages`, body);
  expect(answer).toMatchObject({ status: 413, body: { code: 40005 } });
});
