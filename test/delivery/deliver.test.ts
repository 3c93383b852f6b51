import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FindResult,
  makeDeliver,
  type PostResult,
  type Sender,
} from '../../src/delivery/deliver.ts';
import { deliveryNonce } from '../../src/delivery/nonce.ts';
import { selectPapers } from '../../src/delivery/selection.ts';
import { dueSubscriptions, tick } from '../../src/delivery/tick.ts';
import type { Message } from '../../src/embeds/message.ts';
import { type Deliveries, type DeliveryRecord, deliveriesIn } from '../../src/store/deliveries.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import {
  loadSubscriptions,
  type Subscription,
  type Subscriptions,
} from '../../src/store/subscriptions.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';

const NOON = Date.parse('2021-05-06T12:00:00Z');
const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [
    { categories: ['cs.CV', 'cs.LG'] },
    { categories: ['math.IT'] },
    { categories: ['cs.CL'] },
  ],
});
/** A channel that remembers nonces and messages as Discord does, at the edge of the room. */
function channelThat(answers: (PostResult['kind'] | 'sent but unsure' | 'crash')[] = []) {
  const messages: { id: string; nonce: string; message: Message }[] = [];
  const posts: string[] = [];
  let history: FindResult['kind'] = 'found';
  const sender: Sender = {
    botId: () => '9',
    async post(_channelId, message, nonce) {
      posts.push(nonce);
      const answer = answers.shift() ?? 'sent';
      if (answer === 'refused') return { kind: 'refused', reason: 'no access' };
      if (answer === 'unsure') return { kind: 'unsure', reason: 'Discord answered 502' };
      let stored = messages.find((one) => one.nonce === nonce);
      if (!stored) messages.push((stored = { id: `m${messages.length + 1}`, nonce, message }));
      if (answer === 'sent but unsure') return { kind: 'unsure', reason: 'Discord answered 502' };
      if (answer === 'crash') throw new Error('the process died here');
      return { kind: 'sent', messageId: stored.id };
    },
    async find(_channelId, mark) {
      if (history === 'unsure') return { kind: 'unsure', reason: 'Discord answered 500' };
      if (history !== 'found') return { kind: history };
      const ours = messages.find(({ message }) =>
        JSON.stringify(message.components).includes(`:${mark}:`),
      );
      return ours ? { kind: 'found', messageId: ours.id } : { kind: 'absent' };
    },
  };
  return {
    sender,
    messages,
    posts,
    /** Discord forgets nonces after some minutes. */
    forgetNonces: () => messages.forEach((one) => (one.nonce = 'forgotten')),
    setHistory: (kind: FindResult['kind']) => (history = kind),
  };
}

let store: Store;
let subscriptions: Subscriptions;
let deliveries: Deliveries;
let now = NOON;
const clock = (): number => now;

beforeEach(async () => {
  now = NOON;
  store = await openStore('sqlite::memory:');
  subscriptions = await loadSubscriptions(store.keyv('subscriptions'));
  deliveries = deliveriesIn(store.keyv<DeliveryRecord>('deliveries'));
  await subscriptions.put(SUBSCRIPTION);
});
afterEach(() => store.close());

/** What a fresh process would build over the same store. */
function deliverTo(channel: ReturnType<typeof channelThat>) {
  return makeDeliver({ sender: channel.sender, subscriptions, deliveries, now: clock });
}

