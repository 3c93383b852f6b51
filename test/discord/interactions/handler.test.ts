import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  ComponentType,
  REST,
} from 'discord.js';
import {
  alreadyAcknowledged,
  unknownInteraction,
} from '../../../playground/server/faults/answers.ts';
import { type LoopbackDiscord, startDiscord } from '../../../playground/server/start.ts';
import type { ChannelHandle } from '../../../playground/server/world/channel.ts';
import type { GuildHandle } from '../../../playground/server/world/guild.ts';
import type { Person } from '../../../playground/server/world/person.ts';
import {
  type Call,
  type Command,
  type Context,
  type Reply,
  UserError,
} from '../../../src/command.ts';
import type { Gateway } from '../../../src/discord/gateway/gateway.ts';
import { createInteractionHandler } from '../../../src/discord/interactions/handler.ts';
import { createInteractionResponder } from '../../../src/discord/interactions/interaction-responder.ts';
import { registerCommands } from '../../../src/discord/interactions/register-commands.ts';
import { createLog } from '../../../src/log.ts';
import { english, translatorFor } from '../../../src/i18n/translate.ts';
import { controlsOf } from '../../support/seen.ts';
import { openTestGateway } from '../harness.ts';

/** A slash command that does what its option says. */
const act: Record<string, () => Promise<Reply> | Reply> = {
  answer: () => ({ message: { content: 'at once' } }),
  secretly: () => ({ message: { content: 'for you' }, ephemeral: true }),
  slowly: () => sleep(80).then(() => ({ message: { content: 'at last' } })),
  file: () => ({ message: { content: 'read', files: [{ name: 'a b.txt', text: 'Zoë\n' }] } }),
  'slow file': () => sleep(80).then(() => act['file']?.() ?? { message: {} }),
  mistake: () => {
    throw new UserError(() => 'Say please.');
  },
  mention: () => {
    throw new UserError((t) => t('error.managers-only', { command: 'act' }));
  },
  'slow mistake': () => sleep(80).then(() => Promise.reject(new UserError(() => 'Say please.'))),
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
      { type: ApplicationCommandOptionType.Boolean, name: 'private', description: 'For you' },
    ],
  },
  for: 'everyone',
  run: (call) => {
    calls.push(call);
    return act[String(call.options['how'])]?.() ?? { message: { content: '?' } };
  },
  autocomplete: (_option, typed) => {
    if (typed === 'crash') throw new Error('secret detail');
    return Array.from({ length: 40 }, (_, n) => ({ name: `${typed} ${n}`, value: String(n) }));
  },
  components: {
    do: async ({ state }) => {
      if (state === 'crash') throw new Error('secret detail');
      if (state.startsWith('slow')) await sleep(80);
      return {
        message: { content: `pressed ${state}` },
        ephemeral: true,
        update: state.endsWith('update'),
      };
    },
  },
};
/** The calls of it. */
let calls: Call[] = [];
const managed: Command = {
  data: { name: 'managed', description: 'For managers' },
  for: 'manager',
  run: () => sleep(80).then(() => ({ message: { content: 'managed' }, ephemeral: true })),
};

/** A message command with the slash command's name, which is slow unless the message says `quick`. */
const onMessages: Command = {
  data: { type: ApplicationCommandType.Message, name: 'act' },
  summary: 'Acts on a message',
  for: 'everyone',
  run: async ({ message, userId }) => {
    if (message.content !== 'quick') await sleep(80);
    return { message: { content: `${userId}: ${message.content}` } };
  },
};

let discord: LoopbackDiscord;
let gateway: Gateway;
let channel: ChannelHandle;
let ben: Person;
let manager: Person;
let admin: Person;
let guild: GuildHandle;
let reports: unknown[] = [];
/** The servers with private answers. */
let withPrivateAnswers: Set<string>;
/** The ids that the handler knows, and those that Discord gave. */
let commandIds: ReadonlyMap<string, string>;
let registeredIds: ReadonlyMap<string, string>;

