import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands } from '../commands/index.ts';
import { createBuilder } from './builder/builder.ts';
import type { BuilderState } from './builder/schedule.ts';
import type { BotServices } from './command.ts';
import type { Config } from './config/config.ts';
import { createDeliveryService, type DeliveryService } from './delivery/delivery.ts';
import { createRateLimiter } from './discord/rest/rate-limiter.ts';
import type { Reason } from './delivery/reason.ts';
import { nextTime } from './schedule/due-time.ts';
import { latestDate, localDate } from './digest/day.ts';
import { startClient } from './discord/client.ts';
import { openArchive } from './archive/archive.ts';
import { createSearch } from './search/search.ts';
import type { Log } from './log.ts';
import { createFirstSeen } from './store/first-seen.ts';
import {
  createDeliveries,
  type DeliveryRecord,
  loadEditions,
  loadRuns,
  type Run,
} from './store/deliveries.ts';
import { createCustomIdStore } from './store/custom-id-store.ts';
import { createSharedTurns, lockStore } from './store/lock.ts';
import { everyMinute } from './cron.ts';
import { openStore } from './store/open.ts';
import { createSources } from './sources/create-sources.ts';
import { loadSubscriptions, type Subscription } from './store/subscriptions.ts';
import { fileBeside } from './store/files.ts';

/** How long a digest file, and the whole archive, must not have changed before it is believed. */
interface Stillness {
  fileMs: number;
  archiveMs: number;
}

const STILLNESS: Stillness = { fileMs: 2000, archiveMs: 3000 };

/** For how long what has begun may still wait for its turn when Paperboy is stopped. */
const LAST_TURNS_MS = 3000;
/** For how long answers are waited for then. */
const LAST_ANSWERS_MS = 6000;

interface Options {
  config: Config;
  log: Log;
  /** Something after which the process can only end. */
  onFatal: (error: Error) => void;
  /** Ends a start that is still waiting for Discord. */
  signal?: AbortSignal;
  /** Unix milliseconds; tests bring their own. */
  now?: () => number;
  /** Milliseconds; tests, which write a file in one go, wait less. */
  stillness?: Stillness;
}

