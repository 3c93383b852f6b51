import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer, Access } from '../../src/delivery/sender.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { createFakeDiscord, type Fate } from './fake-discord.ts';
import {
  DAY,
  HOUR,
  createDeliveryHarness,
  type DeliveryHarness,
  type DeliveryHarnessOptions,
} from './delivery-harness.ts';

const NINE = Date.parse('2021-05-06T09:00:00Z');
const digest = (day: string, retweets = 10) =>
  digestOf({ day, papers: [{ metrics: { retweets } }] });

let harness: DeliveryHarness;
afterEach(() => harness.close());

async function setUp(fates: Fate[] = [], more: Partial<DeliveryHarnessOptions> = {}) {
  const discord = createFakeDiscord(fates);
  harness = await createDeliveryHarness(discord, {
    now: NINE,
    digests: [digest('2021-05-05')],
    ...more,
  });
  return discord;
}
/** A clock whose elapsed time the test moves by hand. */
function createManualClock(sleep: () => void = () => undefined) {
  const manual = { elapsed: 0 };
  const clock = {
    now: () => harness.clock.now,
    elapsed: () => manual.elapsed,
    async sleep() {
      sleep();
    },
    random: () => 1,
  };
  return { manual, clock };
}
const record = (day = '2021-05-05') => harness.deliveries.get(day, '100');
const subscription = () => harness.subscriptions.get('100');
const other = { ...SUBSCRIPTION, channelId: '101' };

describe('a full disk', () => {
  const fill = () => {
    const putMany = harness.deliveries.putMany.bind(harness.deliveries);
    harness.deliveries.putMany = () => Promise.reject(new Error('the disk is full'));
    return () => (harness.deliveries.putMany = putMany);
  };

  it('stops the run until the next minute, and nothing else in the process', async () => {
    const discord = await setUp();
    const empty = fill();
    await harness.delivery.tick();
    // Due, but not part of the run that has begun.
    await harness.subscriptions.put(other);
    const tick = harness.delivery.tick();
    await yieldToOthers();
    await tick;
    expect(discord.posts).toEqual([]);
    empty();
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(2);
  });

  it('reports every error even where some channels need no message', async () => {
    await setUp([], { subscriptions: [SUBSCRIPTION, { ...other, categories: ['hep-th'] }] });
    fill();
    await harness.delivery.tick();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(harness.delivery.health().storeError).toContain('disk is full');
  });
});

it('limits an unforeseen error to one channel, and retries it', async () => {
  const discord = await setUp(['broken', 'broken', 'broken', 'broken', 'broken', 'broken'], {
    subscriptions: [SUBSCRIPTION],
  });
  await harness.delivery.tick();
  expect(harness.delivery.health().storeError).toBeUndefined();
  expect(harness.logged.some(({ message }) => message === 'asking Discord failed')).toBe(true);
  expect(discord.messages).toHaveLength(1);
});

it('looks into the history after the machine slept during a post, and repeats nothing', async () => {
  const { clock } = createManualClock(() => (harness.clock.now += 8 * HOUR));
  const discord = await setUp(['lost'], { dependencies: { clock } });
  await harness.delivery.tick();
  expect(discord.posts).toHaveLength(1);
  discord.forgetNonces();
  await harness.delivery.tick();
  expect(discord.messages).toHaveLength(1);
  expect(await record()).toMatchObject({ state: 'sent', messageId: 'm1' });
});

it('keeps a digest in doubt when access is lost meanwhile, and reports the lost access', async () => {
  const discord = await setUp(['crash'], { dependencies: { whenUnsure: 'send' } });
  void harness.delivery.tick();
  await discord.died;
  await harness.restart();
  discord.forgetNonces();
  harness.clock.now += HOUR;
  discord.setHistory('refused');
  discord.setAccess({ missing: ['ViewChannel'] });
  await harness.delivery.tick();
  expect(await record()).toMatchObject({ state: 'intended' });
  expect(discord.notices).toHaveLength(1);
  discord.setHistory('found');
  discord.setAccess({});
  harness.delivery.accessChanged({ guildId: '1' });
  await harness.delivery.tick();
  expect(discord.messages).toHaveLength(1);
  expect(await record()).toMatchObject({ state: 'sent', messageId: 'm1' });
});

