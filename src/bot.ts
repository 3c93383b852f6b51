import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedule } from 'node-cron';
import { commands } from '../commands/index.ts';
import type { Context } from './command.ts';
import type { Config } from './config.ts';
import { makeDeliver } from './delivery/deliver.ts';
import { nextTime } from './delivery/schedule.ts';
import type { Sender } from './delivery/sender.ts';
import { tick } from './delivery/tick.ts';
import { localDate } from './delivery/zoned-time.ts';
import { startDiscord } from './discord/start.ts';
import { digestMark } from './embeds/digest-message.ts';
import { openLibrary } from './library/open.ts';
import type { Log } from './log.ts';
import { type DeliveryRecord, deliveriesIn } from './store/deliveries.ts';
import { memoIn } from './store/memo.ts';
import { openStore } from './store/open.ts';
import { loadSubscriptions, type Subscription } from './store/subscriptions.ts';

/** How long the archive must not have changed before its newest digest is believed. */
const ARCHIVE_STILL_MS = 3000;

interface Options {
  config: Config;
  log: Log;
  /** Something after which the process can only end. */
  onFatal: (error: Error) => void;
  /** Ends a start that is still waiting for Discord. */
  signal?: AbortSignal;
  /** Unix milliseconds; tests bring their own. */
  now?: () => number;
}

/** A running Paperboy. */
export interface Bot {
  /** Brings the newest digest to every channel that is due. The clock does so each minute. */
  deliverDue(): Promise<void>;
  /** Takes no new work, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** Builds every part and hands it to the next. Resolves when Paperboy answers. */
export async function startBot(options: Options): Promise<Bot> {
  const { config, log, onFatal, now = Date.now, signal = new AbortController().signal } = options;

  const store = await openStore(config.databaseUrl);
  const subscriptions = await loadSubscriptions(store.keyv<Subscription>('subscriptions'));
  const deliveries = deliveriesIn(store.keyv<DeliveryRecord>('deliveries'));
  const memo = memoIn(store.keyv<string>('memo'));
  const library = await openLibrary({
    directory: config.digestsDir,
    now,
    log: ({ level, message, error: err, ...details }) => log[level]({ err, ...details }, message),
  });

  const forget = (forgetting: Promise<unknown>): void => {
    forgetting.catch((error: unknown) => log.error({ err: error }, 'a subscription was not ended'));
  };
  const discord = await startDiscord({
    api: config.api,
    token: config.token,
    signal,
    log,
    onFatal,
    onChannelGone: (id) => forget(subscriptions.remove(id)),
    onGuildGone: (id) => forget(subscriptions.removeGuild(id)),
    onAccessChanged: () => undefined,
    pace: untilThereIsAPace(),
    now,
  });

  const sender: Sender = discord.sender;
  const deliver = makeDeliver({
    // For as long as delivery speaks to Discord in its former words.
    sender: {
      botId: () => sender.botId(),
      async post(channelId, message, nonce) {
        const answer = await sender.post(channelId, message, nonce);
        if (answer.kind === 'done') return { kind: 'sent', messageId: answer.messageId };
        const { kind, reason } = answer;
        return { kind: kind === 'refused' ? kind : 'unsure', reason };
      },
      find: (channelId, menu, since) =>
        sender.find(channelId, digestMark(menu.replace('digest-', '')), since),
    },
    subscriptions,
    deliveries,
    now,
  });
  const context: Context = {
    commands,
    library,
    subscriptions,
    memo,
    defaults: { time: config.postTime, timeZone: config.timeZone },
    now: () => new Date(now()),
    today: () => localDate(now(), config.timeZone),
    async deliver(subscription) {
      const newest = library.newest();
      if (!newest) return { kind: 'failed', day: '', reason: 'there is no digest yet' };
      return deliver(newest, subscription, true);
    },
    nextDelivery: (subscription) => new Date(nextTime(subscription, now())),
    missingPermissions: discord.missingPermissions,
  };
  await discord.serve(commands, context, (error, where) => {
    const id = randomBytes(4).toString('hex');
    log.error({ err: error, id, where }, 'a command failed');
    return id;
  });

  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    const parts = { newest: () => library.newest(), subscriptions, deliver, now };
    const report = await tick(parts, stopping.signal);
    if (!report) return;
    const { day, troubles, errors, ...counts } = report;
    log.info({ day, ...counts }, counts.sent > 0 ? 'delivered a digest' : 'delivered nothing');
    for (const trouble of troubles) log.warn({ day, ...trouble }, 'a channel got no digest');
    for (const error of errors) log.error({ day, ...error }, 'a channel could not be served');
  };
  const working = new Set<Promise<void>>();
  const deliverDue = (): Promise<void> => {
    const run = work().finally(() => working.delete(run));
    working.add(run);
    return run;
  };
  void deliverDue();
  // What appears after a channel's hour arrives when it appears; but when many digests appear, as
  // in a checkout of an archive, only the last of them is the newest.
  let changing: NodeJS.Timeout | undefined;
  library.onChange(() => {
    clearTimeout(changing);
    changing = setTimeout(() => {
      changing = undefined;
      void deliverDue();
    }, ARCHIVE_STILL_MS);
  });
  // One tick for all channels, in UTC, where no minute is skipped or doubled.
  const clock = schedule('* * * * *', () => (changing ? undefined : deliverDue()), {
    timezone: 'UTC',
    noOverlap: true,
  });

  const { botName, inviteUrl } = discord;
  log.info({ botName, guilds: discord.guilds(), inviteUrl }, 'Paperboy is ready');

  return {
    deliverDue,
    async stop() {
      stopping.abort();
      clearTimeout(changing);
      await clock.destroy();
      await Promise.allSettled([...working, discord.settled()]);
      await discord.close();
      await library.close();
      await store.close();
    },
  };
}

/** Stands in for delivery's own limiter: waits out what everything must wait out, and no more. */
function untilThereIsAPace(): Parameters<typeof startDiscord>[0]['pace'] {
  let until = 0;
  const pausedForMs = (): number => Math.max(0, until - performance.now());
  return {
    pausedForMs,
    async take() {
      while (pausedForMs() > 0) await sleep(pausedForMs());
    },
    observe(seen) {
      if (seen.kind === 'limited' && (seen.scope === 'global' || seen.scope === 'cloudflare')) {
        until = performance.now() + seen.retryAfterMs;
      }
    },
  };
}
