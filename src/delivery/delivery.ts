import { editionOf } from '../digest/edition.ts';
import type { Day, Digest } from '../digest/types.ts';
import type { Deliveries, Editions, Run, Runs } from '../store/deliveries.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import { createChores } from './maintenance.ts';
import { createComposer } from './message-cache.ts';
import {
  type DeliveryForecast,
  deliveryForecastOf,
  planFor,
  type SeenDay,
} from '../schedule/plan.ts';
import { dueJobs, missedBefore } from './due-jobs.ts';
import { guarded } from './never-rejects.ts';
import type { Delivery, Job } from './job.ts';
import { createPrepare } from './record-intents.ts';
import { createRecorder } from './ledger-writer.ts';
import type { RateLimiter } from '../discord/rest/rate-limiter.ts';
import type { Reason } from './reason.ts';
import { createTally } from './run-report.ts';
import { type Claim, runJobs } from './run-jobs.ts';
import type { Sender } from './sender.ts';
import { createServe } from './deliver.ts';
import { createSettle } from './outcomes.ts';
import type { Times } from './clock.ts';

/** A tick is due each minute; after such a gap the machine was asleep, or the clock was moved. */
const ASLEEP_MS = 150_000;

export interface DeliveryParts {
  sender: Sender;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  editions: Editions;
  runs: Runs;
  /** The digests known, oldest first, with when each was first seen. */
  arrivals: () => Promise<readonly SeenDay[]>;
  digestOf: (day: Day) => Digest | undefined;
  rateLimiter: Pick<RateLimiter, 'pausedForMs' | 'reason' | 'counts'>;
  /** Why the pace last paused. */
  lastPause: () => Reason | undefined;
  perSecond: number;
  whenUnsure: 'send' | 'skip';
  forgottenSince: (day: Day) => number | undefined;
  times: Times;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

/** Brings digests to channels, each exactly once. */
export interface DeliveryService {
  /** Serves whoever is due, and does what else is to be done. Resolves when nothing is left. */
  tick: () => Promise<void>;
  /** Brings the newest digest to one channel at once, for a person who waits. */
  postNow: (subscription: Subscription) => Promise<Delivery>;
  /** What Paperboy may do may have changed: in a channel, a server, or everywhere. */
  accessChanged(where: { guildId?: string | undefined; channelId?: string | undefined }): void;
  /** What becomes of the newest digest in a channel that lacks it. */
  deliveryForecast: (subscription: Subscription, newest: Day) => DeliveryForecast;
  health: () => DeliveryHealth;
  /** Begins nothing new; resolves when what is under way is finished and written down. */
  stop(): Promise<void>;
}

/** What holds deliveries up at this moment. */
export interface DeliveryHealth {
  /** For how long Discord is not asked for anything, in milliseconds, and why. */
  waitingMs: number;
  reason: Reason | undefined;
  /** Why nothing can be written down, and so nothing is posted. For the log, not for users. */
  storeError: string | undefined;
  /** The run that is under way. */
  running: { channels: number; done: number } | undefined;
}

export function createDelivery(parts: DeliveryParts): DeliveryService {
  const { subscriptions, deliveries, editions, times, rateLimiter, log, digestOf, runs } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const startedAt = times.now();
  let lastTickAt = startedAt;
  let wokeAt: number | undefined;
  let pausesBefore = 0;
  let storeError: string | undefined;
  let running: DeliveryHealth['running'];
  /** Jobs that somebody works on, by day and channel. */
  const busy = new Map<string, Promise<Delivery>>();
  let arrivals: readonly SeenDay[] = [];

  const recorder = createRecorder({ deliveries, subscriptions });
  const compose = createComposer();
  const onGone = (channelId: string, reason: Reason): void => {
    log.warn({ channelId, reason }, 'a subscription ended');
    subscriptions.remove(channelId).catch(storeFailed);
  };
  const sender = guarded(parts.sender, (err) => log.error({ err }, 'asking Discord failed'));
  const settle = createSettle({ subscriptions, recorder, times, onGone });
  const { serve, giveBack, toName } = createServe({
    ...parts,
    sender,
    settle,
    compose,
    signal,
    held: () => ({
      startedAt,
      wokeAt,
      pause: rateLimiter.counts().pauses > pausesBefore ? parts.lastPause() : undefined,
    }),
  });
  const prepare = createPrepare({ ...parts, settle, compose, toName });
  const chores = createChores({
    ...parts,
    sender,
    recorder,
    compose,
    signal,
    onGone,
    onResumed: () => void tick(),
  });

  let work: Promise<void> | undefined;
  let isAskedAgain = false;

  function tick(): Promise<void> {
    const now = times.now();
    if (now - lastTickAt > ASLEEP_MS) wokeAt = now;
    lastTickAt = now;
    isAskedAgain = true;
    work ??= workOff().finally(() => (work = undefined));
    return work;
  }

  async function workOff(): Promise<void> {
    while (isAskedAgain && !signal.aborted) {
      isAskedAgain = false;
      try {
        await recorder.flush();
        await serveDue();
        const isMoreToDo = await chores.doSome();
        if (isMoreToDo) isAskedAgain = true;
        storeError = undefined;
      } catch (error) {
        storeFailed(error);
      }
    }
  }

  function storeFailed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (storeError !== message) log.error({ err: error }, 'nothing is posted: the store failed');
    storeError = message;
  }

