import {
  ApplicationCommandType,
  ChannelType,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  MessageFlags,
  TextInputStyle,
  type Interaction,
} from 'discord.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from '../../playground/serve-page.ts';
import { startDiscord, type LoopbackDiscord } from '../../playground/server/start.ts';
import { hasChromium, openPage, until, using } from './browser.ts';

/** A bot that has what Paperboy has not: forms, and commands of the right-click menus. */
async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) {
    await interaction.showModal({
      custom_id: 'wish',
      title: 'Wish for a paper',
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.TextInput,
              custom_id: 'title',
              label: 'Title',
              style: TextInputStyle.Short,
              placeholder: 'Of the paper',
            },
          ],
        },
        {
          type: ComponentType.Label,
          label: 'Reason',
          description: 'In a sentence or two',
          component: {
            type: ComponentType.TextInput,
            custom_id: 'reason',
            style: TextInputStyle.Paragraph,
            required: false,
          },
        },
        {
          type: ComponentType.Label,
          label: 'Urgency',
          component: {
            type: ComponentType.StringSelect,
            custom_id: 'urgency',
            options: [
              { label: 'Low', value: 'low' },
              { label: 'High', value: 'high' },
            ],
          },
        },
      ],
    });
  } else if (interaction.isModalSubmit()) {
    const { fields } = interaction;
    const text = (id: string) => fields.getTextInputValue(id);
    const urgency = fields.getStringSelectValues('urgency').join();
    await interaction.reply(`Wished: ${text('title')} (${text('reason')}), ${urgency}`);
  } else if (interaction.isMessageContextMenuCommand()) {
    await interaction.reply(`Kept ${interaction.targetMessage.id}`);
  } else if (interaction.isUserContextMenuCommand()) {
    await interaction.reply({
      content: `Greeted ${interaction.targetUser.username}`,
      flags: MessageFlags.Ephemeral,
    });
  }
}

