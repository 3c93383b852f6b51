import { describe, expect, it } from 'vitest';
import { postNow } from '../../commands/subscribe/confirmation.ts';
import type { Delivery } from '../../src/delivery/outcomes.ts';
import { english } from '../../src/i18n/translate.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith } from './context.ts';

const press = {
  userId: '5',
  guildId: '1',
  channelId: '200',
  isManager: true,
  state: '100',
  values: [],
  isOwn: true,
  isEphemeral: false,
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
      { kind: 'skipped', day, reason: { code: 'no-paper-in', categories: ['q-bio'] } },
      english('post.nothing', {
        day,
        channel: '<#100>',
        reason: english('reason.no-paper-in', { categories: 'q-bio' }),
      }),
    ],
    [
      { kind: 'failed', day, reason: { code: 'discord', message: 'the thread is *locked*' } },
      english('post.failed', {
        channel: '<#100>',
        reason: english('reason.discord', { message: String.raw`the thread is \*locked\*` }),
      }),
    ],
    [
      { kind: 'pending', day, reason: { code: 'discord-status', status: 502 } },
      english('post.pending', {
        day,
        channel: '<#100>',
        reason: english('reason.discord-status', { status: 502 }),
      }),
    ],
  ])('reports the outcome: %j', async (delivery, sentence) => {
    const { context } = await contextWith({ subscriptions: [SUBSCRIPTION] });
    const reply = await postNow(press, { ...context, deliver: async () => delivery });
    expect(reply.message.content).toBe(sentence);
    expect(reply.ephemeral).toBe(true);
  });
});
