import { setImmediate as breathe } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer, Access } from '../../src/delivery/sender.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { channels, type Fate } from './channels.ts';
import { DAY, HOUR, openOffice, type Office } from './office.ts';

const NINE = Date.parse('2021-05-06T09:00:00Z');
const digest = (day: string, retweets = 10) =>
  digestOf({ day, papers: [{ metrics: { retweets } }] });

let office: Office;
afterEach(() => office.close());

async function begin(fates: Fate[] = [], more: Partial<Parameters<typeof openOffice>[1]> = {}) {
  const there = channels(fates);
  office = await openOffice(there, { now: NINE, digests: [digest('2021-05-05')], ...more });
  return there;
}
/** Clocks of which the one that only goes forward is the test's too. */
function slowClocks(sleep: () => void = () => undefined) {
  const clocks = { elapsed: 0 };
  const times = {
    now: () => office.clock.now,
    elapsed: () => clocks.elapsed,
    async sleep() {
      sleep();
    },
    random: () => 1,
  };
  return { clocks, times };
}
const record = (day = '2021-05-05') => office.deliveries.get(day, '100');
const subscription = () => office.subscriptions.get('100');
const other = { ...SUBSCRIPTION, channelId: '101' };

describe('a full disk', () => {
  const fill = () => {
    const putMany = office.deliveries.putMany.bind(office.deliveries);
    office.deliveries.putMany = () => Promise.reject(new Error('the disk is full'));
    return () => (office.deliveries.putMany = putMany);
  };

  it('stops the run until the next minute, and nothing else in the process', async () => {
    const there = await begin();
    const empty = fill();
    await office.room.tick();
    // Due, and not in the run that was begun.
    await office.subscriptions.put(other);
    const tick = office.room.tick();
    await breathe();
    await tick;
    expect(there.posts).toEqual([]);
    empty();
    await office.room.tick();
    expect(there.said).toHaveLength(2);
  });

  it('reports every error even where some channels need no message', async () => {
    await begin([], { subscriptions: [SUBSCRIPTION, { ...other, categories: ['hep-th'] }] });
    fill();
    await office.room.tick();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(office.room.health().storeError).toContain('disk is full');
  });
});

it('limits an unforeseen error to one channel, and retries it', async () => {
  const there = await begin(['broken', 'broken', 'broken', 'broken', 'broken', 'broken'], {
    subscriptions: [SUBSCRIPTION],
  });
  await office.room.tick();
  expect(office.room.health().storeError).toBeUndefined();
  expect(office.logged.some(({ message }) => message === 'asking Discord failed')).toBe(true);
  expect(there.said).toHaveLength(1);
});

it('looks into the history after the machine slept during a post, and repeats nothing', async () => {
  const { times } = slowClocks(() => (office.clock.now += 8 * HOUR));
  const there = await begin(['lost'], { parts: { times } });
  await office.room.tick();
  expect(there.posts).toHaveLength(1);
  there.forgetNonces();
  await office.room.tick();
  expect(there.said).toHaveLength(1);
  expect(await record()).toMatchObject({ state: 'sent', messageId: 'm1' });
});

it('keeps a digest in doubt when access is lost meanwhile, and reports the lost access', async () => {
  const there = await begin(['crash'], { parts: { whenUnsure: 'send' } });
  void office.room.tick();
  await there.died;
  await office.restart();
  there.forgetNonces();
  office.clock.now += HOUR;
  there.setHistory('refused');
  there.setAccess({ missing: ['ViewChannel'] });
  await office.room.tick();
  expect(await record()).toMatchObject({ state: 'intended' });
  expect(there.told).toHaveLength(1);
  there.setHistory('found');
  there.setAccess({});
  office.room.accessChanged({ guildId: '1' });
  await office.room.tick();
  expect(there.said).toHaveLength(1);
  expect(await record()).toMatchObject({ state: 'sent', messageId: 'm1' });
});