describe('a delivery', () => {
  it('is stored as an intent before the post and with its message id after it', async () => {
    const channel = channelThat();
    let intent: DeliveryRecord | undefined;
    const post = channel.sender.post.bind(channel.sender);
    channel.sender.post = async (...args) => {
      intent = await deliveries.get('2021-05-05', '100');
      return post(...args);
    };
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toEqual({
      kind: 'sent',
      day: '2021-05-05',
      messageId: 'm1',
      before: false,
    });
    expect(intent).toEqual({ state: 'intended', at: NOON });
    expect(await deliveries.get('2021-05-05', '100')).toEqual({
      state: 'sent',
      at: NOON,
      messageId: 'm1',
    });
    expect(subscriptions.get('100')?.last).toEqual({
      day: '2021-05-05',
      at: NOON,
      kind: 'sent',
      messageId: 'm1',
    });
  });

  it('is not sent at all when the intent cannot be stored', async () => {
    const channel = channelThat();
    await store.close();
    await expect(deliverTo(channel)(DIGEST, SUBSCRIPTION)).rejects.toThrow();
    expect(channel.posts).toEqual([]);
    store = await openStore('sqlite::memory:');
  });

  it('happens once, also when the channel was unsubscribed and subscribed again', async () => {
    const channel = channelThat();
    await deliverTo(channel)(DIGEST, SUBSCRIPTION);
    await subscriptions.remove('100');
    await subscriptions.put(SUBSCRIPTION);
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({
      messageId: 'm1',
      before: true,
    });
    expect(channel.posts).toHaveLength(1);
    expect(subscriptions.get('100')?.last?.kind).toBe('sent');
  });

  it('asked for twice at the same moment happens once', async () => {
    const channel = channelThat();
    const deliver = deliverTo(channel);
    await Promise.all([deliver(DIGEST, SUBSCRIPTION), deliver(DIGEST, SUBSCRIPTION, true)]);
    expect(channel.posts).toHaveLength(1);
  });

  it('interrupted after the post and taken up within a minute repeats the same nonce', async () => {
    const channel = channelThat(['crash']);
    await expect(deliverTo(channel)(DIGEST, SUBSCRIPTION)).rejects.toThrow('died');
    now += 30_000;
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({ messageId: 'm1' });
    expect(new Set(channel.posts).size).toBe(1);
    expect(channel.messages).toHaveLength(1);
  });

  it('interrupted after the post and taken up later finds its message in the history', async () => {
    const channel = channelThat(['sent but unsure']);
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({ kind: 'pending' });
    channel.forgetNonces();
    now += 3_600_000;
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({
      kind: 'sent',
      messageId: 'm1',
    });
    expect(channel.messages).toHaveLength(1);
  });

  it('looks into the history when the clock was put back, since the nonce may be long forgotten', async () => {
    const channel = channelThat(['sent but unsure']);
    await deliverTo(channel)(DIGEST, SUBSCRIPTION);
    channel.forgetNonces();
    now -= 3_600_000;
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({ messageId: 'm1' });
    expect(channel.messages).toHaveLength(1);
  });

  it('interrupted before the post is made up for', async () => {
    const channel = channelThat(['unsure', 'unsure']);
    await deliverTo(channel)(DIGEST, SUBSCRIPTION);
    now += 60_000;
    await deliverTo(channel)(DIGEST, SUBSCRIPTION);
    now += 60_000;
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({ kind: 'sent' });
    expect(channel.messages).toHaveLength(1);
  });

  it('waits while the history cannot be reached, and does not guess where it may not be read', async () => {
    const channel = channelThat(['sent but unsure']);
    await deliverTo(channel)(DIGEST, SUBSCRIPTION);
    channel.forgetNonces();
    now += 3_600_000;
    channel.setHistory('unsure');
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({ kind: 'pending' });
    channel.setHistory('unknown');
    expect(await deliverTo(channel)(DIGEST, SUBSCRIPTION)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('may have arrived') as string,
    });
    expect(channel.messages).toHaveLength(1);
  });

  it('that Discord refuses is not tried again until a person asks for it', async () => {
    const channel = channelThat(['refused']);
    const deliver = deliverTo(channel);
    expect(await deliver(DIGEST, SUBSCRIPTION)).toEqual({
      kind: 'failed',
      day: '2021-05-05',
      reason: 'no access',
    });
    await deliver(DIGEST, SUBSCRIPTION);
    expect(channel.posts).toHaveLength(1);
    expect(await deliver(DIGEST, SUBSCRIPTION, true)).toMatchObject({ kind: 'sent' });
  });

  it('of a day without a paper in the categories posts nothing and says why', async () => {
    const channel = channelThat();
    await subscriptions.put({ ...SUBSCRIPTION, categories: ['q-bio', 'econ.EM'] });
    const subscription = subscriptions.get('100') as Subscription;
    expect(await deliverTo(channel)(DIGEST, subscription)).toEqual({
      kind: 'skipped',
      day: '2021-05-05',
      reason: 'no paper in q-bio, econ.EM',
    });
    expect(channel.posts).toEqual([]);
    expect(subscriptions.get('100')?.last?.reason).toBe('no paper in q-bio, econ.EM');
  });

  it('of an empty digest posts nothing', async () => {
    const channel = channelThat();
    const empty = digestOf({ day: '2021-05-05' });
    expect(await deliverTo(channel)(empty, SUBSCRIPTION)).toMatchObject({ kind: 'skipped' });
    expect(channel.posts).toEqual([]);
  });
});

