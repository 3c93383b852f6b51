import { ApplicationCommandType, ContextMenuCommandBuilder, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { createSetup, type Setup } from './setup.ts';

const withMenus = async (setup: Setup) => {
  const client = await login(setup, (interaction) => {
    if (interaction.isMessageContextMenuCommand())
      return interaction.reply({
        content: `kept: ${interaction.targetMessage.content} (${interaction.targetMessage.author.username})`,
        flags: MessageFlags.Ephemeral,
      });
    if (interaction.isUserContextMenuCommand())
      return interaction.reply(`${interaction.targetUser.username} ${interaction.targetId}`);
    return undefined;
  });
  await client.application.commands.set([
    new ContextMenuCommandBuilder().setName('Keep this').setType(ApplicationCommandType.Message),
    new ContextMenuCommandBuilder().setName('Who Is It').setType(ApplicationCommandType.User),
  ]);
  return client;
};

test('lets a person use a message command on a message', async () => {
  const setup = await createSetup({ privilegedIntents: 1 << 15 });
  await withMenus(setup);
  const ben = setup.guild.addMember({ name: 'ben' });
  const target = ben.say(setup.papers, 'hello');
  const answer = await setup.ada.use('Keep this', target);
  expect(answer).toMatchObject({
    content: 'kept: hello (ben)',
    ephemeral: true,
    used: { name: 'Keep this', userId: setup.ada.id },
  });
  expect(answer.raw).toMatchObject({
    type: 23,
    interaction_metadata: { name: 'Keep this', command_type: 3, target_message_id: target.id },
  });
});

test('lets a person use a user command on a user', async () => {
  const setup = await createSetup();
  await withMenus(setup);
  const ben = setup.guild.addMember({ name: 'ben' });
  const answer = await setup.ada.use('Who Is It', { user: ben, channel: setup.papers });
  expect(answer.content).toBe(`ben ${ben.id}`);
  expect(answer.raw).toMatchObject({ interaction_metadata: { target_user: { id: ben.id } } });
});

test('offers a menu command only for its own kind of target, where people may use commands', async () => {
  const setup = await createSetup();
  await withMenus(setup);
  const target = setup.ada.say(setup.papers, 'x');
  await expect(setup.ada.use('Who Is It', target)).rejects.toThrow(
    'There is no command "Who Is It" for messages here',
  );
  await expect(
    setup.ada.use('Keep this', { user: setup.ada, channel: setup.papers }),
  ).rejects.toThrow('There is no command "Keep this" for users here');
  await expect(setup.ada.type(setup.papers, '/Keep')).rejects.toThrow('There is no command');
  setup.papers.setOverwrite({ id: setup.ada.id, type: 1, deny: 1n << 31n });
  await expect(setup.ada.use('Keep this', target)).rejects.toThrow('ada may not use commands');
  setup.papers.setOverwrite({ id: setup.ada.id, type: 1, deny: 1n << 10n });
  await expect(setup.ada.use('Keep this', target)).rejects.toThrow('ada sees no message');
});

test('offers menu commands on the page as well', async () => {
  const setup = await createSetup();
  await withMenus(setup);
  const use = async (body: object) => {
    const response = await fetch(`${setup.discord.origin}/playground/use`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: setup.ada.id, channel: setup.papers.id, ...body }),
    });
    return response.json();
  };
  const { id } = setup.ada.say(setup.papers, 'mine');
  expect(await use({ command: 'Keep this', message: id })).toMatchObject({ ok: true });
  expect(await use({ command: 'Who Is It', target: setup.ada.id })).toMatchObject({
    ok: true,
    message: { content: `ada ${setup.ada.id}` },
  });
});
