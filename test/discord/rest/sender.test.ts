import { ChannelType, GatewayIntentBits, PermissionFlagsBits as P } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { badGateway } from '../../../playground/server/faults/answers.ts';
import { type LoopbackDiscord, startDiscord } from '../../../playground/server/start.ts';
import type { ChannelHandle } from '../../../playground/server/world/channel.ts';
import type { GuildHandle } from '../../../playground/server/world/guild.ts';
import type { Sender } from '../../../src/delivery/sender.ts';
import { editBody, postBody } from '../../../src/discord/rest/message-json.ts';
import { digestMark, digestMessage } from '../../../src/messages/digest-message.ts';
import { fitMessage } from '../../../src/messages/message.ts';
import { digestOf } from '../../support/digest.ts';
import { openTestSender } from '../harness.ts';

const DAY = '2021-05-05';
const MARK = digestMark(DAY);
const DIGEST = digestOf({ day: DAY, papers: [{ categories: ['cs.CV'] }] });
const MESSAGE = digestMessage(DIGEST, DIGEST.papers);

let discord: LoopbackDiscord;
let guild: GuildHandle;
let papers: ChannelHandle;
let sender: Sender;
let bot: ReturnType<typeof openTestSender>;

beforeEach(async () => {
  discord = await startDiscord({ rateLimits: false });
  guild = discord.world.addGuild({ name: 'Lab' });
  papers = guild.addChannel({ name: 'papers' });
  bot = openTestSender(discord);
  sender = bot.sender;
});
afterEach(async () => {
  await bot.restClient.close();
  await discord.close();
});

const thread = (type = ChannelType.PublicThread) =>
  guild.addChannel({ name: 'thread', type, parent: papers });
const post = (channel: { id: string }, message = MESSAGE, nonce = 'n') =>
  sender.post(channel.id, message, nonce);
/** Makes Discord reject the next post. */
const refuse = (status: number, code: number, message = 'because') =>
  discord.faults.next({
    method: 'POST',
    path: /messages$/,
    answer: { status, body: { code, message } },
  });

describe('a post', () => {
  it('arrives whole with its nonce enforced, and mentions nobody', async () => {
    const answer = await post(papers, { ...MESSAGE, content: '@everyone' });
    expect(answer).toEqual({ kind: 'done', messageId: papers.messages[0]?.id });
    expect(papers.messages[0]).toMatchObject({
      mention_everyone: false,
      embeds: [{ title: expect.any(String) as string }],
      components: [
        { components: [{ custom_id: `paper:${MARK.menu}:0` }] },
        { components: [{ custom_id: `cite:bibtex:${DAY}` }] },
      ],
    });
    expect(discord.transcript.find(/^POST/)[0]?.request).toMatchObject({
      nonce: 'n',
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    });
  });

  it("is refused before sending when it has a file, which couldn't arrive whole", async () => {
    const message = { content: 'x', files: [{ name: 'a.txt', text: 'a' }] };
    await expect(post(papers, message)).rejects.toThrow(TypeError);
    const first = await post(papers);
    const id = first.kind === 'done' ? first.messageId : '';
    await expect(sender.edit(papers.id, id, message)).rejects.toThrow(TypeError);
    expect(papers.messages).toHaveLength(1);
  });

  it('fits one message for many channels once, and differs only by its nonce', async () => {
    const other = guild.addChannel({ name: 'other' });
    const long = { content: 'é'.repeat(3000) };
    await post(papers, long, 'a"\\');
    await post(other, long, 'b');
    const [first, second] = discord.transcript
      .find(/^POST/)
      .map(({ request }) => request as object);
    expect(first).toMatchObject({ nonce: 'a"\\' });
    expect({ ...first, nonce: '' }).toEqual({ ...second, nonce: '' });
    expect(papers.messages[0]?.content).toHaveLength(2000);
    expect(other.messages[0]?.content).toBe(papers.messages[0]?.content);
  });

  it('returns the first message when repeated with its nonce', async () => {
    const first = await post(papers);
    expect(await post(papers)).toEqual(first);
    expect(papers.messages).toHaveLength(1);
  });

  const unseen = { code: 'missing-permission', anyOf: ['ViewChannel'] };
  const lacking = {
    code: 'missing-permission',
    anyOf: ['SendMessages', 'EmbedLinks', 'SendMessagesInThreads'],
  };
  it.each([
    ['the channel cannot be seen', 'access', unseen, () => papers.denyBot(P.ViewChannel)],
    ['sending is not allowed', 'access', lacking, () => papers.denyBot(P.SendMessages)],
    ['embeds are not allowed', 'access', lacking, () => papers.denyBot(P.EmbedLinks)],
    ['the channel is gone', 'gone', { code: 'channel-gone' }, () => papers.delete()],
    ['the server is gone', 'gone', { code: 'channel-gone' }, () => guild.delete()],
    ['the bot was removed', 'access', unseen, () => guild.removeBot()],
  ])('is refused since %s (%s)', async (_what, why, reason, change) => {
    change();
    expect(await post(papers)).toEqual({ kind: 'refused', why, reason });
    expect(bot.rateLimiter.signals.at(-1)?.kind).toBe(why === 'access' ? 'denied' : 'answered');
  });

  it.each([
    [403, 50001, 'access', 'missing-permission'],
    [403, 50013, 'access', 'missing-permission'],
    [403, 160005, 'locked', 'thread-locked'],
    [400, 160005, 'locked', 'thread-locked'],
    [400, 50083, 'archived', 'thread-archived'],
    [404, 10003, 'gone', 'channel-gone'],
    [404, 10004, 'gone', 'server-gone'],
    [400, 50035, 'content', 'discord'],
    [400, 50006, 'content', 'discord'],
    [400, 200000, 'content', 'automod'],
    [400, 240000, 'content', 'harmful-link'],
    [400, 12345, 'content', 'discord'],
    [400, 50008, 'other', 'wrong-channel-type'],
    [403, 40333, 'other', 'discord'],
    [404, 0, 'other', 'discord'],
    [405, 0, 'other', 'discord'],
  ])('is refused after status %i with code %i as %s: %s', async (status, code, why, reason) => {
    refuse(status, code);
    expect(await post(papers)).toMatchObject({ kind: 'refused', why, reason: { code: reason } });
    expect(discord.transcript.find(/^POST/)).toHaveLength(1);
  });

  it('is refused as locked in a locked thread', async () => {
    const locked = thread();
    locked.setThread({ locked: true });
    expect(await post(locked)).toMatchObject({ kind: 'refused', why: 'locked' });
  });

  it('is unsure rather than refused in a server with an outage', async () => {
    guild.setUnavailable(true);
    expect(await post(papers)).toMatchObject({
      kind: 'unsure',
      reason: { code: 'discord-status', status: 503 },
    });
  });
});

