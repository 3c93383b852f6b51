import type { Day, Digest } from '../digest/types.ts';
import type { RateLimiter } from '../discord/rest/rate-limiter.ts';
import {
  type DeliveryForecast,
  deliveryForecastOf,
  planFor,
  type SeenDay,
} from '../schedule/plan.ts';
import type { CommandId } from '../messages/command-mentions.ts';
import type { Deliveries } from '../store/deliveries.ts';
import type { Editions } from '../store/deliveries.ts';
import type { Runs } from '../store/deliveries.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import type { Clock } from './attempt.ts';
import { createDelayTracker } from './delay-reason.ts';
import { createDeliverer } from './deliver.ts';
import { type Job, missedBefore } from './due-jobs.ts';
import { createLedgerWriter, createOutcomes, type Delivery } from './outcomes.ts';
import { createMaintenance } from './maintenance.ts';
import { createMessageCache } from './message-cache.ts';
import type { Reason } from './reason.ts';
import { recordIntents } from './record-intents.ts';
import { createClaims, createRunner, noteEditions, type Progress, type Worker } from './run.ts';
import type { Sender } from './sender.ts';

export interface DeliveryDependencies {
  sender: Sender;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  editions: Editions;
  runs: Runs;
  /** The days that have a digest, oldest first, and when each was first seen. */
  seenDays: () => Promise<readonly SeenDay[]>;
  digestOf: (day: Day) => Digest | undefined;
  /** For mentioning commands in posts and notices. */
  commandId: CommandId;
  rateLimiter: Pick<RateLimiter, 'pausedForMs' | 'reason' | 'counts'>;
  /** Why the rate limiter last paused. */
  lastPause: () => Reason | undefined;
  perSecond: number;
  /** What to do with a digest that may have arrived if there's no way to find out. */
  whenUnsure: 'send' | 'skip';
  /**
   * Since when a day's digest may have been delivered without the store knowing, because the store
   * was restored from a backup; Unix milliseconds.
   */
  forgottenSince: (day: Day) => number | undefined;
  clock: Clock;
  log: {
    debug(details: object, message: string): void;
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

/** Delivers digests to channels, each exactly once. */
export interface DeliveryService {
  /** Delivers what is due, then does maintenance. Resolves when there's nothing left to do. */
  tick: () => Promise<void>;
  /** Delivers the newest digest to one channel at once, for a person who is waiting. */
  postNow: (subscription: Subscription) => Promise<Delivery>;
  /** Paperboy's permissions may have changed: in a channel, in a server, or everywhere. */
  accessChanged(where: { guildId?: string | undefined; channelId?: string | undefined }): void;
  /** What will happen to the newest digest in a channel that doesn't have it. */
  deliveryForecast: (subscription: Subscription, newest: Day) => DeliveryForecast;
  health: () => DeliveryHealth;
  /** Starts nothing new. Resolves when what has started is finished and recorded. */
  stop(): Promise<void>;
}

/** What holds deliveries up right now. */
export interface DeliveryHealth {
  /** For how many milliseconds no requests go to Discord, and why. */
  waitingMs: number;
  reason: Reason | undefined;
  /** Why nothing can be stored, so that nothing is posted. For the log, not for users. */
  storeError: string | undefined;
  /** The current run. */
  running: Progress | undefined;
}

export function createDeliveryService(dependencies: DeliveryDependencies): DeliveryService {
  const { subscriptions, rateLimiter, clock, log } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  const storeHealth = createStoreHealth(log);
  const ledgerWriter = createLedgerWriter(dependencies);
  const claims = createClaims();
  const delays = createDelayTracker(dependencies);
  const shared = {
    ...dependencies,
    sender: neverRejects(dependencies.sender, (err) => log.error({ err }, 'asking Discord failed')),
    signal,
    ledgerWriter,
    messageCache: createMessageCache(dependencies.commandId),
    onGone(channelId: string, reason: Reason): void {
      log.warn({ channelId, reason }, 'a subscription ended');
      subscriptions.remove(channelId).catch(storeHealth.failed);
    },
  };
  const outcomes = createOutcomes(shared);
  const worker: Worker = {
    ...createDeliverer({ ...shared, outcomes, delayContext: delays.context }),
    recordIntents: (jobs: readonly Job[]) => recordIntents(jobs, { ...shared, outcomes }),
    claims,
  };
  const runner = createRunner({ ...shared, ...worker, onStart: delays.onRunStart });
  const maintenance = createMaintenance({ ...shared, onResumed: () => void tick() });
  let seenDays: readonly SeenDay[] = [];

  const loop = createLoop(async () => {
    try {
      await ledgerWriter.flush();
      seenDays = await dependencies.seenDays();
      await runner.deliverDue(seenDays, loop.request);
      if (await maintenance.run()) loop.request();
      storeHealth.succeeded();
    } catch (error) {
      storeHealth.failed(error);
    }
  }, signal);

  function tick(): Promise<void> {
    delays.onTick();
    return loop.run();
  }

  return {
    tick,
    postNow: (subscription) => postNow(subscription, { ...dependencies, ...worker }),
    accessChanged(where) {
      if (maintenance.accessChanged(where.guildId)) void tick();
    },
    deliveryForecast: (subscription, newest) =>
      deliveryForecastOf(planFor(subscription, seenDays, clock.now()), newest, seenDays),
    health: () => ({
      waitingMs: rateLimiter.pausedForMs(),
      reason: rateLimiter.reason(),
      storeError: storeHealth.error(),
      running: runner.progress(),
    }),
    async stop() {
      stopping.abort();
      await loop.idle();
      await claims.idle();
      await ledgerWriter.flush().catch(storeHealth.failed);
    },
  };
}

/** Delivers the newest digest to one channel, or waits if that's already happening. */
async function postNow(
  subscription: Subscription,
  { subscriptions, editions, clock, claims, ...dependencies }: DeliveryDependencies & Worker,
): Promise<Delivery> {
  const seenDays = await dependencies.seenDays();
  const newest = seenDays.at(-1)?.day;
  const digest = newest === undefined ? undefined : dependencies.digestOf(newest);
  if (!digest) return { kind: 'failed', day: '', reason: { code: 'no-digest' } };
  const { channelId } = subscription;
  const { day } = digest;
  const superseded = missedBefore(day, subscription.last, seenDays);
  const job: Job = { channelId, digest, superseded, due: clock.now(), isUrgent: true };
  const claim = claims.claim(job);
  if (claim.kind === 'taken') return claim.outcome;
  try {
    // If it can't be delivered at once, the next ticks keep trying.
    await subscriptions.note([{ channelId, asked: day }]);
    await noteEditions(editions, [job]);
    const [recorded] = await dependencies.recordIntents([job]);
    if (!recorded) throw new Error('A job was lost.');
    const delivery = 'kind' in recorded ? recorded : await dependencies.deliver(recorded);
    claim.complete(delivery);
    return delivery;
  } catch (error) {
    claim.fail(error);
    throw error;
  }
}

/** Does `work` once at a time. What is requested meanwhile is done in one more round. */
function createLoop(work: () => Promise<void>, signal: AbortSignal) {
  let isRequested = false;
  let current: Promise<void> | undefined;

  async function workOff(): Promise<void> {
    while (isRequested && !signal.aborted) {
      isRequested = false;
      await work();
    }
  }

  return {
    /** Asks for one more round, which only starts now if the loop is running. */
    request: (): void => {
      isRequested = true;
    },
    /** Resolves when there's nothing left to do. */
    run(): Promise<void> {
      isRequested = true;
      current ??= workOff().finally(() => (current = undefined));
      return current;
    },
    async idle(): Promise<void> {
      await current;
    },
  };
}

/** Remembers why the store failed, and logs each new error once. */
function createStoreHealth(log: DeliveryDependencies['log']) {
  let storeError: string | undefined;
  return {
    error: (): string | undefined => storeError,
    succeeded: (): void => {
      storeError = undefined;
    },
    failed: (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      if (storeError !== message) {
        log.error({ err: error }, 'the store failed, so nothing is posted');
      }
      storeError = message;
    },
  };
}

/**
 * Turns unforeseen errors into answers. They concern one channel, and mustn't be taken for a failure
 * of the store, which stops everything.
 */
function neverRejects(sender: Sender, onError: (error: unknown) => void): Sender {
  async function safely<T, U>(call: () => Promise<T>, instead: U): Promise<T | U> {
    try {
      return await call();
    } catch (error) {
      onError(error);
      return instead;
    }
  }
  const unsure = { kind: 'unsure', reason: { code: 'internal-error' } } as const;
  return {
    botId: () => sender.botId(),
    post: (...args) => safely(() => sender.post(...args), unsure),
    edit: (...args) => safely(() => sender.edit(...args), unsure),
    publish: (...args) => safely(() => sender.publish(...args), unsure),
    unarchive: (...args) => safely(() => sender.unarchive(...args), unsure),
    findOwnMessage: (...args) => safely(() => sender.findOwnMessage(...args), unsure),
    access: (...args) => safely(() => sender.access(...args), unsure),
    notifyOwner: (...args) => safely(() => sender.notifyOwner(...args), 'unsure' as const),
  };
}
