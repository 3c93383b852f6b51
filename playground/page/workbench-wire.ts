/** What the playground's workbench sends. */

export interface WorkbenchState {
  /** How far the clock is ahead of the machine's, in milliseconds. */
  offset: number;
  /** Whether all of Discord is down. */
  outage: boolean;
  /** Faults that no request has met yet. */
  faults: number;
  /** What the bot may not do, by channel id. */
  denied: Record<string, string[]>;
  /** The newest file of the bot's folder; null when there is none. */
  newestDigest: string | null;
}

/** One thing the bot asked of Discord. */
export interface BotRequest {
  id: number;
  /** Milliseconds since 1970, on the playground's clock. */
  at: number;
  method: string;
  path: string;
  /** null when the connection broke before an answer was sent. */
  status: number | null;
  ms: number;
  request: string;
  response: string;
}

export type WorkbenchEvent =
  | ({ type: 'state' } & WorkbenchState)
  | { type: 'requests'; requests: BotRequest[] }
  | { type: 'request'; request: BotRequest; faults: number };
