import { afterEach, describe, expect, it } from 'vitest';
import { missedDaysLines } from '../../src/messages/digest-message.ts';
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
const PAPERS = [{ categories: ['cs.CV'] }, { categories: ['math.IT'] }];
const digest = (day: string) => digestOf({ day, papers: PAPERS });

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
/** Delivers the first digest to a channel that refuses this many posts, since a permission is missing. */
async function loseAccess(refusals: number, more: Partial<DeliveryHarnessOptions> = {}) {
  const discord = await setUp(Array<Fate>(refusals).fill('access'), more);
  discord.setAccess({ missing: ['SendMessages'] });
  await harness.delivery.tick();
  return discord;
}
const accessProblem = () => harness.subscriptions.get('100')?.accessProblem;
/** Moves the clock by some days, after which a digest is there. */
async function deliverAfter(days: number, day: string) {
  harness.addDigest(digest(day));
  harness.clock.now += days * DAY;
  await harness.delivery.tick();
}

describe('lost access to a channel', () => {
  it("isn't retried with the same digest, and keeps the subscription", async () => {
    const discord = await loseAccess(1);
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    expect(accessProblem()).toMatchObject({ since: NINE, day: '2021-05-05', digests: 1 });
    expect(harness.subscriptions.get('100')?.last).toBeUndefined();
  });

  it('is reported once to the subscriber, with exactly what is missing and where', async () => {
    const discord = await setUp(['access', 'access']);
    discord.setAccess({ missing: ['SendMessages', 'EmbedLinks'] });
    await harness.delivery.tick();
    await harness.restart();
    await deliverAfter(1, '2021-05-06');
    expect(discord.notices).toHaveLength(1);
    expect(discord.notices[0]?.userId).toBe('5');
    expect(discord.notices[0]?.message.content).toContain('Send Messages');
    expect(discord.notices[0]?.message.content).toContain('Embed Links');
    expect(discord.notices[0]?.message.content).toContain('100');
    expect(accessProblem()).toMatchObject({
      missing: ['SendMessages', 'EmbedLinks'],
      noticeSentAt: NINE,
    });
  });

  it('looks for a notice that may have arrived before sending it again once its nonce expired', async () => {
    const discord = await setUp(['access']);
    discord.setAccess({ missing: ['SendMessages'] });
    discord.setNotifyResult('unsure');
    const startAnew = async () => {
      await harness.restart();
      // The first tick checks access.
      await harness.delivery.tick();
      await harness.delivery.tick();
    };
    await harness.delivery.tick();
    harness.clock.now += 30_000;
    await startAnew();
    harness.clock.now += 30_000;
    await startAnew();
    discord.setNotifyResult('person');
    await startAnew();
    const line = 'I cannot post in <#100>';
    const earlier = { line, since: NINE };
    expect(discord.notices.map((notice) => notice.earlier)).toEqual([
      undefined,
      undefined,
      earlier,
      earlier,
    ]);
    expect(discord.notices.every(({ message }) => message.content?.startsWith(line))).toBe(true);
    await startAnew();
    expect(discord.notices).toHaveLength(4);
  });

  it('pauses the subscription after three digests, and posts nothing more', async () => {
    const discord = await loseAccess(4);
    for (const day of ['2021-05-06', '2021-05-07', '2021-05-08', '2021-05-09'])
      await deliverAfter(1, day);
    expect(discord.posts).toHaveLength(3);
    expect(accessProblem()).toMatchObject({ digests: 3, pausedAt: NINE + 2 * DAY });
  });

  it('pauses the subscription after seven days, however few digests there were', async () => {
    await loseAccess(2);
    await deliverAfter(7, '2021-05-12');
    expect(accessProblem()).toMatchObject({ digests: 2, pausedAt: NINE + 7 * DAY });
  });

  it('posts the missed digest once when access returns, and names older ones in a line', async () => {
    const had = { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' } as const;
    const discord = await loseAccess(3, {
      subscriptions: [{ ...SUBSCRIPTION, last: had }],
    });
    for (const day of ['2021-05-06', '2021-05-07']) await deliverAfter(1, day);
    discord.setAccess({});
    // Later than a digest would otherwise still be delivered.
    harness.clock.now += 22 * HOUR;
    harness.delivery.accessChanged({ guildId: '1', channelId: '100' });
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(discord.messages[0]?.message.content).toContain('2021-05-07');
    expect(discord.messages[0]?.message.content).toContain(
      missedDaysLines(['2021-05-05', '2021-05-06'])[0],
    );
    expect(accessProblem()).toBeUndefined();
    expect(await harness.deliveries.get('2021-05-05', '100')).toMatchObject({
      state: 'superseded',
    });
    expect(await harness.deliveries.get('2021-05-07', '100')).toMatchObject({
      state: 'sent',
      delayReason: { code: 'had-no-access' },
    });
  });

  it('notices returned access to a paused channel with the next digest if no event reported it', async () => {
    const discord = await loseAccess(3);
    for (const day of ['2021-05-06', '2021-05-07']) await deliverAfter(1, day);
    expect(accessProblem()?.pausedAt).toBeDefined();
    discord.setAccess({});
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(0);
    await deliverAfter(1, '2021-05-08');
    expect(discord.messages).toHaveLength(1);
  });

  it('retries once when access turns out to be there, then reports the failure as it is', async () => {
    const discord = await setUp(['access', 'access', 'access', 'access']);
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(2);
    expect(discord.notices).toHaveLength(1);
    // Something has changed: one more try, but no second notice.
    harness.delivery.accessChanged({ guildId: '1' });
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(3);
    expect(discord.notices).toHaveLength(1);
    expect(accessProblem()).toMatchObject({ since: NINE, digests: 1 });
  });

  it('ends when a person has the digest posted, and counts a digest only once', async () => {
    const discord = await loseAccess(2);
    await harness.delivery.postNow(SUBSCRIPTION);
    expect(accessProblem()).toMatchObject({ digests: 1 });
    await harness.delivery.postNow(SUBSCRIPTION);
    expect(accessProblem()).toBeUndefined();
    expect(discord.messages).toHaveLength(1);
  });

  it('ends the subscription when the channel turns out to be gone', async () => {
    const discord = await setUp(['access']);
    discord.sender.access = async () => ({
      kind: 'refused',
      why: 'gone',
      reason: { code: 'channel-gone' },
    });
    await harness.delivery.tick();
    expect(harness.subscriptions.get('100')).toBeUndefined();
    expect(discord.notices).toEqual([]);
  });

  it("doesn't check a channel when another one changes", async () => {
    const discord = await loseAccess(1);
    const { accesses } = discord.counts();
    harness.delivery.accessChanged({ guildId: '2' });
    await harness.delivery.tick();
    expect(discord.counts().accesses).toBe(accesses);
  });
});

describe("a channel that can't take a digest", () => {
  it('ends its subscription when it is gone', async () => {
    await setUp(['gone']);
    await harness.delivery.tick();
    expect(harness.subscriptions.get('100')).toBeUndefined();
    expect(harness.logged.some(({ message }) => message === 'a subscription ended')).toBe(true);
    expect(await harness.deliveries.get('2021-05-05', '100')).toMatchObject({
      state: 'failed',
      reason: { code: 'channel-gone' },
    });
  });

  it('is unarchived once when it is an archived thread', async () => {
    const discord = await setUp(['archived']);
    await harness.delivery.tick();
    expect(discord.counts().unarchived).toBe(1);
    expect(discord.messages).toHaveLength(1);
    await harness.close();

    const still = await setUp(['archived', 'archived']);
    still.setAccess({ isLocked: true });
    await harness.delivery.tick();
    expect(still.counts().unarchived).toBe(1);
    expect(still.messages).toHaveLength(0);
    expect(accessProblem()).toBeDefined();
  });

  it('is reported like one without access when it is a locked thread', async () => {
    const discord = await setUp(['locked']);
    discord.setAccess({ isLocked: true });
    await harness.delivery.tick();
    expect(accessProblem()).toMatchObject({ reason: { code: 'thread-locked' } });
    expect(discord.notices[0]?.message.content).toMatch(/lock/i);
  });

  it('gets a smaller message once when Discord refuses the full one', async () => {
    const discord = await setUp(['content']);
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(discord.messages[0]?.message).not.toHaveProperty('embeds');
    expect(discord.messages[0]?.message.content).toMatch(/^Hot papers 2021-05-05, in short:/);
    expect(await harness.deliveries.get('2021-05-05', '100')).toMatchObject({ isShort: true });
  });

  it('stays subscribed when both messages are refused, and gets the next digest', async () => {
    const discord = await setUp(['content', 'content']);
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(2);
    expect(harness.subscriptions.get('100')?.last).toMatchObject({ kind: 'failed' });
    await deliverAfter(1, '2021-05-06');
    expect(discord.messages).toHaveLength(1);
  });
});