it('looks far enough back for an intent of a clock that ran ahead', async () => {
  const there = await begin(['crash'], { now: NINE + 30 * HOUR });
  void office.room.tick();
  await there.died;
  await office.restart();
  there.forgetNonces();
  const [said] = there.said;
  if (said) said.at = NINE;
  office.clock.now = NINE + 5 * HOUR;
  await office.subscriptions.put({ ...SUBSCRIPTION, time: '10:00' });
  await office.deliveries.put('2021-05-05', '100', {
    state: 'intended',
    at: NINE + 30 * HOUR,
    due: NINE + HOUR,
  });
  await office.room.postNow(SUBSCRIPTION);
  expect(there.said).toHaveLength(1);
});

it('delivers a digest that was empty at first once it is republished whole', async () => {
  const there = await begin([], { digests: [digestOf({ day: '2021-05-05' })] });
  await office.room.tick();
  expect(await record()).toMatchObject({ state: 'skipped' });
  await office.room.tick();
  office.clock.now += 10 * 60_000;
  office.shelve(digest('2021-05-05'));
  await office.room.tick();
  expect(there.said).toHaveLength(1);
});

it('edits a digest that is republished during its first run where it was already posted', async () => {
  const there = await begin([], { subscriptions: [SUBSCRIPTION, other] });
  there.onPost(() => office.shelve(digest('2021-05-05', 99)));
  await office.room.tick();
  expect(there.said.map(({ edits }) => edits)).toEqual([1, 1]);
});

it('edits the message of a process that died when its digest is republished', async () => {
  const there = await begin(['crash']);
  void office.room.tick();
  await there.died;
  await office.restart();
  there.forgetNonces();
  office.clock.now += HOUR;
  // Printed again before the message was found: what it shows is not what the file says now.
  office.shelve(digest('2021-05-05', 99));
  await office.room.tick();
  expect(there.said.map(({ edits }) => edits)).toEqual([1]);
});

describe('access that returns', () => {
  async function lose(more: Partial<Parameters<typeof openOffice>[1]> = {}) {
    const there = await begin(['access'], more);
    there.setAccess({ missing: ['SendMessages'] });
    await office.room.tick();
    expect(subscription()?.trouble?.toldAt).toBe(NINE);
    return there;
  }

  it("is checked again when Discord doesn't answer the first time", async () => {
    const { clocks, times } = slowClocks();
    const there = await lose({ parts: { times } });
    const access = there.sender.access.bind(there.sender);
    there.sender.access = async (): Promise<Answer<Access>> => ({
      kind: 'unsure',
      reason: { code: 'discord-status', status: 502 },
    });
    office.room.accessChanged({ guildId: '1' });
    await office.room.tick();
    there.sender.access = access;
    there.setAccess({});
    clocks.elapsed += 60_000;
    await office.room.tick();
    expect(there.said).toHaveLength(1);
  });

  it('counts until the digest has arrived, through any answers and restarts', async () => {
    const there = await lose();
    there.setAccess({});
    office.clock.now += 22 * HOUR;
    there.fates.push('later');
    office.room.accessChanged({ guildId: '1' });
    await office.room.tick();
    expect(there.said).toHaveLength(0);
    await office.restart();
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect(subscription()?.trouble).toBeUndefined();
  });

  it('is noticed at the start when it returned while the process was down', async () => {
    const there = await lose();
    there.setAccess({});
    office.clock.now += HOUR;
    await office.restart();
    await office.room.tick();
    expect(there.said).toHaveLength(1);
  });
});

describe('the notice to the subscriber', () => {
  it('is repeated only when its arrival is unknown', async () => {
    const { clocks, times } = slowClocks();
    const there = await begin(['access'], { parts: { times } });
    there.setAccess({ missing: ['SendMessages'] });
    there.setReached('unsure');
    await office.room.tick();
    expect(subscription()?.trouble?.toldAt).toBeUndefined();
    there.setReached('nobody');
    clocks.elapsed += 60_000;
    await office.room.tick();
    clocks.elapsed += 60_000;
    await office.room.tick();
    expect(there.told).toHaveLength(2);
    expect(subscription()?.trouble).toMatchObject({ told: 'nobody' });
  });
});

