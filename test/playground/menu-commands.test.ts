import { ApplicationCommandType, ContextMenuCommandBuilder, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { login } from './client.ts';
import { openScene, type Scene } from './scene.ts';

const withMenus = async (scene: Scene) => {
  const client = await login(scene, (interaction) => {
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
  const scene = await openScene({ privilegedIntents: 1 << 15 });
  await withMenus(scene);
  const ben = scene.guild.addMember({ name: 'ben' });
  const target = ben.say(scene.papers, 'hello');
  const answer = await scene.ada.use('Keep this', target);
  expect(answer).toMatchObject({
    content: 'kept: hello (ben)',
    ephemeral: true,
    used: { name: 'Keep this', userId: scene.ada.id },
  });
  expect(answer.raw).toMatchObject({
    type: 23,
    interaction_metadata: { name: 'Keep this', command_type: 3, target_message_id: target.id },
  });
});

test('lets a person use a user command on a user', async () => {
  const scene = await openScene();
  await withMenus(scene);
  const ben = scene.guild.addMember({ name: 'ben' });
  const answer = await scene.ada.use('Who Is It', { user: ben, channel: scene.papers });
  expect(answer.content).toBe(`ben ${ben.id}`);
  expect(answer.raw).toMatchObject({ interaction_metadata: { target_user: { id: ben.id } } });
});

test('offers a menu command only for its own kind of target, where people may use commands', async () => {
  const scene = await openScene();
  await withMenus(scene);
  const target = scene.ada.say(scene.papers, 'x');
  await expect(scene.ada.use('Who Is It', target)).rejects.toThrow(
    'There is no command "Who Is It" for messages here',
  );
  await expect(
    scene.ada.use('Keep this', { user: scene.ada, channel: scene.papers }),
  ).rejects.toThrow('There is no command "Keep this" for users here');
  await expect(scene.ada.type(scene.papers, '/Keep')).rejects.toThrow('There is no command');
  scene.papers.setOverwrite({ id: scene.ada.id, type: 1, deny: 1n << 31n });
  await expect(scene.ada.use('Keep this', target)).rejects.toThrow('ada may not use commands');
  scene.papers.setOverwrite({ id: scene.ada.id, type: 1, deny: 1n << 10n });
  await expect(scene.ada.use('Keep this', target)).rejects.toThrow('ada sees no message');
});

test('offers menu commands on the page as well', async () => {
  const scene = await openScene();
  await withMenus(scene);
  const use = async (body: object) => {
    const response = await fetch(`${scene.discord.origin}/playground/use`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: scene.ada.id, channel: scene.papers.id, ...body }),
    });
    return response.json();
  };
  const { id } = scene.ada.say(scene.papers, 'mine');
  expect(await use({ command: 'Keep this', message: id })).toMatchObject({ ok: true });
  expect(await use({ command: 'Who Is It', target: scene.ada.id })).toMatchObject({
    ok: true,
    message: { content: `ada ${scene.ada.id}` },
  });
});
