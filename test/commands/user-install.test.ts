import { ApplicationCommandType, REST } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import { EVERYWHERE } from '../../src/command.ts';
import { registerCommands } from '../../src/discord/interactions/register-commands.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { inCode, optionsOf, titlesOf } from '../support/seen.ts';

const DIGESTS = [
  digestOf({
    day: '2021-05-05',
    papers: Array.from({ length: 12 }, (_, n) => ({ title: `Study ${n + 1}` })),
  }),
  digestOf({ day: '2021-05-03', papers: [{ title: 'Older Work' }] }),
];
const IDS = DIGESTS[0]?.papers.slice(0, 2).map(({ arxivId }) => arxivId) ?? [];

let lab: Lab;
/** A channel of a server that Paperboy was never added to. */
let elsewhere: ChannelHandle;
beforeAll(async () => {
  lab = await openLab({ digests: DIGESTS });
  const guild = lab.discord.world.addGuild({ name: 'Elsewhere' });
  elsewhere = guild.addChannel({ name: 'chat' });
  guild.addMember({ person: lab.ada, permissions: 1n << 5n });
  guild.addMember({ person: lab.ben });
  guild.removeBot();
  lab.ada.setInstalled(true);
});
afterAll(() => lab.close());

describe.each<[string, () => ChannelHandle]>([
  ['in a server with Paperboy', () => lab.general],
  ['in a server without it', () => elsewhere],
  ['in its own direct messages', () => lab.ada.dm()],
  ['in direct messages with somebody else', () => lab.ada.dmWith(lab.ben)],
])('installed by a user, %s', (_where, place) => {
  it('finds the papers in a message and opens one after a restart', async () => {
    const target = lab.ada.say(place(), IDS.map((id) => `https://arxiv.org/abs/${id}`).join(' '));
    const list = await lab.ada.use('Find papers', target);
    expect(titlesOf(list)).toEqual(['Study 1', 'Study 2']);
    expect(list.ephemeral).toBe(true);
    await lab.restart();
    const [, second = ''] = optionsOf(list);
    const opened = await lab.ada.choose(list, 'paper:found:0', [second]);
    expect(titlesOf(opened)).toEqual(['Study 2']);
    expect(opened.ephemeral).toBe(true);
  });

  it('answers /papers, turns its pages, opens papers and suggests days', async () => {
    const first = await lab.ada.type(place(), '/papers');
    const heading = english('papers.of-day', { day: '2021-05-05', count: 12 });
    expect(first.content).toBe(english('page.of', { heading, page: 1, pages: 2 }));
    const second = await lab.ada.press(first, english('page.next'));
    expect(second.id).toBe(first.id);
    expect(titlesOf(second)).toEqual(['11. Study 11', '12. Study 12']);
    const [eleventh = ''] = optionsOf(second);
    expect(titlesOf(await lab.ada.choose(second, 'paper:found:0', [eleventh]))).toEqual([
      'Study 11',
    ]);
    const none = await lab.ada.type(place(), '/papers date:2021-05-04');
    expect(titlesOf(await lab.ada.press(none, '2021-05-03'))).toEqual(['1. Older Work']);
    expect(await lab.ada.suggest(place(), '/papers date:2021-05-0')).toHaveLength(2);
  });

  it('answers /help', async () => {
    const { description } = (await lab.ada.type(place(), '/help')).embeds[0] ?? {};
    expect(description?.match(/^(?:<\/|\*\*Find papers)/gm)).toHaveLength(commands.length);
  });
});

describe('in a server where Paperboy is only user-installed', () => {
  it('turns pages for others in answers of their own', async () => {
    const page = await lab.ada.type(elsewhere, '/papers');
    const others = await lab.ben.press(page, english('page.next'));
    expect(others.id).not.toBe(page.id);
    expect(others.ephemeral).toBe(true);
    expect(titlesOf(others)).toEqual(['11. Study 11', '12. Study 12']);
  });

  it("replies only to the interaction and never calls the server's endpoints", async () => {
    const before = lab.discord.transcript.find(/\/(channels|guilds)\//).length;
    await lab.ada.type(elsewhere, '/papers search:study');
    await lab.ada.use('Find papers', lab.ada.say(elsewhere, IDS.join(' ')));
    expect(lab.discord.transcript.find(/\/(channels|guilds)\//)).toHaveLength(before);
  });

  it.each(['subscribe', 'unsubscribe', 'subscriptions', 'status'])(
    "doesn't offer /%s",
    async (name) => {
      await expect(lab.ada.type(elsewhere, `/${name}`)).rejects.toThrow('There is no command');
      await expect(lab.ada.type(lab.ada.dmWith(lab.ben), `/${name}`)).rejects.toThrow(
        'There is no command',
      );
      await expect(lab.ada.type(lab.ada.dm(), `/${name}`)).rejects.toThrow(
        'cannot be used in direct messages',
      );
    },
  );

  it.each(['subscribe', 'unsubscribe', 'subscriptions', 'status'])(
    'says where /%s works if Discord offers it anyway',
    async (name) => {
      // As if Discord still had registrations that allow it.
      const everywhere = commands.map(({ data }) => ({ ...data, ...EVERYWHERE }));
      const rest = new REST({ api: lab.discord.url }).setToken(lab.discord.token);
      await registerCommands(rest, lab.discord.applicationId, everywhere);
      for (const place of [elsewhere, lab.ada.dm(), lab.ada.dmWith(lab.ben)]) {
        const answer = await lab.ada.type(place, `/${name}`);
        expect(inCode(answer.content)).toBe(english('error.servers-only', { command: name }));
        expect(answer.ephemeral).toBe(true);
      }
    },
  );

  it('corrects the registered commands at the next start, then leaves them alone', async () => {
    const writes = () => lab.discord.transcript.find(/^PUT .*commands/).length;
    const strayed = writes();
    await lab.restart();
    expect(writes()).toBe(strayed + 1);
    await lab.restart();
    expect(writes()).toBe(strayed + 1);
  });
});

it('every command says where it may be installed and used', () => {
  for (const { data } of commands) {
    expect(data.integration_types).toEqual(
      data.type === ApplicationCommandType.Message ||
        ['papers', 'paper', 'help'].includes(data.name)
        ? EVERYWHERE.integration_types
        : [0],
    );
    expect(data.contexts).toEqual(data.integration_types?.length === 2 ? [0, 1, 2] : [0]);
  }
});
