import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { runSigterm } from './sigterm.ts';
import { breakages, runBreakage } from './faults.ts';
import { type Moment, runKills, type Window } from './kills.ts';
import { runCloudflareBan } from './cloudflare-ban.ts';
import { runRevoke } from './revoked-token.ts';
import type { Scenario, TrialContext } from './trial.ts';
import { runHandover, runTwoStores, runTwoInstances } from './two-instances.ts';

const CHANNELS = 200;
const MANY = 3000;
/** Requests per second within Discord's limit; in the long runs, Discord allows more. */
const PACE = 48;
const QUICK = 120;
const KILLS = 5;

export const killedBot =
  (window: Window, kills = KILLS) =>
  ({ setup, random, launch }: TrialContext) =>
    runKills({ setup, random, window, kills, launch: () => launch() });

/** The peer, killed like the bot. */
export const killedPeer =
  (window: Window, kills = KILLS, moments?: readonly [Moment, ...Moment[]]) =>
  async ({ setup, random, launch }: TrialContext) => {
    const script = fileURLToPath(new URL('peer.ts', import.meta.url));
    const ids = setup.channels.map(({ id }) => id);
    await writeFile(join(setup.folder, 'channels.json'), JSON.stringify(ids));
    return runKills({
      setup,
      random,
      window,
      kills,
      ...(moments ? { moments } : {}),
      launch: () => launch({ script, name: 'the peer' }),
    });
  };

const usual = { channels: CHANNELS, rateLimiter: PACE };

export const scenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'kills-inside',
    title: 'R1 SIGKILL, nonce known',
    share: 0.4,
    run: killedBot('inside'),
  },
  {
    ...usual,
    name: 'kills-outside',
    title: 'R1 SIGKILL, nonce forgotten',
    share: 0.4,
    run: killedBot('outside'),
  },
  {
    ...usual,
    name: 'kills-around',
    title: 'R1 SIGKILL, 20 to 240 s away',
    share: 0.2,
    run: killedBot('around'),
  },
  ...Object.entries(breakages).map(([name, answers]): Scenario => ({
    ...usual,
    name: `breaks-${name}`,
    title: `R2 ${name} on 10 %`,
    share: 0.05,
    run: runBreakage(answers),
  })),
  {
    ...usual,
    name: 'two-instances',
    title: 'R3 two instances, one store',
    share: 0.2,
    run: runTwoInstances,
  },
  {
    ...usual,
    name: 'handover',
    title: 'R3 two instances, no nonces known',
    share: 0.1,
    nonceWindowMs: 1,
    run: runHandover,
  },
  {
    ...usual,
    name: 'two-stores',
    title: 'R3 two instances, two stores',
    share: 0.1,
    run: runTwoStores,
  },
  {
    name: 'revoked-token',
    title: 'R4 token revoked',
    share: 0.05,
    channels: MANY,
    rateLimiter: QUICK,
    run: runRevoke(false),
  },
  {
    name: 'revoked-token-rest',
    title: 'R4 token revoked, gateway open',
    share: 0.05,
    channels: MANY,
    rateLimiter: QUICK,
    run: runRevoke(true),
  },
  {
    name: 'cloudflare-ban',
    title: "R4 Cloudflare's ban",
    share: 0.05,
    channels: MANY,
    rateLimiter: QUICK,
    run: runCloudflareBan,
  },
  { ...usual, name: 'sigterm', title: 'SIGTERM', share: 0.15, run: runSigterm(false) },
  {
    ...usual,
    name: 'sigterm-stuck',
    title: 'SIGTERM while posts hang',
    share: 0.05,
    run: runSigterm(true),
  },
  {
    ...usual,
    name: 'peer-inside',
    title: 'peer, nonce known',
    share: 0.2,
    isPeer: true,
    run: killedPeer('inside'),
  },
  {
    ...usual,
    name: 'peer-outside',
    title: 'peer, nonce forgotten',
    share: 0.2,
    isPeer: true,
    run: killedPeer('outside'),
  },
];
