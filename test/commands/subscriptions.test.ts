import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reason } from '../../src/delivery/reason.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, inCode, titlesOf } from '../support/seen.ts';
import { digestHeading } from '../../src/messages/digest-message.ts';

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
/** The answer to a new subscription. */
const subscribed = (
  channelId: string,
  {
    top = 10,
    time = '09:00',
    timeZone = 'UTC',
  }: { top?: number; time?: string; timeZone?: string },
) => english('subscribed.new', { channel: `<#${channelId}>`, top, time, timeZone });
const at1230 = (top: number) => english('settings.top', { top, time: '12:30', timeZone: 'UTC' });

const unix = (text: string): number => Date.parse(text) / 1000;

describe('/subscribe', () => {
  it("says what will arrive, and when in the reader's own time", async () => {
    const answer = await ask(
      '/subscribe channel:#papers top:5 categories:cs.cv, STAT time:9:30 timezone:europe/berlin',
    );
    const next = unix('2021-05-07T07:30:00Z');
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(
      [
        english('subscribed.new-in', {
          channel: `<#${lab.papers.id}>`,
          top: 5,
          categories: 'cs.CV, stat',
          time: '09:30',
          timeZone: 'Europe/Berlin',
        }),
        english('subscribed.next', { at: `<t:${next}:F>`, when: `<t:${next}:R>` }),
      ].join('\n'),
    );
  });

  it('defaults to this channel, ten papers and the default time', async () => {
    expect((await ask('/subscribe')).content).toContain(subscribed(lab.general.id, {}));
  });

  it('posts the newest digest once when the button is pressed', async () => {
    const answer = await ask('/subscribe channel:#papers top:2');
    const [button] = controlsOf(answer);
    expect(button?.label).toBe(english('post.button', { day: '2021-05-05' }));
    const first = await lab.ada.press(answer, button?.id ?? '');
    const told = {
      day: '2021-05-05',
      channel: `<#${lab.papers.id}>`,
      link: `https://discord.com/channels/${lab.guild.id}/${lab.papers.id}/${lab.papers.messages[0]?.id ?? ''}`,
    };
    expect(first.content).toBe(english('post.done', told));
    const again = await lab.ada.press(answer, button?.id ?? '');
    expect(again.content).toBe(english('post.again', told));
    expect(lab.papers.messages).toHaveLength(1);
    const [message] = lab.ben.sees(lab.papers);
    expect(message && titlesOf(message)).toEqual([
      '1. Paper 1 of 2021-05-05',
      '2. Paper 2 of 2021-05-05',
    ]);
    // The digest was posted already, so there's no button to post it.
    expect(controlsOf(await ask('/subscribe channel:#papers'))).toEqual([]);
  });

  it("keeps settings that aren't given again", async () => {
    await ask('/subscribe channel:#papers top:3 categories:cs.LG time:18:00 timezone:Asia/Tokyo');
    const told = {
      channel: `<#${lab.papers.id}>`,
      top: 1,
      time: '18:00',
      timeZone: 'Asia/Tokyo',
    };
    expect((await ask('/subscribe channel:#papers top:1')).content).toContain(
      english('subscribed.changed-in', { ...told, categories: 'cs.LG' }),
    );
    expect((await ask('/subscribe channel:#papers categories:all')).content).toContain(
      english('subscribed.changed', told),
    );
  });

  it("warns about a category that arXiv doesn't list, and refuses an empty list", async () => {
    expect((await ask('/subscribe categories:cs.CB')).content).toContain(
      english('subscribed.unknown-category', { codes: '**cs.CB**' }),
    );
    expect((await ask('/subscribe categories:,')).content).toBe(english('categories.none'));
  });

  it('stores a time zone by its current name', async () => {
    expect((await ask('/subscribe timezone:asia/kolkata')).content).toContain('Asia/Kolkata');
    expect(await lab.ada.suggest(lab.general, '/subscribe timezone:kyiv')).toEqual([
      { name: 'Europe/Kyiv', value: 'Europe/Kyiv' },
    ]);
  });

  it.each([
    ['time:25:00', english('time.unknown', { typed: String.raw`25\:00` })],
    ['time:nine', english('time.unknown', { typed: 'nine' })],
    [
      'timezone:Germany',
      english('timezone.unknown-near', {
        typed: 'Germany',
        near: '`Europe/Berlin`, `Europe/Busingen`',
      }),
    ],
    ['timezone:+02:00', english('timezone.unknown', { typed: String.raw`\+02\:00` })],
    ['categories:cs.CV, cats!', english('category.unknown', { typed: 'cats!' })],
  ])('answers %s with what is accepted and subscribes nothing', async (option, accepted) => {
    const answer = await ask(`/subscribe channel:#papers ${option}`);
    expect(answer.content).toBe(accepted);
    expect(inCode((await ask('/subscriptions')).content)).toBe(english('server.none'));
  });

  it('names the permissions missing in the channel', async () => {
    lab.papers.denyBot(PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks);
    const answer = await ask('/subscribe channel:#papers');
    const lacks = (permissions: string) =>
      english('channel.lacks', { channel: `<#${lab.papers.id}>`, permissions });
    expect(inCode(answer.content)).toBe(lacks('**Send Messages**, **Embed Links**'));
    expect(inCode((await ask('/subscriptions')).content)).toBe(english('server.none'));
    lab.papers.denyBot(PermissionFlagsBits.ViewChannel);
    expect(inCode((await ask('/subscribe channel:#papers')).content)).toBe(
      lacks('**View Channel**'),
    );
  });

  it('is for managers only, even if Discord lets others through', async () => {
    const answer = await ask('/subscribe channel:#papers');
    const pressed = lab.ben.press(answer, controlsOf(answer)[0]?.id ?? '');
    // Ben can't even see Ada's private answer.
    await expect(pressed).rejects.toThrow();
    await expect(lab.ben.type(lab.general, '/subscribe')).rejects.toThrow(/permission/);
  });

  it('understands a time and a city as people type them', async () => {
    const answer = await ask('/subscribe channel:#papers time:6:30 pm timezone:Berlin');
    expect(answer.content).toContain(
      subscribed(lab.papers.id, { time: '18:30', timeZone: 'Europe/Berlin' }),
    );
    expect(answer.content.split('\n')).toHaveLength(2);
  });

  it('understands categories by part of their code and by words of their name', async () => {
    expect(
      (await ask('/subscribe channel:#papers categories:cv, computation lang, ml, ro cs.CR'))
        .content,
    ).toContain(
      english('subscribed.new-in', {
        channel: `<#${lab.papers.id}>`,
        top: 10,
        categories: 'cs.CV, cs.CL, stat.ML, cs.RO, cs.CR',
        time: '09:00',
        timeZone: 'UTC',
      }),
    );
    const several = await ask('/subscribe categories:quantum');
    expect(several.content).toBe(
      english('category.several', {
        typed: 'quantum',
        categories: '`gr-qc`, `math.QA`, `quant-ph`, or `cond-mat.quant-gas`',
      }),
    );
    expect(several.ephemeral).toBe(true);
  });

  it('says that a zone has no summer time', async () => {
    expect((await ask('/subscribe channel:#papers timezone:est')).content).toContain(
      english('timezone.no-summer', { zone: 'EST', city: 'America/New_York' }),
    );
    // But not when something else is changed later.
    expect((await ask('/subscribe channel:#papers top:2')).content.split('\n')).toHaveLength(2);
  });

  it('suggests time zones, and categories one after the other', async () => {
    const zones = await lab.ada.suggest(lab.general, '/subscribe timezone:new y');
    expect(zones).toEqual([{ name: 'America/New_York', value: 'America/New_York' }]);
    expect(await lab.ada.suggest(lab.general, '/subscribe categories:cs.CV, sta')).toEqual([
      {
        name: `cs.CV, stat.ML Machine Learning (${english('count.papers', { count: 1 })})`,
        value: 'cs.CV, stat.ML',
      },
    ]);
  });
});

