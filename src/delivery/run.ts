import { editionOf } from './message-cache.ts';
import type { Day, Digest } from '../digest/types.ts';
import type { RateLimiter } from '../discord/rest/rate-limiter.ts';
import type { SeenDay } from '../schedule/plan.ts';
import type { Editions } from '../store/deliveries.ts';
import type { Run, Runs } from '../store/deliveries.ts';
import type { Subscriptions } from '../store/subscriptions.ts';
import type { Clock } from './attempt.ts';
import type { Deliverer, ReadyJob } from './deliver.ts';
import { dueJobs, type Job } from './due-jobs.ts';
import type { Delivery } from './outcomes.ts';

/** The most intents written at once: larger writes would hold up everything else. */
const MAX_CHUNK = 250;
/** The most channels delivered to at a time: each one takes memory while it waits. */
const MAX_WORKERS = 300;
/** How many reasons a report has. */
const MAX_REASONS = 10;

/** What it takes to work on jobs. */
export interface Worker extends Deliverer {
  recordIntents: (jobs: readonly Job[]) => Promise<(Delivery | ReadyJob)[]>;
  claims: Claims;
}

interface Dependencies extends Worker {
  subscriptions: Subscriptions;
  editions: Editions;
  runs: Runs;
  digestOf: (day: Day) => Digest | undefined;
  rateLimiter: Pick<RateLimiter, 'counts'>;
  perSecond: number;
  clock: Clock;
  /** Once aborted, nothing new is started, and what has started is finished. */
  signal: AbortSignal;
  /** A run is about to start. */
  onStart: () => void;
  log: {
    debug(details: object, message: string): void;
    info(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

/** How far the current run is. */
export interface Progress {
  channels: number;
  done: number;
}

export interface Runner {
  /**
   * Delivers what is due, in one run. A run that a restart interrupted is finished first.
   *
   * @param seenDays the days that have a digest, oldest first
   * @param onMoreDue called if more is due than was left of an interrupted run
   * @throws if something couldn't be written
   */
  deliverDue(seenDays: readonly SeenDay[], onMoreDue: () => void): Promise<void>;
  /** Undefined between runs. */
  progress(): Progress | undefined;
}

export function createRunner(dependencies: Dependencies): Runner {
  const { subscriptions, editions, runs, rateLimiter, digestOf, clock, signal, log } = dependencies;
  let progress: Progress | undefined;

  return {
    async deliverDue(seenDays, onMoreDue) {
      const due = await dueJobs({
        subscriptions: subscriptions.all(),
        seenDays,
        digestOf,
        now: clock.now(),
        onError: (channelId, err) => log.error({ err, channelId }, "couldn't plan for a channel"),
      });
      log.debug({ newest: seenDays.at(-1)?.day, due: due.length }, 'looked for what is due');
      const interrupted = runs.current();
      const jobs = interrupted ? leftOf(interrupted, due) : due;
      const isMoreDue = interrupted !== undefined && jobs.length < due.length;
      await noteEditions(editions, jobs);
      if (jobs.length > 0) await run(jobs, interrupted);
      if (isMoreDue) onMoreDue();
      if (runs.current() && !signal.aborted) await runs.finish();
    },
    progress: () => progress,
  };

  /** Delivers jobs, and logs one line about them. */
  async function run(jobs: Job[], interrupted: Run | undefined): Promise<void> {
    const startedAt = interrupted?.startedAt ?? clock.now();
    if (!interrupted) {
      await runs.begin({ startedAt, channels: jobs.map(({ channelId }) => channelId) });
    }
    const before = { limited: rateLimiter.counts().limited, elapsed: clock.elapsed() };
    dependencies.onStart();
    const tally = createTally();
    progress = { channels: jobs.length, done: 0 };
    const { error } = await runJobs(jobs, dependencies, (delivery) => {
      tally.count(delivery);
      if (progress) progress.done++;
    });
    progress = undefined;
    const report = {
      ...tally.report(),
      seconds: Math.round((clock.elapsed() - before.elapsed) / 100) / 10,
      limited: rateLimiter.counts().limited - before.limited,
      ...(interrupted ? { continues: new Date(startedAt).toISOString() } : {}),
    };
    log.info(report, report.sent > 0 ? 'delivered a digest' : 'delivered nothing');
    if (error !== undefined) throw error;
  }
}

/** The jobs of an interrupted run that are still due, in the run's order. */
function leftOf({ channels }: Run, due: readonly Job[]): Job[] {
  const byChannel = new Map(due.map((job) => [job.channelId, job]));
  return channels.flatMap((channelId) => byChannel.get(channelId) ?? []);
}

/** Before the first message of a digest goes out, so that a later edition is known to be later. */
export async function noteEditions(editions: Editions, jobs: readonly Job[]): Promise<void> {
  for (const digest of new Set(jobs.map((job) => job.digest))) {
    if (editions.get(digest.day) === undefined) {
      await editions.put(digest.day, editionOf(digest));
    }
  }
}

/**
 * Delivers jobs in their order. For each chunk of about a second, all intents come first, in one
 * durable write, and then the posts, as fast as the sender allows. What's in progress is bounded, so
 * that a hundred thousand channels need no more memory than a hundred.
 *
 * @param jobs is emptied: a hundred thousand of them are memory, too
 * @returns the first error that kept an outcome from being written; nothing new is started after it
 */
async function runJobs(
  jobs: Job[],
  dependencies: Dependencies,
  onDone: (delivery: Delivery) => void,
): Promise<{ error?: Error }> {
  const { deliver, release, perSecond, signal } = dependencies;
  const workers = Math.min(MAX_WORKERS, 2 * perSecond);
  let failure: { error: Error } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error: error instanceof Error ? error : new Error(String(error)) };
  };
  const mayGoOn = (): boolean => failure === undefined && !signal.aborted;

  async function work(queue: AsyncIterable<ClaimedJob>): Promise<void> {
    for await (const { ready, claim } of queue) {
      const delivering = mayGoOn() ? deliver(ready) : release(ready, { code: 'shutting-down' });
      await delivering.then(
        (delivery) => {
          claim.complete(delivery);
          onDone(delivery);
        },
        (error: unknown) => {
          claim.fail(error);
          fail(error);
        },
      );
    }
  }

  const queue = readyJobs(jobs, dependencies, { mayGoOn, onDone, fail });
  await Promise.all(Array.from({ length: workers }, () => work(queue)));
  return failure ?? {};
}

interface ClaimedJob {
  ready: ReadyJob;
  claim: Claim;
}

/** The jobs that need a message. The intents of a chunk are written when a worker asks for the next. */
async function* readyJobs(
  jobs: Job[],
  { recordIntents, claims, perSecond }: Dependencies,
  on: {
    mayGoOn: () => boolean;
    onDone: (delivery: Delivery) => void;
    fail: (error: unknown) => void;
  },
): AsyncGenerator<ClaimedJob> {
  const size = Math.min(MAX_CHUNK, perSecond);
  while (jobs.length > 0 && on.mayGoOn()) {
    const chunk = jobs.splice(0, size).flatMap((job) => {
      const claim = claims.claim(job);
      return claim.kind === 'claimed' ? [{ job, claim }] : [];
    });
    let recorded: (Delivery | ReadyJob)[];
    try {
      recorded = await recordIntents(chunk.map(({ job }) => job));
    } catch (error) {
      chunk.forEach(({ claim }) => claim.fail(error));
      on.fail(error);
      return;
    }
    for (const [index, one] of recorded.entries()) {
      const { claim } = chunk[index] as { claim: Claim };
      if ('kind' in one) {
        claim.complete(one);
        on.onDone(one);
      } else {
        yield { ready: one, claim };
      }
    }
  }
}

/** Nobody else works on a claimed job until it's completed or has failed. */
interface Claim {
  kind: 'claimed';
  complete(delivery: Delivery): void;
  fail(error: unknown): void;
}

export interface Claims {
  /** If somebody else is working on the job, it's taken, with their outcome. */
  claim(job: Job): Claim | { kind: 'taken'; outcome: Promise<Delivery> };
  /** Resolves when all jobs that are claimed now have been completed or have failed. */
  idle(): Promise<unknown>;
}

/** Keeps a run and a person's request from working on the same job. */
export function createClaims(): Claims {
  const outcomes = new Map<string, Promise<Delivery>>();
  return {
    claim({ digest, channelId }) {
      const name = `${digest.day}:${channelId}`;
      const taken = outcomes.get(name);
      if (taken) return { kind: 'taken', outcome: taken };
      const { promise, resolve, reject } = Promise.withResolvers<Delivery>();
      const outcome = promise.finally(() => outcomes.delete(name));
      // A run learns of failures by itself. Only somebody waiting for this very job needs this one.
      outcome.catch(() => undefined);
      outcomes.set(name, outcome);
      return { kind: 'claimed', complete: resolve, fail: reject };
    },
    idle: () => Promise.allSettled(outcomes.values()),
  };
}

/** The outcomes of a run, for its one line in the log. */
interface RunReport {
  /** The days delivered, those with the most channels first. */
  days: string[];
  channels: number;
  sent: number;
  skipped: number;
  failed: number;
  pending: number;
  /** How many channels got no message, by the reason's code; the ten most common. */
  reasons: Record<string, number>;
}

function createTally() {
  const counts = { sent: 0, skipped: 0, failed: 0, pending: 0 };
  const reasons = new Map<string, number>();
  const days = new Map<string, number>();
  const increase = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  return {
    count(delivery: Delivery): void {
      counts[delivery.kind]++;
      increase(days, delivery.day);
      if ('reason' in delivery) increase(reasons, delivery.reason.code);
    },
    report(): RunReport {
      const byCount = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, MAX_REASONS);
      return {
        days: [...days].sort((a, b) => b[1] - a[1]).map(([day]) => day),
        channels: Object.values(counts).reduce((sum, n) => sum + n, 0),
        ...counts,
        reasons: Object.fromEntries(byCount),
      };
    },
  };
}
