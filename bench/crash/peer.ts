/**
 * How feed bots deliver: post, then mark as done; no nonce, no check of the history. It goes
 * through the same trials as the bot, to show that these can fail. Reads the bot's environment, and
 * the channels from `channels.json`.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const { DISCORD_API: api = '', DISCORD_TOKEN: token = '' } = process.env;
const rateLimiter = Number(process.env['REQUESTS_PER_SECOND']);
const channels = JSON.parse(readFileSync('channels.json', 'utf8')) as string[];
const marks = 'marks.txt';
const done = new Set(existsSync(marks) ? readFileSync(marks, 'utf8').split('\n') : []);
const file = openSync(marks, 'a');

const deliver = async (channel: string): Promise<void> => {
  const response = await fetch(`${api}/v10/channels/${channel}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bot ${token}`,
      'user-agent': 'DiscordBot (https://example.invalid, 1.0)',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ content: 'Hot papers, 5 May 2021: marked after sending' }),
  });
  if (response.status === 429) {
    const { retry_after: seconds } = (await response.json()) as { retry_after: number };
    await sleep(1000 * seconds);
    return deliver(channel);
  }
  if (!response.ok) throw new Error(`Discord answered ${response.status}`);
  await response.arrayBuffer();
  writeSync(file, `${channel}\n`);
  fsyncSync(file);
};

/** Like the bot: several requests at a time, as fast as the rate limit allows. */
const sending: Promise<void>[] = [];
for (const channel of channels) {
  if (done.has(channel)) continue;
  sending.push(deliver(channel));
  await sleep(1000 / rateLimiter);
}
await Promise.all(sending);
closeSync(file);
