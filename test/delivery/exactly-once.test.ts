import { afterEach, describe, expect, it } from 'vitest';
import { deliveryNonce } from '../../src/delivery/nonce.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { channels, type Fate } from './channels.ts';
import { HOUR, openOffice, type Office } from './office.ts';

const NOON = Date.parse('2021-05-06T12:00:00Z');
const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [{ categories: ['cs.CV'] }, { categories: ['math.IT'] }],
});

let office: Office;
afterEach(() => office.close());

async function begin(fates: Fate[] = [], more: Partial<Parameters<typeof openOffice>[1]> = {}) {
  const there = channels(fates);
  office = await openOffice(there, { now: NOON, digests: [DIGEST], ...more });
  return there;
}
const ledger = (channelId = '100') => office.deliveries.get('2021-05-05', channelId);

describe('a delivery', () => {
  it('stores an intent before the post and an outcome with the message id after it', async () => {
    const there = await begin();
    let intent: unknown;
    there.onPost(async () => {
      intent = await ledger();
    });
    await office.room.tick();
    expect(intent).toMatchObject({ state: 'intended', at: NOON });
    expect(await ledger()).toMatchObject({ state: 'sent', at: NOON, messageId: 'm1' });
    expect(office.subscriptions.get('100')?.last).toEqual({
      day: '2021-05-05',
      at: NOON,
      kind: 'sent',
      messageId: 'm1',
    });
  });

  it('happens once, however often it is checked and the process restarts', async () => {
    const there = await begin();
    await office.room.tick();
    await office.room.tick();
    await office.restart();
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
  });

  it('happens once even if the channel was unsubscribed and subscribed again', async () => {
    const there = await begin();
    await office.room.tick();
    await office.subscriptions.remove('100');
    await office.subscriptions.put(SUBSCRIPTION);
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    expect(office.subscriptions.get('100')?.last).toMatchObject({ kind: 'sent', messageId: 'm1' });
  });

  it('happens once when a person and the clock ask at the same moment', async () => {
    const there = await begin();
    const [, one, two] = await Promise.all([
      office.room.tick(),
      office.room.postNow(SUBSCRIPTION),
      office.room.postNow(SUBSCRIPTION),
    ]);
    expect(there.posts).toHaveLength(1);
    expect(one).toMatchObject({ kind: 'sent', messageId: 'm1' });
    expect(two).toMatchObject({ kind: 'sent', messageId: 'm1' });
  });

  it("isn't sent when its intent can't be stored, and is made up for when it can", async () => {
    const there = await begin();
    const putMany = office.deliveries.putMany.bind(office.deliveries);
    office.deliveries.putMany = () => Promise.reject(new Error('database or disk is full'));
    await office.room.tick();
    await office.room.tick();
    expect(there.posts).toEqual([]);
    expect(office.room.health().storeError).toContain('disk is full');
    expect(office.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
    office.deliveries.putMany = putMany;
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    expect(office.room.health().storeError).toBeUndefined();
  });

  it("keeps an outcome it couldn't store in memory, and sends nothing more until it is stored", async () => {
    const others = ['101', '102'].map((channelId) => ({ ...SUBSCRIPTION, channelId }));
    const there = await begin([], { subscriptions: [SUBSCRIPTION] });
    const putMany = office.deliveries.putMany.bind(office.deliveries);
    office.deliveries.putMany = (entries) =>
      entries.some(({ record }) => record.state === 'sent')
        ? Promise.reject(new Error('database or disk is full'))
        : putMany(entries);
    await office.room.tick();
    for (const other of others) await office.subscriptions.put(other);
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    office.deliveries.putMany = putMany;
    await office.room.tick();
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
    expect(there.said).toHaveLength(3);
  });

  it('keeps to the order in which channels were due', async () => {
    const there = await begin([], {
      now: NOON - 12 * HOUR,
      subscriptions: [
        { ...SUBSCRIPTION, channelId: 'b', time: '11:00' },
        { ...SUBSCRIPTION, channelId: 'a', time: '09:00' },
      ],
    });
    await office.room.tick();
    office.clock.now = NOON;
    await office.room.tick();
    expect(there.posts.map(({ channelId }) => channelId)).toEqual(['a', 'b']);
  });

  it('posts nothing when the day has no paper in the categories, and says why', async () => {
    const there = await begin([], {
      subscriptions: [{ ...SUBSCRIPTION, categories: ['q-bio', 'econ.EM'] }],
    });
    await office.room.tick();
    expect(there.posts).toEqual([]);
    const reason = { code: 'no-paper-in', categories: ['q-bio', 'econ.EM'] };
    expect(await ledger()).toMatchObject({ state: 'skipped', reason });
    expect(office.subscriptions.get('100')?.last).toMatchObject({ kind: 'skipped', reason });
  });

  it('posts nothing for an empty digest, and says so', async () => {
    const there = await begin([], { digests: [digestOf({ day: '2021-05-05' })] });
    await office.room.tick();
    expect(there.posts).toEqual([]);
    expect(await ledger()).toMatchObject({ state: 'skipped', reason: { code: 'no-papers' } });
  });

  it('logs one line per run', async () => {
    await begin(['done', 'access'], {
      subscriptions: [
        SUBSCRIPTION,
        { ...SUBSCRIPTION, channelId: '101' },
        { ...SUBSCRIPTION, channelId: '102', categories: ['q-bio'] },
      ],
    });
    await office.room.tick();
    const [run] = office.logged.filter(({ message }) => message === 'delivered a digest');
    expect(run?.details).toMatchObject({
      days: ['2021-05-05'],
      channels: 3,
      sent: 1,
      skipped: 1,
      failed: 1,
      pending: 0,
      limited: 0,
      reasons: { 'no-paper-in': 1, 'missing-permission': 1 },
    });
  });
});

describe('a post whose answer never came', () => {
  it('is repeated with the same nonce after growing waits, and makes one message', async () => {
    const there = await begin(['lost', 'unsure', 'unsure']);
    await office.room.tick();
    expect(there.posts).toHaveLength(4);
    expect(new Set(there.posts.map(({ nonce }) => nonce)).size).toBe(1);
    expect(there.said).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
    const [first = 0, second = 0, third = 0] = office.waits;
    expect(office.waits).toHaveLength(3);
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
  });

  it('is left open once the nonce may have expired, and later found in the history', async () => {
    const there = await begin(['lost']);
    // The wait between two attempts takes longer than the nonce's window.
    let elapsed = 0;
    await office.close();
    office = await openOffice(there, {
      now: NOON,
      digests: [DIGEST],
      parts: {
        times: {
          now: () => office.clock.now,
          elapsed: () => elapsed,
          async sleep() {
            elapsed += 61_000;
          },
          random: () => 1,
        },
      },
    });
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'intended' });
    there.forgetNonces();
    office.clock.now += HOUR;
    await office.room.tick();
    expect(there.posts).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1', at: NOON });
  });

  it('keeps a waiting person for only one more attempt', async () => {
    const there = await begin(['unsure', 'unsure', 'unsure']);
    expect(await office.room.postNow(SUBSCRIPTION)).toMatchObject({
      kind: 'pending',
      reason: { code: 'discord-status', status: 502 },
    });
    expect(there.posts).toHaveLength(2);
  });

  it('is never taken for refused when its repetition is refused', async () => {
    const there = await begin(['lost', 'access']);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    // It may have arrived before access was lost: the intent stays.
    expect(await ledger()).toMatchObject({ state: 'intended' });
    there.forgetNonces();
    office.clock.now += HOUR;
    there.setAccess({});
    office.room.accessChanged({ guildId: '1' });
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });
});

