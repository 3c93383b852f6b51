/**
 * A permission Paperboy needs in a channel, by Discord's name.
 *
 * @see https://discord.com/developers/docs/topics/permissions
 */
export type Permission =
  'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads' | 'EmbedLinks' | 'ReadMessageHistory';

/**
 * Why a digest wasn't posted, came late or has to wait. Delivery and the Discord client return it, the
 * store keeps it and code compares it; `describeReason` puts it into words. Codes are stored, so their
 * meaning never changes.
 */
export type Reason =
  // The digest
  | { code: 'no-digest' }
  | { code: 'no-papers' }
  /** The digest has no paper in any of the channel's categories. */
  | { code: 'no-paper-in'; categories: readonly string[] }
  /** Too old to be posted, and the next digest, which would mention it, had nothing to post. */
  | { code: 'missed-too-long' }
  // The channel's settings
  | { code: 'unsubscribed' }
  | { code: 'quiet-hours' }
  // Unconfirmed
  /** It may have arrived. The history can't be read to find out, so it isn't sent again. */
  | { code: 'unconfirmed' }
  /** Likewise, but it was sent again. */
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
  /** A sentence that an earlier version stored and this one doesn't know. Never created. */
  | { code: 'text'; text: string };
