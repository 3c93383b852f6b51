import { describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { subscriptions as list } from '../../commands/subscriptions.ts';
import { type Call, UserError } from '../../src/command.ts';
import type { Reason } from '../../src/delivery/reason.ts';
import { fitMessage } from '../../src/messages/message.ts';
import type { Subscription, Trouble } from '../../src/store/subscriptions.ts';
import { english } from '../../src/i18n/translate.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

const manager = { userId: '5', guildId: '1', channelId: '100', isManager: true };
const member = { ...manager, isManager: false };
const here: Call = { ...member, options: {} };
const server: Call = { ...manager, options: { scope: 'server' } };
const seconds = NOW / 1000;
/** The description of a channel that can't be posted to. */
const paused = english('state.paused', {
  reason: english('state.lacks', { permissions: '**View Channel**, **Embed Links**' }),
  since: `<t:${seconds}:D>`,
  paused: `<t:${seconds}:R>`,
});

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
  it('says what is missing since when, how to fix it, that it is paused, and who was notified', async () => {
    const { context } = await contextWith({ subscriptions: [channel(0, { trouble: TROUBLE })] });
    const { message } = await status.run(here, context);
    expect(message.embeds?.[0]).toMatchObject({
      title: english('trouble.title'),
      description: [
        english('trouble.lacks', {
          since: `<t:${seconds}:f>`,
          permissions: '**View Channel**, **Embed Links**',
        }),
        english('trouble.mend', { count: 2 }),
        english('trouble.paused', { when: `<t:${seconds}:R>` }),
        english('trouble.told', { owner: '<@5>', when: `<t:${seconds}:R>` }),
      ].join('\n'),
    });
  });

  it('gives the reason when no permission is missing, and says that it keeps trying', async () => {
    const reason = { code: 'thread-locked' } as const;
    const trouble = { since: NOW, day: '2021-05-05', digests: 1, reason, missing: [] };
    const subscription = channel(0, { trouble });
    const { context } = await contextWith({ subscriptions: [subscription] });
    const { message } = await status.run(here, context);
    expect(message.embeds?.[0]?.description).toBe(
      [
        english('trouble.reason', {
          since: `<t:${seconds}:f>`,
          reason: english('reason.thread-locked'),
        }),
        english('trouble.trying'),
      ].join('\n'),
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

  it("says nothing extra when they aren't", async () => {
    expect((await content({})).split('\n')).toHaveLength(2);
  });

  it('says that Discord is rate-limiting it, why, and for how long', async () => {
    expect(await content({ waitingMs: 60_000, reason: { code: 'global-limit' } })).toContain(
      english('health.waiting-why', {
        reason: english('reason.global-limit'),
        when: `<t:${seconds + 60}:R>`,
      }),
    );
  });

  it("says that it can't save anything, without the database's own words", async () => {
    const told = await content({ storeError: 'SQLITE_FULL in /srv/secret.db' });
    expect(told).toContain(english('health.store'));
    expect(told).not.toContain('secret');
  });

  it('says how far the running deliveries are', async () => {
    expect(await content({ running: { channels: 3000, done: 1200 } })).toContain(
      english('health.posting', { channels: 3000, done: 1200 }),
    );
  });
});

describe('/status of a day between recorded ones', () => {
  it('says that nothing was posted, and is silent on days before the first record', async () => {
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
      english('status.posted', { digest: '[2021-05-05]', when: `<t:${seconds}:f>` }),
      english('status.not-here', { day: '2021-05-04' }),
      english('status.posted', { digest: '[2021-05-03]', when: `<t:${seconds}:f>` }),
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

  it('says that the next digest will mention one that was missed', async () => {
    const { context } = await contextWith({ subscriptions: mixed, missed: ['103'] });
    const { message } = await status.run(server, context);
    expect(message.embeds?.[0]?.description).toContain(
      `⚪ <#103> ${english('state.missed', { day: '2021-05-05' })}`,
    );
  });

  it('lists what needs attention first, with a summary', async () => {
    const { context } = await contextWith({ subscriptions: mixed, due: ['104'] });
    const { message, ephemeral } = await status.run(server, context);
    expect(ephemeral).toBe(true);
    expect(message.content).toBe(
      [
        english('server.got', { count: 1, day: '2021-05-05' }),
        english('server.trouble', { count: 2 }),
        english('server.late', { count: 1 }),
        english('server.waiting', { count: 1 }),
        english('server.empty', { count: 1 }),
      ].join(' · '),
    );
    const told = { day: '2021-05-05', when: `<t:${seconds}:R>` };
    expect(message.embeds?.[0]?.description?.split('\n')).toEqual([
      `🔴 <#105> ${english('state.failed', { ...told, reason: english('reason.automod') })}`,
      `🔴 <#106> ${paused}`,
      `🟡 <#104> ${english('state.late', told)}`,
      `⚪ <#103> ${english('state.waiting', { ...told, when: `<t:${seconds + 3600}:R>` })}`,
      `⚪ <#102> ${english('state.skipped', { ...told, reason: english('reason.no-papers') })}`,
      `🟢 <#101> ${english('state.sent', { ...told, digest: '[2021-05-05](https://discord.com/channels/1/101/9)' })}`,
    ]);
  });

  it('names five unreadable files and counts the others', async () => {
    const problems = Array.from({ length: 7 }, (_, n) => ({
      file: `2021-04-0${n + 1}.md`,
      line: n,
      reason: 'no *title*',
    }));
    const { context } = await contextWith({ subscriptions: mixed, problems });
    const { message } = await status.run(server, context);
    const lines = message.embeds?.at(-1)?.description?.split('\n') ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe(
      english('health.problem', {
        file: '2021\\-04-01.md',
        line: 0,
        reason: 'no \\*title\\*',
      }),
    );
    expect(lines[5]).toBe(english('health.more', { count: 2 }));
  });

  it('turns its pages only for managers of that server', async () => {
    const { context } = await contextWith({ subscriptions: mixed });
    const press = { ...member, state: '0', values: [], isOwn: true, isEphemeral: false };
    expect(() => status.components.status(press, context)).toThrow(UserError);
    const stranger = { ...press, guildId: '3', isManager: true };
    expect(status.components.status(stranger, context).message.content).toBe(
      english('server.none'),
    );
  });

  it('reveals nothing about a channel of another server', async () => {
    const { context, deliveries } = await contextWith({ subscriptions: mixed });
    await deliveries.put('2021-05-05', '107', { state: 'sent', at: NOW, messageId: '9' });
    const { message } = await status.run({ ...manager, options: { channel: '107' } }, context);
    expect(message.content).toBe(english('status.gets-none-manager', { channel: '<#107>' }));
    expect(message.embeds).toEqual([]);
  });
});

describe('/subscriptions', () => {
  it("shows a channel's problem and its settings in short", async () => {
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
      [
        `<#100> ${english('settings.top', { top: 10, time: '09:00', timeZone: 'UTC' })}`,
        english('settings.role', { role: '<@&7>' }),
        english('settings.publish'),
        english('settings.quiet', { from: '22:00', to: '07:00' }),
      ].join(' · '),
      english('subscriptions.last', {
        last: english('state.sent', {
          digest: '[2021-05-05](https://discord.com/channels/1/100/9)',
          when: `<t:${seconds}:R>`,
        }),
      }),
      english('subscriptions.now', { now: paused }),
      english('subscriptions.next', {
        at: `<t:${seconds + 3600}:F>`,
        when: `<t:${seconds + 3600}:R>`,
      }),
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
  ])("aren't cut at the gate when all channels are %s", async (_, more) => {
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
