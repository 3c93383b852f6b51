/** What the workbench's server side sends. */
import type { Exchange } from '../../server/http/exchange.ts';

export interface WorkbenchState {
  /** How far the playground's clock is ahead of the machine's, in milliseconds. */
  offset: number;
  /** Whether all of Discord is down. */
  outage: boolean;
  /** Faults that haven't happened yet. */
  faults: number;
  /** The bot's denied permissions by channel id. */
  denied: Record<string, string[]>;
  /** The newest file in the bot's folder; null if it's empty. */
  newestDigest: string | null;
}

export type WorkbenchEvent =
  | ({ type: 'state' } & WorkbenchState)
  | { type: 'requests'; requests: Exchange[] }
  | { type: 'request'; request: Exchange; faults: number };