it('looks far enough back for an intent of a clock that ran ahead', async () => {
  const discord = await setUp(['crash'], { now: NINE + 30 * HOUR });
  void harness.delivery.tick();
  await discord.died;
  await harness.restart();
  discord.forgetNonces();
  const [posted] = discord.messages;
  if (posted) posted.at = NINE;
  harness.clock.now = NINE + 5 * HOUR;
  await harness.subscriptions.put({ ...SUBSCRIPTION, time: '10:00' });
  await harness.deliveries.put('2021-05-05', '100', {
    state: 'intended',
    at: NINE + 30 * HOUR,
    due: NINE + HOUR,
  });
  await harness.delivery.postNow(SUBSCRIPTION);
  expect(discord.messages).toHaveLength(1);
});

it('delivers a digest that was empty at first once it is republished whole', async () => {
  const discord = await setUp([], { digests: [digestOf({ day: '2021-05-05' })] });
  await harness.delivery.tick();
  expect(await record()).toMatchObject({ state: 'skipped' });
  await harness.delivery.tick();
  harness.clock.now += 10 * 60_000;
  harness.addDigest(digest('2021-05-05'));
  await harness.delivery.tick();
  expect(discord.messages).toHaveLength(1);
});

it('edits a digest that is republished during its first run where it was already posted', async () => {
  const discord = await setUp([], { subscriptions: [SUBSCRIPTION, other] });
  discord.onPost(() => harness.addDigest(digest('2021-05-05', 99)));
  await harness.delivery.tick();
  expect(discord.messages.map(({ edits }) => edits)).toEqual([1, 1]);
});

it('edits the message of a process that died when its digest is republished', async () => {
  const discord = await setUp(['crash']);
  void harness.delivery.tick();
  await discord.died;
  await harness.restart();
  discord.forgetNonces();
  harness.clock.now += HOUR;
  // Republished before the message was found, so the message doesn't show what the file says now.
  harness.addDigest(digest('2021-05-05', 99));
  await harness.delivery.tick();
  expect(discord.messages.map(({ edits }) => edits)).toEqual([1]);
});

describe('access that returns', () => {
  async function lose(more: Partial<DeliveryHarnessOptions> = {}) {
    const discord = await setUp(['access'], more);
    discord.setAccess({ missing: ['SendMessages'] });
    await harness.delivery.tick();
    expect(subscription()?.accessProblem?.noticeSentAt).toBe(NINE);
    return discord;
  }

  it("is checked again when Discord doesn't answer the first time", async () => {
    const { manual, clock } = createManualClock();
    const discord = await lose({ dependencies: { clock } });
    const access = discord.sender.access.bind(discord.sender);
    discord.sender.access = async (): Promise<Answer<Access>> => ({
      kind: 'unsure',
      reason: { code: 'discord-status', status: 502 },
    });
    harness.delivery.accessChanged({ guildId: '1' });
    await harness.delivery.tick();
    discord.sender.access = access;
    discord.setAccess({});
    manual.elapsed += 60_000;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
  });

  it('counts until the digest has arrived, through any answers and restarts', async () => {
    const discord = await lose();
    discord.setAccess({});
    harness.clock.now += 22 * HOUR;
    discord.fates.push('later');
    harness.delivery.accessChanged({ guildId: '1' });
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(0);
    await harness.restart();
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(subscription()?.accessProblem).toBeUndefined();
  });

  it('is noticed at the start when it returned while the process was down', async () => {
    const discord = await lose();
    discord.setAccess({});
    harness.clock.now += HOUR;
    await harness.restart();
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
  });
});

describe('the notice to the subscriber', () => {
  it('is repeated only when its arrival is unknown', async () => {
    const { manual, clock } = createManualClock();
    const discord = await setUp(['access'], { dependencies: { clock } });
    discord.setAccess({ missing: ['SendMessages'] });
    discord.setNotifyResult('unsure');
    await harness.delivery.tick();
    expect(subscription()?.accessProblem?.noticeSentAt).toBeUndefined();
    discord.setNotifyResult('nobody');
    manual.elapsed += 60_000;
    await harness.delivery.tick();
    manual.elapsed += 60_000;
    await harness.delivery.tick();
    expect(discord.notices).toHaveLength(2);
    expect(subscription()?.accessProblem).toMatchObject({ noticeVia: 'nobody' });
  });
});