/** A running Paperboy. */
export interface Bot {
  /** Brings the newest digest to every channel that is due. The clock does so each minute. */
  deliverDue(): Promise<void>;
  /** Makes each digest that is due. The clock does so each minute. */
  buildDue(): Promise<void>;
  /** Takes no new work, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** Builds every part and hands it to the next. Resolves when Paperboy answers. */
export async function startBot(options: Options): Promise<Bot> {
  const { config, log, onFatal, now = Date.now, stillness = STILLNESS } = options;
  const { signal = new AbortController().signal } = options;

  const lock = await lockStore(config.databaseUrl, {
    signal,
    onWait: () => log.warn('another Paperboy is using this store; waiting for it to stop'),
  });
  const store = await openStore(config.databaseUrl);
  const restoredFrom = store.restoredFrom(now());
  const subscriptions = await loadSubscriptions(store.keyv<Subscription>('subscriptions'));
  const deliveries = createDeliveries(store.keyv<DeliveryRecord>('deliveries'));
  const firstSeen = createFirstSeen(store.keyv<number>('arrivals'));
  const customIdStore = createCustomIdStore(store.keyv<string>('memo'));
  const indexFile = fileBeside(config.databaseUrl, 'index');
  const archive = await openArchive({
    directory: config.digestsDir,
    ...(indexFile !== undefined && { indexFile }),
    stableMs: stillness.fileMs,
    now,
    log: ({ level, message, error: err, ...details }) => log[level]({ err, ...details }, message),
  });

  const builder = createBuilder({
    sources: createSources(config.sources, {
      arxivTurns: createSharedTurns(config.databaseUrl, 'arxiv'),
      now,
    }),
    directory: config.digestsDir,
    selection: config.sources,
    now,
    state: store.keyv<BuilderState>('builder'),
    log,
  });

  const forget = (forgetting: Promise<unknown>): void => {
    forgetting.catch((error: unknown) =>
      log.error({ err: error }, "couldn't remove a subscription"),
    );
  };
  let isStopping = false;
  let lastPause: Reason | undefined;
  const rateLimiter = createRateLimiter({
    perSecond: config.requestsPerSecond,
    onChange(reason) {
      lastPause = reason ?? lastPause;
      if (isStopping) return;
      if (reason === undefined) log.info('requests to Discord have resumed');
      else log.warn({ reason }, 'requests to Discord are paused');
    },
  });
  // Made after Discord, which may speak first.
  let delivery: DeliveryService | undefined = undefined;
  const discord = await startClient({
    rateLimiter,
    // Answers that take a second, and as many connections as that needs at any limit.
    maxConcurrent: Math.min(256, config.requestsPerSecond),
    now,
    onAccessChanged: (where) => delivery?.accessChanged(where),
    api: config.api,
    token: config.token,
    signal,
    log,
    onFatal,
    onChannelGone: (id) => forget(subscriptions.remove(id)),
    onGuildGone: (id) => forget(subscriptions.removeGuild(id)),
  });

  const room = createDeliveryService({
    sender: discord.sender,
    subscriptions,
    deliveries,
    editions: await loadEditions(store.keyv<string>('editions')),
    runs: await loadRuns(store.keyv<Run>('runs')),
    async seenDays() {
      const newest = archive.newest()?.day ?? '';
      const days = archive
        .days()
        .filter((day) => day <= newest)
        .reverse();
      await firstSeen.note(days, now(), (day) => archive.writtenAt(day));
      return days.map((day) => ({ day, firstSeen: firstSeen.get(day) ?? now() }));
    },
    digestOf: (day) => archive.digest(day),
    rateLimiter,
    lastPause: () => lastPause,
    perSecond: config.requestsPerSecond,
    whenUnsure: config.whenUnsure,
    forgottenSince: (day) =>
      restoredFrom && day <= latestDate(restoredFrom.restoredAt)
        ? restoredFrom.copiedAt
        : undefined,
    clock: {
      now,
      elapsed: () => performance.now(),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      random: Math.random,
    },
    log,
  });
  delivery = room;
  const context: BotServices = {
    commands,
    archive,
    search: createSearch(archive.searchable),
    subscriptions,
    customIdStore,
    defaults: { time: config.postTime, timeZone: config.timeZone },
    now: () => new Date(now()),
    today: () => localDate(now(), config.timeZone),
    deliver: room.postNow,
    nextDelivery: (subscription) => new Date(nextTime(subscription, now())),
    deliveryForecast: room.deliveryForecast,
    channelAccess: discord.channelAccess,
    mayMention: discord.mayMention,
    async recentDeliveries(channelId, limit) {
      const newest = archive.newest()?.day ?? '';
      const days = archive
        .days()
        .filter((day) => day <= newest)
        .slice(0, limit);
      const records = await deliveries.getMany(days.map((day) => ({ day, channelId })));
      return days.flatMap((day, index) => {
        const record = records[index];
        return record ? [{ day, record }] : [];
      });
    },
    deliveryHealth: room.health,
    buildStatuses: () => builder.statuses(),
  };
  await discord.serve(commands, context, (error, where) => {
    const id = randomBytes(4).toString('hex');
    log.error({ err: error, id, where }, 'a command failed');
    return id;
  });

  void room.tick();
  void builder.tick();
  // What appears after a channel's hour arrives when it appears; but when many digests appear, as
  // in a checkout of an archive, only the last of them is the newest.
  let changing: NodeJS.Timeout | undefined;
  archive.onChange(() => {
    clearTimeout(changing);
    changing = setTimeout(() => {
      changing = undefined;
      void room.tick();
    }, stillness.archiveMs);
  });
  // One tick for all channels.
  const endMinutes = everyMinute(() => {
    if (!changing) void room.tick();
    void builder.tick();
  });

  const { botName, inviteUrl } = discord;
  log.info({ botName, guilds: discord.guildCount(), inviteUrl }, 'Paperboy is ready');

  const stopBackups = store.startDailyBackups({
    log,
    now,
    isBusy: () => room.health().running !== undefined,
  });

  return {
    deliverDue: room.tick,
    buildDue: () => builder.tick(),
    async stop() {
      isStopping = true;
      clearTimeout(changing);
      await endMinutes();
      const built = builder.stop();
      const delivered = room.stop();
      // What has begun may wait for its turn, but not for the end of a pause.
      const isPaused = rateLimiter.pausedForMs() > LAST_TURNS_MS;
      const forceTimer = setTimeout(() => rateLimiter.stop(), isPaused ? 0 : LAST_TURNS_MS);
      // Nor for an answer that does not come: its intent stays, and is looked into the next time.
      const abortTimer = setTimeout(() => void discord.abort(), LAST_ANSWERS_MS);
      const finished = Promise.allSettled([delivered, discord.idle()]);
      await Promise.race([finished, sleep(LAST_ANSWERS_MS + 1000, undefined, { ref: false })]);
      clearTimeout(forceTimer);
      clearTimeout(abortTimer);
      rateLimiter.stop();
      await built;
      await discord.close();
      await archive.close();
      await stopBackups();
      await store.close();
      lock.release();
    },
  };
}