beforeEach(async () => {
  discord = await startDiscord();
  guild = discord.world.addGuild({ name: 'Lab' });
  channel = guild.addChannel({ name: 'general' });
  ben = guild.addMember({ name: 'ben' });
  manager = guild.owner;
  admin = guild.addMember({ name: 'admin', permissions: 1n << 3n });
  calls = [];
  reports = [];
  withPrivateAnswers = new Set();
  commandIds = new Map();
  const rest = new REST({ api: discord.url }).setToken(discord.token);
  const handle = createInteractionHandler({
    commands: [command, managed, onMessages],
    context: {
      guildSettings: { hasPrivateAnswers: (guildId) => withPrivateAnswers.has(guildId) },
    } as Context,
    interactionResponder: createInteractionResponder(rest),
    commandId: (name) => commandIds.get(name),
    report: (error) => `id-${reports.push(error)}`,
    deferAfterMs: 40,
  });
  ({ gateway } = await openTestGateway(discord, {
    rest,
    onInteraction: (interaction) => void handle(interaction),
  }));
  ({ ids: registeredIds } = await registerCommands(rest, discord.applicationId, [
    command.data,
    managed.data,
    onMessages.data,
  ] as never));
});
afterEach(async () => {
  await gateway.close();
  await discord.close();
});

const ask = (how: string) => ben.type(channel, `/act how:${how}`);

