/** What the workbench's server side sends. */

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

/** A request from the bot to Discord. */
export interface BotRequest {
  id: number;
  /** Unix milliseconds on the playground's clock. */
  at: number;
  method: string;
  path: string;
  /** null if the connection broke before a response was sent. */
  status: number | null;
  ms: number;
  request: string;
  response: string;
}

export type WorkbenchEvent =
  | ({ type: 'state' } & WorkbenchState)
  | { type: 'requests'; requests: BotRequest[] }
  | { type: 'request'; request: BotRequest; faults: number };
