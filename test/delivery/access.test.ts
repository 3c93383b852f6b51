import { afterEach, describe, expect, it } from 'vitest';
import { awayLines } from '../../src/embeds/away.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { channels, type Fate } from './channels.ts';
import { DAY, HOUR, openOffice, type Office } from './office.ts';

const NINE = Date.parse('2021-05-06T09:00:00Z');
const PAPERS = [{ categories: ['cs.CV'] }, { categories: ['math.IT'] }];
const digest = (day: string) => digestOf({ day, papers: PAPERS });

let office: Office;
afterEach(() => office.close());

async function begin(fates: Fate[] = [], more: Partial<Parameters<typeof openOffice>[1]> = {}) {
  const there = channels(fates);
  office = await openOffice(there, { now: NINE, digests: [digest('2021-05-05')], ...more });
  return there;
}
const trouble = () => office.subscriptions.get('100')?.trouble;
const days = (count: number) => {
  office.clock.now += count * DAY;
};

describe('lost access to a channel', () => {
  it("isn't retried with the same digest, and keeps the subscription", async () => {
    const there = await begin(['access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    expect(trouble()).toMatchObject({ since: NINE, day: '2021-05-05', digests: 1 });
    expect(office.subscriptions.get('100')?.last).toBeUndefined();
  });

  it('is reported once to the subscriber, with exactly what is missing and where', async () => {
    const there = await begin(['access', 'access']);
    there.setAccess({ missing: ['SendMessages', 'EmbedLinks'] });
    await office.room.tick();
    await office.restart();
    office.shelve(digest('2021-05-06'));
    days(1);
    await office.room.tick();
    expect(there.told).toHaveLength(1);
    expect(there.told[0]?.userId).toBe('5');
    expect(there.told[0]?.message.content).toContain('Send Messages');
    expect(there.told[0]?.message.content).toContain('Embed Links');
    expect(there.told[0]?.message.content).toContain('100');
    expect(trouble()).toMatchObject({ missing: ['SendMessages', 'EmbedLinks'], toldAt: NINE });
  });

  it('looks for a notice that may have arrived before sending it again once its nonce expired', async () => {
    const there = await begin(['access']);
    there.setAccess({ missing: ['SendMessages'] });
    there.setReached('unsure');
    const startAnew = async () => {
      await office.restart();
      // Access is looked at first.
      await office.room.tick();
      await office.room.tick();
    };
    await office.room.tick();
    office.clock.now += 30_000;
    await startAnew();
    office.clock.now += 30_000;
    await startAnew();
    there.setReached('person');
    await startAnew();
    const line = 'I cannot post in <#100>';
    const doubt = { line, since: NINE };
    expect(there.told.map((told) => told.doubt)).toEqual([undefined, undefined, doubt, doubt]);
    expect(there.told.every(({ message }) => message.content?.startsWith(line))).toBe(true);
    await startAnew();
    expect(there.told).toHaveLength(4);
  });

  it('pauses the subscription after three digests, and posts nothing more', async () => {
    const there = await begin(['access', 'access', 'access', 'access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    for (const day of ['2021-05-06', '2021-05-07', '2021-05-08', '2021-05-09']) {
      office.shelve(digest(day));
      days(1);
      await office.room.tick();
    }
    expect(there.posts).toHaveLength(3);
    expect(trouble()).toMatchObject({ digests: 3, pausedAt: NINE + 2 * DAY });
  });

  it('pauses the subscription after seven days, however few digests there were', async () => {
    const there = await begin(['access', 'access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    office.shelve(digest('2021-05-12'));
    days(7);
    await office.room.tick();
    expect(trouble()).toMatchObject({ digests: 2, pausedAt: NINE + 7 * DAY });
  });

  it('posts the missed digest once when access returns, and names older ones in a line', async () => {
    const had = { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' } as const;
    const there = await begin(['access', 'access', 'access'], {
      subscriptions: [{ ...SUBSCRIPTION, last: had }],
    });
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    for (const day of ['2021-05-06', '2021-05-07']) {
      office.shelve(digest(day));
      days(1);
      await office.room.tick();
    }
    there.setAccess({});
    // Longer after the channel's hour than a digest is caught up with otherwise.
    office.clock.now += 22 * HOUR;
    office.room.accessChanged({ guildId: '1', channelId: '100' });
    await office.room.tick();
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(there.said[0]?.message.content).toContain('2021-05-07');
    expect(there.said[0]?.message.content).toContain(awayLines(['2021-05-05', '2021-05-06'])[0]);
    expect(trouble()).toBeUndefined();
    expect(await office.deliveries.get('2021-05-05', '100')).toMatchObject({ state: 'folded' });
    expect(await office.deliveries.get('2021-05-07', '100')).toMatchObject({
      state: 'sent',
      late: { code: 'had-no-access' },
    });
  });

  it('notices returned access to a paused channel with the next digest if no event told of it', async () => {
    const there = await begin(['access', 'access', 'access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    for (const day of ['2021-05-06', '2021-05-07']) {
      office.shelve(digest(day));
      days(1);
      await office.room.tick();
    }
    expect(trouble()?.pausedAt).toBeDefined();
    there.setAccess({});
    await office.room.tick();
    expect(there.said).toHaveLength(0);
    office.shelve(digest('2021-05-08'));
    days(1);
    await office.room.tick();
    expect(there.said).toHaveLength(1);
  });

  it('retries once when access turns out to be there, then reports the failure as it is', async () => {
    const there = await begin(['access', 'access', 'access', 'access']);
    await office.room.tick();
    expect(there.posts).toHaveLength(2);
    expect(there.told).toHaveLength(1);
    // Something was changed there: one more try, and not one more word.
    office.room.accessChanged({ guildId: '1' });
    await office.room.tick();
    await office.room.tick();
    expect(there.posts).toHaveLength(3);
    expect(there.told).toHaveLength(1);
    expect(trouble()).toMatchObject({ since: NINE, digests: 1 });
  });

  it('ends when a person has the digest posted, and counts a digest only once', async () => {
    const there = await begin(['access', 'access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    await office.room.postNow(SUBSCRIPTION);
    expect(trouble()).toMatchObject({ digests: 1 });
    await office.room.postNow(SUBSCRIPTION);
    expect(trouble()).toBeUndefined();
    expect(there.said).toHaveLength(1);
  });

  it('ends the subscription when the channel turns out to be gone', async () => {
    const there = await begin(['access']);
    there.sender.access = async () => ({
      kind: 'refused',
      why: 'gone',
      reason: { code: 'channel-gone' },
    });
    await office.room.tick();
    expect(office.subscriptions.get('100')).toBeUndefined();
    expect(there.told).toEqual([]);
  });

  it("doesn't check a channel when another one changes", async () => {
    const there = await begin(['access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    const { accesses } = there.counts();
    office.room.accessChanged({ guildId: '2' });
    await office.room.tick();
    expect(there.counts().accesses).toBe(accesses);
  });
});

describe("a channel that can't take a digest", () => {
  it('ends its subscription when it is gone', async () => {
    await begin(['gone']);
    await office.room.tick();
    expect(office.subscriptions.get('100')).toBeUndefined();
    expect(office.logged.some(({ message }) => message === 'a subscription ended')).toBe(true);
    expect(await office.deliveries.get('2021-05-05', '100')).toMatchObject({
      state: 'failed',
      reason: { code: 'channel-gone' },
    });
  });

  it('is unarchived once when it is an archived thread', async () => {
    const there = await begin(['archived']);
    await office.room.tick();
    expect(there.counts().unarchived).toBe(1);
    expect(there.said).toHaveLength(1);
    await office.close();

    const still = await begin(['archived', 'archived']);
    still.setAccess({ isLocked: true });
    await office.room.tick();
    expect(still.counts().unarchived).toBe(1);
    expect(still.said).toHaveLength(0);
    expect(trouble()).toBeDefined();
  });

  it('is reported like one without access when it is a locked thread', async () => {
    const there = await begin(['locked']);
    there.setAccess({ isLocked: true });
    await office.room.tick();
    expect(trouble()).toMatchObject({ reason: { code: 'thread-locked' } });
    expect(there.told[0]?.message.content).toMatch(/lock/i);
  });

  it('gets a smaller message once when Discord refuses the full one', async () => {
    const there = await begin(['content']);
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(there.said[0]?.message).not.toHaveProperty('embeds');
    expect(there.said[0]?.message.content).toMatch(/^Hot papers 2021-05-05, in short:/);
    expect(await office.deliveries.get('2021-05-05', '100')).toMatchObject({ isShort: true });
  });

  it('stays subscribed when both messages are refused, and gets the next digest', async () => {
    const there = await begin(['content', 'content']);
    await office.room.tick();
    await office.room.tick();
    expect(there.posts).toHaveLength(2);
    expect(office.subscriptions.get('100')?.last).toMatchObject({ kind: 'failed' });
    office.shelve(digest('2021-05-06'));
    days(1);
    await office.room.tick();
    expect(there.said).toHaveLength(1);
  });
});
