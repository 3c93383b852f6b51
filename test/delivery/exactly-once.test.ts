import { afterEach, describe, expect, it } from 'vitest';
import { deliveryNonce } from '../../src/delivery/attempt.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { createFakeDiscord, type Fate } from './fake-discord.ts';
import {
  HOUR,
  createDeliveryHarness,
  type DeliveryHarness,
  type DeliveryHarnessOptions,
} from './delivery-harness.ts';

const NOON = Date.parse('2021-05-06T12:00:00Z');
const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [{ categories: ['cs.CV'] }, { categories: ['math.IT'] }],
});

let harness: DeliveryHarness;
afterEach(() => harness.close());

async function setUp(fates: Fate[] = [], more: Partial<DeliveryHarnessOptions> = {}) {
  const discord = createFakeDiscord(fates);
  harness = await createDeliveryHarness(discord, { now: NOON, digests: [DIGEST], ...more });
  return discord;
}
const ledger = (channelId = '100') => harness.deliveries.get('2021-05-05', channelId);

describe('a delivery', () => {
  it('stores an intent before the post and an outcome with the message id after it', async () => {
    const discord = await setUp();
    let intent: unknown;
    discord.onPost(async () => {
      intent = await ledger();
    });
    await harness.delivery.tick();
    expect(intent).toMatchObject({ state: 'intended', at: NOON });
    expect(await ledger()).toMatchObject({ state: 'sent', at: NOON, messageId: 'm1' });
    expect(harness.subscriptions.get('100')?.last).toEqual({
      day: '2021-05-05',
      at: NOON,
      kind: 'sent',
      messageId: 'm1',
    });
  });

  it('happens once, however often it is checked and the process restarts', async () => {
    const discord = await setUp();
    await harness.delivery.tick();
    await harness.delivery.tick();
    await harness.restart();
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
  });

  it('happens once even if the channel was unsubscribed and subscribed again', async () => {
    const discord = await setUp();
    await harness.delivery.tick();
    await harness.subscriptions.remove('100');
    await harness.subscriptions.put(SUBSCRIPTION);
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    expect(harness.subscriptions.get('100')?.last).toMatchObject({ kind: 'sent', messageId: 'm1' });
  });

  it('happens once when a person and the clock ask at the same moment', async () => {
    const discord = await setUp();
    const [, one, two] = await Promise.all([
      harness.delivery.tick(),
      harness.delivery.postNow(SUBSCRIPTION),
      harness.delivery.postNow(SUBSCRIPTION),
    ]);
    expect(discord.posts).toHaveLength(1);
    expect(one).toMatchObject({ kind: 'sent', messageId: 'm1' });
    expect(two).toMatchObject({ kind: 'sent', messageId: 'm1' });
  });

  it("isn't sent when its intent can't be stored, and is made up for when it can", async () => {
    const discord = await setUp();
    const putMany = harness.deliveries.putMany.bind(harness.deliveries);
    harness.deliveries.putMany = () => Promise.reject(new Error('database or disk is full'));
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(discord.posts).toEqual([]);
    expect(harness.delivery.health().storeError).toContain('disk is full');
    expect(harness.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
    harness.deliveries.putMany = putMany;
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    expect(harness.delivery.health().storeError).toBeUndefined();
  });

  it("keeps an outcome it couldn't store in memory, and sends nothing more until it is stored", async () => {
    const others = ['101', '102'].map((channelId) => ({ ...SUBSCRIPTION, channelId }));
    const discord = await setUp([], { subscriptions: [SUBSCRIPTION] });
    const putMany = harness.deliveries.putMany.bind(harness.deliveries);
    harness.deliveries.putMany = (entries) =>
      entries.some(({ record }) => record.state === 'sent')
        ? Promise.reject(new Error('database or disk is full'))
        : putMany(entries);
    await harness.delivery.tick();
    for (const other of others) await harness.subscriptions.put(other);
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    harness.deliveries.putMany = putMany;
    await harness.delivery.tick();
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
    expect(discord.messages).toHaveLength(3);
  });

  it('keeps to the order in which channels were due', async () => {
    const discord = await setUp([], {
      now: NOON - 12 * HOUR,
      subscriptions: [
        { ...SUBSCRIPTION, channelId: 'b', time: '11:00' },
        { ...SUBSCRIPTION, channelId: 'a', time: '09:00' },
      ],
    });
    await harness.delivery.tick();
    harness.clock.now = NOON;
    await harness.delivery.tick();
    expect(discord.posts.map(({ channelId }) => channelId)).toEqual(['a', 'b']);
  });

  it('posts nothing when the day has no paper in the categories, and says why', async () => {
    const discord = await setUp([], {
      subscriptions: [{ ...SUBSCRIPTION, categories: ['q-bio', 'econ.EM'] }],
    });
    await harness.delivery.tick();
    expect(discord.posts).toEqual([]);
    const reason = { code: 'no-paper-in', categories: ['q-bio', 'econ.EM'] };
    expect(await ledger()).toMatchObject({ state: 'skipped', reason });
    expect(harness.subscriptions.get('100')?.last).toMatchObject({ kind: 'skipped', reason });
  });

  it('posts nothing for an empty digest, and says so', async () => {
    const discord = await setUp([], { digests: [digestOf({ day: '2021-05-05' })] });
    await harness.delivery.tick();
    expect(discord.posts).toEqual([]);
    expect(await ledger()).toMatchObject({ state: 'skipped', reason: { code: 'no-papers' } });
  });

  it("passes the subscription's role or silence to the gate that every message goes through", async () => {
    const discord = await setUp([], {
      subscriptions: [
        { ...SUBSCRIPTION, channelId: '100', role: '77' },
        { ...SUBSCRIPTION, channelId: '101', silent: true },
        { ...SUBSCRIPTION, channelId: '102' },
      ],
    });
    await harness.delivery.tick();
    expect(discord.messages.map(({ message: { role, isSilent } }) => [role, isSilent])).toEqual([
      ['77', undefined],
      [undefined, true],
      [undefined, undefined],
    ]);
  });

  it('logs one line per run', async () => {
    await setUp(['done', 'access'], {
      subscriptions: [
        SUBSCRIPTION,
        { ...SUBSCRIPTION, channelId: '101' },
        { ...SUBSCRIPTION, channelId: '102', categories: ['q-bio'] },
      ],
    });
    await harness.delivery.tick();
    const [run] = harness.logged.filter(({ message }) => message === 'delivered a digest');
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
    const discord = await setUp(['lost', 'unsure', 'unsure']);
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(4);
    expect(new Set(discord.posts.map(({ nonce }) => nonce)).size).toBe(1);
    expect(discord.messages).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
    const [first = 0, second = 0, third = 0] = harness.waits;
    expect(harness.waits).toHaveLength(3);
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
  });

  it('is left open once the nonce may have expired, and later found in the history', async () => {
    const discord = await setUp(['lost']);
    // The wait between two attempts is longer than the nonce is known.
    let elapsed = 0;
    await harness.close();
    harness = await createDeliveryHarness(discord, {
      now: NOON,
      digests: [DIGEST],
      dependencies: {
        clock: {
          now: () => harness.clock.now,
          elapsed: () => elapsed,
          async sleep() {
            elapsed += 61_000;
          },
          random: () => 1,
        },
      },
    });
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'intended' });
    discord.forgetNonces();
    harness.clock.now += HOUR;
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1', at: NOON });
  });

  it('keeps a waiting person for only one more attempt', async () => {
    const discord = await setUp(['unsure', 'unsure', 'unsure']);
    expect(await harness.delivery.postNow(SUBSCRIPTION)).toMatchObject({
      kind: 'pending',
      reason: { code: 'discord-status', status: 502 },
    });
    expect(discord.posts).toHaveLength(2);
  });

  it('is never taken for refused when its repetition is refused', async () => {
    const discord = await setUp(['lost', 'access']);
    discord.setAccess({ missing: ['SendMessages'] });
    await harness.delivery.tick();
    // It may have arrived before access was lost, so the intent stays.
    expect(await ledger()).toMatchObject({ state: 'intended' });
    discord.forgetNonces();
    harness.clock.now += HOUR;
    discord.setAccess({});
    harness.delivery.accessChanged({ guildId: '1' });
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });
});

