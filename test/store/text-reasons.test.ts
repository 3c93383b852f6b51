import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/delivery/reason.ts';
import { readPermissions, readReason } from '../../src/store/text-reasons.ts';
import { REASONS } from '../support/reasons.ts';

/** Every clause that the last version with reasons as text could write. */
const CLAUSES: [text: string, reason: Reason][] = [
  ["it appeared after the channel's hour, or in its quiet hours", { code: 'appeared-late' }],
  ['the machine I run on was asleep', { code: 'asleep' }],
  ["the server's AutoMod blocked it", { code: 'automod' }],
  ['nobody can post in a channel of this kind', { code: 'wrong-channel-type' }],
  ['the channel is not in this server', { code: 'channel-elsewhere' }],
  ['the channel is gone', { code: 'channel-gone' }],
  ['Cloudflare has shut this address out for a while', { code: 'cloudflare' }],
  ['the connection to Discord broke', { code: 'connection-lost' }],
  ['Discord answered 502', { code: 'discord-status', status: 502 }],
  ['Discord answered 200 with something unreadable', { code: 'discord-unreadable', status: 200 }],
  ['Discord limits all requests of this bot for a while', { code: 'global-limit' }],
  ['Discord says: Invalid *Form* Body', { code: 'discord', message: 'Invalid *Form* Body' }],
  ['Discord says: Discord says: x', { code: 'discord', message: 'Discord says: x' }],
  ['Discord does not answer', { code: 'discord-down' }],
  ['Discord did not answer at first', { code: 'no-answer-at-first' }],
  ['Discord did not answer within 10 s', { code: 'timeout', seconds: 10 }],
  ['Discord did not answer within 0.5 s', { code: 'timeout', seconds: 0.5 }],
  ['Discord did not answer', { code: 'no-answer' }],
  ['Discord could not be reached', { code: 'unreachable' }],
  ['something went wrong on my side', { code: 'internal-error' }],
  ['Discord takes a link in it for harmful', { code: 'harmful-link' }],
  ['I had no access to the channel until then', { code: 'had-no-access' }],
  [
    'I lack a permission there: Send Messages, Embed Links or Send Messages in Threads',
    { code: 'missing-permission', anyOf: ['SendMessages', 'EmbedLinks', 'SendMessagesInThreads'] },
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
  ['no paper in q-bio', { code: 'no-paper-in', categories: ['q-bio'] }],
  ['no paper in cs.CV, stat.ML', { code: 'no-paper-in', categories: ['cs.CV', 'stat.ML'] }],
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
];

describe('a reason that an earlier version stored as text', () => {
  it.each(CLAUSES)('is read: %s', (text, reason) => {
    expect(readReason(text)).toEqual(reason);
  });

  it('may have any code', () => {
    const read = new Set([...CLAUSES.map(([, { code }]) => code), 'text']);
    expect(Object.keys(REASONS).filter((code) => !read.has(code as Reason['code']))).toEqual([]);
  });

  it.each([
    'the moon is full',
    '',
    'x the channel is gone',
    'the channel is gone x',
    'no paper in ',
    'Discord says: ',
    'Discord answered nobody',
    'Discord answered  with something unreadable',
    'Discord did not answer within s',
    'constructor',
  ])('stays text where no version is known to have written it: %j', (text) => {
    expect(readReason(text)).toEqual({ code: 'text', text });
  });
});

it('a reason that this version stored stays as it is', () => {
  for (const reason of Object.values(REASONS)) {
    expect(readReason(JSON.parse(JSON.stringify(reason)) as Reason)).toEqual(reason);
  }
});

it('permissions are read by both names, and others are left out', () => {
  expect(
    readPermissions([
      'View Channel',
      'Send Messages',
      'Send Messages in Threads',
      'Embed Links',
      'Read Message History',
    ]),
  ).toEqual([
    'ViewChannel',
    'SendMessages',
    'SendMessagesInThreads',
    'EmbedLinks',
    'ReadMessageHistory',
  ]);
  expect(readPermissions(['EmbedLinks', '', 'constructor', 'Manage Threads'])).toEqual([
    'EmbedLinks',
  ]);
});