describe('the nonce', () => {
  it('is the same for the same delivery, another for any other, and 25 characters at most', () => {
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

describe('the papers a subscription wants', () => {
  const ranks = (top: number, categories: string[]) =>
    selectPapers(DIGEST, { top, categories }).map(({ rank }) => rank);

  it.each([
    [10, [], [1, 2, 3]],
    [2, [], [1, 2]],
    [10, ['cs.LG'], [1]],
    [10, ['cs'], [1, 2, 3]],
    [10, ['cs.IT'], [2]],
    [1, ['cs.CL', 'cs.CV'], [1]],
    [10, ['hep-th'], []],
  ])('top %i of %j are %j', (top, categories, expected) => {
    expect(ranks(top, categories)).toEqual(expected);
  });
});

describe('the tick', () => {
  const parts = (channel: ReturnType<typeof channelThat>) => ({
    newest: () => DIGEST,
    subscriptions,
    deliver: deliverTo(channel),
    now: clock,
  });

  it('serves the channels whose time has come and that lack the newest digest', () => {
    const sub = (channelId: string, more: Partial<Subscription>) => ({
      ...SUBSCRIPTION,
      channelId,
      ...more,
    });
    const all = [
      sub('due', {}),
      sub('later', { time: '12:01' }),
      sub('east', { time: '20:59', timeZone: 'Asia/Tokyo' }),
      sub('had it', { last: { day: '2021-05-05', at: 0, kind: 'sent' } }),
      sub('had a later one', { last: { day: '2021-05-06', at: 0, kind: 'sent' } }),
      sub('had an earlier one', { last: { day: '2021-05-04', at: 0, kind: 'sent' } }),
      sub('just made', { since: NOON }),
    ];
    expect(dueSubscriptions(all, '2021-05-05', NOON).map(({ channelId }) => channelId)).toEqual([
      'due',
      'east',
      'had an earlier one',
    ]);
  });

  it('posts once, however often it runs and however often the process restarts', async () => {
    const channel = channelThat();
    expect(await tick(parts(channel))).toMatchObject({ sent: 1, errors: [] });
    expect(await tick(parts(channel))).toBeUndefined();
    const reopened = await loadSubscriptions(store.keyv('subscriptions'));
    expect(await tick({ ...parts(channel), subscriptions: reopened })).toBeUndefined();
    expect(channel.posts).toHaveLength(1);
  });

  it('goes on with the others when one channel fails', async () => {
    await subscriptions.put({ ...SUBSCRIPTION, channelId: '101' });
    const channel = channelThat(['crash']);
    const report = await tick(parts(channel));
    expect(report).toMatchObject({ sent: 1 });
    expect(report?.errors).toHaveLength(1);
  });

  it('takes no new channel once it is told to stop', async () => {
    const channel = channelThat();
    const stop = new AbortController();
    stop.abort();
    await tick(parts(channel), stop.signal);
    expect(channel.posts).toEqual([]);
  });

  it('does nothing in an empty archive', async () => {
    expect(await tick({ ...parts(channelThat()), newest: () => undefined })).toBeUndefined();
  });
});
