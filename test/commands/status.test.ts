import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeliveries, type DeliveryRecord } from '../../src/store/deliveries.ts';
import { openStore } from '../../src/store/open.ts';
import { english, type TranslationKey } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, inCode } from '../support/seen.ts';

const DAYS = ['2021-05-02', '2021-05-03', '2021-05-04', '2021-05-05'];

let lab: Lab;
beforeEach(async () => {
  lab = await openLab({ digests: DAYS.map((day) => digestOf({ day, papers: [{}] })) });
});
afterEach(() => lab.close());

const because = (key: TranslationKey, day: string, reason: string) =>
  english('status.because', { outcome: english(key, { day }), reason });
const unix = (text: string): number => Date.parse(text) / 1000;
const at = async (time: string): Promise<void> => {
  lab.clock.now = Date.parse(time);
  await lab.bot.deliverDue();
};
/** The settings in short, as `/status` shows them. */
const settings = (top: number, time: string) =>
  english('settings.top', { top, time, timeZone: 'UTC' });
const link = (message: string, day: string, channel = lab.papers.id) =>
  `[${day}](https://discord.com/channels/${lab.guild.id}/${channel}/${message})`;

/** Stores outcomes that only other days or failures would produce. */
async function storeOutcomes(records: Record<string, DeliveryRecord>): Promise<void> {
  const store = await openStore(lab.config.databaseUrl);
  const deliveries = createDeliveries(store.keyv<DeliveryRecord>('deliveries'));
  for (const [day, record] of Object.entries(records)) {
    await deliveries.put(day, lab.papers.id, record);
  }
  await store.close();
}

describe('/status', () => {
  it('tells everyone privately what the channel gets, got, and gets next', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers top:3 time:12:30');
    await at('2021-05-06T12:30:00Z');
    const answer = await lab.ben.type(lab.papers, '/status');
    const next = unix('2021-05-07T12:30:00Z');
    const [message] = lab.papers.messages;
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(
      [
        english('status.gets', {
          channel: `<#${lab.papers.id}>`,
          settings: settings(3, '12:30'),
        }),
        english('subscribed.next', { at: `<t:${next}:F>`, when: `<t:${next}:R>` }),
      ].join('\n'),
    );
    expect(answer.embeds).toMatchObject([
      {
        title: english('status.newest'),
        description: english('status.posted', {
          digest: link(message?.id ?? '', '2021-05-05'),
          when: `<t:${unix('2021-05-06T12:30:00Z')}:f>`,
        }),
      },
    ]);
  });

  it('says that the newest digest is still to come', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const [embed] = (await lab.ben.type(lab.papers, '/status')).embeds;
    expect(embed?.description).toBe(english('status.to-come', { day: '2021-05-05' }));
  });

  it('promises no digest whose time is long over', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:13:00');
    await lab.bot.deliverDue();
    await lab.restart(async () => {
      lab.clock.now = Date.parse('2021-05-08T09:30:00Z');
    });
    await lab.bot.deliverDue();
    expect(lab.papers.messages).toEqual([]);
    const answer = await lab.ben.type(lab.papers, '/status');
    expect(inCode(answer.embeds[0]?.description ?? '')).toBe(
      english('status.missed', { day: '2021-05-05' }),
    );
    const told = await lab.ada.type(
      lab.papers,
      `/status scope:${english('option.status.scope.choice.server')}`,
    );
    expect(told.embeds[0]?.description).toContain(english('state.missed', { day: '2021-05-05' }));

    await lab.addDigest(digestOf({ day: '2021-05-07', papers: [{}] }));
    await expect
      .poll(async () => (await lab.ben.type(lab.papers, '/status')).embeds[0]?.description)
      .toBe(english('status.to-come', { day: '2021-05-07' }));
  });

  it('reports a missing permission before a digest fails', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const before = await lab.ben.type(lab.papers, '/status');
    expect(before.content.split('\n')).toHaveLength(2);
    lab.papers.denyBot(PermissionFlagsBits.EmbedLinks);
    await expect
      .poll(async () => (await lab.ben.type(lab.papers, '/status')).content)
      .toBe(`${before.content}\n${english('status.lacks', { permissions: '**Embed Links**' })}`);
  });

  it("reports each digest's outcome and reason", async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const posted = Date.parse('2021-05-04T11:20:00Z');
    await storeOutcomes({
      '2021-05-02': {
        state: 'folded',
        at: posted,
        messageId: '7',
        reason: { code: 'text', text: 'I was *away*' },
      },
      '2021-05-03': {
        state: 'skipped',
        at: posted,
        reason: { code: 'no-paper-in', categories: ['q-bio'] },
      },
      '2021-05-04': { state: 'sent', at: posted, messageId: '8', late: { code: 'not-running' } },
      '2021-05-05': { state: 'failed', at: posted, reason: { code: 'unconfirmed' } },
    });
    const [embed] = (await lab.ben.type(lab.papers, '/status')).embeds;
    expect(embed?.description?.split('\n')).toEqual([
      because('status.unconfirmed', '2021-05-05', english('reason.unconfirmed')),
      english('status.posted-late', {
        digest: link('8', '2021-05-04'),
        when: `<t:${posted / 1000}:f>`,
        reason: english('reason.not-running'),
      }),
      because(
        'status.skipped',
        '2021-05-03',
        english('reason.no-paper-in', { categories: 'q-bio' }),
      ),
      english('status.because', {
        outcome: english('status.folded', { digest: link('7', '2021-05-02') }),
        reason: String.raw`I was \*away\*`,
      }),
    ]);
  });

  it('says that a digest is on its way while its arrival is unknown', async () => {
    const made = await lab.ada.type(lab.general, '/subscribe channel:#papers time:12:30');
    lab.discord.faults.next({
      method: 'POST',
      path: /\/channels\/\d+\/messages$/,
      times: 2,
      commit: true,
      answer: { status: 502 },
    });
    lab.clock.now = Date.parse('2021-05-06T12:30:00Z');
    await lab.ada.press(made, controlsOf(made)[0]?.id ?? '');
    const answer = await lab.ben.type(lab.papers, '/status');
    const begun = unix('2021-05-06T12:30:00Z');
    expect(answer.embeds[0]?.description).toBe(
      english('status.intended', { day: '2021-05-05', when: `<t:${begun}:R>` }),
    );
    expect(answer.content).toContain(english('status.late', { day: '2021-05-05' }));
    const listed = (await lab.ada.type(lab.general, '/subscriptions')).embeds[0]?.description;
    expect(listed).toContain(
      english('subscriptions.now', {
        now: english('state.intended', { day: '2021-05-05', when: `<t:${begun}:R>` }),
      }),
    );
  });

  it('says that an empty digest had nothing to post', async () => {
    await lab.addDigest(digestOf({ day: '2021-05-06' }));
    await lab.restart();
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    const [embed] = (await lab.ben.type(lab.papers, '/status')).embeds;
    expect(embed?.description).toBe(
      because('status.skipped', '2021-05-06', 'the digest has no papers'),
    );
    expect(lab.papers.messages).toHaveLength(0);
  });

  it("says who can subscribe a channel that isn't subscribed", async () => {
    const answer = await lab.ben.type(lab.general, '/status');
    expect(inCode(answer.content)).toBe(
      english('status.gets-none', { channel: `<#${lab.general.id}>` }),
    );
    expect(answer.embeds).toEqual([]);
    expect(inCode((await lab.ada.type(lab.general, '/status')).content)).toBe(
      english('status.gets-none-manager', { channel: `<#${lab.general.id}>` }),
    );
  });

  it('requires Manage Server for another channel or the whole server', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const other = await lab.ben.type(lab.general, '/status channel:#papers');
    expect(inCode(other.content)).toBe(english('status.managers-channel'));
    const server = await lab.ben.type(lab.general, '/status scope:server');
    expect(inCode(server.content)).toBe(english('status.managers-server'));
    // The channel where it's used may be named.
    const own = await lab.ben.type(lab.general, '/status channel:#general');
    expect(inCode(own.content)).toBe(
      english('status.gets-none', { channel: `<#${lab.general.id}>` }),
    );
    const asked = await lab.ada.type(lab.general, '/status channel:#papers');
    expect(asked.content).toContain(
      english('status.gets', {
        channel: `<#${lab.papers.id}>`,
        settings: settings(10, '09:00'),
      }),
    );
  });
});

