import type { Message } from '../messages/message.ts';
import type { Permission, Reason } from './reason.ts';

/**
 * How delivery speaks to Discord. Every call keeps to the pace, waits out what Discord tells it to
 * wait, and gives expected failures as values.
 */
export interface Sender {
  /** The bot's own user. */
  botId(): string;
  /** Posts once; a repeat with the same nonce within minutes gives the first message. */
  post(
    channelId: string,
    message: Message,
    nonce: string,
    urgency?: Urgency,
  ): Promise<Answer<Posted>>;
  /** Replaces a message of ours. */
  edit(channelId: string, messageId: string, message: Message): Promise<Answer>;
  /** Publishes a message of ours from an announcement channel; one that is published already is fine. */
  publish(channelId: string, messageId: string): Promise<Answer>;
  /** Opens an archived thread again. */
  unarchive(threadId: string): Promise<Answer>;
  /**
   * Looks for one of our own messages that carries `mark`, among those said since (and shortly
   * before) `since`, in Unix milliseconds. Unknown: the history may not be read.
   */
  findOwnMessage(channelId: string, mark: MessageMarker, since: number): Promise<FindResult>;
  /** Asks anew what Paperboy may do in a channel. */
  access(guildId: string, channelId: string): Promise<Answer<Access>>;
  /**
   * Writes to a person, else to the server's system channel.
   *
   * @param nonce as for `post`
   * @param doubt a message that may have been said for the same reason: it is looked for before
   *   anything is said
   */
  notifyOwner(
    who: Addressee,
    message: Message,
    nonce: string,
    doubt?: EarlierAttempt,
  ): Promise<NotifyResult>;
}

export interface Urgency {
  /** A person waits for it: it goes before all others, and is not held back for longer than moments. */
  isUrgent?: boolean;
  /** Asked when its turn has come: if it says no, it is not sent. */
  mayGo?: () => boolean;
}

/** What one of our messages is recognised by; either will do. */
export interface MessageMarker {
  /** The middle part of its menus' `custom_id`. */
  menu?: string | undefined;
  /** How its content begins, behind a mention. */
  line: string;
}

/** A message that an earlier process may have sent, since `since` (Unix milliseconds). */
export interface EarlierAttempt extends MessageMarker {
  since: number;
}

export interface Addressee {
  userId: string;
  guildId: string;
}

export type Answer<Value = unknown> = ({ kind: 'done' } & Value) | Failure;

/** A request that came to nothing. */
export type Failure = Refusal | Unsure | Later;

/** It may go better later, and may even have happened. */
export interface Unsure {
  kind: 'unsure';
  reason: Reason;
}

/** It did not happen, and is not to be tried again before `afterMs` milliseconds. */
export interface Later {
  kind: 'later';
  reason: Reason;
  afterMs: number;
}

/** Discord understood and said no; asking again without a change is pointless. */
export interface Refusal {
  kind: 'refused';
  /**
   * access: a permission is missing, or the channel may not be seen; locked: the thread is; archived:
   * the thread is, and may perhaps be opened; gone: there is no such channel, server or message;
   * content: what was said was refused.
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
  /** The permissions that are missing to post there; empty: all is well. */
  missing: readonly Permission[];
  /** The thread is locked, and Paperboy may not write in locked ones. */
  isLocked: boolean;
  /** Its messages can be published to those who follow it. */
  isAnnouncement: boolean;
}

/** Where a notice arrived; unsure: it is not known, and may be tried again with the same nonce. */
export type NotifyResult = 'person' | 'system channel' | 'nobody' | 'unsure';
