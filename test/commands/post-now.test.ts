import { describe, expect, it } from 'vitest';
import { postNow } from '../../commands/post-now.ts';
import type { Context } from '../../src/command.ts';
import { english } from '../../src/words/say.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith } from './context.ts';

type Delivery = Awaited<ReturnType<Context['deliver']>>;

const press = {
  userId: '5',
  guildId: '1',
  channelId: '200',
  isManager: true,
  state: '100',
  values: [],
  isOwn: true,
};

describe('the button that posts the newest digest', () => {
  const day = '2021-05-05';
  it.each<[Delivery, string]>([
    [
      { kind: 'sent', day, messageId: '9', before: false },
      english('post.done', {
        day,
        channel: '<#100>',
        link: 'https://discord.com/channels/1/100/9',
      }),
    ],
    [
      { kind: 'skipped', day, reason: 'no paper in q-bio' },
      english('post.nothing', { day, channel: '<#100>', reason: 'no paper in q-bio' }),
    ],
    [
      { kind: 'failed', day, reason: 'the thread is *locked*' },
      english('post.failed', { channel: '<#100>', reason: 'the thread is \\*locked\\*' }),
    ],
    [
      { kind: 'pending', day, reason: 'Discord answered 502' },
      english('post.pending', { day, channel: '<#100>', reason: 'Discord answered 502' }),
    ],
  ])('reports the outcome: %j', async (delivery, sentence) => {
    const { context } = await contextWith({ subscriptions: [SUBSCRIPTION] });
    const reply = await postNow(press, { ...context, deliver: async () => delivery });
    expect(reply.message.content).toBe(sentence);
    expect(reply.isPrivate).toBe(true);
  });
});
