import { afterEach, describe, expect, it } from 'vitest';
import { awayLines } from '../../src/embeds/away.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { channels } from './channels.ts';
import { DAY, HOUR, openOffice, type Office } from './office.ts';

const SEVEN = Date.parse('2021-05-06T07:00:00Z');
const digest = (day: string) => digestOf({ day, papers: [{ categories: ['cs.CV'] }] });

/** The line that names the missed digest. */
const [AWAY] = awayLines(['2021-05-05']);

let office: Office;
afterEach(() => office.close());

async function begin(more: Partial<Parameters<typeof openOffice>[1]> = {}) {
  const there = channels();
  office = await openOffice(there, {
    now: SEVEN,
    digests: [digest('2021-05-05')],
    subscriptions: [
      { ...SUBSCRIPTION, last: { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' } },
    ],
    ...more,
  });
  await office.room.tick();
  expect(there.said).toHaveLength(0);
  return there;
}
const record = (day: string) => office.deliveries.get(day, '100');

describe('a missed digest', () => {
  it('is delivered once on waking when it is under twenty hours late, with the reason', async () => {
    const there = await begin();
    office.clock.now += 2 * HOUR + 19 * HOUR;
    await office.room.tick();
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(await record('2021-05-05')).toMatchObject({
      state: 'sent',
      due: SEVEN + 2 * HOUR,
      late: { code: 'asleep' },
    });
  });

  it('says when it is late because the process was down', async () => {
    await begin();
    office.clock.now += 5 * HOUR;
    await office.restart();
    await office.room.tick();
    expect(await record('2021-05-05')).toMatchObject({ late: { code: 'not-running' } });
  });

  it("isn't posted when it is older than that, but mentioned in a line of the next digest", async () => {
    const there = await begin();
    office.clock.now += 2 * HOUR + 21 * HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(0);
    office.shelve(digest('2021-05-06'));
    office.clock.now = SEVEN + DAY + 2 * HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(there.said[0]?.message.content).toContain(AWAY);
    expect(await record('2021-05-05')).toMatchObject({ state: 'folded', messageId: 'm1' });
    expect(await record('2021-05-06')).toMatchObject({ state: 'sent', away: ['2021-05-05'] });
  });

  it("isn't mentioned when it had arrived after all", async () => {
    const there = await begin();
    await office.deliveries.put('2021-05-05', '100', { state: 'intended', at: SEVEN });
    there.said.push({
      id: 'm0',
      channelId: '100',
      nonce: 'forgotten',
      message: { content: 'Hot papers 2021-05-05, in short:' },
      at: SEVEN,
      isPublished: false,
      edits: 0,
    });
    office.shelve(digest('2021-05-06'));
    office.clock.now += DAY + 2 * HOUR;
    await office.room.tick();
    expect(there.said.at(-1)?.message.content?.split('\n')).toHaveLength(1);
    expect(await record('2021-05-05')).toMatchObject({ state: 'sent', messageId: 'm0' });
  });

  it("isn't mentioned when the ledger says it arrived, though the process died before noting it", async () => {
    const there = await begin();
    await office.deliveries.put('2021-05-05', '100', { state: 'sent', at: SEVEN, messageId: 'm0' });
    office.shelve(digest('2021-05-06'));
    office.clock.now += DAY + 2 * HOUR;
    await office.room.tick();
    expect(there.said.at(-1)?.message.content).toContain('2021-05-06');
    expect(there.said.at(-1)?.message.content?.split('\n')).toHaveLength(1);
    expect(await record('2021-05-05')).toMatchObject({ state: 'sent' });
  });

  it("isn't mentioned to a channel for which it had nothing", async () => {
    const there = await begin({
      subscriptions: [
        {
          ...SUBSCRIPTION,
          categories: ['hep-th'],
          last: { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' },
        },
      ],
    });
    office.clock.now += DAY;
    office.shelve(digestOf({ day: '2021-05-06', papers: [{ categories: ['hep-th'] }] }));
    office.clock.now += DAY + 3 * HOUR;
    await office.room.tick();
    expect(there.said[0]?.message.content?.split('\n')).toHaveLength(1);
  });

  it('is never dropped silently when the next digest has nothing for the channel', async () => {
    await begin({
      subscriptions: [
        {
          ...SUBSCRIPTION,
          categories: ['cs.CV'],
          last: { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' },
        },
      ],
    });
    office.shelve(digestOf({ day: '2021-05-06', papers: [{ categories: ['hep-th'] }] }));
    office.clock.now += 2 * DAY + 3 * HOUR;
    await office.room.tick();
    expect(await record('2021-05-05')).toMatchObject({
      state: 'skipped',
      reason: { code: 'missed-too-long' },
    });
  });

  it('is also mentioned when a person asks for the newest digest', async () => {
    const there = await begin();
    office.clock.now += 2 * DAY;
    office.shelve(digest('2021-05-07'));
    await office.room.postNow(office.subscriptions.get('100') ?? SUBSCRIPTION);
    expect(there.said[0]?.message.content).toContain(AWAY);
  });
});

describe('a clock that is put back', () => {
  it('posts nothing twice, and continues once it is right again', async () => {
    const there = await begin();
    office.clock.now += 2 * HOUR;
    await office.room.tick();
    office.clock.now -= 365 * DAY;
    await office.room.tick();
    office.clock.now += 366 * DAY;
    office.shelve(digest('2021-05-06'));
    await office.room.tick();
    expect(there.said.map(({ message }) => message.content?.slice(0, 21))).toEqual([
      'Hot papers 2021-05-05',
      'Hot papers 2021-05-06',
    ]);
  });
});
