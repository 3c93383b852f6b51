import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands } from '../commands/index.ts';
import { openArchive } from './archive/archive.ts';
import { createArrivedDays } from './arrived-days.ts';
import { createBotServices } from './bot-services.ts';
import { createBuilder } from './builder/builder.ts';
import type { BuilderState } from './builder/schedule.ts';
import type { Config } from './config/config.ts';
import { startTicks } from './cron.ts';
import { createDeliveryService, type DeliveryService } from './delivery/delivery.ts';
import type { Reason } from './delivery/reason.ts';
import { latestDate } from './digest/day.ts';
import { startClient } from './discord/client.ts';
import { createRateLimiter } from './discord/rest/rate-limiter.ts';
import type { Log } from './log.ts';
import { shutDown } from './shutdown.ts';
import { createSources } from './sources/create-sources.ts';
import { fileBeside } from './store/files.ts';
import { createSharedTurns, lockStore } from './store/lock.ts';
import { openStore } from './store/open.ts';
import { loadState } from './store/state.ts';

/** How long a file, and the whole archive, must not have changed before it is read. */
interface Debounce {
  fileMs: number;
  archiveMs: number;
}

const DEBOUNCE: Debounce = { fileMs: 2000, archiveMs: 3000 };

interface Options {
  config: Config;
  log: Log;
  /** Called with an error after which the process can only end. */
  onFatal: (error: Error) => void;
  /** Aborts a start that is still waiting for Discord or the store. */
  signal?: AbortSignal;
  /** Unix milliseconds. */
  now?: () => number;
  debounce?: Debounce;
}

/** A running Paperboy. */
export interface Bot {
  /** Delivers the newest digest to every channel that is due, as happens each minute. */
  deliverDue(): Promise<void>;
  /** Builds each digest that is due, as happens each minute. */
  buildDue(): Promise<void>;
  /** Accepts no new work, finishes the work in progress, and closes everything. */
  stop(): Promise<void>;
}

/** The composition root: creates each part and passes it to the next. Resolves when Paperboy is ready. */
export async function startBot(options: Options): Promise<Bot> {
  const { config, log, onFatal, now = Date.now, debounce = DEBOUNCE } = options;
  const { signal = new AbortController().signal } = options;

  const lock = await lockStore(config.databaseUrl, {
    signal,
    onWait: () => log.warn('another Paperboy is using this store; waiting for it to stop'),
  });
  const store = await openStore(config.databaseUrl);
  const restored = store.restoredFrom(now());
  const state = await loadState(store);
  const archive = await openArchive({
    directory: config.digestsDir,
    indexFile: fileBeside(config.databaseUrl, 'index'),
    stableMs: debounce.fileMs,
    now,
    log: ({ level, message, error: err, ...details }) => log[level]({ err, ...details }, message),
  });
  const arrivedDays = createArrivedDays(archive, state.firstSeen, now);
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
  const logRemoval = (removal: Promise<unknown>): void => {
    removal.catch((error: unknown) => log.error({ err: error }, "couldn't remove stored data"));
  };
  // Created after the client, whose events may come first.
  let delivery: DeliveryService | undefined = undefined;
  const discord = await startClient({
    rateLimiter,
    // As many as go out in a second, which allows for responses that take a second.
    maxConcurrent: Math.min(256, config.requestsPerSecond),
    now,
    api: config.api,
    token: config.token,
    signal,
    log,
    onFatal,
    onAccessChanged: (where) => delivery?.accessChanged(where),
    onChannelGone: (id) => logRemoval(state.subscriptions.remove(id)),
    onGuildGone(id) {
      logRemoval(state.subscriptions.removeGuild(id));
      logRemoval(state.guildSettings.remove(id));
    },
  });
  const service = createDeliveryService({
    ...state,
    sender: discord.sender,
    seenDays: () => arrivedDays.seenDays(),
    digestOf: (day) => archive.digest(day),
    commandId: discord.commandId,
    rateLimiter,
    lastPause: () => lastPause,
    perSecond: config.requestsPerSecond,
    whenUnsure: config.whenUnsure,
    forgottenSince: (day) =>
      restored && day <= latestDate(restored.restoredAt) ? restored.copiedAt : undefined,
    clock: {
      now,
      elapsed: () => performance.now(),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      random: Math.random,
    },
    log,
  });
  delivery = service;

  const services = createBotServices({
    config,
    archive,
    arrivedDays,
    state,
    delivery: service,
    discord,
    builder,
    now,
  });
  await discord.serve(commands, services, (error, where) => {
    const id = randomBytes(4).toString('hex');
    log.error({ err: error, id, where }, 'a command failed');
    return id;
  });

  const stopTicks = startTicks({
    deliver: service.tick,
    build: () => builder.tick(),
    onArchiveChange: (listener) => archive.onChange(listener),
    debounceMs: debounce.archiveMs,
  });
  const { botName, inviteUrl } = discord;
  log.info({ botName, guilds: discord.guildCount(), inviteUrl }, 'Paperboy is ready');
  const stopBackups = store.startDailyBackups({
    log,
    now,
    isBusy: () => service.health().running !== undefined,
  });

  return {
    deliverDue: service.tick,
    buildDue: () => builder.tick(),
    stop() {
      isStopping = true;
      return shutDown({
        stopTicks,
        builder,
        delivery: service,
        rateLimiter,
        discord,
        archive,
        stopBackups,
        store,
        lock,
      });
    },
  };
}