describe('quiet hours during delivery', () => {
  it('hold for a late digest', async () => {
    const discord = await setUp([], {
      now: NINE - HOUR,
      subscriptions: [{ ...SUBSCRIPTION, quiet: { from: '22:00', to: '07:00' } }],
    });
    await harness.delivery.tick();
    harness.clock.now = NINE + 14 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(0);
    harness.clock.now = NINE + 19.5 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(0);
    // And no run is started every minute of the night.
    expect(harness.logged).toEqual([]);
  });

  it('hold when they begin while a channel waits for its turn', async () => {
    const quiet = { from: '09:01', to: '11:00' };
    const many = Array.from({ length: 60 }, (_, n) => ({
      ...SUBSCRIPTION,
      channelId: String(200 + n),
      quiet,
    }));
    const discord = await setUp([], { subscriptions: many });
    discord.onPost(() => {
      if (discord.posts.length === 40) harness.clock.now += 5 * 60_000;
    });
    await harness.delivery.tick();
    expect(discord.messages.length).toBeLessThan(60);
    harness.clock.now = NINE + 2 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(60);
  });
});

describe('the reason a digest is late', () => {
  it("isn't lost access when Discord only asked to wait", async () => {
    const discord = await setUp(['later'], { now: NINE - 60_000 });
    await harness.delivery.tick();
    harness.clock.now = NINE;
    await harness.delivery.tick();
    harness.clock.now = NINE + 121_000;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect((await record())?.delayReason).toEqual({ code: 'many-due' });
  });

  it('is the process when the digest existed before it started', async () => {
    await setUp([], { now: NINE + 3 * HOUR });
    await harness.delivery.tick();
    expect(await record()).toMatchObject({ delayReason: { code: 'not-running' } });
  });
});

it("retries what a person asked for even though it isn't due", async () => {
  const discord = await setUp(['unsure', 'unsure'], {
    subscriptions: [{ ...SUBSCRIPTION, since: NINE + HOUR }],
  });
  expect(await harness.delivery.postNow(SUBSCRIPTION)).toMatchObject({ kind: 'pending' });
  await harness.restart();
  await harness.delivery.tick();
  expect(discord.messages).toHaveLength(1);
  expect(subscription()).not.toHaveProperty('asked');
  await harness.delivery.tick();
  expect(discord.posts).toHaveLength(3);
});

describe('a process that died between ledger and subscription', () => {
  it('publishes what it had posted, and clears the access problem', async () => {
    const discord = await setUp([], { subscriptions: [{ ...SUBSCRIPTION, publish: true }] });
    await harness.delivery.tick();
    await harness.subscriptions.put({
      ...SUBSCRIPTION,
      publish: true,
      accessProblem: {
        since: 0,
        day: '2021-05-04',
        digests: 1,
        reason: { code: 'thread-locked' },
        missing: [],
        noticeSentAt: 1,
        resumedAt: 1,
      },
    });
    const [posted] = discord.messages;
    if (posted) posted.isPublished = false;
    await harness.restart();
    await harness.delivery.tick();
    expect(discord.messages.map(({ isPublished }) => isPublished)).toEqual([true]);
    expect(subscription()?.accessProblem).toBeUndefined();
  });

  it('remembers a day that had arrived when the next has nothing for the channel', async () => {
    const had = { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' } as const;
    await setUp([], { subscriptions: [{ ...SUBSCRIPTION, categories: ['cs.LG'], last: had }] });
    await harness.deliveries.put('2021-05-05', '100', { state: 'sent', at: NINE, messageId: 'm7' });
    harness.addDigest(digestOf({ day: '2021-05-06', papers: [{ categories: ['hep-th'] }] }));
    harness.clock.now += DAY;
    await harness.delivery.tick();
    expect(await record()).toMatchObject({ state: 'sent', messageId: 'm7' });
  });
});
