import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliveriesIn, type DeliveryRecord } from '../../src/store/deliveries.ts';
import { openStore } from '../../src/store/open.ts';
import { english } from '../../src/words/say.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf } from '../support/seen.ts';

const DAYS = ['2021-05-02', '2021-05-03', '2021-05-04', '2021-05-05'];

let lab: Lab;
beforeEach(async () => {
  lab = await openLab({ digests: DAYS.map((day) => digestOf({ day, papers: [{}] })) });
});
afterEach(() => lab.close());

const unix = (text: string): number => Date.parse(text) / 1000;
const at = async (time: string): Promise<void> => {
  lab.clock.now = Date.parse(time);
  await lab.bot.deliverDue();
};
const link = (message: string, day: string, channel = lab.papers.id) =>
  `[${day}](https://discord.com/channels/${lab.guild.id}/${channel}/${message})`;

/** Writes into the ledger what only another day, or another fault, could have. */
async function remember(records: Record<string, DeliveryRecord>): Promise<void> {
  const store = await openStore(lab.config.databaseUrl);
  const deliveries = deliveriesIn(store.keyv<DeliveryRecord>('deliveries'));
  for (const [day, record] of Object.entries(records)) {
    await deliveries.put(day, lab.papers.id, record);
  }
  await store.close();
}

describe('/status', () => {
  it('tells everyone, privately, what the channel gets, got, and gets next', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers top:3 time:12:30');
    await at('2021-05-06T12:30:00Z');
    const answer = await lab.ben.type(lab.papers, '/status');
    const next = unix('2021-05-07T12:30:00Z');
    const [message] = lab.papers.messages;
    expect(answer.ephemeral).toBe(true);
    expect(answer.content).toBe(
      [
        `<#${lab.papers.id}> gets the daily papers: top 3, 12:30 UTC.`,
        `The next time is <t:${next}:F> by your own clock, <t:${next}:R>.`,
      ].join('\n'),
    );
    expect(answer.embeds).toMatchObject([
      {
        title: 'The newest digests',
        description: `${link(message?.id ?? '', '2021-05-05')} posted <t:${unix('2021-05-06T12:30:00Z')}:f>`,
      },
    ]);
  });

  it('says that the newest digest is still to come', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const [embed] = (await lab.ben.type(lab.papers, '/status')).embeds;
    expect(embed?.description).toBe('2021-05-05 still to come');
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
    expect(answer.embeds[0]?.description).toBe(
      '2021-05-05 missed: I could not post it in its 20 hours. ' +
        'The next digest names it, `/papers date:2021-05-05` shows it',
    );
    const told = await lab.ada.type(lab.papers, '/status scope:this server');
    expect(told.embeds[0]?.description).toContain('2021-05-05 was missed');

    await lab.shelve(digestOf({ day: '2021-05-07', papers: [{}] }));
    await expect
      .poll(async () => (await lab.ben.type(lab.papers, '/status')).embeds[0]?.description)
      .toBe('2021-05-07 still to come');
  });

  it('says what it lacks before a digest finds out', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    expect((await lab.ben.type(lab.papers, '/status')).content).not.toContain('I lack');
    lab.papers.denyBot(PermissionFlagsBits.EmbedLinks);
    await expect
      .poll(async () => (await lab.ben.type(lab.papers, '/status')).content)
      .toContain('I lack **Embed Links** here now');
  });

  it('says what became of each digest, and why', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const posted = Date.parse('2021-05-04T11:20:00Z');
    await remember({
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
      `2021-05-05 not confirmed: ${english('reason.unconfirmed')}`,
      `${link('8', '2021-05-04')} posted <t:${posted / 1000}:f>, late: ${english('reason.not-running')}`,
      `2021-05-03 nothing to post: ${english('reason.no-paper-in', { categories: 'q-bio' })}`,
      `${link('7', '2021-05-02')} only named in a later digest: I was \\*away\\*`,
    ]);
  });

  it('says that a digest is on its way while nobody knows whether it arrived', async () => {
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
    expect(answer.embeds[0]?.description).toBe(`2021-05-05 on its way, begun <t:${begun}:R>`);
    expect(answer.content).toContain('The digest of 2021-05-05 is late');
    const listed = (await lab.ada.type(lab.general, '/subscriptions')).embeds[0]?.description;
    expect(listed).toContain(`Now: 2021-05-05 is on its way, begun <t:${begun}:R>`);
  });

  it('of an empty digest says that there was nothing to post', async () => {
    await lab.shelve(digestOf({ day: '2021-05-06' }));
    await lab.restart();
    await lab.ada.type(lab.general, '/subscribe channel:#papers time:12:30');
    await at('2021-05-06T12:30:00Z');
    const [embed] = (await lab.ben.type(lab.papers, '/status')).embeds;
    expect(embed?.description).toBe('2021-05-06 nothing to post: the digest has no papers');
    expect(lab.papers.messages).toHaveLength(0);
  });

  it('of a channel without a subscription says who can start one', async () => {
    const answer = await lab.ben.type(lab.general, '/status');
    expect(answer.content).toBe(
      `<#${lab.general.id}> does not get the daily papers. A member with **Manage Server** can ` +
        'start them with `/subscribe`.',
    );
    expect(answer.embeds).toEqual([]);
    expect((await lab.ada.type(lab.general, '/status')).content).toContain(
      '`/subscribe` there starts them.',
    );
  });

  it('of another channel, and of the server, is for managers', async () => {
    await lab.ada.type(lab.general, '/subscribe channel:#papers');
    const refusal = 'Only members with the **Manage Server** permission can ask about ';
    const other = await lab.ben.type(lab.general, '/status channel:#papers');
    expect(other.content).toContain(`${refusal}another channel.`);
    const server = await lab.ben.type(lab.general, '/status scope:server');
    expect(server.content).toContain(`${refusal}the whole server.`);
    // The channel one is in may be named.
    const own = await lab.ben.type(lab.general, '/status channel:#general');
    expect(own.content).toContain('does not get the daily papers');
    const asked = await lab.ada.type(lab.general, '/status channel:#papers');
    expect(asked.content).toContain(`<#${lab.papers.id}> gets the daily papers`);
  });
});