describe('a command', () => {
  it('gets its reply at once, public or ephemeral', async () => {
    expect(await ask('answer')).toMatchObject({
      content: 'at once',
      ephemeral: false,
      deferred: false,
    });
    expect(await ask('secretly')).toMatchObject({ content: 'for you', ephemeral: true });
  });

  it.each(['answer', 'slowly'])('gets an ephemeral reply with private:True (%s)', async (how) => {
    expect((await ask(`${how} private:True`)).ephemeral).toBe(true);
    expect((await ask(`${how} private:False`)).ephemeral).toBe(false);
  });

  it.each(['answer', 'slowly'])(
    'gets an ephemeral reply in a server with private answers (%s)',
    async (how) => {
      withPrivateAnswers.add(guild.id);
      expect((await ask(how)).ephemeral).toBe(true);
      expect(calls.at(-1)?.options).toMatchObject({ private: true });
      expect((await ask(`${how} private:True`)).ephemeral).toBe(true);
      expect((await ask(`${how} private:False`)).ephemeral).toBe(false);
      withPrivateAnswers.clear();
      expect((await ask(how)).ephemeral).toBe(false);
    },
  );

  it('mentions the commands that its texts name', async () => {
    commandIds = registeredIds;
    const id = registeredIds.get('act') ?? '';
    expect(id).toMatch(/^\d+$/);
    expect((await ask('mention')).content).toBe(
      english('error.managers-only', { command: 'act' }).replace('`/act`', `</act:${id}>`),
    );
  });

  it('is deferred when it is slow, then gets its reply', async () => {
    expect(await ask('slowly')).toMatchObject({ content: 'at last', deferred: true });
    expect(await ask('slow mistake')).toMatchObject({ content: 'Say please.', deferred: true });
  });

  it.each(['file', 'slow file'])('can reply with a file (%s)', async (how) => {
    const [file, ...others] = (await ask(how)).raw?.attachments ?? [];
    expect(others).toEqual([]);
    expect(file).toMatchObject({ filename: 'a-b.txt', size: 5 });
    expect(file?.content_type).toContain('text/plain');
    expect(await (await fetch(file?.url ?? '')).text()).toBe('Zoë\n');
  });

  it('explains a mistake in an ephemeral reply', async () => {
    expect(await ask('mistake')).toMatchObject({ content: 'Say please.', ephemeral: true });
    expect(reports).toEqual([]);
  });

  it('replies calmly to a crash with an id, and logs all of it', async () => {
    const answer = await ask('crash');
    expect(answer.content).toBe(english('error.unforeseen', { id: 'id-1' }));
    expect(answer.content).not.toContain('secret detail');
    expect(answer.ephemeral).toBe(true);
    expect(reports).toEqual([new Error('secret detail')]);
  });

  it("reports failures and refusals in the user's language", async () => {
    const german = translatorFor('de');
    const uwe = guild.addMember({ name: 'uwe', locale: 'de' });
    expect((await uwe.type(channel, '/act how:crash')).content).toBe(
      german('error.unforeseen', { id: 'id-1' }),
    );
    expect((await uwe.type(channel, '/managed')).content).toBe(
      german('error.managers-only', { command: 'managed' }),
    );
  });

  it('for managers is refused to others even if Discord lets them through', async () => {
    await expect(ben.type(channel, '/managed')).resolves.toMatchObject({
      content: english('error.managers-only', { command: 'managed' }),
      ephemeral: true,
    });
  });

  it('for managers gets an ephemeral reply, even when it is slow', async () => {
    expect(await manager.type(channel, '/managed')).toMatchObject({
      content: 'managed',
      deferred: true,
      ephemeral: true,
    });
  });

  it.each([
    ['quick', false],
    ['slow', true],
  ])('on a message gets an ephemeral reply (%s)', async (text, deferred) => {
    expect(await ben.use('act', manager.say(channel, text))).toMatchObject({
      content: `${ben.id}: ${text}`,
      ephemeral: true,
      deferred,
    });
    expect(calls).toEqual([]);
  });

  it('suggests at most 25 values, and none when suggesting fails', async () => {
    expect(await ben.suggest(channel, '/act how:x')).toHaveLength(25);
    expect(await ben.suggest(channel, '/act how:crash')).toEqual([]);
    expect(reports).toHaveLength(1);
  });

  it.each([
    ['expired', unknownInteraction],
    ['answered already', alreadyAcknowledged],
    ['out of reach for a moment', 'drop-before'],
  ] as const)(
    'whose interaction is %s is logged without any token, and the bot goes on',
    async (_why, fault) => {
      discord.faults.next({ method: 'POST', path: /callback/, times: 4, answer: fault });
      const lines: string[] = [];
      const log = createLog({
        level: 'debug',
        secrets: [discord.token],
        readable: false,
        write: (line) => lines.push(line),
      });
      await expect(ben.type(channel, '/act how:answer', { timeoutMs: 200 })).rejects.toThrow(
        'did not respond',
      );
      await expect.poll(() => reports, { timeout: 5000 }).toHaveLength(1);
      discord.faults.clear();
      log.error({ err: reports[0] }, 'a command failed');
      const [, interactionToken = ''] = /interactions\/\d+\/([\w.-]+)/.exec(inspect(reports)) ?? [];
      for (const secret of [discord.token, interactionToken].filter((one) => one !== '')) {
        expect(lines.join()).not.toContain(secret);
      }
      expect(inspect(reports, { depth: 10 })).not.toContain(discord.token);
      expect(await ask('answer')).toMatchObject({ content: 'at once' });
    },
  );

  it('knows who used it and where, in a server and in direct messages', async () => {
    await ask('answer');
    await manager.type(channel, '/act how:answer');
    await admin.type(channel, '/act how:answer');
    await ben.type(ben.dm(), '/act how:answer');
    const inServer = { guildId: guild.id, channelId: channel.id };
    expect(calls).toMatchObject([
      { userId: ben.id, ...inServer, isManager: false, options: { how: 'answer' } },
      { userId: manager.id, ...inServer, isManager: true },
      // Administrators have every permission.
      { userId: admin.id, ...inServer, isManager: true },
      {
        userId: ben.id,
        guildId: undefined,
        channelId: ben.dm().id,
        isManager: false,
        isBotDm: true,
      },
    ]);
    expect(calls[0]?.isBotDm).toBeUndefined();
  });
});

describe('a button', () => {
  it('replies below or updates its message, fast or slow', async () => {
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

  it('gets an ephemeral reply when it fails or is unknown, and its message stays', async () => {
    const message = await ask('buttons');
    expect(await ben.press(message, 'do:crash')).toMatchObject({ ephemeral: true });
    expect(await ben.press(message, 'gone:x')).toMatchObject({
      ephemeral: true,
      content: english('button.from-before'),
    });
    expect(
      controlsOf(ben.sees(channel).find(({ id }) => id === message.id) ?? message),
    ).toHaveLength(6);
  });
});
