import { InteractionContextType } from 'discord-api-types/v10';
import { REST } from '@discordjs/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type LoopbackDiscord, startDiscord } from '../../playground/server/start.ts';
import { registerCommands, registerUntilDone } from '../../src/discord/register.ts';

let discord: LoopbackDiscord;
let rest: REST;
beforeEach(async () => {
  discord = await startDiscord();
  rest = new REST({ api: discord.url }).setToken(discord.token);
});
afterEach(() => discord.close());

type Data = (typeof commands)[number]['data'];
const data: Data[] = commands.map((command) => command.data);
const register = (list: Data[]) => registerCommands(rest, discord.applicationId, list);

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

  /** The commands with `/papers`, the first of them, changed. */
  const papersWith = (change: (papers: Data) => Partial<Data>): Data[] =>
    data.map((command, at) => (at === 0 ? { ...command, ...change(command) } : command));

  it('is tried again when Discord fails, and keeps nobody from going on', async () => {
    const failure = { status: 400, body: { code: 0, message: 'not now' } };
    discord.faults.next({ method: 'PUT', path: /commands$/, times: 2, answer: failure });
    const failures: unknown[] = [];
    await new Promise<void>((resolve) => {
      void registerUntilDone({
        rest,
        applicationId: discord.applicationId,
        commands: data,
        onDone: () => resolve(),
        onFailure: (error) => failures.push(error),
        retryMs: 10,
      });
    });
    expect(failures).toHaveLength(2);
    expect(discord.transcript.find(/^PUT /)).toHaveLength(3);
  });

  it.each<[string, Data[]]>([
    ['a description', papersWith(() => ({ description: 'Another' }))],
    ['a permission', papersWith(() => ({ default_member_permissions: '8' }))],
    ['where it may be used', papersWith(() => ({ contexts: [InteractionContextType.Guild] }))],
    ['an option', papersWith(({ options = [] }) => ({ options: options.slice(1) }))],
    ['the order of options', papersWith(({ options = [] }) => ({ options: options.toReversed() }))],
    [
      'what an option is called',
      papersWith(({ options = [] }) => ({
        options: options.map((option) => ({ ...option, description: 'Another' })),
      })),
    ],
    ['the number of commands', data.slice(1)],
  ])('writes again when %s changed', async (_what, changed) => {
    await register(data);
    expect(await register(changed)).toBe(true);
  });
});
