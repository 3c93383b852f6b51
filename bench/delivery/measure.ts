import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../child.ts';
import type { Contender } from './contenders.ts';
import type { Metered } from './meter.ts';
import type { Opened, Progress, Report, DiscordSetup } from './server.ts';

/** One contender's run with a Discord of its own. */
export interface Measured {
  channels: number;
  report: Report;
  perSecond: number;
  /** `perSecond` as a share of what the server allows. */
  share: number;
  /** Messages per second of the contender's own CPU time. */
  perCpuSecond: number;
  contender: Metered;
  server: Metered;
  readyMs: number | undefined;
}

export interface Run {
  discord: DiscordSetup;
  contender: Contender;
  /** The message that a peer posts: the first one of Paperboy's run. */
  body?: unknown;
  /** Whether a person types commands at the same time. */
  isTypedTo?: boolean;
}

const LOOK_EVERY_MS = 250;
/** How long to wait for duplicates, which come last. */
const AFTERMATH_MS = 2000;
/**
 * A run is aborted when it takes this many times as long as the limit allows, plus the grace
 * period.
 */
const TIMES_SLOWER = 4;
const GRACE_MS = 40_000;

export const measure = async (run: Run): Promise<Measured> => {
  const { discord, contender, body = {}, isTypedTo = false } = run;
  const meter = new URL('./meter.ts', import.meta.url).href;
  const server = startChild(new URL('./server.ts', import.meta.url), {
    // A young generation that outlasts the latency: objects of one request die young, and pauses
    // stay short, which would otherwise turn the requests into bursts.
    execArgv: ['--max-old-space-size=8192', '--max-semi-space-size=64', '--import', meter],
  });
  const opened = await server.ask<Opened>(discord);
  const running = await contender({ ...opened, perSecond: discord.perSecond, body });
  try {
    await server.ask({ meter: 'start' });
    await running.process.ask({ meter: 'start' });
    if (isTypedTo) await server.ask({ kind: 'type' });
    const patienceMs = GRACE_MS + (TIMES_SLOWER * 1000 * discord.channels) / discord.perSecond;
    const until = performance.now() + patienceMs;
    for (;;) {
      const { served } = await server.ask<Progress>({ kind: 'progress' });
      if (served >= discord.channels || performance.now() > until) break;
      // If the contender has ended, waiting is useless, and reading its meter reports it.
      await Promise.race([sleep(LOOK_EVERY_MS), running.process.gone]);
      if (running.process.hasEnded()) break;
    }
    const metered = await running.process.ask<Metered>({ meter: 'read' });
    const serverMetered = await server.ask<Metered>({ meter: 'read' });
    await sleep(AFTERMATH_MS);
    const report = await server.ask<Report>({ kind: 'report' });
    const perSecond = (report.messages - 1) / report.seconds;
    return {
      channels: discord.channels,
      report,
      perSecond,
      share: perSecond / discord.perSecond,
      perCpuSecond: report.messages / (metered.cpuMs / 1000),
      contender: metered,
      server: serverMetered,
      readyMs: running.readyMs,
    };
  } finally {
    await running.end();
    await server.end(1000);
  }
};
