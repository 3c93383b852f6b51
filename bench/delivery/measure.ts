import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../child.ts';
import type { Contender } from './contenders.ts';
import type { Metered } from './meter.ts';
import type { Opened, Progress, Report, Scene } from './server.ts';

/** One contender's run against a Discord of its own. */
export interface Measured {
  channels: number;
  report: Report;
  perSecond: number;
  /** As a share of what the server allows. */
  share: number;
  /** Messages per second of the contender's own processor time. */
  perCpuSecond: number;
  contender: Metered;
  server: Metered;
  readyMs: number | undefined;
}

export interface Run {
  scene: Scene;
  contender: Contender;
  /** What a peer posts: the first message of Paperboy's run. */
  body?: unknown;
  /** Whether a person types commands meanwhile. */
  isTypedTo?: boolean;
}

const LOOK_EVERY_MS = 250;
/** What is sent twice comes later than what is sent once. */
const AFTERMATH_MS = 2000;
/** A run that is so many times slower than the limit, and this time more, is broken off. */
const TIMES_SLOWER = 4;
const GRACE_MS = 40_000;

export const measure = async (run: Run): Promise<Measured> => {
  const { scene, contender, body = {}, isTypedTo = false } = run;
  const meter = new URL('./meter.ts', import.meta.url).href;
  const server = startChild(new URL('./server.ts', import.meta.url), {
    // A young generation that outlasts the latency: what belongs to one request dies young, and pauses
    // that would make a burst of the requests meanwhile stay short.
    execArgv: ['--max-old-space-size=8192', '--max-semi-space-size=64', '--import', meter],
  });
  const opened = await server.ask<Opened>(scene);
  const running = await contender({ ...opened, perSecond: scene.perSecond, body });
  try {
    await server.ask({ meter: 'start' });
    await running.process.ask({ meter: 'start' });
    if (isTypedTo) await server.ask({ kind: 'type' });
    const patienceMs = GRACE_MS + (TIMES_SLOWER * 1000 * scene.channels) / scene.perSecond;
    const until = performance.now() + patienceMs;
    for (;;) {
      const { served } = await server.ask<Progress>({ kind: 'progress' });
      if (served >= scene.channels || performance.now() > until) break;
      // When the contender has ended, it is no use waiting, and reading its meter says so.
      await Promise.race([sleep(LOOK_EVERY_MS), running.process.gone]);
      if (running.process.hasEnded()) break;
    }
    const metered = await running.process.ask<Metered>({ meter: 'read' });
    const serverMetered = await server.ask<Metered>({ meter: 'read' });
    await sleep(AFTERMATH_MS);
    const report = await server.ask<Report>({ kind: 'report' });
    const perSecond = (report.messages - 1) / report.seconds;
    return {
      channels: scene.channels,
      report,
      perSecond,
      share: perSecond / scene.perSecond,
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
