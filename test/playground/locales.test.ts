import { ApplicationCommandType } from 'discord.js';
import { expect, test } from 'vitest';
import { localised } from '../../playground/page/composer/localise.ts';
import type { Command } from '../../playground/page/api/types.ts';
import { login } from './client.ts';
import { createSetup, type Setup } from './setup.ts';

const FIND = {
  name: 'find',
  name_localizations: { de: 'finde' },
  description: 'Finds',
  description_localizations: { de: 'Findet' },
  options: [
    {
      type: 3,
      name: 'words',
      name_localizations: { de: 'wörter', ja: '語句' },
      description: 'Which',
    },
    {
      type: 3,
      name: 'sort',
      description: 'How',
      choices: [{ name: 'newest', name_localizations: { de: 'neueste' }, value: 'new' }],
    },
  ],
};

/** A bot that answers with the command and the options as it gets them. */
const withFind = async (setup: Setup) => {
  const client = await login(setup, (interaction) => {
    if (interaction.isMessageContextMenuCommand())
      return interaction.reply(interaction.commandName);
    if (!interaction.isChatInputCommand()) return undefined;
    const { commandName, locale, options } = interaction;
    return interaction.reply(JSON.stringify({ commandName, locale, given: options.data }));
  });
  const keep = { name: 'Keep', name_localizations: { de: 'Behalten' } };
  await client.application.commands.set([
    FIND,
    { ...keep, type: ApplicationCommandType.Message } as never,
  ]);
};

test('lets people type localised names, and sends the bot its own', async () => {
  const setup = await createSetup();
  await withFind(setup);
  const uwe = setup.guild.addMember({ name: 'uwe', locale: 'de' });
  const { content } = await uwe.type(setup.papers, '/finde wörter:a b sort:neueste');
  expect(JSON.parse(content)).toMatchObject({
    commandName: 'find',
    locale: 'de',
    given: [
      { name: 'words', value: 'a b' },
      { name: 'sort', value: 'new' },
    ],
  });
  expect((await uwe.type(setup.papers, '/find words:a b sort:newest')).content).toBe(content);
});

test("doesn't know a language's names in clients of another", async () => {
  const setup = await createSetup();
  await withFind(setup);
  const { ada, papers } = setup;
  await expect(ada.type(papers, '/finde')).rejects.toThrow('There is no command /finde');
  await expect(ada.type(papers, '/find wörter:a')).rejects.toThrow('it has words: sort:');
  await expect(ada.type(papers, '/find sort:neueste')).rejects.toThrow('is none of newest');
});

test('uses a menu command by its localised name', async () => {
  const setup = await createSetup();
  await withFind(setup);
  const { ada, papers } = setup;
  const message = ada.say(papers, 'hello');
  await expect(ada.use('Behalten', message)).rejects.toThrow('There is no command');
  ada.setLocale('de');
  expect((await ada.use('Behalten', message)).content).toBe('Keep');
});

test("sets a person's language on the page, and remembers it", async () => {
  const setup = await createSetup();
  await withFind(setup);
  const { discord, ada, papers } = setup;
  const ben = setup.guild.addMember({ name: 'ben' });
  const speak = async (locale: string) => {
    const response = await fetch(`${discord.origin}/playground/speak`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: ada.id, locale }),
    });
    return response.status;
  };
  const localeOf = async (user: string) => {
    const response = await fetch(`${discord.origin}/playground/state?user=${user}`);
    return ((await response.json()) as { locale: string }).locale;
  };
  expect(await speak('tlh')).toBe(400);
  expect(await localeOf(ada.id)).toBe('en-US');
  expect(await speak('ja')).toBe(200);
  expect(await localeOf(ada.id)).toBe('ja');
  expect(await localeOf(ben.id)).toBe('en-US');
  const { content } = await ada.type(papers, '/find 語句:x');
  expect(JSON.parse(content)).toMatchObject({ locale: 'ja', given: [{ name: 'words' }] });
});

test("shows commands on the page in the client's language, or as they are", () => {
  const commands: Command[] = [{ id: '1', ...FIND }];
  expect(localised(commands, 'de')).toMatchObject([
    {
      name: 'finde',
      description: 'Findet',
      options: [
        { name: 'wörter', description: 'Which' },
        { name: 'sort', choices: [{ name: 'neueste', value: 'new' }] },
      ],
    },
  ]);
  expect(localised(commands, 'ja')).toMatchObject([
    { name: 'find', description: 'Finds', options: [{ name: '語句' }, { name: 'sort' }] },
  ]);
  expect(localised(commands, 'en-US')).toEqual(commands);
});
