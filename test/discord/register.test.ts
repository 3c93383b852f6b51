import { REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type LoopbackDiscord, startDiscord } from '../../playground/server/start.ts';
import { registerCommands } from '../../src/discord/register.ts';

let discord: LoopbackDiscord;
let rest: REST;
beforeEach(async () => {
  discord = await startDiscord();
  rest = new REST({ api: discord.url }).setToken(discord.token);
});
afterEach(() => discord.close());

const data = commands.map((command) => command.data);
const register = (list: typeof data) => registerCommands(rest, discord.applicationId, list);

describe('registration', () => {
  it('writes the commands where Discord has none', async () => {
    expect(await register(data)).toBe(true);
    expect(discord.transcript.find(/^PUT /)).toHaveLength(1);
  });

  it('writes nothing where Discord has the same', async () => {
    await register(data);
    expect(await register(data)).toBe(false);
    expect(await register(data.toReversed())).toBe(false);
    expect(discord.transcript.find(/^PUT /)).toHaveLength(1);
  });

  it.each<[string, (list: typeof data) => typeof data]>([
    ['a description', ([first, ...rest]) => [{ ...first!, description: 'Another' }, ...rest]],
    [
      'a permission',
      ([first, ...rest]) => [{ ...first!, default_member_permissions: '8' }, ...rest],
    ],
    ['where a command may be used', ([first, ...rest]) => [{ ...first!, contexts: [0] }, ...rest]],
    [
      'the options',
      ([first, ...rest]) => [{ ...first!, options: first!.options!.slice(1) }, ...rest],
    ],
    [
      'the order of options',
      ([first, ...rest]) => [{ ...first!, options: first!.options!.toReversed() }, ...rest],
    ],
    [
      'a limit of an option',
      (list) =>
        structuredClone(list).map((command) => {
          for (const option of command.options ?? [])
            if ('max_value' in option) option.max_value = 9;
          return command;
        }),
    ],
    ['the number of commands', (list) => list.slice(1)],
  ])('writes again when %s changed', async (_what, change) => {
    await register(data);
    expect(await register(change(data))).toBe(true);
  });
});
