import { describe, expect, it } from 'vitest';
import { partsOf, propose, proposeChoices } from '../../playground/page/composer/proposals.ts';
import type { Command, Guild } from '../../playground/page/api/types.ts';

const guild: Guild = {
  id: '1',
  name: 'Lab',
  channels: [
    { id: '2', name: 'papers', type: 0 },
    { id: '3', name: 'voice', type: 2 },
  ],
  roles: [{ id: '4', name: 'Readers', color: 0 }],
  members: [{ id: '5', name: 'ada', admin: true, bot: false }],
};

const commands: Command[] = [
  {
    id: '10',
    name: 'papers',
    description: 'Find papers',
    options: [
      { type: 3, name: 'search', description: 'Words' },
      { type: 3, name: 'category', description: 'A category', autocomplete: true },
    ],
  },
  {
    id: '11',
    name: 'subscribe',
    description: 'Get papers',
    options: [
      { type: 7, name: 'channel', description: 'Where', channel_types: [0], required: true },
      { type: 5, name: 'quiet', description: 'No ping' },
      {
        type: 3,
        name: 'size',
        description: 'How much',
        choices: [{ name: 'All of it', value: 'a' }],
      },
    ],
  },
  {
    id: '12',
    name: 'digest',
    description: 'Digests',
    options: [
      { type: 1, name: 'today', description: "Today's" },
      {
        type: 1,
        name: 'of',
        description: "A day's",
        options: [{ type: 3, name: 'day', description: 'D' }],
      },
    ],
  },
];

const at = (text: string) => propose(text, commands, guild);
const labels = (text: string) => at(text).items.map(({ label }) => label);

describe('suggestions while a line is typed', () => {
  it('are empty for plain words', () => {
    expect(at('hello')).toMatchObject({ title: '', items: [] });
  });

  it('are all commands and subcommands after a slash, then those that match', () => {
    expect(labels('/')).toEqual(['/digest of', '/digest today', '/papers', '/subscribe']);
    expect(labels('/pa')).toEqual(['/papers']);
    expect(labels('/scribe')).toEqual(['/subscribe']);
    expect(labels('/digest')).toEqual(['/digest of', '/digest today']);
  });

  it("are a command's options, with the required one first in the completed line", () => {
    expect(labels('/papers ')).toEqual(['search', 'category']);
    expect(labels('/papers ca')).toEqual(['category']);
    expect(at('/subs').items[0]?.insert).toBe('/subscribe channel:');
    expect(labels('/digest of ')).toEqual(['day']);
  });

  it('are the values an option can have', () => {
    expect(labels('/subscribe channel:')).toEqual(['#papers']);
    expect(labels('/subscribe channel:#pa')).toEqual(['#papers']);
    expect(labels('/subscribe quiet:')).toEqual(['True', 'False']);
    expect(labels('/subscribe size:a')).toEqual(['All of it']);
  });

  it('continue with the other options after a whole value', () => {
    expect(labels('/subscribe channel:#papers ')).toEqual(['quiet', 'size']);
    expect(labels('/papers search:deep ')).toEqual(['category']);
    expect(labels('/papers search:deep ca')).toEqual(['category']);
    expect(labels('/papers search:deep learning')).toEqual([]);
  });

  it("aren't taken by Enter when the line is already complete", () => {
    expect(at('/papers search:deep ca').eager).toBe(false);
    expect(at('/papers ').eager).toBe(false);
    expect(at('/subscribe ').eager).toBe(true);
    expect(at('/subscribe channel:').eager).toBe(true);
    expect(at('/subscribe channel:#papers').eager).toBe(false);
  });

  it('come from the bot for an autocompleted option, and insert its values', () => {
    const asked = at('/papers search:x category:cs');
    expect(asked.ask?.name).toBe('category');
    const given = proposeChoices(asked, [{ name: 'Vision', value: 'cs.CV' }]);
    expect(given.items).toEqual([{ label: 'Vision', detail: 'cs.CV', insert: 'cs.CV ' }]);
    expect('/papers search:x category:cs'.slice(0, given.from)).toBe('/papers search:x category:');
  });

  it('leave words in a value alone that only look like an option', () => {
    expect(labels('/papers search:a search:b ')).toEqual(['category']);
    expect(at('/papers search:see https://x').ask).toBeUndefined();
  });
});

describe('the parts of a line', () => {
  it.each([
    ['hello', [['text', 'hello']]],
    ['/nothing here', [['text', '/nothing here']]],
    ['/papers', [['command', '/papers']]],
    [
      '/papers search:a b category:cs.CV',
      [
        ['command', '/papers'],
        ['text', ' '],
        ['option', 'search:'],
        ['text', 'a b '],
        ['option', 'category:'],
        ['text', 'cs.CV'],
      ],
    ],
  ])('add up to the line for %j', (text, expected) => {
    const parts = partsOf(text, commands);
    expect(parts.map(({ kind, text: part }) => [kind, part])).toEqual(expected);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });
});
