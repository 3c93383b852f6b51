import { ChannelType, PermissionFlagsBits as P } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { badGateway } from '../../../playground/server/faults/answers.ts';
import { type LoopbackDiscord, startDiscord } from '../../../playground/server/start.ts';
import type { ChannelHandle } from '../../../playground/server/world/channel.ts';
import type { GuildHandle } from '../../../playground/server/world/guild.ts';
import { UserError } from '../../../src/command.ts';
import { english } from '../../../src/i18n/translate.ts';
import { openTestSender } from '../harness.ts';

let discord: LoopbackDiscord;
let guild: GuildHandle;
let papers: ChannelHandle;
let bot: ReturnType<typeof openTestSender>;

beforeEach(async () => {
  discord = await startDiscord({ rateLimits: false });
  guild = discord.world.addGuild({ name: 'Lab' });
  papers = guild.addChannel({ name: 'papers' });
  bot = openTestSender(discord);
});
afterEach(async () => {
  await bot.restClient.close();
  await discord.close();
});

const FINE = { missing: [], isLocked: false, isAnnouncement: false };
const check = (channel: { id: string } = papers) =>
  bot.channelAccess.checkForUser(guild.id, channel.id);
const thread = () =>
  guild.addChannel({ name: 'thread', type: ChannelType.PublicThread, parent: papers });

describe('access to a channel', () => {
  it('is complete when the bot was invited with its own link', async () => {
    expect(await check()).toEqual(FINE);
    expect(await bot.sender.access(guild.id, papers.id)).toEqual({ kind: 'done', ...FINE });
  });

  it.each([
    [P.SendMessages, 'SendMessages'],
    [P.EmbedLinks, 'EmbedLinks'],
    [P.ReadMessageHistory, 'ReadMessageHistory'],
    [P.ViewChannel, 'ViewChannel'],
  ])(
    'lacks exactly the missing permission (%i: %s), and returns at once with it',
    async (bit, name) => {
      papers.denyBot(bit);
      expect(await check()).toEqual({ ...FINE, missing: [name] });
      papers.denyBot(0n);
      expect(await check()).toEqual(FINE);
    },
  );

  it("in a thread depends on its own permission and its channel's overwrites", async () => {
    const inside = thread();
    papers.denyBot(P.SendMessages);
    expect(await check(inside)).toEqual(FINE);
    papers.denyBot(P.SendMessagesInThreads);
    expect(await check(inside)).toEqual({ ...FINE, missing: ['SendMessagesInThreads'] });
  });

  it('reports a locked thread, unless the bot may write there anyway', async () => {
    const inside = thread();
    inside.setThread({ locked: true });
    expect(await check(inside)).toEqual({ ...FINE, isLocked: true });
    guild.giveBotRole(guild.addRole({ name: 'Threads', permissions: P.ManageThreads }));
    expect(await check(inside)).toEqual(FINE);
  });

  it('includes whether messages there can be published', async () => {
    const news = guild.addChannel({ name: 'news', type: ChannelType.GuildAnnouncement });
    expect(await check(news)).toEqual({ ...FINE, isAnnouncement: true });
  });

  it('is checked ahead of deliveries when a person waits', async () => {
    await check();
    expect(bot.rateLimiter.acquired).toEqual({ usual: 0, urgent: 3 });
    await bot.sender.access(guild.id, papers.id);
    expect(bot.rateLimiter.acquired).toEqual({ usual: 3, urgent: 3 });
  });

  it('is refused for a channel that is gone or in another server', async () => {
    const other = discord.world.addGuild({ name: 'Other' }).addChannel({ name: 'papers' });
    for (const id of ['1', other.id, guild.owner.dm().id]) {
      expect(await bot.sender.access(guild.id, id)).toMatchObject({ kind: 'refused', why: 'gone' });
      await expect(check({ id })).rejects.toThrow(english('channel.gone'));
    }
  });

  it("is explained at once to a person when Discord doesn't answer", async () => {
    discord.faults.next({ method: 'GET', path: /guilds/, answer: badGateway });
    await expect(check()).rejects.toThrow(
      english('channel.not-asked', { reason: english('reason.discord-status', { status: 502 }) }),
    );
    bot.rateLimiter.pause(60_000);
    const startedAt = performance.now();
    await expect(check()).rejects.toThrow(UserError);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('mentioning a role', () => {
  const mayMention = (id: string) => bot.channelAccess.mayMention(guild.id, papers.id, id);

  it('is allowed when it is mentionable or the bot may mention any role', async () => {
    const open = guild.addRole({ name: 'Open', mentionable: true });
    const closed = guild.addRole({ name: 'Closed' });
    expect(await mayMention(open.id)).toBe(true);
    expect(await mayMention(closed.id)).toBe(false);
    guild.giveBotRole(guild.addRole({ name: 'Loud', permissions: P.MentionEveryone }));
    expect(await mayMention(closed.id)).toBe(true);
    papers.denyBot(P.MentionEveryone);
    expect(await mayMention(closed.id)).toBe(false);
  });

  it("isn't allowed for @everyone or a role that doesn't exist", async () => {
    guild.giveBotRole(guild.addRole({ name: 'Loud', permissions: P.MentionEveryone }));
    expect(await mayMention(guild.id)).toBe(false);
    expect(await mayMention('1')).toBe(false);
  });

  it("is explained in a channel the bot can't see", async () => {
    papers.denyBot(P.ViewChannel);
    await expect(mayMention(guild.memberRoleId)).rejects.toThrow(english('channel.hidden'));
  });
});