describe('/status of a server', () => {
  it('lists each channel on a line, in pages', async () => {
    const channels = Array.from({ length: 12 }, (_, n) =>
      lab.guild.addChannel({ name: `papers-${n}` }),
    );
    for (const { name } of channels) {
      await lab.ada.type(lab.general, `/subscribe channel:#${name} time:12:30`);
    }
    await at('2021-05-06T12:30:00Z');
    const first = await lab.ada.type(lab.general, '/status scope:server');
    expect(first.ephemeral).toBe(true);
    expect(first.content).toBe(
      english('page.of-channels', {
        heading: english('server.got', { count: 12, day: '2021-05-05' }),
        page: 1,
        pages: 2,
      }),
    );
    expect(first.embeds[0]?.description?.split('\n')).toHaveLength(10);
    const id = channels[0]?.id ?? '';
    const digest = link(channels[0]?.messages[0]?.id ?? '', '2021-05-05', id);
    const when = `<t:${unix('2021-05-06T12:30:00Z')}:R>`;
    expect(first.embeds[0]?.description?.split('\n')[0]).toBe(
      `🟢 <#${id}> ${english('state.sent', { digest, when })}`,
    );
    const second = await lab.ada.press(first, english('page.next'));
    expect(second.id).toBe(first.id);
    expect(second.embeds[0]?.description?.split('\n')).toHaveLength(2);
    expect(controlsOf(second).map(({ disabled }) => disabled)).toEqual([false, true]);
  });

  it("names the files that couldn't be read", async () => {
    await lab.addDigest({ ...digestOf({ day: '2021-05-06' }), title: '"' });
    await lab.restart();
    const answer = await lab.ada.type(lab.general, '/status scope:server');
    expect(inCode(answer.content)).toContain(english('server.none'));
    // The reason comes from the YAML parser.
    const [start = ''] = english('health.problem', {
      file: '2021\\-05-06.md',
      line: 6,
      reason: 'REASON',
    }).split('REASON');
    const problem = answer.embeds[0]?.description ?? '';
    expect(problem.slice(0, start.length)).toBe(start);
    expect(answer.embeds).toMatchObject([
      {
        title: english('server.problems'),
      },
    ]);
    const here = await lab.ben.type(lab.papers, '/status');
    expect(here.content).toContain(english('health.newer', { problem }));
  });
});
