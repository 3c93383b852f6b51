import { RESTJSONErrorCodes as Code } from 'discord.js';
import type { Reason } from '../../delivery/reason.ts';
import type { Failure, Refusal } from '../../delivery/sender.ts';
import type { RestAnswer } from './classify-response.ts';

/** What Discord's error codes mean to a channel's people. */
const MEANINGS: Readonly<Record<number, [why: Refusal['why'], reason: Reason]>> = {
  [Code.UnknownChannel]: ['gone', { code: 'channel-gone' }],
  [Code.UnknownGuild]: ['gone', { code: 'server-gone' }],
  [Code.UnknownMessage]: ['gone', { code: 'message-gone' }],
  [Code.MissingAccess]: ['access', { code: 'missing-permission', anyOf: ['ViewChannel'] }],
  [Code.MissingPermissions]: [
    'access',
    { code: 'missing-permission', anyOf: ['SendMessages', 'EmbedLinks', 'SendMessagesInThreads'] },
  ],
  [Code.ThreadLocked]: ['locked', { code: 'thread-locked' }],
  [Code.InvalidActionOnArchivedThread]: ['archived', { code: 'thread-archived' }],
  [Code.CannotSendMessagesInNonTextChannel]: ['other', { code: 'wrong-channel-type' }],
  [Code.MessageWasBlockedByAutomaticModeration]: ['content', { code: 'automod' }],
  [Code.MessageBlockedByHarmfulLinksFilter]: ['content', { code: 'harmful-link' }],
};

/** Gives a request that was not answered with success as a value. */
export function failureOf(answer: Exclude<RestAnswer, { kind: 'ok' }>): Failure {
  if (answer.kind !== 'no') return answer;
  const { status, code, message } = answer;
  const [why, reason] = MEANINGS[code] ?? [
    // What else makes a request a bad one lies in what was said.
    status === 400 ? 'content' : 'other',
    message === '' ? { code: 'discord-status', status } : { code: 'discord', message },
  ];
  return { kind: 'refused', why, reason };
}
