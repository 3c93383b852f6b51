/**
 * A permission that Paperboy needs in a channel, by Discord's own name for it.
 *
 * @see https://discord.com/developers/docs/topics/permissions
 */
export type Permission =
  'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads' | 'EmbedLinks' | 'ReadMessageHistory';

/**
 * Why a digest was not posted, came late or has to wait. It is what delivery and the Discord client
 * return, what the store keeps and what code compares; `describeReason` puts it into words. Codes
 * are stored, so they never change their meaning.
 */
export type Reason =
  // The digest
  | { code: 'no-digest' }
  | { code: 'no-papers' }
  /** The channel's own categories, all of which the digest lacks. */
  | { code: 'no-paper-in'; categories: readonly string[] }
  /** Too old to be posted by itself, and the digest that would have named it had nothing to post. */
  | { code: 'missed-too-long' }
  // The channel's settings
  | { code: 'unsubscribed' }
  | { code: 'quiet-hours' }
  // Doubt
  /** It may have arrived; the history that would tell can't be read, so it isn't sent again. */
  | { code: 'unconfirmed' }
  /** The same, but it was sent again. */
  | { code: 'maybe-twice' }
  // Paperboy itself
  | { code: 'not-running' }
  | { code: 'asleep' }
  | { code: 'shutting-down' }
  | { code: 'internal-error' }
  | { code: 'many-due' }
  | { code: 'had-no-access' }
  | { code: 'appeared-late' }
  // What Discord refused
  /** Discord doesn't say which of them is missing. */
  | { code: 'missing-permission'; anyOf: readonly Permission[] }
  | { code: 'channel-gone' }
  | { code: 'channel-elsewhere' }
  | { code: 'server-gone' }
  | { code: 'message-gone' }
  | { code: 'thread-locked' }
  | { code: 'thread-archived' }
  | { code: 'wrong-channel-type' }
  | { code: 'automod' }
  | { code: 'harmful-link' }
  /** Anything else, in Discord's own words: outside text. */
  | { code: 'discord'; message: string }
  // No clear answer
  | { code: 'discord-status'; status: number }
  | { code: 'discord-unreadable'; status: number }
  | { code: 'timeout'; seconds: number }
  | { code: 'no-answer' }
  | { code: 'no-answer-at-first' }
  | { code: 'unreachable' }
  | { code: 'connection-lost' }
  // The rate limiter
  | { code: 'discord-down' }
  | { code: 'global-limit' }
  | { code: 'cloudflare' }
  | { code: 'invalid-requests' }
  | { code: 'token-rejected' }
  | { code: 'must-wait' }
  | { code: 'waited-too-long' }
  /** A sentence that an earlier version stored and this one doesn't know. Never made anew. */
  | { code: 'text'; text: string };
