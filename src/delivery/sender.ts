import type { Message } from '../messages/message.ts';
import type { Permission, Reason } from './reason.ts';

/**
 * What delivery asks of Discord. Every call goes through the rate limiter, waits as long as Discord
 * says, and returns expected failures as values.
 */
export interface Sender {
  /** The bot's own user. */
  botId(): string;
  /** Posts once; repeated with the same nonce within minutes, it returns the first message. */
  post(
    channelId: string,
    message: Message,
    nonce: string,
    urgency?: Urgency,
  ): Promise<Answer<Posted>>;
  /** Replaces one of our messages. */
  edit(channelId: string, messageId: string, message: Message): Promise<Answer>;
  /** Publishes one of our messages in an announcement channel. Succeeds if it already is published. */
  publish(channelId: string, messageId: string): Promise<Answer>;
  /** Reopens an archived thread. */
  unarchive(threadId: string): Promise<Answer>;
  /**
   * Looks for one of our own messages with this marker, among those posted since (and shortly
   * before) `since`, in Unix milliseconds. Returns `unknown` if the history can't be read.
   */
  findOwnMessage(channelId: string, marker: MessageMarker, since: number): Promise<FindResult>;
  /** Fetches what Paperboy may do in a channel. */
  access(guildId: string, channelId: string): Promise<Answer<Access>>;
  /**
   * Sends a direct message, or posts in the server's system channel if that's refused.
   *
   * @param nonce as for `post`
   * @param earlier a notice that may have been sent already; it's looked for before sending another
   */
  notifyOwner(
    who: Addressee,
    message: Message,
    nonce: string,
    earlier?: EarlierAttempt,
  ): Promise<NotifyResult>;
}

export interface Urgency {
  /** A person is waiting: it goes before all others, and fails rather than wait for long. */
  isUrgent?: boolean;
  /** Called when its turn has come. If this returns false, it isn't sent. */
  mayGo?: () => boolean;
}

/** How to recognise one of our messages; either will do. */
export interface MessageMarker {
  /** The middle part of its menus' `custom_id`. */
  menu?: string | undefined;
  /** How its content begins, after a mention. */
  line: string;
}

/** A message that an earlier process may have sent, at `since` (Unix milliseconds) or later. */
export interface EarlierAttempt extends MessageMarker {
  since: number;
}

interface Addressee {
  userId: string;
  guildId: string;
}

export type Answer<Value = unknown> = ({ kind: 'done' } & Value) | Failure;

export type Failure = Refusal | Unsure | Later;

/** No clear answer: it may have happened, and may work when tried again. */
export interface Unsure {
  kind: 'unsure';
  reason: Reason;
}

/** It didn't happen. Try again after `afterMs` milliseconds at the earliest. */
export interface Later {
  kind: 'later';
  reason: Reason;
  afterMs: number;
}

/** Discord understood and said no; asking again without a change is pointless. */
export interface Refusal {
  kind: 'refused';
  /**
   * - access: a permission is missing, or the channel isn't visible
   * - locked: the thread is locked
   * - archived: the thread is archived, and may be reopened
   * - gone: the channel, server or message doesn't exist
   * - content: the message was refused
   */
  why: 'access' | 'locked' | 'archived' | 'gone' | 'content' | 'other';
  reason: Reason;
}

export interface Posted {
  messageId: string;
}

export type FindResult =
  { kind: 'found'; messageId: string } | { kind: 'absent' | 'unknown' } | Refusal | Unsure;

export interface Access {
  /** The permissions missing to post there; empty if all is well. */
  missing: readonly Permission[];
  /** The thread is locked, and Paperboy may not post in locked threads. */
  isLocked: boolean;
  /** Its messages can be published to the channels that follow it. */
  isAnnouncement: boolean;
}

/** Where a notice arrived; `unsure` if that's unknown, and it can be repeated with the same nonce. */
export type NotifyResult = 'person' | 'system channel' | 'nobody' | 'unsure';