  async function serveDue(): Promise<void> {
    arrivals = await parts.arrivals();
    const due = await dueJobs({
      subscriptions: subscriptions.all(),
      arrivals,
      digestOf,
      now: times.now(),
      onError: (channelId, err) => log.error({ err, channelId }, 'a channel has no calendar'),
    });
    const interrupted = runs.current();
    const jobs = interrupted ? ofRun(interrupted, due) : due;
    const isMoreDue = interrupted !== undefined && jobs.length < due.length;
    await noteEditions(jobs);
    if (jobs.length > 0) await run(jobs, interrupted);
    if (isMoreDue) isAskedAgain = true;
    if (runs.current() && !signal.aborted) await runs.finish();
  }

  /** Before the first message of an edition goes out, so that a later one is known to be later. */
  async function noteEditions(jobs: readonly Job[]): Promise<void> {
    for (const digest of new Set(jobs.map((job) => job.digest))) {
      if (editions.get(digest.day) === undefined) {
        await editions.put(digest.day, editionOf(digest));
      }
    }
  }

  /** @param interrupted the run that these jobs are left of */
  async function run(jobs: Job[], interrupted: Run | undefined): Promise<void> {
    const startedAt = interrupted?.startedAt ?? times.now();
    if (!interrupted) {
      await runs.begin({ startedAt, channels: jobs.map(({ channelId }) => channelId) });
    }
    const before = { ...rateLimiter.counts(), elapsed: times.elapsed() };
    pausesBefore = before.pauses;
    const tally = createTally();
    running = { channels: jobs.length, done: 0 };
    const { error } = await runJobs(
      jobs,
      { prepare, serve, giveBack, claim, perSecond: parts.perSecond },
      signal,
      (delivery) => {
        tally.count(delivery);
        if (running) running.done++;
      },
    );
    running = undefined;
    const report = {
      ...tally.report(),
      seconds: Math.round((times.elapsed() - before.elapsed) / 100) / 10,
      limited: rateLimiter.counts().limited - before.limited,
      ...(interrupted ? { continues: new Date(startedAt).toISOString() } : {}),
    };
    log.info(report, report.sent > 0 ? 'delivered a digest' : 'delivered nothing');
    if (error !== undefined) throw toError(error);
  }

  function claim(job: Job): Claim | undefined {
    const key = `${job.digest.day}:${job.channelId}`;
    if (busy.has(key)) return undefined;
    let settle: (delivery: Delivery) => void = () => undefined;
    let fail: (error: unknown) => void = () => undefined;
    const outcome = new Promise<Delivery>((resolve, reject) => {
      settle = resolve;
      fail = reject;
    }).finally(() => busy.delete(key));
    // A run hears of the failure by itself; only somebody who waits for this very job needs it too.
    outcome.catch(() => undefined);
    busy.set(key, outcome);
    return { settle, fail };
  }

  async function postNow(subscription: Subscription): Promise<Delivery> {
    const newest = (await parts.arrivals()).at(-1)?.day;
    const digest = newest === undefined ? undefined : digestOf(newest);
    if (!digest) return { kind: 'failed', day: '', reason: { code: 'no-digest' } };
    const { channelId } = subscription;
    const now = times.now();
    const fold = missedBefore(digest.day, subscription.last, await parts.arrivals());
    const job: Job = { channelId, digest, fold, due: now, isUrgent: true };
    const underWay = busy.get(`${digest.day}:${channelId}`);
    if (underWay) return underWay;
    const held = claim(job);
    if (!held) throw new Error('A job was claimed between two lines.');
    try {
      // If it cannot be settled at once, the ticks go on with it.
      await subscriptions.note([{ channelId, asked: digest.day }]);
      await noteEditions([job]);
      const [prepared] = await prepare([job]);
      if (!prepared) throw new Error('A job was lost.');
      const delivery = 'kind' in prepared ? prepared : await serve(prepared);
      held.settle(delivery);
      return delivery;
    } catch (error) {
      held.fail(error);
      throw error;
    }
  }

  return {
    tick,
    postNow,
    accessChanged(where) {
      if (chores.accessChanged(where.guildId)) void tick();
    },
    deliveryForecast: (subscription, newest) =>
      deliveryForecastOf(planFor(subscription, arrivals, times.now()), newest, arrivals),
    health: () => ({
      waitingMs: rateLimiter.pausedForMs(),
      reason: rateLimiter.reason(),
      storeError,
      running,
    }),
    async stop() {
      stopping.abort();
      await work;
      await Promise.allSettled(busy.values());
      await recorder.flush().catch(storeFailed);
    },
  };
}

/** What of an interrupted run is still due, in the run's order. */
function ofRun({ channels }: Run, due: readonly Job[]): Job[] {
  const byChannel = new Map(due.map((job) => [job.channelId, job]));
  return channels.flatMap((channelId) => byChannel.get(channelId) ?? []);
}

const toError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
