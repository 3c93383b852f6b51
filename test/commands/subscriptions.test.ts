import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reason } from '../../src/delivery/reason.ts';
import { english } from '../../src/words/say.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, titlesOf } from '../support/seen.ts';

const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [
    { categories: ['cs.CV'] },
    { categories: ['cs.LG', 'stat.ML'] },
    { categories: ['math.IT'] },
  ],
});

let lab: Lab;
beforeEach(async () => {
  lab = await openLab({ digests: [DIGEST], now: '2021-05-06T12:00:00Z' });
});
afterEach(() => lab.close());

const ask = (line: string) => lab.ada.type(lab.general, line);
const unix = (text: string): number => Date.parse(text) / 1000;

describe('/subscribe', () => {
  it('says what will arrive, and when by the reader’s own clock', async () => {
    const answer = await ask(
      '/subscribe channel:#papers top:5 categories:cs.cv, STAT time:9:30 timezone:europe/berlin',
    );
    const next = unix('2021-05-07T07:30:00Z');
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(
      [
        `<#${lab.papers.id}> gets each day's top 5 papers in cs.CV, stat at 09:30, Europe/Berlin.`,
        `The next time is <t:${next}:F> by your own clock, <t:${next}:R>.`,
      ].join('\n'),
    );
  });

  it('takes this channel, ten papers, and the default time where nothing is given', async () => {
    expect((await ask('/subscribe')).content).toContain(
      `<#${lab.general.id}> gets each day's top 10 papers at 09:00, UTC.`,
    );
  });

  it('posts the newest digest at the press of a button, once', async () => {
    const answer = await ask('/subscribe channel:#papers top:2');
    const [button] = controlsOf(answer);
    expect(button?.label).toBe('Post the newest digest now (2021-05-05)');
    const first = await lab.ada.press(answer, button?.id ?? '');
    expect(first.content).toContain('is posted in');
    const again = await lab.ada.press(answer, button?.id ?? '');
    expect(again.content).toContain('was already posted in');
    expect(lab.papers.messages).toHaveLength(1);
    const [message] = lab.ben.sees(lab.papers);
    expect(message && titlesOf(message)).toEqual([
      '1. Paper 1 of 2021-05-05',
      '2. Paper 2 of 2021-05-05',
    ]);
    // It offers nothing that was already done.
    expect(controlsOf(await ask('/subscribe channel:#papers'))).toEqual([]);
  });

  it('keeps what is not given anew', async () => {
    await ask('/subscribe channel:#papers top:3 categories:cs.LG time:18:00 timezone:Asia/Tokyo');
    expect((await ask('/subscribe channel:#papers top:1')).content).toContain(
      `<#${lab.papers.id}> now gets each day's top paper in cs.LG at 18:00, Asia/Tokyo.`,
    );
    expect((await ask('/subscribe channel:#papers categories:all')).content).toContain(
      'top paper at 18:00',
    );
  });

  it('doubts a category that arXiv does not list, and refuses an empty list', async () => {
    expect((await ask('/subscribe categories:cs.CB')).content).toContain(
      'I know no category **cs.CB**',
    );
    expect((await ask('/subscribe categories:,')).content).toContain('at least one category');
  });

  it('keeps a time zone by the name its people use', async () => {
    expect((await ask('/subscribe timezone:asia/kolkata')).content).toContain('Asia/Kolkata');
    expect(await lab.ada.suggest(lab.general, '/subscribe timezone:kyiv')).toEqual([
      { name: 'Europe/Kyiv', value: 'Europe/Kyiv' },
    ]);
  });

  it.each([
    ['time:25:00', '`09:00`'],
    ['time:nine', '`18:30`'],
    ['timezone:Germany', '`Europe/Berlin`'],
    ['timezone:+02:00', 'time zone'],
    ['categories:cs.CV, cats!', '`cs.CV`'],
  ])(
    'with %s is answered with what is accepted, and nothing is subscribed',
    async (option, accepted) => {
      const answer = await ask(`/subscribe channel:#papers ${option}`);
      expect(answer.content).toContain(accepted);
      expect((await ask('/subscriptions')).content).toContain('No channel of this server');
    },
  );

  it('names the permissions that are missing in that channel', async () => {
    lab.papers.denyBot(PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks);
    const answer = await ask('/subscribe channel:#papers');
    expect(answer.content).toContain(
      `I can't post in <#${lab.papers.id}> yet: there I lack **Send Messages**, **Embed Links**.`,
    );
    expect((await ask('/subscriptions')).content).toContain('No channel of this server');
    lab.papers.denyBot(PermissionFlagsBits.ViewChannel);
    expect((await ask('/subscribe channel:#papers')).content).toContain('**View Channel**');
  });

  it('is for managers, also for those whom Discord let through', async () => {
    const answer = await ask('/subscribe channel:#papers');
    const pressed = lab.ben.press(answer, controlsOf(answer)[0]?.id ?? '');
    // Ben cannot even see Ada's private answer.
    await expect(pressed).rejects.toThrow();
    await expect(lab.ben.type(lab.general, '/subscribe')).rejects.toThrow(/permission/);
  });

  it('takes a time and a city as people say them', async () => {
    const answer = await ask('/subscribe channel:#papers time:6:30 pm timezone:Berlin');
    expect(answer.content).toContain('at 18:30, Europe/Berlin.');
    expect(answer.content).not.toContain('summer time');
  });

  it('takes categories by a part of their code and by words of their name', async () => {
    expect(
      (await ask('/subscribe channel:#papers categories:cv, computation lang, ml, ro cs.CR'))
        .content,
    ).toContain('in cs.CV, cs.CL, stat.ML, cs.RO, cs.CR at');
    const several = await ask('/subscribe categories:quantum');
    expect(several.content).toMatch(/^\*\*quantum\*\* may be `[^`]+`, .*, or `[^`]+`\. Which/);
    expect(several.ephemeral).toBe(true);
  });

  it('says of a zone without summer time that it has none', async () => {
    expect((await ask('/subscribe channel:#papers timezone:est')).content).toContain(
      "EST has no summer time. Where the clocks change, choose a city's zone, such as `America/New_York`.",
    );
    // Not again when something else is changed.
    expect((await ask('/subscribe channel:#papers top:2')).content).not.toContain('summer');
  });

  it('suggests time zones and, one after the other, categories', async () => {
    const zones = await lab.ada.suggest(lab.general, '/subscribe timezone:new y');
    expect(zones).toEqual([{ name: 'America/New_York', value: 'America/New_York' }]);
    expect(await lab.ada.suggest(lab.general, '/subscribe categories:cs.CV, sta')).toEqual([
      { name: 'cs.CV, stat.ML Machine Learning (1 paper)', value: 'cs.CV, stat.ML' },
    ]);
  });
});

