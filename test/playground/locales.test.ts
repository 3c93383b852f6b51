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

test('a person types names as their client shows them, and the bot gets its own', async () => {
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

test('names of one language are unknown to clients in another', async () => {
  const setup = await createSetup();
  await withFind(setup);
  const { ada, papers } = setup;
  await expect(ada.type(papers, '/finde')).rejects.toThrow('There is no command /finde');
  await expect(ada.type(papers, '/find wörter:a')).rejects.toThrow('it has words: sort:');
  await expect(ada.type(papers, '/find sort:neueste')).rejects.toThrow('is none of newest');
});

test('a menu command is used by the name that is shown', async () => {
  const setup = await createSetup();
  await withFind(setup);
  const { ada, papers } = setup;
  const message = ada.say(papers, 'hello');
  await expect(ada.use('Behalten', message)).rejects.toThrow('There is no command');
  ada.setLocale('de');
  expect((await ada.use('Behalten', message)).content).toBe('Keep');
});

test('the page sets the language of a person, and learns it again', async () => {
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

test('the page shows commands in the language of the client, and what it lacks as it is', () => {
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
