import { afterEach, describe, expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import type { Digest } from '../../src/digest/types.ts';
import { DIGEST_STYLES } from '../../src/messages/digest-styles.ts';
import type { DeliveryRecord } from '../../src/store/deliveries.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { missedDaysLines } from '../../src/messages/digest-message.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { createFakeDiscord } from './fake-discord.ts';
import {
  DAY,
  createDeliveryHarness,
  type DeliveryHarness,
  type DeliveryHarnessOptions,
} from './delivery-harness.ts';

const NINE = Date.parse('2021-05-06T09:00:00Z');
const editionWith = (retweets: number, day = '2021-05-05') =>
  digestOf({ day, papers: [{ metrics: { retweets } }] });

let harness: DeliveryHarness;
afterEach(() => harness.close());

async function setUp(more: Partial<DeliveryHarnessOptions> = {}) {
  const discord = createFakeDiscord();
  harness = await createDeliveryHarness(discord, {
    now: NINE,
    digests: [editionWith(10)],
    ...more,
  });
  await harness.delivery.tick();
  return discord;
}
const textOf = (discord: ReturnType<typeof createFakeDiscord>) =>
  JSON.stringify(discord.messages[0]?.message);

describe('a digest that is republished', () => {
  it('edits the message with the new counts instead of posting again', async () => {
    const discord = await setUp();
    expect(textOf(discord)).toContain(english('counts.retweets', { count: 10 }));
    harness.addDigest(editionWith(99));
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(discord.posts).toHaveLength(1);
    expect(discord.messages[0]?.edits).toBe(1);
    expect(textOf(discord)).toContain(english('counts.retweets', { count: 99 }));
    expect(textOf(discord)).toContain('updated');
  });

  it('edits nothing when the counts are the same', async () => {
    const discord = await setUp();
    harness.addDigest(editionWith(10));
    await harness.delivery.tick();
    expect(discord.messages[0]?.edits).toBe(0);
  });

  it('edits the message even when the next day is out and it happened while the bot was down', async () => {
    const discord = await setUp();
    harness.addDigest(editionWith(5, '2021-05-06'));
    harness.clock.now += DAY;
    await harness.delivery.tick();
    harness.addDigest(editionWith(99));
    await harness.restart();
    await harness.delivery.tick();
    expect(discord.messages.map(({ edits }) => edits)).toEqual([1, 0]);
  });

  it('leaves the message alone two days later', async () => {
    const discord = await setUp();
    harness.clock.now += 2 * DAY;
    harness.addDigest(editionWith(99));
    await harness.delivery.tick();
    expect(discord.messages[0]?.edits).toBe(0);
  });

  it("is retried when Discord doesn't answer", async () => {
    const discord = await setUp();
    const edit = discord.sender.edit.bind(discord.sender);
    discord.sender.edit = async () => ({
      kind: 'unsure',
      reason: { code: 'discord-status', status: 502 },
    });
    harness.addDigest(editionWith(99));
    await harness.delivery.tick();
    discord.sender.edit = edit;
    await harness.delivery.tick();
    expect(discord.messages[0]?.edits).toBe(1);
  });

  it("continues with only the messages that weren't edited yet", async () => {
    const discord = await setUp({
      subscriptions: [SUBSCRIPTION, { ...SUBSCRIPTION, channelId: '101' }],
    });
    const edit = discord.sender.edit.bind(discord.sender);
    discord.sender.edit = async (channelId, messageId, message) =>
      channelId === '101'
        ? { kind: 'unsure', reason: { code: 'discord-status', status: 502 } }
        : edit(channelId, messageId, message);
    harness.addDigest(editionWith(99));
    await harness.delivery.tick();
    discord.sender.edit = edit;
    await harness.delivery.tick();
    expect(discord.messages.map(({ edits }) => edits)).toEqual([1, 1]);
  });

  it('keeps the line about missed digests', async () => {
    const discord = createFakeDiscord();
    harness = await createDeliveryHarness(discord, {
      now: NINE,
      digests: [editionWith(1, '2021-05-04'), editionWith(10)],
      subscriptions: [
        { ...SUBSCRIPTION, last: { day: '2021-05-03', at: 0, kind: 'sent', messageId: '1' } },
      ],
    });
    await harness.delivery.tick();
    harness.addDigest(editionWith(99));
    await harness.delivery.tick();
    expect(discord.messages[0]?.edits).toBe(1);
    expect(discord.messages[0]?.message.content).toContain(missedDaysLines(['2021-05-04'])[0]);
  });
});

const BASE = digestOf({
  day: '2021-05-05',
  papers: Array.from({ length: 10 }, () => ({})),
});
const withVotes = (upvotes: number): Digest => ({
  ...BASE,
  papers: BASE.papers.map((paper) => ({ ...paper, metrics: { upvotes } })),
});

describe('a republished digest', () => {
  const embedsOf = (discord: ReturnType<typeof createFakeDiscord>) =>
    discord.messages[0]?.message.embeds?.length;
  const EMBEDS = { brief: 4, full: 10, headlines: 1 } as const;

  it.each(DIGEST_STYLES)(
    'edits the message in its style %s, whatever comes next',
    async (style) => {
      const next = style === 'full' ? 'brief' : 'full';
      const subscription: Subscription = { ...SUBSCRIPTION, style, summary: 'off' };
      const discord = await setUp({ digests: [withVotes(1)], subscriptions: [subscription] });
      expect(embedsOf(discord)).toBe(EMBEDS[style]);
      await harness.subscriptions.put({ ...subscription, style: next, summary: 'authors' });
      harness.addDigest(withVotes(2));
      await harness.restart();
      await harness.delivery.tick();
      expect(discord.messages[0]?.edits).toBe(1);
      expect(embedsOf(discord)).toBe(EMBEDS[style]);
      expect(textOf(discord)).not.toMatch(/\*\*We show|-# We show/);
      expect(textOf(discord)).toContain('updated');

      harness.addDigest({ ...withVotes(3), day: '2021-05-06' });
      harness.clock.now += DAY;
      await harness.delivery.tick();
      expect(discord.messages[1]?.message.embeds).toHaveLength(EMBEDS[next]);
    },
  );

  it('edits in full what a version without styles posted', async () => {
    const discord = await setUp({ digests: [withVotes(1)] });
    const record = await harness.deliveries.get('2021-05-05', '100');
    expect(record?.style).toBe('brief');
    delete record?.style;
    await harness.deliveries.put('2021-05-05', '100', record as DeliveryRecord);
    harness.addDigest(withVotes(2));
    await harness.delivery.tick();
    expect(embedsOf(discord)).toBe(EMBEDS.full);
  });

  it("leaves a message alone whose digest only says what its abstracts' links already said", async () => {
    const abstract = 'The code is at https://github.com/owner/repo.';
    const bare = digestOf({ day: '2021-05-05', papers: [{ abstract }] });
    const discord = await setUp({ digests: [bare] });
    const links = { code: 'https://github.com/owner/repo' };
    harness.addDigest(digestOf({ day: '2021-05-05', papers: [{ abstract, links }] }));
    await harness.delivery.tick();
    expect(discord.messages[0]?.edits).toBe(0);
  });
});

describe('a subscription that publishes', () => {
  it('publishes each digest once', async () => {
    const discord = await setUp({ subscriptions: [{ ...SUBSCRIPTION, publish: true }] });
    expect(discord.messages[0]?.isPublished).toBe(true);
    let published = 0;
    discord.sender.publish = async () => {
      published++;
      return { kind: 'done' };
    };
    await harness.delivery.tick();
    expect(published).toBe(0);
  });

  it('publishes later when the process died between post and publishing', async () => {
    const discord = await setUp();
    await harness.subscriptions.note([
      {
        channelId: '100',
        last: { day: '2021-05-05', at: NINE, kind: 'sent', messageId: 'm1', isToPublish: true },
      },
    ]);
    await harness.restart();
    await harness.delivery.tick();
    expect(discord.messages[0]?.isPublished).toBe(true);
  });

  it('waits as long as Discord says, and gives up when refused', async () => {
    const discord = await setUp({ subscriptions: [{ ...SUBSCRIPTION, publish: true }] });
    let attempts = 0;
    await harness.subscriptions.note([
      {
        channelId: '100',
        last: { day: '2021-05-05', at: NINE, kind: 'sent', messageId: 'm1', isToPublish: true },
      },
    ]);
    discord.sender.publish = async () => {
      attempts++;
      return { kind: 'later', reason: { code: 'must-wait' }, afterMs: 3_600_000 };
    };
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(attempts).toBe(1);
    await harness.restart();
    discord.sender.publish = async () => {
      attempts++;
      return { kind: 'refused', why: 'other', reason: { code: 'wrong-channel-type' } };
    };
    await harness.delivery.tick();
    await harness.delivery.tick();
    expect(attempts).toBe(2);
  });
});