describe('a process that died during a delivery', () => {
  async function crash(fate: Fate, more: Partial<Parameters<typeof openOffice>[1]> = {}) {
    const there = await begin([fate], more);
    if (fate === 'crash') {
      void office.room.tick();
      await there.died;
    } else {
      await office.room.tick();
      // What the process would have written, had it lived.
      await office.deliveries.put('2021-05-05', '100', { state: 'intended', at: NOON });
    }
    await office.restart();
    return there;
  }

  it('repeats the same nonce when it restarts within a minute of the post', async () => {
    const there = await crash('crash');
    office.clock.now += 30_000;
    await office.room.tick();
    expect(new Set(there.posts.map(({ nonce }) => nonce)).size).toBe(1);
    expect(there.counts().finds).toBe(0);
    expect(there.said).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });

  it('finds its message in the history when it restarts later', async () => {
    const there = await crash('crash');
    there.forgetNonces();
    office.clock.now += HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });

  it('looks into the history even if the clock was put back', async () => {
    const there = await crash('crash');
    there.forgetNonces();
    office.clock.now -= 48 * HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(there.counts().finds).toBe(1);
  });

  it("makes up for a post it hadn't made", async () => {
    const there = await crash('later');
    office.clock.now += HOUR;
    let intent: unknown;
    there.onPost(async () => {
      intent = await ledger();
    });
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    // A new intent, since the nonce is used anew.
    expect(intent).toMatchObject({ state: 'intended', at: NOON + HOUR });
    expect(await ledger()).toMatchObject({ state: 'sent', at: NOON + HOUR });
  });

  it("doesn't guess while the history can't be reached", async () => {
    const there = await crash('crash');
    there.forgetNonces();
    office.clock.now += HOUR;
    there.setHistory('unsure');
    await office.room.tick();
    expect(await ledger()).toMatchObject({ state: 'intended' });
    there.setHistory('found');
    await office.room.tick();
    expect(there.said).toHaveLength(1);
  });

  it.each([
    ['skip', 1, 'failed', 'unconfirmed'],
    ['send', 2, 'sent', 'maybe-twice'],
  ] as const)(
    'follows the setting when the history may not be read: %s',
    async (whenUnsure, messages, state, code) => {
      const there = await crash('crash', { parts: { whenUnsure } });
      there.forgetNonces();
      office.clock.now += HOUR;
      there.setHistory('unknown');
      await office.room.tick();
      await office.room.tick();
      expect(there.said).toHaveLength(messages);
      expect(await ledger()).toMatchObject({ state, reason: { code } });
    },
  );

  it('is followed by one that continues the run with nothing shifted', async () => {
    const many = Array.from({ length: 150 }, (_, n) => ({
      ...SUBSCRIPTION,
      channelId: String(1000 + n),
      time: '10:00',
    }));
    const there = await begin([], { subscriptions: many, now: NOON - 12 * HOUR });
    await office.room.tick();
    office.clock.now = NOON;
    const stop = new Promise<void>((resolve) => {
      there.onPost(() => {
        if (there.posts.length === 60) resolve();
      });
    });
    void office.room.tick();
    await stop;
    await office.room.stop();
    expect(there.posts.length).toBeLessThan(150);
    expect(await ledger('1149')).toBeUndefined();
    await office.restart();
    // Due earlier, but it came later.
    await office.subscriptions.put({ ...SUBSCRIPTION, channelId: '2000', time: '09:00' });
    await office.subscriptions.remove('1148');
    office.clock.now += HOUR;
    await office.room.tick();
    const expected = [...many.map(({ channelId }) => channelId), '2000'];
    expect(there.said.map(({ channelId }) => channelId)).toEqual(
      expected.filter((channelId) => channelId !== '1148'),
    );
    // What had not been begun is known not to have been, without a look into any history.
    expect(there.counts().finds).toBe(0);
    expect(office.logged.some(({ details }) => 'continues' in details)).toBe(true);
  });

  it('looks for what it may have forgotten when its store was restored from a backup', async () => {
    const there = await begin();
    await office.room.tick();
    // Yesterday's copy knows nothing of today.
    await office.close();
    there.forgetNonces();
    office = await openOffice(there, {
      now: NOON + HOUR,
      digests: [DIGEST],
      parts: { forgottenSince: () => NOON - 12 * HOUR },
    });
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });
});

describe('the nonce', () => {
  it('is the same for the same delivery, different for any other, and at most 25 characters', () => {
    const one = deliveryNonce('9', '2021-05-05', '100', 0);
    expect(deliveryNonce('9', '2021-05-05', '100', 0)).toBe(one);
    const others = [
      deliveryNonce('8', '2021-05-05', '100', 0),
      deliveryNonce('9', '2021-05-06', '100', 0),
      deliveryNonce('9', '2021-05-05', '101', 0),
      deliveryNonce('9', '2021-05-05', '100', 1),
    ];
    expect(new Set([one, ...others]).size).toBe(5);
    expect(one).toHaveLength(25);
  });
});