describe('quiet hours during delivery', () => {
  it('hold for a late digest', async () => {
    const there = await begin([], {
      now: NINE - HOUR,
      subscriptions: [{ ...SUBSCRIPTION, quiet: { from: '22:00', to: '07:00' } }],
    });
    await office.room.tick();
    office.clock.now = NINE + 14 * HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(0);
    office.clock.now = NINE + 19.5 * HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(0);
    // Nor is a run begun in every minute of the night.
    expect(office.logged).toEqual([]);
  });

  it('hold when they begin while a channel waits for its turn', async () => {
    const quiet = { from: '09:01', to: '11:00' };
    const many = Array.from({ length: 60 }, (_, n) => ({
      ...SUBSCRIPTION,
      channelId: String(200 + n),
      quiet,
    }));
    const there = await begin([], { subscriptions: many });
    there.onPost(() => {
      if (there.posts.length === 40) office.clock.now += 5 * 60_000;
    });
    await office.room.tick();
    expect(there.said.length).toBeLessThan(60);
    office.clock.now = NINE + 2 * HOUR;
    await office.room.tick();
    expect(there.said).toHaveLength(60);
  });
});

describe('the reason a digest is late', () => {
  it("isn't lost access when Discord only asked to wait", async () => {
    const there = await begin(['later'], { now: NINE - 60_000 });
    await office.room.tick();
    office.clock.now = NINE;
    await office.room.tick();
    office.clock.now = NINE + 121_000;
    await office.room.tick();
    expect(there.said).toHaveLength(1);
    expect((await record())?.late).toEqual({ code: 'many-due' });
  });

  it('is the process when the digest existed before it started', async () => {
    await begin([], { now: NINE + 3 * HOUR });
    await office.room.tick();
    expect(await record()).toMatchObject({ late: { code: 'not-running' } });
  });
});

it("retries what a person asked for even though it isn't due", async () => {
  const there = await begin(['unsure', 'unsure'], {
    subscriptions: [{ ...SUBSCRIPTION, since: NINE + HOUR }],
  });
  expect(await office.room.postNow(SUBSCRIPTION)).toMatchObject({ kind: 'pending' });
  await office.restart();
  await office.room.tick();
  expect(there.said).toHaveLength(1);
  expect(subscription()).not.toHaveProperty('asked');
  await office.room.tick();
  expect(there.posts).toHaveLength(3);
});

describe('a process that died between ledger and subscription', () => {
  it('publishes what it had posted, and clears the access problem', async () => {
    const there = await begin([], { subscriptions: [{ ...SUBSCRIPTION, publish: true }] });
    await office.room.tick();
    await office.subscriptions.put({
      ...SUBSCRIPTION,
      publish: true,
      trouble: {
        since: 0,
        day: '2021-05-04',
        digests: 1,
        reason: { code: 'thread-locked' },
        missing: [],
        toldAt: 1,
        resumedAt: 1,
      },
    });
    const [said] = there.said;
    if (said) said.isPublished = false;
    await office.restart();
    await office.room.tick();
    expect(there.said.map(({ isPublished }) => isPublished)).toEqual([true]);
    expect(subscription()?.trouble).toBeUndefined();
  });

  it('remembers a day that had arrived when the next has nothing for the channel', async () => {
    const had = { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' } as const;
    await begin([], { subscriptions: [{ ...SUBSCRIPTION, categories: ['cs.LG'], last: had }] });
    await office.deliveries.put('2021-05-05', '100', { state: 'sent', at: NINE, messageId: 'm7' });
    office.shelve(digestOf({ day: '2021-05-06', papers: [{ categories: ['hep-th'] }] }));
    office.clock.now += DAY;
    await office.room.tick();
    expect(await record()).toMatchObject({ state: 'sent', messageId: 'm7' });
  });
});
