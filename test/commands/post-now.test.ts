import { describe, expect, it } from 'vitest';
import { postNow } from '../../commands/subscribe/post-now.ts';
import type { Delivery } from '../../src/delivery/job.ts';
import { english } from '../../src/words/say.ts';
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
};

describe('the button that posts the newest digest', () => {
  const day = '2021-05-05';
  it.each<[Delivery, string]>([
    [
      { kind: 'sent', day, messageId: '9', before: false },
      'The digest of 2021-05-05 is posted in <#100>: https://discord.com/channels/1/100/9',
    ],
    [
      { kind: 'skipped', day, reason: { code: 'no-paper-in', categories: ['q-bio'] } },
      `The digest of 2021-05-05 has nothing for <#100>: ${english('reason.no-paper-in', { categories: 'q-bio' })}.`,
    ],
    [
      { kind: 'failed', day, reason: { code: 'discord', message: 'the thread is *locked*' } },
      'I did not post in <#100>: Discord says: the thread is \\*locked\\*.',
    ],
    [
      { kind: 'pending', day, reason: { code: 'discord-status', status: 502 } },
      `The digest of 2021-05-05 is not in <#100> yet: ${english('reason.discord-status', { status: 502 })}. I go on trying; ` +
        'press the button again in a minute to see.',
    ],
  ])('says what became of it: %j', async (delivery, sentence) => {
    const { context } = await contextWith({ subscriptions: [SUBSCRIPTION] });
    const reply = await postNow(press, { ...context, deliver: async () => delivery });
    expect(reply.message.content).toBe(sentence);
    expect(reply.isPrivate).toBe(true);
  });
});
