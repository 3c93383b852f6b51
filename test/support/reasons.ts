import type { Permission, Reason } from '../../src/delivery/reason.ts';
import type { SearchProblem } from '../../src/search/types.ts';

/** One reason of each code; a code that is missing here is an error of types. */
export const REASONS: { readonly [C in Reason['code']]: Extract<Reason, { code: C }> } = {
  'no-digest': { code: 'no-digest' },
  'no-papers': { code: 'no-papers' },
  'no-paper-in': { code: 'no-paper-in', categories: ['cs.CV', 'stat.ML'] },
  'missed-too-long': { code: 'missed-too-long' },
  unsubscribed: { code: 'unsubscribed' },
  'quiet-hours': { code: 'quiet-hours' },
  unconfirmed: { code: 'unconfirmed' },
  'maybe-twice': { code: 'maybe-twice' },
  'not-running': { code: 'not-running' },
  asleep: { code: 'asleep' },
  'shutting-down': { code: 'shutting-down' },
  'internal-error': { code: 'internal-error' },
  'many-due': { code: 'many-due' },
  'had-no-access': { code: 'had-no-access' },
  'appeared-late': { code: 'appeared-late' },
  'missing-permission': { code: 'missing-permission', anyOf: ['SendMessages', 'EmbedLinks'] },
  'channel-gone': { code: 'channel-gone' },
  'channel-elsewhere': { code: 'channel-elsewhere' },
  'server-gone': { code: 'server-gone' },
  'message-gone': { code: 'message-gone' },
  'thread-locked': { code: 'thread-locked' },
  'thread-archived': { code: 'thread-archived' },
  'wrong-channel-type': { code: 'wrong-channel-type' },
  automod: { code: 'automod' },
  'harmful-link': { code: 'harmful-link' },
  discord: { code: 'discord', message: 'Invalid *Form* Body' },
  'discord-status': { code: 'discord-status', status: 502 },
  'discord-unreadable': { code: 'discord-unreadable', status: 502 },
  timeout: { code: 'timeout', seconds: 10 },
  'no-answer': { code: 'no-answer' },
  'no-answer-at-first': { code: 'no-answer-at-first' },
  unreachable: { code: 'unreachable' },
  'connection-lost': { code: 'connection-lost' },
  'discord-down': { code: 'discord-down' },
  'global-limit': { code: 'global-limit' },
  cloudflare: { code: 'cloudflare' },
  'invalid-requests': { code: 'invalid-requests' },
  'token-rejected': { code: 'token-rejected' },
  'must-wait': { code: 'must-wait' },
  'waited-too-long': { code: 'waited-too-long' },
  text: { code: 'text', text: 'the moon is full' },
};

export const PERMISSIONS = Object.keys({
  ViewChannel: true,
  SendMessages: true,
  SendMessagesInThreads: true,
  EmbedLinks: true,
  ReadMessageHistory: true,
} satisfies Record<Permission, true>) as Permission[];

export const SEARCH_PROBLEMS = Object.keys({
  'not-a-category': true,
  'not-a-day': true,
} satisfies Record<SearchProblem['code'], true>) as SearchProblem['code'][];
