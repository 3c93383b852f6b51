import { setTimeout as sleep } from 'node:timers/promises';
import {
  type APIGatewayBotInfo,
  DiscordAPIError,
  type IIdentifyThrottler,
  SimpleIdentifyThrottler,
} from 'discord.js';
import { OperatorError } from '../../operator-error.ts';
import { TOKEN_REJECTED_MESSAGE } from '../rest/classify-response.ts';
import { reconnectDelay } from './session-store.ts';

/**
 * Identifies left unused, for starting the bot by hand. After the last one, Discord voids the token.
 */
const RESERVE = 10;
/** How long to wait, at most, before asking again how many are left. */
const ASK_AGAIN_MS = 15 * 60_000;

interface Options {
  /** Asks Discord until it answers. Rejects when aborted, or when Discord rejects the token. */
  fetchInfo: (signal: AbortSignal) => Promise<APIGatewayBotInfo>;
  /** Called when it has to wait for the reset, with how long that is at most. */
  onLow: (remaining: number, resetMs: number) => void;
}

interface IdentifyThrottler extends IIdentifyThrottler {
  /**
   * Waits until `count` more identifies leave the reserve untouched.
   *
   * @param count undefined: one for each shard
   */
  untilAllowed(count: number | undefined, signal: AbortSignal): Promise<APIGatewayBotInfo>;
  /** Whether it holds back a connection. */
  isWaiting(): boolean;
}

/**
 * Keeps a crash loop or a storm of reconnects from using up the day's identifies (Discord allows
 * 1,000): before each it asks how many are left, and waits for the reset when there are few.
 *
 * @see https://discord.com/developers/docs/events/gateway#session-start-limit-object
 */
export function createIdentifyThrottler({ fetchInfo, onLow }: Options): IdentifyThrottler {
  let waiting = 0;
  let throttler: SimpleIdentifyThrottler | undefined;

  async function untilAllowed(
    count: number | undefined,
    signal: AbortSignal,
  ): Promise<APIGatewayBotInfo> {
    waiting++;
    try {
      for (;;) {
        const info = await fetchInfo(signal);
        const { remaining, reset_after: resetMs } = info.session_start_limit;
        if (remaining - (count ?? info.shards) >= RESERVE) return info;
        onLow(remaining, resetMs);
        await sleep(Math.min(resetMs + 1000, ASK_AGAIN_MS), undefined, { signal });
      }
    } finally {
      waiting--;
    }
  }

  return {
    untilAllowed,
    isWaiting: () => waiting > 0,
    async waitForIdentify(shardId, signal) {
      try {
        const info = await untilAllowed(1, signal);
        throttler ??= new SimpleIdentifyThrottler(info.session_start_limit.max_concurrency);
        await throttler.waitForIdentify(shardId, signal);
      } catch (error) {
        // After any error but its own abort, discord.js identifies all the same. So it never learns
        // of this one.
        if (!signal.aborted) await new Promise(() => undefined);
        throw error;
      }
    },
  };
}

interface FetchOptions {
  fetchInfo: () => Promise<APIGatewayBotInfo>;
  signal: AbortSignal;
  /** Discord rejects the token. */
  onRejected: (error: OperatorError) => void;
  log: { warn(details: object, message: string): void };
}

/**
 * Asks for the gateway's address and how many identifies are left. While Discord can't be reached,
 * it tries again, after 1 s at first and 5 min at most.
 *
 * @throws OperatorError when Discord rejects the token
 */
export async function fetchGatewayInfo(options: FetchOptions): Promise<APIGatewayBotInfo> {
  const { fetchInfo, signal, onRejected, log } = options;
  for (let attempts = 1; ; attempts++) {
    try {
      return await fetchInfo();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DiscordAPIError && error.status === 401) {
        const rejected = new OperatorError(TOKEN_REJECTED_MESSAGE);
        onRejected(rejected);
        throw rejected;
      }
      const waitMs = reconnectDelay(attempts + 1);
      log.warn({ err: error }, `Discord cannot be reached; trying again in ${waitMs / 1000} s`);
      await sleep(waitMs, undefined, { signal });
    }
  }
}
