import { RESTJSONErrorCodes as Code } from 'discord.js';
import type { WireAnswer } from './reading.ts';

/** Discord understood and said no. */
export interface Refusal {
  kind: 'refused';
  why: 'access' | 'locked' | 'archived' | 'gone' | 'content' | 'other';
  /** As a clause: `the channel is gone`. */
  reason: string;
}

/** A request that came to nothing. */
export type Failure = Refusal | Exclude<WireAnswer, { kind: 'ok' | 'no' }>;

/** What Discord's error codes mean to a channel's people. */
const MEANINGS: Record<number, [why: Refusal['why'], reason: string]> = {
  [Code.UnknownChannel]: ['gone', 'the channel is gone'],
  [Code.UnknownGuild]: ['gone', 'the server is gone, or I am no longer in it'],
  [Code.UnknownMessage]: ['gone', 'the message is gone'],
  [Code.MissingAccess]: ['access', 'I lack the View Channel permission there'],
  [Code.MissingPermissions]: [
    'access',
    'I lack a permission there: Send Messages, Embed Links or Send Messages in Threads',
  ],
  [Code.ThreadLocked]: ['locked', 'the thread is locked'],
  [Code.InvalidActionOnArchivedThread]: ['archived', 'the thread is archived'],
  [Code.CannotSendMessagesInNonTextChannel]: ['other', 'nobody can post in a channel of this kind'],
  [Code.MessageWasBlockedByAutomaticModeration]: ['content', "the server's AutoMod blocked it"],
  [Code.MessageBlockedByHarmfulLinksFilter]: ['content', 'Discord takes a link in it for harmful'],
};

/** Gives a request that was not answered with success as a value. */
export function failureOf(answer: Exclude<WireAnswer, { kind: 'ok' }>): Failure {
  if (answer.kind !== 'no') return answer;
  const { status, code, message } = answer;
  const [why, reason] = MEANINGS[code] ?? [
    // What else makes a request a bad one lies in what was said.
    status === 400 ? 'content' : 'other',
    `Discord says: ${message === '' ? String(status) : message}`,
  ];
  return { kind: 'refused', why, reason };
}