describe.runIf(hasChromium)('the page with any bot', { timeout: 30_000 }, () => {
  let discord: LoopbackDiscord;
  let client: Client;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let at: ReturnType<typeof using>;

  beforeAll(async () => {
    discord = await startDiscord({ botName: 'Scribe', onRequest: servePage });
    const guild = discord.world.addGuild({ name: 'Paper Lab', ownerName: 'ada' });
    guild.addChannel({ name: 'papers' });
    const category = guild.addChannel({ name: 'Archive', type: ChannelType.GuildCategory });
    const news = guild.addChannel({
      name: 'news',
      type: ChannelType.GuildAnnouncement,
      parent: category,
    });
    guild.addChannel({ name: 'ideas', type: ChannelType.GuildForum, parent: category });
    guild.addChannel({ name: 'first issue', type: ChannelType.PublicThread, parent: news });
    const ben = guild.addMember({ name: 'ben' });
    const other = discord.world.addGuild({ name: 'Reading Group', ownerName: 'eve' });
    other.addChannel({ name: 'reading' });
    other.addMember({ person: guild.owner });
    discord.world.addGuild({ name: 'Elsewhere', ownerName: 'ian' });
    other.addMember({ person: ben });

    client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.url } });
    client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
    const ready = new Promise<Client<true>>((resolve) => {
      client.once(Events.ClientReady, resolve);
    });
    await client.login(discord.token);
    await (
      await ready
    ).application.commands.set([
      { name: 'wish', description: 'Wish for a paper' },
      { name: 'Keep', type: ApplicationCommandType.Message },
      { name: 'Greet', type: ApplicationCommandType.User },
    ]);
    ({ browser, page, complaints } = await openPage(discord.origin));
    at = using(page);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await client.destroy();
    await discord.close();
  });

  const menuEntries = () => page.locator('.menu-entry > span:first-child').allTextContents();

  it('shows a form, keeps it open until it is valid, and sends it', async () => {
    await at.send('/wish');
    const form = page.locator('dialog.form');
    await form.waitFor();
    expect(await form.locator('h2').textContent()).toBe('Wish for a paper');
    await page.keyboard.type('Attention');
    await at.keys('Enter');
    await form.locator('.form-error:not(:empty)').waitFor();
    await at.keys('Tab');
    await page.keyboard.type('for the title');
    await at.keys('Tab', 'Enter', 'ArrowDown', 'Enter');
    await form.getByRole('button', { name: 'Submit' }).click();
    await at.last.filter({ hasText: 'Wished: Attention (for the title), high' }).waitFor();
    await form.waitFor({ state: 'detached' });
  });

  it('closes a form on Escape', async () => {
    await at.send('/wish');
    await page.locator('dialog.form').waitFor();
    await at.keys('Escape');
    await page.locator('dialog.form').waitFor({ state: 'detached' });
  });

  it('sends a typed line on Enter even if commands arrive after the proposals were closed', async () => {
    await at.line.focus();
    await page.keyboard.type('/wish');
    await page.locator('.proposal', { hasText: 'wish' }).waitFor();
    await at.keys('Escape');
    const read = page.waitForResponse((response) => response.url().includes('/commands'));
    await client.application?.commands.create({ name: 'new', description: 'Is new' });
    await (await read).finished();
    // The new command can be proposed once the page has drawn what it read.
    await page.evaluate('new Promise(requestAnimationFrame)');
    await at.keys('Enter');
    await page.locator('dialog.form').waitFor();
    await at.keys('Escape');
    await page.locator('dialog.form').waitFor({ state: 'detached' });
  });

  it("offers a message's commands on right click", async () => {
    await at.send('Keep this');
    await at.last.filter({ hasText: 'Keep this' }).click({ button: 'right' });
    expect(await menuEntries()).toEqual(['Keep', 'Copy Text', 'Copy Message ID']);
    const id = await at.last.getAttribute('data-id');
    await page.locator('.menu-entry', { hasText: 'Keep' }).first().click();
    await at.last.filter({ hasText: `Kept ${id ?? ''}` }).waitFor();
  });

  it("offers a message's commands by keyboard", async () => {
    await at.line.focus();
    await at.keys('Shift+Tab', 'ArrowUp');
    const focused = await page.locator('discord-message:focus').getAttribute('data-id');
    expect(focused).not.toBeNull();
    await at.keys('Shift+F10');
    await page.locator('.menu').waitFor();
    await at.keys('Escape');
    await page.locator('.menu').waitFor({ state: 'detached' });
    expect(await page.locator('discord-message:focus').getAttribute('data-id')).toBe(focused);
    await at.keys('Shift+F10', 'Enter');
    await at.last.filter({ hasText: `Kept ${focused ?? ''}` }).waitFor();
  });

  it("offers a member's commands, whose private answer only the user sees", async () => {
    await page.locator('.member', { hasText: 'ben' }).click({ button: 'right' });
    expect(await menuEntries()).toEqual(['Message', 'Mention', 'Greet', 'Copy User ID']);
    await page.locator('.menu-entry', { hasText: 'Greet' }).click();
    await at.last.filter({ hasText: 'Greeted ben' }).waitFor();
    expect(await at.onlyMine.count()).toBe(1);
    await page.locator('.person', { hasText: 'ben' }).click();
    await until('ben does not see it', async () => (await at.onlyMine.count()) === 0);
    await page.locator('.person', { hasText: 'ada' }).click();
    await at.onlyMine.click({ button: 'right' });
    await page.locator('.menu-entry', { hasText: 'Dismiss Message' }).click();
    await at.onlyMine.waitFor({ state: 'detached' });
  });

  it('lists channels by category, threads under their channel, each with its icon', async () => {
    const names = await page.locator('.channels > *').allTextContents();
    expect(names).toEqual(['#papers', 'Archive', '📢news', '🧵first issue', '💬ideas']);
    await at.openChannel('first issue');
    await at.send('In the thread');
    await at.last.filter({ hasText: 'In the thread' }).waitFor();
  });

  it('shows a replied-to message in one line, with names for ids', async () => {
    await at.openChannel('papers');
    const id = await page.locator('.channel', { hasText: 'papers' }).getAttribute('data-channel');
    const channel = await client.channels.fetch(id ?? '');
    if (channel?.isSendable() !== true) throw new Error('#papers cannot be written to');
    const asked = await channel.send(`Is <#${channel.id}> **here**?\nOr elsewhere?`);
    await asked.reply('It is');
    const reply = at.last.filter({ hasText: 'It is' }).locator('.reply-text');
    await reply.waitFor();
    expect(await reply.textContent()).toBe('Is # papers here?');
    await at.openChannel('first issue');
  });

  it("lists a person's servers, and opens them where they were left", async () => {
    const icons = page.locator('.server-icon');
    const titles = (await icons.all()).map((icon) => icon.getAttribute('title'));
    expect(await Promise.all(titles)).toEqual(['Paper Lab', 'Reading Group']);
    await icons.nth(1).click();
    await page.locator('#channel-name', { hasText: 'reading' }).waitFor();
    await icons.nth(0).click();
    await page.locator('#channel-name', { hasText: 'first issue' }).waitFor();
  });

  it('opens direct messages with the bot to read and write', async () => {
    await page.locator('.member', { hasText: 'Scribe' }).click();
    await page.locator('.menu-entry', { hasText: 'Message' }).click();
    await page.locator('.channels h2', { hasText: 'Direct messages' }).waitFor();
    await at.send('Hello **you**');
    await at.last.locator('strong', { hasText: 'you' }).waitFor();
    const ada = await client.users.fetch(
      (await page.locator('.person[aria-pressed="true"]').getAttribute('data-key')) ?? '',
    );
    await ada.send('Hello *yourself*');
    await at.last.locator('em', { hasText: 'yourself' }).waitFor();
  });

  it('marks unread channels', async () => {
    await page.locator('.server-icon[title="Paper Lab"]').click();
    const ada = await client.users.fetch(
      (await page.locator('.person[aria-pressed="true"]').getAttribute('data-key')) ?? '',
    );
    await ada.send('Are you there?');
    await page.locator('.server-icon.unread[title="Direct Messages"]').waitFor();
  });

  it('gives messages the full width on a phone, with channels behind a button', async () => {
    const before = page.viewportSize() ?? { width: 1360, height: 900 };
    await page.setViewportSize({ width: 390, height: 844 });
    const box = await page.locator('.channel-view').boundingBox();
    expect(box?.width).toBe(390);
    const channel = page.locator('.channel', { hasText: 'first issue' });
    expect(await channel.isVisible()).toBe(false);
    const toggle = page.getByRole('button', { name: 'Servers, channels and people' });
    await toggle.click();
    await channel.click();
    await page.locator('#channel-name', { hasText: 'first issue' }).waitFor();
    expect(await channel.isVisible()).toBe(false);
    await toggle.click();
    await at.keys('Escape');
    expect(await channel.isVisible()).toBe(false);
    const theme = await page.locator('#theme').boundingBox();
    expect((theme?.x ?? 0) + (theme?.width ?? 0)).toBeLessThanOrEqual(390);
    await page.setViewportSize(before);
    expect(await channel.isVisible()).toBe(true);
  });

  it('logs no errors', () => {
    expect(complaints).toEqual([]);
  });
});