describe('/status of a server', () => {
  it('has a line for each channel, and turns pages', async () => {
    for (let n = 0; n < 12; n++) {
      const { name } = lab.guild.addChannel({ name: `papers-${n}` });
      await lab.ada.type(lab.general, `/subscribe channel:#${name} time:12:30`);
    }
    await at('2021-05-06T12:30:00Z');
    const first = await lab.ada.type(lab.general, '/status scope:server');
    expect(first.ephemeral).toBe(true);
    expect(first.content).toBe('**12 channels** got 2021-05-05 · page 1 of 2');
    expect(first.embeds[0]?.description?.split('\n')).toHaveLength(10);
    expect(first.embeds[0]?.description).toMatch(
      /^🟢 <#\d+> \[2021-05-05\]\(https:.*\), <t:\d+:R>/,
    );
    const second = await lab.ada.press(first, 'Next');
    expect(second.id).toBe(first.id);
    expect(second.embeds[0]?.description?.split('\n')).toHaveLength(2);
    expect(controlsOf(second).map(({ disabled }) => disabled)).toEqual([false, true]);
  });

  it('names the files that could not be read', async () => {
    await lab.shelve({ ...digestOf({ day: '2021-05-06' }), title: '"' });
    await lab.restart();
    const answer = await lab.ada.type(lab.general, '/status scope:server');
    expect(answer.content).toContain('No channel of this server gets the daily papers yet.');
    expect(answer.embeds).toMatchObject([
      {
        title: 'Digest files I could not read whole',
        description: expect.stringMatching(/^2021\\-05-06\.md, line \d+: /) as string,
      },
    ]);
    const here = await lab.ben.type(lab.papers, '/status');
    expect(here.content).toContain('A newer digest could not be read: 2021\\-05-06.md, line ');
  });
});
