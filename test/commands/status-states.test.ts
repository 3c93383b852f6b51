import { describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { subscriptions as list } from '../../commands/subscriptions.ts';
import { type Call, UserError } from '../../src/command.ts';
import type { Reason } from '../../src/delivery/reason.ts';
import { fitMessage } from '../../src/embeds/fit-message.ts';
import type { Subscription, Trouble } from '../../src/store/subscriptions.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { english } from '../../src/words/say.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

const manager = { userId: '5', guildId: '1', channelId: '100', isManager: true };
const member = { ...manager, isManager: false };
const here: Call = { ...member, options: {} };
const server: Call = { ...manager, options: { scope: 'server' } };
const seconds = NOW / 1000;

const TROUBLE: Trouble = {
  since: NOW,
  day: '2021-05-05',
  digests: 3,
  reason: { code: 'missing-permission', anyOf: ['ViewChannel'] },
  missing: ['ViewChannel', 'EmbedLinks'],
  toldAt: NOW,
  pausedAt: NOW,
};
const sent = (messageId = '9') =>
  ({ day: '2021-05-05', at: NOW, kind: 'sent', messageId }) satisfies Subscription['last'];
const channel = (n: number, more: Partial<Subscription> = {}): Subscription => ({
  ...SUBSCRIPTION,
  channelId: String(100 + n),
  ...more,
});

describe('/status in a channel that cannot be posted to', () => {
  it('says what is missing since when, how to mend it, that it is paused, and who was told', async () => {
    const { context } = await contextWith({ subscriptions: [channel(0, { trouble: TROUBLE })] });
    const { message } = await status.run(here, context);
    expect(message.embeds?.[0]).toMatchObject({
      title: "I can't post there",
      description: [
        `Since <t:${seconds}:f> I lack **View Channel**, **Embed Links**.`,
        "To mend that, allow them to my role in the channel's settings under Permissions.",
        `I paused <t:${seconds}:R>, and go on by myself once I can post there again.`,
        `<@5>, who subscribed, was told <t:${seconds}:R>.`,
      ].join('\n'),
    });
  });

  it('gives the reason where no permission is missing, and says that it still tries', async () => {
    const reason = { code: 'thread-locked' } as const;
    const trouble = { since: NOW, day: '2021-05-05', digests: 1, reason, missing: [] };
    const subscription = channel(0, { trouble });
    const { context } = await contextWith({ subscriptions: [subscription] });
    const { message } = await status.run(here, context);
    expect(message.embeds?.[0]?.description).toBe(
      `Since <t:${seconds}:f>: ${english('reason.thread-locked')}.\nI go on by myself as soon as I can post there again, and try with each new digest.`,
    );
  });
});

describe('/status while deliveries are held up', () => {
  const content = async (health: Parameters<typeof contextWith>[0]['health']) => {
    const { context } = await contextWith({
      subscriptions: [SUBSCRIPTION],
      ...(health ? { health } : {}),
    });
    return (await status.run(here, context)).message.content ?? '';
  };

  it('says nothing when they are not', async () => {
    expect((await content({})).split('\n')).toHaveLength(2);
  });

  it('says that Discord has it wait, why, and for how long', async () => {
    expect(await content({ waitingMs: 60_000, reason: { code: 'global-limit' } })).toContain(
      `Discord has me wait (${english('reason.global-limit')}): deliveries go on <t:${seconds + 60}:R>.`,
    );
  });

  it('says that nothing can be written down, without the words of the database', async () => {
    const told = await content({ storeError: 'SQLITE_FULL in /srv/secret.db' });
    expect(told).toContain('I can write nothing down just now, so I post nothing either');
    expect(told).not.toContain('secret');
  });

  it('says how far the deliveries under way are', async () => {
    expect(await content({ running: { channels: 3000, done: 1200 } })).toContain(
      'I am posting right now: 1,200 of 3,000 channels done.',
    );
  });
});

describe('/status of a day between the recorded ones', () => {
  it('says that nothing was posted, and is silent on the days before the first record', async () => {
    const days = ['2021-05-05', '2021-05-04', '2021-05-03', '2021-05-02'];
    const { context, deliveries } = await contextWith({
      days,
      subscriptions: [channel(0, { last: sent() })],
    });
    await deliveries.put('2021-05-05', '100', { state: 'sent', at: NOW, messageId: '9' });
    await deliveries.put('2021-05-03', '100', { state: 'sent', at: NOW, messageId: '8' });
    const { message } = await status.run(here, context);
    const lines = message.embeds?.[0]?.description?.split('\n') ?? [];
    expect(lines.map((line) => line.replace(/\(.*?\)/, ''))).toEqual([
      `[2021-05-05] posted <t:${seconds}:f>`,
      '2021-05-04 not posted here',
      `[2021-05-03] posted <t:${seconds}:f>`,
    ]);
  });
});

describe('/status of a server', () => {
  const settled = { day: '2021-05-05', at: NOW };
  const mixed = [
    channel(1, { last: sent() }),
    channel(2, { last: { ...settled, kind: 'skipped', reason: { code: 'no-papers' } } }),
    channel(3),
    channel(4),
    channel(5, { last: { ...settled, kind: 'failed', reason: { code: 'automod' } } }),
    channel(6, { trouble: TROUBLE }),
    channel(7, { guildId: '2' }),
  ];

  it('says of a digest that was missed that the next one names it', async () => {
    const { context } = await contextWith({ subscriptions: mixed, missed: ['103'] });
    const { message } = await status.run(server, context);
    expect(message.embeds?.[0]?.description).toContain(
      '⚪ <#103> 2021-05-05 was missed, the next digest names it',
    );
  });

  it('puts first what needs attention, and counts', async () => {
    const { context } = await contextWith({ subscriptions: mixed, due: ['104'] });
    const { message, isPrivate } = await status.run(server, context);
    expect(isPrivate).toBe(true);
    expect(message.content).toBe(
      '**1 channel** got 2021-05-05 · 2 are in trouble · 1 is late · 1 still to come · 1 with nothing to post',
    );
    expect(message.embeds?.[0]?.description?.split('\n')).toEqual([
      `🔴 <#105> 2021-05-05 could not be posted, <t:${seconds}:R>: ${english('reason.automod')}`,
      `🔴 <#106> can't post: I lack **View Channel**, **Embed Links**, since <t:${seconds}:D>; paused <t:${seconds}:R>`,
      '🟡 <#104> 2021-05-05 is late',
      `⚪ <#103> 2021-05-05 comes <t:${seconds + 3600}:R>`,
      `⚪ <#102> 2021-05-05 nothing was posted, <t:${seconds}:R>: ${english('reason.no-papers')}`,
      `🟢 <#101> [2021-05-05](https://discord.com/channels/1/101/9), <t:${seconds}:R>`,
    ]);
  });

  it('names five files that could not be read, and counts the others', async () => {
    const problems = Array.from({ length: 7 }, (_, n) => ({
      file: `2021-04-0${n + 1}.md`,
      line: n,
      reason: 'no *title*',
    }));
    const { context } = await contextWith({ subscriptions: mixed, problems });
    const { message } = await status.run(server, context);
    const lines = message.embeds?.at(-1)?.description?.split('\n') ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe('2021\\-04-01.md, line 0: no \\*title\\*');
    expect(lines[5]).toBe('and 2 more');
  });

  it('turns its pages for managers only, and for one server only', async () => {
    const { context } = await contextWith({ subscriptions: mixed });
    const press = { ...member, state: '0', values: [], isOwn: true };
    expect(() => status.presses.status(press, context)).toThrow(UserError);
    const stranger = { ...press, guildId: '3', isManager: true };
    expect(status.presses.status(stranger, context).message.content).toContain(
      'No channel of this server',
    );
  });

  it('tells nothing of a channel of another server', async () => {
    const { context, deliveries } = await contextWith({ subscriptions: mixed });
    await deliveries.put('2021-05-05', '107', { state: 'sent', at: NOW, messageId: '9' });
    const { message } = await status.run({ ...manager, options: { channel: '107' } }, context);
    expect(message.content).toContain('<#107> does not get the daily papers');
    expect(message.embeds).toEqual([]);
  });
});

describe('/subscriptions', () => {
  it('shows what stands in the way of a channel, and its settings in short', async () => {
    const subscription = channel(0, {
      trouble: TROUBLE,
      last: sent(),
      role: '7',
      publish: true,
      quiet: { from: '22:00', to: '07:00' },
    });
    const { context } = await contextWith({ subscriptions: [subscription] });
    const { message } = await list.run({ ...manager, options: {} }, context);
    expect(message.embeds?.[0]?.description?.split('\n')).toEqual([
      '<#100> top 10, 09:00 UTC · mentions <@&7> · published · quiet 22:00-07:00',
      `Last: [2021-05-05](https://discord.com/channels/1/100/9), <t:${seconds}:R>`,
      `Now: can't post: I lack **View Channel**, **Embed Links**, since <t:${seconds}:D>; paused <t:${seconds}:R>`,
      `Next: <t:${seconds + 3600}:F> (<t:${seconds + 3600}:R>)`,
    ]);
  });
});

describe('the longest answers', () => {
  const id = '9'.repeat(20);
  const longest: Reason = { code: 'discord', message: '*'.repeat(900) };
  const trouble: Trouble = {
    ...TROUBLE,
    missing: [
      'ViewChannel',
      'SendMessages',
      'SendMessagesInThreads',
      'EmbedLinks',
      'ReadMessageHistory',
    ],
  };
  const long: Partial<Subscription> = {
    guildId: id,
    categories: Array.from({ length: 25 }, () => 'cond-mat.mtrl-sci'),
    timeZone: 'America/Argentina/ComodRivadavia',
    role: id,
    silent: true,
    publish: true,
    quiet: { from: '22:00', to: '07:00' },
    last: {
      day: '2021-05-05',
      at: NOW,
      kind: 'failed',
      reason: { code: 'no-paper-in', categories: Array.from({ length: 60 }, () => 'no *paper*') },
    },
  };
  const tenOf = (more: Partial<Subscription>): Subscription[] =>
    Array.from({ length: 10 }, (_, n) => ({
      ...SUBSCRIPTION,
      ...long,
      ...more,
      channelId: `${n}${'9'.repeat(19)}`,
    }));

  it.each([
    ['failed', {}],
    ['in trouble', { trouble }],
    ['posted', { last: sent(id) }],
  ])('lose nothing at the gate where all channels are %s', async (_, more) => {
    const days = Array.from({ length: 7 }, (_, n) => `2021-05-0${7 - n}`);
    const problems = days.map((day) => ({ file: `${day}.md`, line: 1, reason: '*'.repeat(900) }));
    const { context, deliveries } = await contextWith({
      days,
      problems,
      subscriptions: tenOf(more),
      health: {
        waitingMs: 1,
        reason: longest,
        storeError: 'x',
        running: { channels: 1e6, done: 1e6 },
      },
    });
    const channelId = `0${'9'.repeat(19)}`;
    const record = { at: NOW, messageId: id, reason: longest, late: longest };
    for (const [n, day] of days.entries()) {
      const state = (['intended', 'sent', 'folded', 'failed'] as const)[n % 4] ?? 'sent';
      await deliveries.put(day, channelId, { state, ...record });
    }
    const caller = { ...manager, guildId: id, channelId };
    for (const { message } of [
      await list.run({ ...caller, options: {} }, context),
      await status.run({ ...caller, options: {} }, context),
      await status.run({ ...caller, options: { scope: 'server' } }, context),
    ]) {
      const fitted = fitMessage(message);
      expectWithinLimits(fitted);
      expect(fitted.embeds).toEqual(message.embeds ?? []);
      expect(fitted.content).toBe(message.content);
    }
  });
});
