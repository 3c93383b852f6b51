import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApplicationCommandOptionType, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { REST } from '@discordjs/rest';
import { type LoopbackDiscord, startDiscord } from '../../playground/server/start.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import type { Person } from '../../playground/server/world/person.ts';
import { type Command, type Context, type Reply, UserError } from '../../src/command.ts';
import type { Gateway } from '../../src/discord/gateway.ts';
import { makeInteractionHandler } from '../../src/discord/interactions.ts';
import { makeOutbox } from '../../src/discord/outbox.ts';
import { registerCommands } from '../../src/discord/register.ts';
import { controlsOf } from '../support/seen.ts';
import { openTestGateway } from './open.ts';

/** A command that does what its one option says. */
const act: Record<string, () => Promise<Reply> | Reply> = {
  answer: () => ({ message: { content: 'at once' } }),
  secretly: () => ({ message: { content: 'for you' }, isPrivate: true }),
  slowly: () => sleep(80).then(() => ({ message: { content: 'at last' } })),
  mistake: () => {
    throw new UserError('Say please.');
  },
  'slow mistake': () => sleep(80).then(() => Promise.reject(new UserError('Say please.'))),
  crash: () => {
    throw new Error('secret detail');
  },
  buttons: () => ({
    message: {
      content: 'press',
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            'do:reply',
            'do:update',
            'do:slow reply',
            'do:slow update',
            'do:crash',
            'gone:x',
          ]
            .slice(0, 5)
            .map((custom_id) => ({
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              label: custom_id,
              custom_id,
            })),
        },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              label: 'gone',
              custom_id: 'gone:x',
            },
          ],
        },
      ],
    },
  }),
};
const command: Command = {
  data: {
    name: 'act',
    description: 'Acts',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'how',
        description: 'How',
        required: true,
        autocomplete: true,
      },
    ],
  },
  for: 'everyone',
  run: ({ options }) => act[String(options['how'])]?.() ?? { message: { content: '?' } },
  suggest: (_option, typed) => {
    if (typed === 'crash') throw new Error('secret detail');
    return Array.from({ length: 40 }, (_, n) => ({ name: `${typed} ${n}`, value: String(n) }));
  },
  presses: {
    do: async ({ state }) => {
      if (state === 'crash') throw new Error('secret detail');
      if (state.startsWith('slow')) await sleep(80);
      return {
        message: { content: `pressed ${state}` },
        isPrivate: true,
        isUpdate: state.endsWith('update'),
      };
    },
  },
};
const managed: Command = {
  data: { name: 'managed', description: 'For managers' },
  for: 'manager',
  run: () => sleep(80).then(() => ({ message: { content: 'managed' }, isPrivate: true })),
};

let discord: LoopbackDiscord;
let gateway: Gateway;
let channel: ChannelHandle;
let ben: Person;
let manager: Person;
let reports: unknown[] = [];

beforeEach(async () => {
  discord = await startDiscord();
  const guild = discord.world.addGuild({ name: 'Lab' });
  channel = guild.addChannel({ name: 'general' });
  ben = guild.addMember({ name: 'ben' });
  manager = guild.owner;
  reports = [];
  const rest = new REST({ api: discord.url }).setToken(discord.token);
  const handle = makeInteractionHandler({
    commands: [command, managed],
    context: {} as Context,
    outbox: makeOutbox(rest),
    report: (error) => `id-${reports.push(error)}`,
    deferAfterMs: 40,
  });
  ({ gateway } = await openTestGateway(discord, {
    rest,
    onInteraction: (interaction) => void handle(interaction),
  }));
  await registerCommands(rest, discord.applicationId, [command.data, managed.data] as never);
});
afterEach(async () => {
  await gateway.close();
  await discord.close();
});

const ask = (how: string) => ben.type(channel, `/act how:${how}`);

describe('a command', () => {
  it('is answered at once, or for one person only', async () => {
    expect(await ask('answer')).toMatchObject({
      content: 'at once',
      ephemeral: false,
      deferred: false,
    });
    expect(await ask('secretly')).toMatchObject({ content: 'for you', ephemeral: true });
  });

  it('that takes long is announced first and answered then', async () => {
    expect(await ask('slowly')).toMatchObject({ content: 'at last', deferred: true });
    expect(await ask('slow mistake')).toMatchObject({ content: 'Say please.', deferred: true });
  });

  it('used wrongly is answered with what to do, privately', async () => {
    expect(await ask('mistake')).toMatchObject({ content: 'Say please.', ephemeral: true });
    expect(reports).toEqual([]);
  });

  it('that fails is answered calmly with an id, and logged whole', async () => {
    const answer = await ask('crash');
    expect(answer.content).toContain('`id-1`');
    expect(answer.content).not.toContain('secret detail');
    expect(answer.ephemeral).toBe(true);
    expect(reports).toEqual([new Error('secret detail')]);
  });

  it('for managers is refused to others even if Discord lets them through', async () => {
    await expect(ben.type(channel, '/managed')).resolves.toMatchObject({
      content: expect.stringContaining('**Manage Server**') as string,
      ephemeral: true,
    });
  });

  it('for managers stays between them and the bot, also when it takes long', async () => {
    expect(await manager.type(channel, '/managed')).toMatchObject({
      content: 'managed',
      deferred: true,
      ephemeral: true,
    });
  });

  it('is suggested at most 25 values, and none when suggesting fails', async () => {
    expect(await ben.suggest(channel, '/act how:x')).toHaveLength(25);
    expect(await ben.suggest(channel, '/act how:crash')).toEqual([]);
    expect(reports).toHaveLength(1);
  });

  it('whose answer Discord refuses is reported and crashes nothing', async () => {
    discord.faults.next({
      method: 'POST',
      path: /callback/,
      answer: { status: 404, body: { code: 10062, message: 'Unknown interaction' } },
    });
    await expect(ben.type(channel, '/act how:answer', { timeoutMs: 200 })).rejects.toThrow(
      'did not respond',
    );
    expect(reports).toHaveLength(1);
    expect(await ask('answer')).toMatchObject({ content: 'at once' });
  });
});

describe('a button', () => {
  it('answers below, or updates its message; quickly or slowly', async () => {
    const message = await ask('buttons');
    for (const [id, updates] of [
      ['do:reply', false],
      ['do:slow reply', false],
      ['do:update', true],
    ] as const) {
      const answer = await ben.press(message, id);
      expect(answer.content).toBe(`pressed ${id.slice(3)}`);
      expect(answer.id === message.id).toBe(updates);
      expect(answer.ephemeral).toBe(!updates);
    }
    const other = await ask('buttons');
    expect(await ben.press(other, 'do:slow update')).toMatchObject({
      id: other.id,
      content: 'pressed slow update',
    });
  });

  it('that fails or is no longer known is answered privately, and its message stays', async () => {
    const message = await ask('buttons');
    expect(await ben.press(message, 'do:crash')).toMatchObject({ ephemeral: true });
    expect(await ben.press(message, 'gone:x')).toMatchObject({
      ephemeral: true,
      content: 'This button is from an earlier version of me and no longer works.',
    });
    expect(
      controlsOf(ben.sees(channel).find(({ id }) => id === message.id) ?? message),
    ).toHaveLength(6);
  });
});
