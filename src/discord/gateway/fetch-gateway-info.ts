import { setTimeout as sleep } from 'node:timers/promises';
import { type APIGatewayBotInfo, DiscordAPIError } from 'discord.js';
import { OperatorError } from '../../operator-error.ts';
import { waitBefore } from './session-store.ts';
import { TOKEN_REFUSED } from '../sentences.ts';

interface Options {
  ask: () => Promise<APIGatewayBotInfo>;
  signal: AbortSignal;
  /** Discord refuses the token. */
  onRefused: (error: OperatorError) => void;
  log: { warn(details: object, message: string): void };
}

/**
 * Asks where the gateway is and how many logins are left, for as long as Discord cannot be reached:
 * again after 1 s at first and 5 min at most.
 *
 * @throws OperatorError when Discord refuses the token
 */
export async function fetchGatewayInfo({ ask, signal, onRefused, log }: Options) {
  for (let tried = 1; ; tried++) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DiscordAPIError && error.status === 401) {
        const refused = new OperatorError(TOKEN_REFUSED);
        onRefused(refused);
        throw refused;
      }
      const waitMs = waitBefore(tried + 1);
      log.warn({ err: error }, `Discord cannot be reached; trying again in ${waitMs / 1000} s`);
      await sleep(waitMs, undefined, { signal });
    }
  }
}