describe('a subscribed channel', () => {
  const at = async (time: string): Promise<void> => {
    lab.clock.now = Date.parse(time);
    await lab.bot.deliverDue();
  };

  const last = (words: string) => english('subscriptions.last', { last: words });
  /** The line of `/subscriptions` about the posted digest. */
  const posted = (when = '2021-05-06T12:30:00Z'): string => {
    const id = lab.papers.messages[0]?.id ?? '';
    const digest = `[2021-05-05](https://discord.com/channels/${lab.guild.id}/${lab.papers.id}/${id})`;
    return last(english('state.sent', { digest, when: `<t:${unix(when)}:R>` }));
  };

  /** A rate limit that ends after half a second. */
  const slowDown = {
    method: 'POST',
    path: /\/channels\/\d+\/messages$/,
    answer: {
      status: 429,
      headers: { 'retry-after': '0.5' },
      body: { message: 'Slow down.', retry_after: 0.5, global: false },
    },
  };

  /** Discord creates the message, but its response gets lost. */
  const loseAnswers = (times: number): void =>
    lab.discord.faults.next({
      method: 'POST',
      path: /\/channels\/\d+\/messages$/,
      times,
      commit: true,
      answer: { status: 502 },
    });

  /** Posts a due digest so that the bot can't find out whether it arrived. */
  const leaveUnconfirmed = async (): Promise<void> => {
    const answer = await ask('/subscribe channel:#papers time:12:30');
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    loseAnswers(2);
    const pressed = await lab.ada.press(answer, controlsOf(answer)[0]?.id ?? '');
    expect(pressed.content).toContain(english('reason.discord-status', { status: 502 }));
  };

  it('gets the newest digest once at its own local time, even across restarts', async () => {
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

  it('gets a digest when it appears if its hour has passed', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    await lab.addDigest(digestOf({ day: '2021-05-06', papers: [{}] }));
    await lab.restart();
    await at('2021-05-06T15:00:00Z');
    expect(lab.papers.messages.map(({ content }) => content.split(' · ')[0])).toEqual(
      ['2021-05-05', '2021-05-06'].map(digestHeading),
    );
  });

  it('gets only papers of its categories, and nothing on a day without any', async () => {
    await ask('/subscribe channel:#papers categories:cs.IT time:12:30');
    await ask('/subscribe channel:#general categories:hep-th time:12:30');
    await at('2021-05-06T12:30:00Z');
    expect(lab.papers.messages.flatMap(({ embeds }) => embeds.map(({ title }) => title))).toEqual([
      '3. Paper 3 of 2021-05-05',
    ]);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(
      last(
        english('state.skipped', {
          day: '2021-05-05',
          when: '<t:1620304200:R>',
          reason: english('reason.no-paper-in', { categories: 'hep-th' }),
        }),
      ),
    );
    expect(lab.general.messages).toHaveLength(0);
  });

  it('reports a lost permission in /subscriptions, and resumes once it is back', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    lab.papers.denyBot(PermissionFlagsBits.SendMessages);
    await at('2021-05-06T12:30:00Z');
    await at('2021-05-06T12:31:00Z');
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(
      english('subscriptions.now', {
        now: english('state.trouble', {
          reason: english('state.lacks', { permissions: '**Send Messages**' }),
          since: '<t:1620304200:D>',
        }),
      }),
    );
    const tries = () =>
      lab.discord.transcript.entries.filter(({ summary }) =>
        summary.includes(`POST /channels/${lab.papers.id}/messages`),
      ).length;
    expect(tries()).toBe(1);
    lab.papers.denyBot(0n);
    await expect.poll(() => lab.papers.messages.length).toBe(1);
    const description = async () => (await ask('/subscriptions')).embeds[0]?.description;
    // The clock moves on only when the bot has recorded the post.
    await expect.poll(description).toContain(posted('2021-05-06T12:31:00Z'));
    await at('2021-05-06T12:32:00Z');
    expect(tries()).toBe(2);
    expect(await description()).toContain(posted('2021-05-06T12:31:00Z'));
  });

  it('gets a digest once although Discord fails after creating the message', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    loseAnswers(1);
    await at('2021-05-06T12:30:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(posted());
  });

  it('looks for a digest of unknown fate in the history once the nonce has expired', async () => {
    await leaveUnconfirmed();
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(
      last(english('state.none-yet')),
    );
    await at('2021-05-06T13:30:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(posted());
  });

  it('searches the history from the time of the post when much was said since', async () => {
    await leaveUnconfirmed();
    lab.clock.now += 1000;
    for (let said = 0; said < 250; said++) lab.ben.say(lab.papers, `chat ${said}`);
    await at('2021-05-06T13:30:00Z');
    const digests = lab.papers.messages.filter(({ content }) => content.startsWith('Hot papers'));
    expect(digests).toHaveLength(1);
  });

  it("still gets that day's digest when its settings change after its hour", async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    await ask('/subscribe channel:#papers top:3');
    await lab.addDigest(digestOf({ day: '2021-05-06', papers: [{}] }));
    await lab.restart();
    await at('2021-05-06T15:00:00Z');
    expect(lab.papers.messages).toHaveLength(2);
  });

  it('gets only the newest of several digests that appear together', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    for (const day of ['2021-05-01', '2021-05-06', '2021-05-07']) {
      await lab.addDigest(digestOf({ day, papers: [{}] }));
    }
    await expect.poll(() => lab.papers.messages.length, { timeout: 15_000 }).toBe(2);
    expect(lab.papers.messages.map(({ content }) => content.split(' · ')[0])).toEqual(
      ['2021-05-05', '2021-05-07'].map(digestHeading),
    );
  });

  it("isn't muted by a digest with a mistyped year", async () => {
    await ask('/subscribe channel:#papers time:12:30');
    await lab.addDigest(digestOf({ day: '2201-05-06', papers: [{}] }));
    await lab.restart();
    await at('2021-05-06T12:30:00Z');
    expect(lab.papers.messages.map(({ content }) => content.split(' · ')[0])).toEqual(
      ['2021-05-05'].map(digestHeading),
    );
    expect(lab.logged.join('')).toContain('this digest is for a day in the future');
  });

  it('is named in the log with the reason when it got nothing', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    lab.papers.denyBot(PermissionFlagsBits.SendMessages);
    await at('2021-05-06T12:30:00Z');
    const line = lab.logged.find((one) => one.includes("can't post to a channel")) ?? '{}';
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

  it("gets no second digest when the first may have arrived and the history can't be read", async () => {
    await leaveUnconfirmed();
    lab.papers.denyBot(PermissionFlagsBits.ReadMessageHistory);
    await at('2021-05-06T13:30:00Z');
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain('may have arrived');
  });

  it('gets its whole digest when the bot is stopped while a button posts it', async () => {
    const answer = await ask('/subscribe channel:#papers');
    lab.discord.faults.next(slowDown);
    const pressing = lab.ada.press(answer, controlsOf(answer)[0]?.id ?? '');
    await expect.poll(() => lab.discord.faults.pending).toBe(0);
    await lab.bot.stop();
    expect((await pressing).content).toBe(
      english('post.done', {
        day: '2021-05-05',
        channel: `<#${lab.papers.id}>`,
        link: `https://discord.com/channels/${lab.guild.id}/${lab.papers.id}/${lab.papers.messages[0]?.id ?? ''}`,
      }),
    );
    await lab.restart();
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(
      posted('2021-05-06T12:00:00Z'),
    );
  });

  it('gets its whole digest when the bot is stopped during delivery', async () => {
    await ask('/subscribe channel:#papers time:12:30');
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    lab.discord.faults.next(slowDown);
    void lab.bot.deliverDue();
    await expect.poll(() => lab.discord.faults.pending).toBe(0);
    await lab.bot.stop();
    expect(lab.logged.join('')).toContain('"sent":1');
    await lab.restart();
    expect(lab.papers.messages).toHaveLength(1);
    expect((await ask('/subscriptions')).embeds[0]?.description).toContain(posted());
  });

  it('is forgotten when it is deleted and when the bot is removed from the server', async () => {
    await ask('/subscribe channel:#papers');
    await ask('/subscribe channel:#general');
    lab.papers.delete();
    await expect
      .poll(async () => (await ask('/subscriptions')).content)
      .toBe(english('subscriptions.heading', { count: 1 }));
    lab.guild.removeBot();
    lab.guild.addBot();
    await expect
      .poll(async () => inCode((await ask('/subscriptions')).content))
      .toBe(english('server.none'));
  });

  it('may be a thread, and is forgotten with it', async () => {
    const thread = lab.guild.addChannel({ name: 'talk', type: 11, parent: lab.papers });
    await ask('/subscribe channel:#talk time:12:30');
    await at('2021-05-06T12:30:00Z');
    expect(thread.messages).toHaveLength(1);
    thread.delete();
    await expect
      .poll(async () => inCode((await ask('/subscriptions')).content))
      .toBe(english('server.none'));
  });

  it('survives an outage of its server', async () => {
    await ask('/subscribe channel:#papers');
    lab.guild.setUnavailable(true);
    lab.guild.setUnavailable(false);
    expect((await ask('/subscriptions')).content).toBe(
      english('subscriptions.heading', { count: 1 }),
    );
  });
});