describe('a process that died during a delivery', () => {
  async function crash(fate: Fate, more: Partial<DeliveryHarnessOptions> = {}) {
    const discord = await setUp([fate], more);
    if (fate === 'crash') {
      void harness.delivery.tick();
      await discord.died;
    } else {
      await harness.delivery.tick();
      // What the process would have written if it had lived.
      await harness.deliveries.put('2021-05-05', '100', { state: 'intended', at: NOON });
    }
    await harness.restart();
    return discord;
  }

  it('repeats the same nonce when it restarts within a minute of the post', async () => {
    const discord = await crash('crash');
    harness.clock.now += 30_000;
    await harness.delivery.tick();
    expect(new Set(discord.posts.map(({ nonce }) => nonce)).size).toBe(1);
    expect(discord.counts().finds).toBe(0);
    expect(discord.messages).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });

  it('finds its message in the history when it restarts later', async () => {
    const discord = await crash('crash');
    discord.forgetNonces();
    harness.clock.now += HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'sent', messageId: 'm1' });
  });

  it('looks into the history even if the clock was put back', async () => {
    const discord = await crash('crash');
    discord.forgetNonces();
    harness.clock.now -= 48 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(discord.counts().finds).toBe(1);
  });

  it("makes up for a post it hadn't made", async () => {
    const discord = await crash('later');
    harness.clock.now += HOUR;
    let intent: unknown;
    discord.onPost(async () => {
      intent = await ledger();
    });
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    // A new intent, because the nonce is used anew.
    expect(intent).toMatchObject({ state: 'intended', at: NOON + HOUR });
    expect(await ledger()).toMatchObject({ state: 'sent', at: NOON + HOUR });
  });

  it("doesn't guess while the history can't be reached", async () => {
    const discord = await crash('crash');
    discord.forgetNonces();
    harness.clock.now += HOUR;
    discord.setHistory('unsure');
    await harness.delivery.tick();
    expect(await ledger()).toMatchObject({ state: 'intended' });
    discord.setHistory('found');
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
  });

  it.each([
    ['skip', 1, 'failed', 'unconfirmed'],
    ['send', 2, 'sent', 'maybe-twice'],
  ] as const)(
    'follows the setting when the history may not be read: %s',
    async (whenUnsure, messages, state, code) => {
      const discord = await crash('crash', { dependencies: { whenUnsure } });
      discord.forgetNonces();
      harness.clock.now += HOUR;
      discord.setHistory('unknown');
      await harness.delivery.tick();
      await harness.delivery.tick();
      expect(discord.messages).toHaveLength(messages);
      expect(await ledger()).toMatchObject({ state, reason: { code } });
    },
  );

  it('is followed by one that continues the run with nothing shifted', async () => {
    const many = Array.from({ length: 150 }, (_, n) => ({
      ...SUBSCRIPTION,
      channelId: String(1000 + n),
      time: '10:00',
    }));
    const discord = await setUp([], { subscriptions: many, now: NOON - 12 * HOUR });
    await harness.delivery.tick();
    harness.clock.now = NOON;
    const stop = new Promise<void>((resolve) => {
      discord.onPost(() => {
        if (discord.posts.length === 60) resolve();
      });
    });
    void harness.delivery.tick();
    await stop;
    await harness.delivery.stop();
    expect(discord.posts.length).toBeLessThan(150);
    expect(await ledger('1149')).toBeUndefined();
    await harness.restart();
    // Due earlier, but added later.
    await harness.subscriptions.put({ ...SUBSCRIPTION, channelId: '2000', time: '09:00' });
    await harness.subscriptions.remove('1148');
    harness.clock.now += HOUR;
    await harness.delivery.tick();
    const expected = [...many.map(({ channelId }) => channelId), '2000'];
    expect(discord.messages.map(({ channelId }) => channelId)).toEqual(
      expected.filter((channelId) => channelId !== '1148'),
    );
    // What hadn't been started needs no look into any history.
    expect(discord.counts().finds).toBe(0);
    expect(harness.logged.some(({ details }) => 'continues' in details)).toBe(true);
  });

  it('looks for what it may have forgotten when its store was restored from a backup', async () => {
    const discord = await setUp();
    await harness.delivery.tick();
    // Yesterday's backup doesn't know about today.
    await harness.close();
    discord.forgetNonces();
    harness = await createDeliveryHarness(discord, {
      now: NOON + HOUR,
      digests: [DIGEST],
      dependencies: { forgottenSince: () => NOON - 12 * HOUR },
    });
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
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
