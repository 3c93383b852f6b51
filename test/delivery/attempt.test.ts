import { expect, it } from 'vitest';
import { attempt } from '../../src/delivery/attempt.ts';
import { createFakeDiscord } from './fake-discord.ts';

it('leaves an attempt open at once when the next wait would outlast the nonce', async () => {
  const discord = createFakeDiscord(['unsure']);
  let elapsed = 0;
  let slept = 0;
  discord.onPost(() => {
    elapsed += 59_900;
  });
  const outcome = await attempt(
    {
      day: '2021-05-05',
      channelId: '100',
      message: { content: 'hello' },
      fallback: () => undefined,
      isUrgent: false,
      nonceUsedAt: undefined,
    },
    {
      sender: discord.sender,
      signal: new AbortController().signal,
      clock: {
        now: () => 0,
        elapsed: () => elapsed,
        async sleep() {
          slept++;
        },
        random: () => 1,
      },
    },
  );
  expect(outcome).toEqual({ kind: 'unconfirmed', reason: { code: 'discord-status', status: 502 } });
  expect(slept).toBe(0);
});
