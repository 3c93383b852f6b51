import type { APIApplicationCommand, ApplicationCommandOptionData } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../playground/server/world/command-line.ts';
import { login } from './client.ts';
import { createSetup } from './setup.ts';

const papers = {
  type: 1,
  name: 'papers',
  options: [
    { type: 3, name: 'category', description: '' },
    { type: 3, name: 'search', description: '' },
    { type: 3, name: 'search-in', description: '' },
  ],
} as unknown as APIApplicationCommand;
const nested = {
  type: 1,
  name: 'lists',
  options: [
    {
      type: 2,
      name: 'mine',
      description: '',
      options: [
        {
          type: 1,
          name: 'add',
          description: '',
          options: [{ type: 3, name: 'id', description: '' }],
        },
      ],
    },
  ],
} as unknown as APIApplicationCommand;

const given = (line: string) =>
  Object.fromEntries(
    parseCommandLine(line, [papers, nested]).given.map(({ option, text }) => [option.name, text]),
  );

test.each([
  ['/papers', {}],
  ['  /papers  ', {}],
  ['/papers category:cs.CV', { category: 'cs.CV' }],
  ['/papers category: cs.CV  search:mlp mixer', { category: 'cs.CV', search: 'mlp mixer' }],
  ['/papers search:a title: with colons', { search: 'a title: with colons' }],
  ['/papers search:research:x', { search: 'research:x' }],
  ['/papers search:one search:two', { search: 'one search:two' }],
  ['/papers search-in:title search:x', { 'search-in': 'title', search: 'x' }],
  ['/papers category:', { category: '' }],
  ['/papers search:two\nlines category:x', { search: 'two\nlines', category: 'x' }],
  ['/lists mine add id:7', { id: '7' }],
])('accepts the command line %j', (line, expected) => {
  expect(given(line)).toEqual(expected);
});

test.each([
  ['papers', 'A command begins with a slash'],
  ['/', 'There is no command / here'],
  ['/paper', 'There is no command /paper here'],
  ['/papers cs.CV', '"cs.CV" is not an option of /papers; it has category: search: search-in:'],
  ['/papers year:2021', '"year:2021" is not an option of /papers'],
  ['/lists', '/lists needs one of: mine'],
  ['/lists mine remove', '/lists needs one of: add'],
])('refuses the command line %j', (line, message) => {
  expect(() => given(line)).toThrow(message);
});

test('passes the last value on as typed, except for surrounding white space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!/(^|\s)(category|search-in):/u.test(text));
      expect(given(`/papers search:${text}`)).toEqual({ search: text.trim() });
    }),
  );
});

const one = (type: number, fields: object = {}) => {
  const option: unknown = { type, name: 'o', description: 'd', ...fields };
  return option as ApplicationCommandOptionData;
};

test.each([
  ['a text', one(3), 'hello there', 'hello there'],
  [
    'a choice by name',
    one(3, { choices: [{ name: 'Computer Vision', value: 'cs.CV' }] }),
    'Computer Vision',
    'cs.CV',
  ],
  [
    'a choice by value',
    one(3, { choices: [{ name: 'Computer Vision', value: 'cs.CV' }] }),
    'cs.CV',
    'cs.CV',
  ],
  ['a whole number', one(4), '-7', -7],
  ['a number', one(10), '1.5', 1.5],
  ['yes', one(5), 'True', true],
  ['a channel by name', one(7), '#papers', 'papers'],
  ['a user', one(6), '@ada', 'ada'],
])('converts %s to a value of its type', async (_, option, text, expected) => {
  const setup = await createSetup();
  const client = await login(setup, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const { value, channel, user } = interaction.options.get('o', true);
    return interaction.reply(JSON.stringify(channel?.name ?? user?.username ?? value));
  });
  await client.application.commands.set([{ name: 'try', description: 'd', options: [option] }]);
  const seen = await setup.ada.type(setup.papers, `/try o:${text}`);
  expect(JSON.parse(seen.content)).toBe(expected);
});

test.each([
  ['no choice', one(3, { choices: [{ name: 'A', value: 'a' }] }), 'b', '"b" is none of A'],
  ['too short', one(3, { min_length: 3 }), 'ab', 'at least 3'],
  ['too long', one(3, { max_length: 3 }), 'abcd', 'at most 3'],
  ['no whole number', one(4), '1.5', 'not a whole number'],
  ['too small', one(4, { min_value: 1 }), '0', '1 or more'],
  ['too large', one(10, { max_value: 1 }), '1.5', '1 or less'],
  ['neither true nor false', one(5), 'yes', 'true or false'],
  ['no channel', one(7), '#nowhere', 'no channel #nowhere'],
  ['the wrong kind of channel', one(7, { channel_types: [5] }), '#papers', 'not a kind of channel'],
  ['nobody', one(6), '@bob', 'no user @bob'],
  ['nothing', one(3), '', 'has no value'],
])('tells the person that a value is %s', async (_, option, text, message) => {
  const setup = await createSetup();
  const client = await login(setup);
  await client.application.commands.set([{ name: 'try', description: 'd', options: [option] }]);
  await expect(setup.ada.type(setup.papers, `/try o:${text}`)).rejects.toThrow(message);
});

test('requires an option that is required', async () => {
  const setup = await createSetup();
  const client = await login(setup);
  const options = [one(3, { required: true })];
  await client.application.commands.set([{ name: 'try', description: 'd', options }]);
  await expect(setup.ada.type(setup.papers, '/try')).rejects.toThrow('/try needs the option o');
});
