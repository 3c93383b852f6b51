import { afterEach, describe, expect, it } from 'vitest';
import { missedDaysLines } from '../../src/messages/digest-message.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { createFakeDiscord } from './fake-discord.ts';
import {
  DAY,
  HOUR,
  createDeliveryHarness,
  type DeliveryHarness,
  type DeliveryHarnessOptions,
} from './delivery-harness.ts';
import { digestHeading } from '../../src/messages/digest-message.ts';

const SEVEN = Date.parse('2021-05-06T07:00:00Z');
const digest = (day: string) => digestOf({ day, papers: [{ categories: ['cs.CV'] }] });

/** The line that mentions the missed digest. */
const [MISSED_LINE] = missedDaysLines(['2021-05-05']);

let harness: DeliveryHarness;
afterEach(() => harness.close());

async function setUp(more: Partial<DeliveryHarnessOptions> = {}) {
  const discord = createFakeDiscord();
  harness = await createDeliveryHarness(discord, {
    now: SEVEN,
    digests: [digest('2021-05-05')],
    subscriptions: [
      { ...SUBSCRIPTION, last: { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' } },
    ],
    ...more,
  });
  await harness.delivery.tick();
  expect(discord.messages).toHaveLength(0);
  return discord;
}
const record = (day: string) => harness.deliveries.get(day, '100');

describe('a missed digest', () => {
  it('is mentioned with a command that can be clicked', async () => {
    const ids = new Map([['papers', '77']]);
    const discord = await setUp({ dependencies: { commandId: (name) => ids.get(name) } });
    harness.clock.now += DAY;
    harness.addDigest(digest('2021-05-06'));
    harness.clock.now += 3 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages[0]?.message.content).toContain(
      MISSED_LINE?.replace('`/papers date:2021-05-05`', '</papers:77> `date:2021-05-05`'),
    );
  });

  it('is delivered once on waking when it is under twenty hours late, with the reason', async () => {
    const discord = await setUp();
    harness.clock.now += 2 * HOUR + 19 * HOUR;
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(await record('2021-05-05')).toMatchObject({
      state: 'sent',
      due: SEVEN + 2 * HOUR,
      delayReason: { code: 'asleep' },
    });
  });

  it('says when it is late because the process was down', async () => {
    await setUp();
    harness.clock.now += 5 * HOUR;
    await harness.restart();
    await harness.delivery.tick();
    expect(await record('2021-05-05')).toMatchObject({ delayReason: { code: 'not-running' } });
  });

  it("isn't posted when it is older than that, but mentioned in a line of the next digest", async () => {
    const discord = await setUp();
    harness.clock.now += 2 * HOUR + 21 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(0);
    harness.addDigest(digest('2021-05-06'));
    harness.clock.now = SEVEN + DAY + 2 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages).toHaveLength(1);
    expect(discord.messages[0]?.message.content).toContain(MISSED_LINE);
    expect(await record('2021-05-05')).toMatchObject({ state: 'superseded', messageId: 'm1' });
    expect(await record('2021-05-06')).toMatchObject({ state: 'sent', missedDays: ['2021-05-05'] });
  });

  it("isn't mentioned when it had arrived after all", async () => {
    const discord = await setUp();
    await harness.deliveries.put('2021-05-05', '100', { state: 'intended', at: SEVEN });
    discord.messages.push({
      id: 'm0',
      channelId: '100',
      nonce: 'forgotten',
      message: { content: 'Hot papers 2021-05-05, in short:' },
      at: SEVEN,
      isPublished: false,
      edits: 0,
    });
    harness.addDigest(digest('2021-05-06'));
    harness.clock.now += DAY + 2 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages.at(-1)?.message.content?.split('\n')).toHaveLength(2);
    expect(await record('2021-05-05')).toMatchObject({ state: 'sent', messageId: 'm0' });
  });

  it("isn't mentioned when the ledger says it arrived, though the process died before noting it", async () => {
    const discord = await setUp();
    await harness.deliveries.put('2021-05-05', '100', {
      state: 'sent',
      at: SEVEN,
      messageId: 'm0',
    });
    harness.addDigest(digest('2021-05-06'));
    harness.clock.now += DAY + 2 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages.at(-1)?.message.content).toContain('2021-05-06');
    expect(discord.messages.at(-1)?.message.content?.split('\n')).toHaveLength(2);
    expect(await record('2021-05-05')).toMatchObject({ state: 'sent' });
  });

  it("isn't mentioned to a channel for which it had nothing", async () => {
    const discord = await setUp({
      subscriptions: [
        {
          ...SUBSCRIPTION,
          categories: ['hep-th'],
          last: { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' },
        },
      ],
    });
    harness.clock.now += DAY;
    harness.addDigest(digestOf({ day: '2021-05-06', papers: [{ categories: ['hep-th'] }] }));
    harness.clock.now += DAY + 3 * HOUR;
    await harness.delivery.tick();
    expect(discord.messages[0]?.message.content?.split('\n')).toHaveLength(2);
  });

  it('is never dropped silently when the next digest has nothing for the channel', async () => {
    await setUp({
      subscriptions: [
        {
          ...SUBSCRIPTION,
          categories: ['cs.CV'],
          last: { day: '2021-05-04', at: 0, kind: 'sent', messageId: '1' },
        },
      ],
    });
    harness.addDigest(digestOf({ day: '2021-05-06', papers: [{ categories: ['hep-th'] }] }));
    harness.clock.now += 2 * DAY + 3 * HOUR;
    await harness.delivery.tick();
    expect(await record('2021-05-05')).toMatchObject({
      state: 'skipped',
      reason: { code: 'missed-too-long' },
    });
  });

  it('is also mentioned when a person asks for the newest digest', async () => {
    const discord = await setUp();
    harness.clock.now += 2 * DAY;
    harness.addDigest(digest('2021-05-07'));
    await harness.delivery.postNow(harness.subscriptions.get('100') ?? SUBSCRIPTION);
    expect(discord.messages[0]?.message.content).toContain(MISSED_LINE);
  });
});

describe('a clock that is put back', () => {
  it('posts nothing twice, and continues once it is right again', async () => {
    const discord = await setUp();
    harness.clock.now += 2 * HOUR;
    await harness.delivery.tick();
    harness.clock.now -= 365 * DAY;
    await harness.delivery.tick();
    harness.clock.now += 366 * DAY;
    harness.addDigest(digest('2021-05-06'));
    await harness.delivery.tick();
    expect(discord.messages.map(({ message }) => message.content?.split(' · ')[0])).toEqual(
      ['2021-05-05', '2021-05-06'].map(digestHeading),
    );
  });
});
