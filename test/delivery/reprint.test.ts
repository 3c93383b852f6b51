import { afterEach, describe, expect, it } from 'vitest';
import { english } from '../../src/words/say.ts';
import { awayLines } from '../../src/embeds/away.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { channels } from './channels.ts';
import { DAY, openOffice, type Office } from './office.ts';

const NINE = Date.parse('2021-05-06T09:00:00Z');
const printed = (retweets: number, day = '2021-05-05') =>
  digestOf({ day, papers: [{ metrics: { retweets } }] });

let office: Office;
afterEach(() => office.close());

async function begin(more: Partial<Parameters<typeof openOffice>[1]> = {}) {
  const there = channels();
  office = await openOffice(there, { now: NINE, digests: [printed(10)], ...more });
  await office.room.tick();
  return there;
}
const footer = (there: ReturnType<typeof channels>) =>
  there.said[0]?.message.embeds?.at(-1)?.footer?.text;

describe('a digest that is republished', () => {
  it('edits the message with the new counts instead of posting again', async () => {
    const there = await begin();
    expect(footer(there)).toContain(english('counts.retweets', { count: 10 }));
    office.shelve(printed(99));
    await office.room.tick();
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    expect(there.said[0]?.edits).toBe(1);
    expect(footer(there)).toContain(english('counts.retweets', { count: 99 }));
    expect(footer(there)).toContain('updated');
  });

  it('edits nothing when the counts are the same', async () => {
    const there = await begin();
    office.shelve(printed(10));
    await office.room.tick();
    expect(there.said[0]?.edits).toBe(0);
  });

  it('edits the message even when the next day is out and it happened while the bot was down', async () => {
    const there = await begin();
    office.shelve(printed(5, '2021-05-06'));
    office.clock.now += DAY;
    await office.room.tick();
    office.shelve(printed(99));
    await office.restart();
    await office.room.tick();
    expect(there.said.map(({ edits }) => edits)).toEqual([1, 0]);
  });

  it('leaves the message alone two days later', async () => {
    const there = await begin();
    office.clock.now += 2 * DAY;
    office.shelve(printed(99));
    await office.room.tick();
    expect(there.said[0]?.edits).toBe(0);
  });

  it("is retried when Discord doesn't answer", async () => {
    const there = await begin();
    const edit = there.sender.edit.bind(there.sender);
    there.sender.edit = async () => ({
      kind: 'unsure',
      reason: { code: 'discord-status', status: 502 },
    });
    office.shelve(printed(99));
    await office.room.tick();
    there.sender.edit = edit;
    await office.room.tick();
    expect(there.said[0]?.edits).toBe(1);
  });

  it("continues with only the messages that weren't edited yet", async () => {
    const there = await begin({
      subscriptions: [SUBSCRIPTION, { ...SUBSCRIPTION, channelId: '101' }],
    });
    const edit = there.sender.edit.bind(there.sender);
    there.sender.edit = async (channelId, messageId, message) =>
      channelId === '101'
        ? { kind: 'unsure', reason: { code: 'discord-status', status: 502 } }
        : edit(channelId, messageId, message);
    office.shelve(printed(99));
    await office.room.tick();
    there.sender.edit = edit;
    await office.room.tick();
    expect(there.said.map(({ edits }) => edits)).toEqual([1, 1]);
  });

  it('keeps the line about missed digests', async () => {
    const there = channels();
    office = await openOffice(there, {
      now: NINE,
      digests: [printed(1, '2021-05-04'), printed(10)],
      subscriptions: [
        { ...SUBSCRIPTION, last: { day: '2021-05-03', at: 0, kind: 'sent', messageId: '1' } },
      ],
    });
    await office.room.tick();
    office.shelve(printed(99));
    await office.room.tick();
    expect(there.said[0]?.edits).toBe(1);
    expect(there.said[0]?.message.content).toContain(awayLines(['2021-05-04'])[0]);
  });
});

describe('a subscription that publishes', () => {
  it('publishes each digest once', async () => {
    const there = await begin({ subscriptions: [{ ...SUBSCRIPTION, publish: true }] });
    expect(there.said[0]?.isPublished).toBe(true);
    let published = 0;
    there.sender.publish = async () => {
      published++;
      return { kind: 'done' };
    };
    await office.room.tick();
    expect(published).toBe(0);
  });

  it('publishes later when the process died between post and publishing', async () => {
    const there = await begin();
    await office.subscriptions.note([
      {
        channelId: '100',
        last: { day: '2021-05-05', at: NINE, kind: 'sent', messageId: 'm1', isToPublish: true },
      },
    ]);
    await office.restart();
    await office.room.tick();
    expect(there.said[0]?.isPublished).toBe(true);
  });

  it('waits as long as Discord says, and gives up when refused', async () => {
    const there = await begin({ subscriptions: [{ ...SUBSCRIPTION, publish: true }] });
    let asked = 0;
    await office.subscriptions.note([
      {
        channelId: '100',
        last: { day: '2021-05-05', at: NINE, kind: 'sent', messageId: 'm1', isToPublish: true },
      },
    ]);
    there.sender.publish = async () => {
      asked++;
      return { kind: 'later', reason: { code: 'must-wait' }, afterMs: 3_600_000 };
    };
    await office.room.tick();
    await office.room.tick();
    expect(asked).toBe(1);
    await office.restart();
    there.sender.publish = async () => {
      asked++;
      return { kind: 'refused', why: 'other', reason: { code: 'wrong-channel-type' } };
    };
    await office.room.tick();
    await office.room.tick();
    expect(asked).toBe(2);
  });
});

describe('a subscription with a role, or silent', () => {
  it('passes them to the gate that every message goes through', async () => {
    const there = await begin({
      subscriptions: [
        { ...SUBSCRIPTION, channelId: '100', role: '77' },
        { ...SUBSCRIPTION, channelId: '101', silent: true },
        { ...SUBSCRIPTION, channelId: '102' },
      ],
    });
    expect(there.said.map(({ message: { role, isSilent } }) => [role, isSilent])).toEqual([
      ['77', undefined],
      [undefined, true],
      [undefined, undefined],
    ]);
  });
});
