import type { Permission, Reason } from '../delivery/reason.ts';

/**
 * Earlier versions stored reasons as English clauses, and permissions by the names in Discord's
 * settings. These functions convert both whenever a record is read.
 */

/** A field of a record, as this version or an earlier one wrote it. */
export type StoredReason = Reason | string;

const CLAUSES: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ["it appeared after the channel's hour, or in its quiet hours", { code: 'appeared-late' }],
  ['the machine I run on was asleep', { code: 'asleep' }],
  ["the server's AutoMod blocked it", { code: 'automod' }],
  ['nobody can post in a channel of this kind', { code: 'wrong-channel-type' }],
  ['the channel is not in this server', { code: 'channel-elsewhere' }],
  ['the channel is gone', { code: 'channel-gone' }],
  ['Cloudflare has shut this address out for a while', { code: 'cloudflare' }],
  ['the connection to Discord broke', { code: 'connection-lost' }],
  ['Discord limits all requests of this bot for a while', { code: 'global-limit' }],
  ['Discord does not answer', { code: 'discord-down' }],
  ['Discord did not answer at first', { code: 'no-answer-at-first' }],
  ['Discord did not answer', { code: 'no-answer' }],
  ['Discord could not be reached', { code: 'unreachable' }],
  ['something went wrong on my side', { code: 'internal-error' }],
  ['Discord takes a link in it for harmful', { code: 'harmful-link' }],
  ['I had no access to the channel until then', { code: 'had-no-access' }],
  [
    'I lack a permission there: Send Messages, Embed Links or Send Messages in Threads',
    {
      code: 'missing-permission',
      anyOf: ['SendMessages', 'EmbedLinks', 'SendMessagesInThreads'],
    },
  ],
  [
    'I lack the View Channel permission there',
    { code: 'missing-permission', anyOf: ['ViewChannel'] },
  ],
  ['many channels were due at once', { code: 'many-due' }],
  ['it may be there twice: I may not read the history here', { code: 'maybe-twice' }],
  ['it may have arrived, and I may not read the history here to find out', { code: 'unconfirmed' }],
  ['the message is gone', { code: 'message-gone' }],
  [
    'it was missed for long, and the next digest had nothing for this channel',
    { code: 'missed-too-long' },
  ],
  ['there is no digest yet', { code: 'no-digest' }],
  ['the digest has no papers', { code: 'no-papers' }],
  ['I was not running', { code: 'not-running' }],
  ['these are the quiet hours of this channel', { code: 'quiet-hours' }],
  ['Discord refused 2,000 requests within ten minutes', { code: 'invalid-requests' }],
  ['the server is gone, or I am no longer in it', { code: 'server-gone' }],
  ['I was stopped', { code: 'shutting-down' }],
  ['I am stopping', { code: 'shutting-down' }],
  ['Paperboy is stopping', { code: 'shutting-down' }],
  ['the thread is archived', { code: 'thread-archived' }],
  ['the thread is locked', { code: 'thread-locked' }],
  ['Discord refused the token', { code: 'token-rejected' }],
  ['Discord does not accept my token', { code: 'token-rejected' }],
  ['it was unsubscribed meanwhile', { code: 'unsubscribed' }],
  ['I have to wait before I ask Discord again', { code: 'must-wait' }],
  ['I had to wait for Discord for too long', { code: 'waited-too-long' }],
]);

/** Clauses with a value, by the text before and after it; the longer ones come first. */
const WITH_VALUE: readonly [
  before: string,
  after: string,
  reasonOf: (value: string) => Reason | undefined,
][] = [
  ['no paper in ', '', (value) => ({ code: 'no-paper-in', categories: value.split(', ') })],
  ['Discord says: ', '', (message) => ({ code: 'discord', message })],
  [
    'Discord answered ',
    ' with something unreadable',
    withNumber((status) => ({ code: 'discord-unreadable', status })),
  ],
  ['Discord answered ', '', withNumber((status) => ({ code: 'discord-status', status }))],
  ['Discord did not answer within ', ' s', withNumber((seconds) => ({ code: 'timeout', seconds }))],
];

const PERMISSIONS: Readonly<Record<Permission, string>> = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  EmbedLinks: 'Embed Links',
  ReadMessageHistory: 'Read Message History',
};

const PERMISSION_OF: ReadonlyMap<string, Permission> = new Map(
  (Object.keys(PERMISSIONS) as Permission[]).flatMap((permission) => [
    [permission, permission],
    [PERMISSIONS[permission], permission],
  ]),
);

/** Reads a stored reason; a clause that no earlier version is known to have written stays text. */
export function readReason(stored: StoredReason): Reason {
  if (typeof stored !== 'string') return stored;
  const known = CLAUSES.get(stored);
  if (known) return known;
  for (const [before, after, reasonOf] of WITH_VALUE) {
    if (!stored.startsWith(before) || !stored.endsWith(after)) continue;
    const value = stored.slice(before.length, stored.length - after.length);
    const reason = value === '' ? undefined : reasonOf(value);
    if (reason) return reason;
  }
  return { code: 'text', text: stored };
}

/** Reads stored permissions as Discord's own names; ones that Paperboy never needed are left out. */
export function readPermissions(stored: readonly string[]): Permission[] {
  return stored.flatMap((name) => PERMISSION_OF.get(name) ?? []);
}

function withNumber(reasonOf: (value: number) => Reason) {
  return (value: string): Reason | undefined => {
    const number = Number(value);
    return Number.isFinite(number) ? reasonOf(number) : undefined;
  };
}
