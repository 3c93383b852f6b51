import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killedBot, killedPeer } from '../../bench/crash/scenarios.ts';
import { runTrial, type Scenario } from '../../bench/crash/trial.ts';

// The short form of `npm run crash`, which kills more often, breaks more, and counts more.

const root = join(import.meta.dirname, '../..');
const quick = {
  name: 'quick',
  title: 'quick',
  share: 1,
  channels: 30,
  rateLimiter: 200,
  latency: { min: 5, max: 30 },
};
const run = (scenario: Pick<Scenario, 'run'>) =>
  runTrial({ ...quick, ...scenario }, { seed: String(Math.random()), index: 0, root });

const exactlyOnce = { messages: quick.channels, duplicates: 0, missing: 0 };

// Several starts of the whole process, which shares its core with other tests.
it.concurrent.for(['inside', 'outside'] as const)(
  "delivers each channel its digest once when killed at any moment, %s Discord's memory of nonces",
  { timeout: 60_000 },
  async (window, { expect }) => {
    const { kills, counts, problems, seed, report } = await run({ run: killedBot(window, 2) });
    expect({ kills, problems }).toEqual({ kills: 2, problems: [] });
    expect(counts, `seed ${seed}\n${report}`).toMatchObject(exactlyOnce);
  },
);

it('detects the duplicates of a peer that marks a message only after sending it', async () => {
  const { counts, report } = await run({ run: killedPeer('outside', 2, ['committed']) });
  expect(counts.duplicates).toBeGreaterThan(0);
  expect(report).toContain('to be killed: committed');
}, 60_000);