describe('a subscribed channel', () => {
  const at = async (time: string): Promise<void> => {
    lab.clock.now = Date.parse(time);
    await lab.bot.deliverDue();
  };

  /** Discord asks to wait half a second before the next post. */
  const slowDown = {
    method: 'POST',
    path: /\/channels\/\d+\/messages$/,
    answer: {
      status: 429,
      headers: { 'retry-after': '0.5' },
      body: { message: 'Slow down.', retry_after: 0.5, global: false },
    },
  };

  /** Discord makes the message, and the bot does not hear of it. */
  const loseAnswers = (times: number): void =>
    lab.discord.faults.next({
      method: 'POST',
      path: /\/channels\/\d+\/messages$/,
      times,
      commit: true,
      answer: { status: 502 },
    });

  /** A digest that is due is posted, and the bot gives up asking whether it was. */
  const leaveOpen = async (): Promise<void> => {
    const answer = await ask('/subscribe channel:#papers time:12:30');
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    loseAnswers(2);
    const pressed = await lab.ada.press(answer, controlsOf(answer)[0]?.id ?? '');
    expect(pressed.content).toContain('Discord answered 502');
  };

  it('gets the newest digest at its own local time, once, also over restarts', async () => {
    await ask('/subscribe channel:#papers time:09:00 timezone:America/New_York');
    await at('2021-05-06T12:59:00Z');
    expect(lab.papers.messages).toHaveLength(0);
    await at('2021-05-06T13:00:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    await lab.restart();
    await at('2021-05-06T13:01:00Z');
    await at('2021-05-07T13:00:00Z');
    expect(lab.papers.messages).toHaveLength(1);
  });

  it('gets a digest that appears after its time when it appears', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    await lab.shelve(digestOf({ day: '2021-05-06', papers: [{}] }));
    await lab.restart();
    await at('2021-05-06T15:00:00Z');
    expect(lab.papers.messages.map(({ content }) => content.slice(0, 21))).toEqual([
      'Hot papers 2021-05-05',
      'Hot papers 2021-05-06',
    ]);
  });

  it('gets the papers of its categories, and nothing on a day without any', async () => {
    await ask('/subscribe channel:#papers categories:cs.IT time:12:30');
    await ask('/subscribe channel:#general categories:hep-th time:12:30');
    await at('2021-05-06T12:30:00Z');
    expect(lab.papers.messages.flatMap(({ embeds }) => embeds.map(({ title }) => title))).toEqual([
      '3. Paper 3 of 2021-05-05',
    ]);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(
      `Last: 2021-05-05 nothing was posted, <t:1620304200:R>: ${english('reason.no-paper-in', { categories: 'hep-th' })}`,
    );
    expect(lab.general.messages).toHaveLength(0);
  });

  it('that lost its permission is told of in /subscriptions, and goes on once it is back', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    lab.papers.denyBot(PermissionFlagsBits.SendMessages);
    await at('2021-05-06T12:30:00Z');
    await at('2021-05-06T12:31:00Z');
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(
      "Now: can't post: I lack **Send Messages**",
    );
    const tries = () =>
      lab.discord.transcript.entries.filter(({ summary }) =>
        summary.includes(`POST /channels/${lab.papers.id}/messages`),
      ).length;
    expect(tries()).toBe(1);
    lab.papers.denyBot(0n);
    await expect.poll(() => lab.papers.messages.length).toBe(1);
    await at('2021-05-06T12:32:00Z');
    expect(tries()).toBe(2);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('Last: [2021-05-05](');
  });

  it('gets a digest once although Discord fails after creating the message', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    loseAnswers(1);
    await at('2021-05-06T12:30:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('Last: [2021-05-05](');
  });

  it('that may have got one is asked for its history, once Discord may not know the nonce any more', async () => {
    await leaveOpen();
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('Last: nothing yet');
    await at('2021-05-06T13:30:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('Last: [2021-05-05](');
  });

  it('of which much was said since is searched from the moment of the post on', async () => {
    await leaveOpen();
    lab.clock.now += 1000;
    for (let said = 0; said < 250; said++) lab.ben.say(lab.papers, `chat ${said}`);
    await at('2021-05-06T13:30:00Z');
    const digests = lab.papers.messages.filter(({ content }) => content.startsWith('Hot papers'));
    expect(digests).toHaveLength(1);
  });

  it('whose settings change after its hour still gets a digest that appears later that day', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    await ask('/subscribe channel:#papers top:3');
    await lab.shelve(digestOf({ day: '2021-05-06', papers: [{}] }));
    await lab.restart();
    await at('2021-05-06T15:00:00Z');
    expect(lab.papers.messages).toHaveLength(2);
  });

  it('gets only the newest of many digests that appear together', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    for (const day of ['2021-05-01', '2021-05-06', '2021-05-07']) {
      await lab.shelve(digestOf({ day, papers: [{}] }));
    }
    await expect.poll(() => lab.papers.messages.length, { timeout: 15_000 }).toBe(2);
    expect(lab.papers.messages.map(({ content }) => content.slice(0, 21))).toEqual([
      'Hot papers 2021-05-05',
      'Hot papers 2021-05-07',
    ]);
  });

  it('is not muted by a digest with a mistyped year', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await lab.shelve(digestOf({ day: '2201-05-06', papers: [{}] }));
    await lab.restart();
    await at('2021-05-06T12:30:00Z');
    expect(lab.papers.messages.map(({ content }) => content.slice(0, 21))).toEqual([
      'Hot papers 2021-05-05',
    ]);
    expect(lab.logged.join('')).toContain('the day of this digest has not come');
  });

  it('that got nothing is named in the log with the reason', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    lab.papers.denyBot(PermissionFlagsBits.SendMessages);
    await at('2021-05-06T12:30:00Z');
    const line = lab.logged.find((one) => one.includes('a channel cannot be posted to')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      channelId: lab.papers.id,
      missing: ['SendMessages'],
      told: 'person',
    });
    const run = lab.logged.find((one) => one.includes('delivered nothing')) ?? '{}';
    expect(JSON.parse(run)).toMatchObject({
      channels: 1,
      failed: 1,
      reasons: { [(JSON.parse(line) as { reason: Reason }).reason.code]: 1 },
    });
  });

  it('that may have got a digest, and whose history may not be read, gets no second one', async () => {
    await leaveOpen();
    lab.papers.denyBot(PermissionFlagsBits.ReadMessageHistory);
    await at('2021-05-06T13:30:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('may have arrived');
  });

  it('gets its digest whole when the bot is stopped while a button posts it', async () => {
    const answer = await ask('/subscribe channel:#papers');
    lab.discord.faults.next(slowDown);
    const pressing = lab.ada.press(answer, controlsOf(answer)[0]?.id ?? '');
    await expect.poll(() => lab.discord.faults.pending).toBe(0);
    await lab.bot.stop();
    expect((await pressing).content).toContain('is posted');
    await lab.restart();
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('Last: [2021-05-05](');
  });

  it('gets its digest whole when the bot is stopped in the middle of it', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    lab.discord.faults.next(slowDown);
    void lab.bot.deliverDue();
    await expect.poll(() => lab.discord.faults.pending).toBe(0);
    await lab.bot.stop();
    expect(lab.logged.join('')).toContain('"sent":1');
    await lab.restart();
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('Last: [2021-05-05](');
  });

  it('is forgotten when it is deleted, and when the bot is removed from the server', async () => {
    await ask('/subscribe channel:#papers');
    await ask('/subscribe channel:#general');
    lab.papers.delete();
    await expect.poll(async () => (await ask('/subscriptions')).content).toContain('**1 channel**');
    lab.guild.removeBot();
    lab.guild.addBot();
    await expect
      .poll(async () => (await ask('/subscriptions')).content)
      .toContain('No channel of this server');
  });

  it('may be a thread, and is forgotten with it', async () => {
    const thread = lab.guild.addChannel({ name: 'talk', type: 11, parent: lab.papers });
    await ask('/subscribe channel:#talk time:12:30');
    await at('2021-05-06T12:30:00Z');
    expect(thread.messages).toHaveLength(1);
    thread.delete();
    await expect
      .poll(async () => (await ask('/subscriptions')).content)
      .toContain('No channel of this server');
  });

  it('survives an outage of its server', async () => {
    await ask('/subscribe channel:#papers');
    lab.guild.setUnavailable(true);
    lab.guild.setUnavailable(false);
    expect((await ask('/subscriptions')).content).toContain('**1 channel**');
  });
});