describe('a message of ours', () => {
  async function posted(channel = papers): Promise<string> {
    const answer = await post(channel);
    if (answer.kind !== 'done') throw new Error(answer.reason.code);
    return answer.messageId;
  }

  it('can be replaced, whatever it contained', async () => {
    const id = await posted();
    expect(await sender.edit(papers.id, id, { content: 'now this', isSilent: true })).toEqual({
      kind: 'done',
    });
    expect(papers.messages[0]).toMatchObject({ content: 'now this', embeds: [], components: [] });
  });

  it("is replaced without flags that can't change any more", () => {
    const silent = { ...fitMessage({ content: 'x' }), flags: 4096 };
    expect(JSON.parse(String(postBody(silent, 'n')))).toEqual({
      ...silent,
      nonce: 'n',
      enforce_nonce: true,
    });
    expect(JSON.parse(String(editBody(silent)))).toEqual(fitMessage({ content: 'x' }));
  });

  it('that was deleted before an edit is distinguished from one in a deleted channel', async () => {
    const gone = { kind: 'refused', why: 'gone' };
    const edited = await sender.edit(papers.id, '1', MESSAGE);
    expect(edited).toEqual({ ...gone, reason: { code: 'message-gone' } });
    const id = await posted();
    papers.delete();
    expect(await sender.edit(papers.id, id, MESSAGE)).toEqual({
      ...gone,
      reason: { code: 'channel-gone' },
    });
  });

  it('is published once in an announcement channel', async () => {
    const news = guild.addChannel({ name: 'news', type: ChannelType.GuildAnnouncement });
    const id = await posted(news);
    expect(await sender.publish(news.id, id)).toEqual({ kind: 'done' });
    expect(await sender.publish(news.id, id)).toEqual({ kind: 'done' });
    expect(news.messages[0]?.flags).toBe(1);
    expect(await sender.publish(papers.id, await posted())).toMatchObject({ kind: 'refused' });
  });
});

describe('an archived thread', () => {
  it('is opened again', async () => {
    const archived = thread();
    archived.setThread({ archived: true });
    expect(await sender.unarchive(archived.id)).toEqual({ kind: 'done' });
    expect(await post(archived)).toMatchObject({ kind: 'done' });
  });

  it('stays as it is when it is also locked', async () => {
    const locked = thread();
    locked.setThread({ archived: true, locked: true });
    expect(await sender.unarchive(locked.id)).toMatchObject({ kind: 'refused', why: 'access' });
  });
});

