import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import {
  type AccessProblem,
  type LastDelivery,
  loadSubscriptions,
  type StoredSubscription,
  type Subscription,
  type Subscriptions,
} from '../../src/store/subscriptions.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';

const LAST: LastDelivery = { day: '2021-05-05', at: 1, kind: 'sent' };

let store: Store;
let subscriptions: Subscriptions;
beforeEach(async () => {
  store = await openStore('sqlite::memory:');
  subscriptions = await loadSubscriptions(store.keyv('subscriptions'));
  await subscriptions.put(SUBSCRIPTION);
});
afterEach(() => store.close());

/** The subscriptions that a restart would find; checks that those in memory are the same. */
async function stored(): Promise<Subscription[]> {
  const found = [...(await loadSubscriptions(store.keyv('subscriptions'))).all()];
  expect([...subscriptions.all()]).toEqual(found);
  return found;
}

describe('subscriptions written at the same time', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['is removed', () => subscriptions.remove('100')],
    ['loses its server', () => subscriptions.removeGuild('1')],
  ])('stay deleted when one %s while its delivery is noted', async (_what, end) => {
    const note = () => subscriptions.note([{ channelId: '100', last: LAST }]);
    await Promise.all([note(), end(), note()]);
    expect(await stored()).toEqual([]);
  });

  it('keep both new settings and a delivery noted at the same time', async () => {
    const changed = { ...SUBSCRIPTION, top: 3 };
    const first = subscriptions.note([{ channelId: '100', last: { ...LAST, day: '2021-05-04' } }]);
    const put = subscriptions.put(changed);
    await Promise.all([first, put, subscriptions.note([{ channelId: '100', last: LAST }])]);
    expect(await stored()).toEqual([{ ...changed, last: LAST }]);
  });

  it('exist again when one is created while it is being removed', async () => {
    const isGone = subscriptions.remove('100');
    const again = subscriptions.put({ ...SUBSCRIPTION, top: 3 });
    expect(await isGone).toBe(true);
    await again;
    expect(await stored()).toEqual([{ ...SUBSCRIPTION, top: 3 }]);
  });

  it('are removed with their server even when just created', async () => {
    const other = subscriptions.put({ ...SUBSCRIPTION, channelId: '101' });
    expect(await subscriptions.removeGuild('1')).toBe(2);
    await other;
    expect(await stored()).toEqual([]);
  });

  it('continue after a failed write, which rejects only for its caller', async () => {
    // A lone surrogate can't be stored as a key.
    const failing = subscriptions.put({ ...SUBSCRIPTION, channelId: '\ud800' });
    const note = subscriptions.note([{ channelId: '100', last: LAST }]);
    await expect(failing).rejects.toThrow('well-formed');
    await note;
    expect(await stored()).toEqual([{ ...SUBSCRIPTION, last: LAST }]);
  });
});

describe('a note in a subscription', () => {
  it("keeps what it doesn't name, and removes what it sets to undefined", async () => {
    const reason = { code: 'thread-locked' } as const;
    const accessProblem = { since: 1, day: '2021-05-05', digests: 1, reason, missing: [] };
    await subscriptions.note([
      { channelId: '100', last: LAST },
      { channelId: '100', accessProblem },
      { channelId: 'unknown', last: LAST },
    ]);
    expect(await stored()).toEqual([{ ...SUBSCRIPTION, last: LAST, accessProblem }]);
    await subscriptions.note([{ channelId: '100', accessProblem: undefined }]);
    expect(await stored()).toEqual([{ ...SUBSCRIPTION, last: LAST }]);
  });
});

it('an access problem is stored under the names of earlier versions, in the order of its fields', async () => {
  const keyv = store.keyv<StoredSubscription>('subscriptions');
  const accessProblem: AccessProblem = {
    missing: ['SendMessages'],
    since: 1,
    day: '2021-05-05',
    digests: 3,
    reason: { code: 'missing-permission', anyOf: ['SendMessages'] },
    pausedAt: 2,
    noticeStartedAt: 3,
    noticeVia: 'person',
    noticeSentAt: 4,
  };
  await subscriptions.note([{ channelId: '100', last: LAST, asked: '2021-05-06', accessProblem }]);
  const text = JSON.stringify(await keyv.get('100'));
  expect(text.slice(text.indexOf('"last"'))).toBe(
    '"last":{"day":"2021-05-05","at":1,"kind":"sent"},' +
      '"trouble":{"missing":["SendMessages"],"since":1,"day":"2021-05-05","digests":3,' +
      '"reason":{"code":"missing-permission","anyOf":["SendMessages"]},"pausedAt":2,' +
      '"tellingSince":3,"told":"person","toldAt":4},"asked":"2021-05-06"}',
  );
  const [read] = await stored();
  expect(read?.accessProblem).toEqual(accessProblem);
  // Also in a subscription that was read and changed.
  subscriptions = await loadSubscriptions(keyv);
  await subscriptions.note([{ channelId: '100', asked: undefined }]);
  const again = JSON.stringify(await keyv.get('100'));
  expect(again.slice(again.indexOf('"last"'))).toBe(
    `${text.slice(text.indexOf('"last"'), text.indexOf(',"asked"'))}}`,
  );
});
