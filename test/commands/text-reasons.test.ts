import { describe, expect, it } from 'vitest';
import { postNow } from '../../commands/subscribe/confirmation.ts';
import { status } from '../../commands/status/status.ts';
import { subscriptions } from '../../commands/subscriptions.ts';
import type { Context } from '../../src/command.ts';
import type { Reason } from '../../src/delivery/reason.ts';
import { describeReason } from '../../src/i18n/reason.ts';
import { type Translate, translatorFor } from '../../src/i18n/translate.ts';
import stored from '../store/text-reasons.json' with { type: 'json' };
import { contextWith } from './context.ts';

// Stored by the last version with reasons as text, after a day on which everything went wrong.
const DAYS = ['2021-05-05', '2021-05-04', '2021-05-03'];
const manager = { userId: '3', guildId: '2', channelId: '201', isManager: true };

const relative = (ms: number): string => `<t:${Math.floor(ms / 1000)}:R>`;

async function opened(locale: string): Promise<Context> {
  const { context } = await contextWith({ days: DAYS, stored });
  return { ...context, t: translatorFor(locale) };
}

describe.each(['en-US', 'de'])('a store with reasons as text, shown in %s', (locale) => {
  const t: Translate = translatorFor(locale);
  const because = (reason: Reason): string => describeReason(t, reason);

  /** What `/status` shows of a channel: its history and its problem. */
  async function statusOf(channelId: string) {
    const context = await opened(locale);
    const { message } = await status.run({ ...manager, options: { channel: channelId } }, context);
    const embeds = message.embeds ?? [];
    const history = embeds.find(({ title }) => title === t('status.newest'))?.description ?? '';
    const trouble = embeds.find(({ title }) => title === t('trouble.title'))?.description;
    return { newest: history.split('\n')[0], history: history.split('\n'), trouble };
  }

  const failed = (reason: Reason): string =>
    t('status.because', {
      outcome: t('status.failed', { day: '2021-05-05' }),
      reason: because(reason),
    });

  it.each<[channelId: string, reason: Reason]>([
    [
      '203',
      {
        code: 'missing-permission',
        anyOf: ['SendMessages', 'EmbedLinks', 'SendMessagesInThreads'],
      },
    ],
    ['204', { code: 'missing-permission', anyOf: ['ViewChannel'] }],
    ['205', { code: 'thread-locked' }],
    ['206', { code: 'automod' }],
    ['210', { code: 'must-wait' }],
  ])('says why the digest failed in channel %s', async (channelId, reason) => {
    expect((await statusOf(channelId)).newest?.replaceAll('\\', '')).toBe(failed(reason));
  });

  it("gives Discord's own words, with nothing alive in them", async () => {
    expect((await statusOf('207')).newest).toContain('Invalid \\*Form\\* Body');
  });

  it('says that a digest that may have arrived is not confirmed', async () => {
    const reason = because({ code: 'unconfirmed' });
    expect((await statusOf('208')).newest).toBe(
      t('status.because', { outcome: t('status.unconfirmed', { day: '2021-05-05' }), reason }),
    );
    const context = await opened(locale);
    const { message } = await status.run({ ...manager, options: { scope: 'server' } }, context);
    expect(message.embeds?.[0]?.description).toContain(
      t('state.unconfirmed', {
        day: '2021-05-05',
        when: relative(stored.subscriptions['208'].last.at),
        // In a list of channels there is only room for its beginning.
        reason: reason.slice(0, 60),
      }),
    );
  });

  it('says why nothing was posted, and why a digest was late', async () => {
    const { newest } = await statusOf('202');
    expect(newest).toContain(because({ code: 'no-paper-in', categories: ['q-bio', 'econ.EM'] }));
    expect((await statusOf('201')).newest).toContain(because({ code: 'not-running' }));
    const { history } = await statusOf('213');
    expect(history[1]).toContain(because({ code: 'missed-too-long' }));
  });

  it('names the permissions that are missing', async () => {
    expect((await statusOf('203')).trouble).toContain(
      `**${t('permission.SendMessages')}**, **${t('permission.EmbedLinks')}**`,
    );
    expect((await statusOf('204')).trouble).toContain(`**${t('permission.ViewChannel')}**`);
    expect((await statusOf('205')).trouble).toContain(because({ code: 'thread-locked' }));
  });

  it('shows every channel in /subscriptions', async () => {
    const context = await opened(locale);
    const press = { ...manager, values: [], isOwn: true, isEphemeral: false };
    const pages = await Promise.all(
      ['0', '1'].map((state) =>
        subscriptions.components.subscriptions({ ...press, state }, context),
      ),
    );
    const text = pages
      .flatMap(({ message }) => message.embeds ?? [])
      .map(({ description }) => description)
      .join('\n\n');
    for (const channelId of Object.keys(stored.subscriptions)) {
      expect(text).toContain(`<#${channelId}>`);
    }
    expect(text).toContain(because({ code: 'automod' }));
    expect(text).toContain(because({ code: 'no-paper-in', categories: ['cs.CV'] }));
    expect(text).toContain(t('state.lacks', { permissions: `**${t('permission.ViewChannel')}**` }));
  });

  it('leaves no English behind where it is another language', async () => {
    const context = await opened(locale);
    const channels = Object.keys(stored.subscriptions);
    const answers = await Promise.all([
      ...channels.map((channel) => status.run({ ...manager, options: { channel } }, context)),
      status.run({ ...manager, options: { scope: 'server' } }, context),
      subscriptions.run({ ...manager, options: {} }, context),
    ]);
    const text = JSON.stringify(answers);
    const old = JSON.stringify(stored)
      .match(/"(?:reason|late)":"[^"]+"/g)
      ?.map((field) => field.split('":"')[1]?.slice(0, -1) ?? '');
    expect(old?.length).toBeGreaterThan(20);
    const left = [...new Set(old)].filter((clause) => text.includes(clause));
    // Their English wording is still the same.
    const same = [
      'the thread is locked',
      "the server's AutoMod blocked it",
      'the digest has no papers',
    ];
    expect(left.filter((clause) => locale !== 'en-US' || !same.includes(clause))).toEqual([]);
  });
});

it('the button that posts now shows the reason that an earlier version stored', async () => {
  const context = await opened('en-US');
  const [newest] = await context.recentDeliveries('202', 1);
  const reason = newest?.record.reason ?? { code: 'no-papers' };
  const press = { ...manager, state: '202', values: [], isOwn: true, isEphemeral: false };
  const deliver = async () => ({ kind: 'skipped' as const, day: '2021-05-05', reason });
  const { message } = await postNow(press, { ...context, deliver });
  expect(message.content).toContain('no papers in q-bio, econ.EM');
});
