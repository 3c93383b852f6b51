import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sending } from './peer-discordjs.ts';

/**
 * The design of today's feed bots: ten requests at a time without pauses, waiting when Discord says
 * so, and a mark in a JSON file after each message sent.
 */
const AT_A_TIME = 10;

const folder = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
process.once('SIGTERM', () => process.exit(0));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const send = async ({ url, token, channels, body }: Sending): Promise<void> => {
  const marks: Record<string, number> = {};
  const waiting = [...channels];
  const post = (channel: string) =>
    fetch(`${url}/v10/channels/${channel}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bot ${token}`,
        'content-type': 'application/json',
        'user-agent': 'DiscordBot (https://example.invalid, 1.0)',
      },
      body: JSON.stringify(body),
    });
  const work = async (): Promise<void> => {
    for (let channel = waiting.shift(); channel !== undefined; channel = waiting.shift()) {
      let response = await post(channel);
      while (response.status === 429) {
        const { retry_after: seconds } = (await response.json()) as { retry_after: number };
        await sleep(seconds * 1000);
        response = await post(channel);
      }
      await response.arrayBuffer();
      marks[channel] = Date.now();
      writeFileSync(join(folder, 'marks.json'), JSON.stringify(marks));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
};

process.on('message', (sending: Sending | { kind: undefined }) => {
  if (sending.kind === 'send') void send(sending);
});
process.on('disconnect', () => process.exit(0));
