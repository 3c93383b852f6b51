import { setTimeout as sleep } from 'node:timers/promises';
import {
  type APIGatewayBotInfo,
  type IIdentifyThrottler,
  SimpleIdentifyThrottler,
} from 'discord.js';

/**
 * Identifications that are left alone, for whoever has to start the bot by hand. Beyond the last
 * one Discord makes the token void.
 */
const RESERVE = 10;
/** At the latest after this it is asked again how many are left. */
const LOOK_AGAIN_MS = 15 * 60_000;

interface Options {
  /** Asks Discord until it answers. Rejects when the signal says so, or when Discord refuses the bot. */
  ask: (signal: AbortSignal) => Promise<APIGatewayBotInfo>;
  /** Hears that it waits, and for how long at most. */
  onLow: (remaining: number, resetMs: number) => void;
}

export interface IdentifyThrottler extends IIdentifyThrottler {
  /** Waits until so many more identifications leave the reserve untouched. */
  untilAllowed(count: number | undefined, signal: AbortSignal): Promise<APIGatewayBotInfo>;
  /** Whether a connection is held back at the moment. */
  isWaiting(): boolean;
}

/**
 * Keeps a crash loop or a storm of reconnects from using up the day's identifications (Discord
 * allows 1,000): before each it is asked how many are left, and when few are, the reset is awaited.
 *
 * @see https://discord.com/developers/docs/events/gateway#session-start-limit-object
 */
export function createIdentifyThrottler({ ask, onLow }: Options): IdentifyThrottler {
  let waiting = 0;
  let throttler: SimpleIdentifyThrottler | undefined;

  async function untilAllowed(
    count: number | undefined,
    signal: AbortSignal,
  ): Promise<APIGatewayBotInfo> {
    waiting++;
    try {
      for (;;) {
        const info = await ask(signal);
        const { remaining, reset_after: resetMs } = info.session_start_limit;
        if (remaining - (count ?? info.shards) >= RESERVE) return info;
        onLow(remaining, resetMs);
        await sleep(Math.min(resetMs + 1000, LOOK_AGAIN_MS), undefined, { signal });
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
        // The library identifies all the same after any error but its own, so it must not hear of it.
        if (!signal.aborted) await new Promise(() => undefined);
        throw error;
      }
    },
  };
}