describe('/subscriptions', () => {
  it('shows every channel with its last and next digest, in pages', async () => {
    const channels = Array.from({ length: 12 }, (_, n) =>
      lab.guild.addChannel({ name: `papers-${n}` }),
    );
    for (const { name } of channels) await ask(`/subscribe channel:#${name} time:10:00`);
    const first = await ask('/subscriptions');
    expect(first.content).toBe(
      english('page.of', {
        heading: english('subscriptions.heading', { count: 12 }),
        page: 1,
        pages: 2,
      }),
    );
    const next = unix('2021-05-07T10:00:00Z');
    expect(first.embeds[0]?.description).toContain(
      [
        `<#${channels[0]?.id}> ${english('settings.top', { top: 10, time: '10:00', timeZone: 'UTC' })}`,
        english('subscriptions.last', { last: english('state.none-yet') }),
        english('subscriptions.next', { at: `<t:${next}:F>`, when: `<t:${next}:R>` }),
      ].join('\n'),
    );
    const second = await lab.ada.press(first, english('page.next'));
    expect(second.id).toBe(first.id);
    expect(second.embeds[0]?.description?.match(/<#/g)).toHaveLength(2);
  });
});

describe('/unsubscribe', () => {
  it("stops a channel's digests", async () => {
    await ask('/subscribe channel:#papers time:12:30 top:3');
    const { content } = await ask('/unsubscribe channel:#papers');
    expect(inCode(content)).toBe(
      english('unsubscribe.done', { channel: `<#${lab.papers.id}>`, settings: at1230(3) }),
    );
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    await lab.bot.deliverDue();
    expect(lab.papers.messages).toHaveLength(0);
  });

  it("names the subscribed channels when this one isn't", async () => {
    await ask('/subscribe channel:#papers');
    expect((await ask('/unsubscribe')).content).toBe(
      english('unsubscribe.others', {
        channel: `<#${lab.general.id}>`,
        channels: `<#${lab.papers.id}>`,
      }),
    );
  });
});

describe('/help', () => {
  it('covers every command in the one list', async () => {
    const [embed] = (await lab.ben.type(lab.general, '/help')).embeds;
    const lines = (embed?.description ?? '').split('\n');
    expect(lines.map((line) => /^(?:<\/(\w+):\d+>|\*\*(\w+) papers)/.exec(line)?.slice(1))).toEqual(
      [
        ['papers', undefined],
        ['paper', undefined],
        [undefined, 'Find'],
        ['help', undefined],
        undefined,
        undefined,
        ['subscribe', undefined],
        ['unsubscribe', undefined],
        ['subscriptions', undefined],
        ['settings', undefined],
        ['status', undefined],
      ],
    );
    const marked = lines.filter((line) => line.endsWith(english('help.managers')));
    expect(marked).toHaveLength(4);
  });
});