describe('the search for our own message', () => {
  const find = (channel = papers) => sender.findOwnMessage(channel.id, MARK, Date.now());

  it('finds it by its menu or its first line, with or without a mention', async () => {
    expect(await find()).toEqual({ kind: 'absent' });
    await post(papers, { content: 'Hot papers of another day' }, 'other');
    expect(await find()).toEqual({ kind: 'absent' });
    await post(papers);
    expect(await find()).toEqual({ kind: 'found', messageId: papers.messages[1]?.id });
    for (const [n, before] of ['', `<@&${guild.memberRoleId}> `].entries()) {
      const channel = guild.addChannel({ name: `short-${n}` });
      await post(channel, { content: `${before}${MARK.line} two titles` }, `short-${n}`);
      expect(await find(channel)).toEqual({ kind: 'found', messageId: channel.messages[0]?.id });
    }
  });

  it('ignores messages of others', async () => {
    // The content of others' messages is blank without this intent.
    const open = await startDiscord({ privilegedIntents: GatewayIntentBits.MessageContent });
    const server = open.world.addGuild({ name: 'Lab' });
    const channel = server.addChannel({ name: 'papers' });
    const reader = openTestSender(open);
    onTestFinished(async () => {
      await reader.restClient.close();
      await open.close();
    });
    server.owner.say(channel, `${MARK.line} I can do that too`);
    expect(await reader.sender.findOwnMessage(channel.id, MARK, Date.now())).toEqual({
      kind: 'absent',
    });
  });

  it('reads as many pages as it takes, and no further back than asked', async () => {
    await post(papers, { content: 'early' }, 'early');
    for (let n = 0; n < 250; n++) guild.owner.say(papers, `line ${n}`);
    await post(papers);
    expect(await find()).toMatchObject({ kind: 'found' });
    expect(discord.transcript.find(/^GET .*messages/)).toHaveLength(3);
    const tomorrow = Date.now() + 86_400_000;
    expect(await sender.findOwnMessage(papers.id, MARK, tomorrow)).toEqual({ kind: 'absent' });
  });

  it('trusts an empty history only if it may read it', async () => {
    await post(papers);
    papers.denyBot(P.ReadMessageHistory);
    expect(await find()).toEqual({ kind: 'unknown' });
    papers.denyBot(0n);
    expect(await find()).toMatchObject({ kind: 'found' });
  });

  it("doesn't trust what was read before the permission came back", async () => {
    await post(papers);
    papers.denyBot(P.ReadMessageHistory);
    discord.faults.next({
      method: 'GET',
      path: /channels\/\d+$/,
      meanwhile: () => papers.denyBot(0n),
    });
    expect(await find()).toMatchObject({ kind: 'found' });
  });

  it("is unsure or refused when Discord doesn't answer or refuses", async () => {
    discord.faults.next({ method: 'GET', path: /messages$/, answer: badGateway });
    expect(await find()).toEqual({
      kind: 'unsure',
      reason: { code: 'discord-status', status: 502 },
    });
    // The history is empty, and whether it may be read stays unanswered.
    discord.faults.next({ method: 'GET', path: /members/, answer: badGateway });
    expect(await find()).toMatchObject({ kind: 'unsure' });
    papers.denyBot(P.ViewChannel);
    expect(await find()).toMatchObject({ kind: 'refused', why: 'access' });
  });
});

describe('a notice to the subscriber', () => {
  const tell = (nonce = 'notice') =>
    sender.notifyOwner({ userId: guild.owner.id, guildId: guild.id }, { content: 'Listen' }, nonce);

  it('reaches the person once', async () => {
    expect(await tell()).toBe('person');
    expect(await tell()).toBe('person');
    expect(guild.owner.dm().messages.map(({ content }) => content)).toEqual(['Listen']);
  });

  it('goes to the system channel when the person accepts no messages', async () => {
    guild.owner.setAcceptsDms(false);
    guild.setSystemChannel(papers);
    expect(await tell()).toBe('system channel');
    expect(papers.messages).toHaveLength(1);
  });

  it("reaches nobody when there is no system channel or it isn't writable", async () => {
    guild.owner.setAcceptsDms(false);
    expect(await tell()).toBe('nobody');
    guild.setSystemChannel(papers);
    papers.denyBot(P.SendMessages);
    expect(await tell('again')).toBe('nobody');
  });

  describe('which may have been sent before', () => {
    const again = (nonce: string) =>
      sender.notifyOwner(
        { userId: guild.owner.id, guildId: guild.id },
        { content: 'Listen' },
        nonce,
        {
          line: 'Listen',
          since: Date.now(),
        },
      );

    it("isn't repeated to the person", async () => {
      await tell('forgotten');
      expect(await again('another')).toBe('person');
      expect(guild.owner.dm().messages).toHaveLength(1);
    });

    it("is sent if it wasn't there", async () => {
      expect(await again('another')).toBe('person');
      expect(guild.owner.dm().messages).toHaveLength(1);
    });

    it("isn't repeated in the system channel, even if that became unreadable", async () => {
      guild.owner.setAcceptsDms(false);
      guild.setSystemChannel(papers);
      await tell('forgotten');
      expect(await again('another')).toBe('system channel');
      papers.denyBot(P.ReadMessageHistory);
      expect(await again('a third')).toBe('system channel');
      expect(papers.messages).toHaveLength(1);
    });

    it("waits when Discord doesn't say", async () => {
      discord.faults.next({ method: 'GET', path: /messages/, answer: badGateway });
      expect(await again('another')).toBe('unsure');
      expect(guild.owner.dm().messages).toEqual([]);
    });
  });

  it("isn't sent elsewhere when it may have arrived", async () => {
    guild.setSystemChannel(papers);
    discord.faults.next({ method: 'POST', path: /messages$/, answer: 'drop-after' });
    expect(await tell()).toBe('unsure');
    expect(papers.messages).toEqual([]);
    expect(await tell()).toBe('person');
    expect(guild.owner.dm().messages).toHaveLength(1);
  });
});
