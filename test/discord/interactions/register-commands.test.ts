import { ApplicationCommandType, InteractionContextType, REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPapers } from '../../../commands/find-papers.ts';
import { commands } from '../../../commands/index.ts';
import { papers } from '../../../commands/papers/papers.ts';
import { type LoopbackDiscord, startDiscord } from '../../../playground/server/start.ts';
import { IN_SERVERS, type MessageCommand, type SlashCommand } from '../../../src/command.ts';
import { localizeCommands } from '../../../src/discord/interactions/localizations.ts';
import {
  registerCommands,
  registerUntilDone,
} from '../../../src/discord/interactions/register-commands.ts';

let discord: LoopbackDiscord;
let rest: REST;
beforeEach(async () => {
  discord = await startDiscord();
  rest = new REST({ api: discord.url }).setToken(discord.token);
});
afterEach(() => discord.close());

type Data = (typeof commands)[number]['data'];
type SlashData = SlashCommand['data'];
const data: Data[] = commands.map((command) => command.data);
/** Whether the commands were written. */
const register = async (list: Data[]) =>
  (await registerCommands(rest, discord.applicationId, list)).written;

describe('command registration', () => {
  it('writes the commands when Discord has none', async () => {
    expect(await register(data)).toBe(true);
    expect(discord.transcript.find(/^PUT /)).toHaveLength(1);
  });

  it('writes them in every language', async () => {
    await register(data);
    const [request] = discord.transcript.find(/^PUT /);
    const written = JSON.stringify(request);
    for (const name of ['suche', 'recherche', 'buscar', '検索', '搜索']) {
      expect(written).toContain(name);
    }
  });

  it.each(['name_localizations', 'description_localizations'] as const)(
    'writes again when one of %s changed',
    async (field) => {
      // As if registered by an earlier version.
      const before = localizeCommands(data).map((body) =>
        body.name === 'papers' ? { ...body, [field]: { de: 'anders' } } : body,
      );
      await rest.put(Routes.applicationCommands(discord.applicationId), { body: before });
      expect(await register(data)).toBe(true);
      expect(await register(data)).toBe(false);
    },
  );

  it('gives the ids of the slash commands, written just now or at an earlier start', async () => {
    const written = await registerCommands(rest, discord.applicationId, data);
    const again = await registerCommands(rest, discord.applicationId, data);
    expect([written.written, again.written]).toEqual([true, false]);
    expect(again.ids).toEqual(written.ids);
    const slash = data.filter(({ type }) => type === ApplicationCommandType.ChatInput);
    expect([...again.ids.keys()].sort()).toEqual(slash.map(({ name }) => name).sort());
    const registered = (await rest.get(Routes.applicationCommands(discord.applicationId))) as {
      name: string;
      id: string;
      type: number;
    }[];
    const papersId = registered.find(({ name, type }) => name === 'papers' && type === 1)?.id;
    expect(again.ids.get('papers')).toBe(papersId);
  });

  it('writes nothing when Discord has the same', async () => {
    await register(data);
    expect(await register(data)).toBe(false);
    expect(await register(data.toReversed())).toBe(false);
    expect(discord.transcript.find(/^PUT /)).toHaveLength(1);
  });

  /** The commands with `/papers` changed. */
  const papersWith = (change: (data: SlashData) => Partial<SlashData>): Data[] =>
    data.map((one) => (one === papers.data ? { ...one, ...change(papers.data) } : one));

  /** The commands with the message command changed. */
  const messageCommandWith = (change: Partial<MessageCommand['data']>): Data[] =>
    data.map((one) => (one === findPapers.data ? { ...findPapers.data, ...change } : one));

  it('writes nothing for explicit defaults or lists in another order', async () => {
    await register(data);
    const explicit = data.map((one) => ({
      ...one,
      nsfw: false,
      ...(one.contexts && { contexts: one.contexts.toReversed() }),
      ...(one.integration_types && { integration_types: one.integration_types.toReversed() }),
    }));
    expect(await register(explicit)).toBe(false);
    const implicit = data.map((one) => {
      const { type, integration_types: installs, ...rest } = one;
      return {
        ...rest,
        ...(type === ApplicationCommandType.ChatInput ? {} : { type }),
        ...(installs?.length === 1 ? {} : { integration_types: installs }),
      } as Data;
    });
    expect(await register(implicit)).toBe(false);
    expect(discord.transcript.find(/^PUT /)).toHaveLength(1);
  });

  it('tells a slash command from a message command of the same name', async () => {
    const twins: Data[] = [
      { type: ApplicationCommandType.Message, name: 'find' },
      { type: ApplicationCommandType.ChatInput, name: 'find', description: 'Finds' },
    ];
    expect(await register(twins)).toBe(true);
    expect(await register(twins.toReversed())).toBe(false);
    expect(await register(twins.slice(1))).toBe(true);
  });

  it('is retried when Discord fails, without holding up the start', async () => {
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
    ['who may install it', papersWith(() => IN_SERVERS)],
    ['the name of a message command', messageCommandWith({ name: 'Find all papers' })],
    [
      'where a message command may be used',
      messageCommandWith({ contexts: [InteractionContextType.Guild] }),
    ],
  ])('writes again when %s changed', async (_what, changed) => {
    await register(data);
    expect(await register(changed)).toBe(true);
  });
});