describe('/subscriptions', () => {
  it('shows every channel with its last and its next, in pages', async () => {
    const channels = Array.from({ length: 12 }, (_, n) =>
      lab.guild.addChannel({ name: `papers-${n}` }),
    );
    for (const { name } of channels) await ask(`/subscribe channel:#${name} time:10:00`);
    const first = await ask('/subscriptions');
    expect(first.content).toBe('**12 channels** of this server get the daily papers, page 1 of 2');
    const next = unix('2021-05-07T10:00:00Z');
    expect(first.embeds[0]?.description).toContain(
      `<#${channels[0]?.id}> top 10, 10:00 UTC\nLast: nothing yet\nNext: <t:${next}:F> (<t:${next}:R>)`,
    );
    const second = await lab.ada.press(first, 'Next');
    expect(second.id).toBe(first.id);
    expect(second.embeds[0]?.description?.match(/<#/g)).toHaveLength(2);
  });
});

describe('/unsubscribe', () => {
  it('ends the digests of a channel', async () => {
    await ask('/subscribe channel:#papers time:12:30 top:3');
    const { content } = await ask('/unsubscribe channel:#papers');
    expect(content).toContain('gets no more digests');
    expect(content).toContain('the settings were: top 3, 12:30 UTC');
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    await lab.bot.deliverDue();
    expect(lab.papers.messages).toHaveLength(0);
  });

  it('of a channel that has none names those that have', async () => {
    await ask('/subscribe channel:#papers');
    expect((await ask('/unsubscribe')).content).toBe(
      `<#${lab.general.id}> is not subscribed. These are: <#${lab.papers.id}>.`,
    );
  });
});

describe('/help', () => {
  it('tells of every command in the one list', async () => {
    const [embed] = (await lab.ben.type(lab.general, '/help')).embeds;
    expect(embed?.fields?.map(({ name }) => name.split(' ')[0])).toEqual([
      '/papers',
      '/paper',
      'Find',
      '/subscribe',
      '/unsubscribe',
      '/subscriptions',
      '/status',
      '/help',
    ]);
  });
});
