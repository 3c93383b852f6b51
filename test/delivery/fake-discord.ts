import type { Reason } from '../../src/delivery/reason.ts';
import type {
  Access,
  Answer,
  FindResult,
  Posted,
  Refusal,
  Sender,
  NotifyResult,
} from '../../src/delivery/sender.ts';
import type { Message } from '../../src/messages/message.ts';

/**
 * What Discord does with one post. `lost`: it's posted, but the answer is lost. `crash`: it's posted,
 * and the process dies before the answer arrives. `broken`: the sender throws.
 */
export type Fate = 'done' | 'unsure' | 'lost' | 'later' | Refusal['why'] | 'crash' | 'broken';

export interface PostedMessage {
  id: string;
  channelId: string;
  nonce: string;
  message: Message;
  /** Unix milliseconds by Discord's clock. */
  at: number;
  isPublished: boolean;
  edits: number;
}

/** The reason for each kind of refusal. */
const REFUSED: Record<Refusal['why'], Reason> = {
  access: { code: 'missing-permission', anyOf: ['SendMessages'] },
  locked: { code: 'thread-locked' },
  archived: { code: 'thread-archived' },
  gone: { code: 'channel-gone' },
  content: { code: 'automod' },
  other: { code: 'wrong-channel-type' },
};

/** A `Sender` whose channels remember nonces and messages like Discord. */
export function createFakeDiscord(fates: Fate[] = []) {
  const messages: PostedMessage[] = [];
  const posts: { channelId: string; nonce: string; message: Message }[] = [];
  const notices: { userId: string; message: Message; earlier?: object | undefined }[] = [];
  let history: FindResult['kind'] = 'found';
  let access: Answer<Access> = { kind: 'done', missing: [], isLocked: false, isAnnouncement: true };
  let notifyResult: NotifyResult = 'person';
  let now: () => number = () => 0;
  const died = Promise.withResolvers<undefined>();
  let finds = 0;
  let accesses = 0;
  let unarchived = 0;
  let beforePost: (channelId: string) => Promise<void> | void = () => undefined;

  const sender: Sender = {
    botId: () => '9',
    async post(channelId, message, nonce, urgency): Promise<Answer<Posted>> {
      await beforePost(channelId);
      if (urgency?.mayGo?.() === false) {
        return { kind: 'later', reason: { code: 'waited-too-long' }, afterMs: 0 };
      }
      posts.push({ channelId, nonce, message });
      const fate = fates.shift() ?? 'done';
      switch (fate) {
        case 'unsure':
          return { kind: 'unsure', reason: { code: 'discord-status', status: 502 } };
        case 'later':
          return { kind: 'later', reason: { code: 'must-wait' }, afterMs: 60_000 };
        case 'broken':
          throw new Error('unforeseen');
        case 'done':
        case 'lost':
        case 'crash':
          break;
        case 'access':
        case 'locked':
        case 'archived':
        case 'gone':
        case 'content':
        case 'other':
          return { kind: 'refused', why: fate, reason: REFUSED[fate] };
      }
      let stored = messages.find((one) => one.nonce === nonce);
      if (!stored) {
        const id = `m${messages.length + 1}`;
        messages.push(
          (stored = { id, channelId, nonce, message, at: now(), isPublished: false, edits: 0 }),
        );
      }
      if (fate === 'lost')
        return { kind: 'unsure', reason: { code: 'discord-status', status: 502 } };
      if (fate === 'crash') {
        died.resolve(undefined);
        return new Promise(() => undefined);
      }
      return { kind: 'done', messageId: stored.id };
    },
    async edit(_channelId, messageId, message) {
      const one = messages.find(({ id }) => id === messageId);
      if (!one) return { kind: 'refused', why: 'gone', reason: { code: 'message-gone' } };
      one.message = message;
      one.edits++;
      return { kind: 'done' };
    },
    async publish(_channelId, messageId) {
      const one = messages.find(({ id }) => id === messageId);
      if (one) one.isPublished = true;
      return { kind: 'done' };
    },
    async unarchive() {
      unarchived++;
      return { kind: 'done' };
    },
    async findOwnMessage(channelId, marker, since): Promise<FindResult> {
      finds++;
      if (history === 'unsure')
        return { kind: 'unsure', reason: { code: 'discord-status', status: 500 } };
      if (history === 'refused') return { kind: 'refused', why: 'access', reason: REFUSED.access };
      if (history !== 'found') return { kind: history };
      const ours = messages.find(
        (one) =>
          one.channelId === channelId &&
          one.at >= since &&
          (JSON.stringify(one.message.components ?? []).includes(`:${marker.menu}:`) ||
            one.message.content?.startsWith(marker.line)),
      );
      return ours ? { kind: 'found', messageId: ours.id } : { kind: 'absent' };
    },
    async access() {
      accesses++;
      return access;
    },
    async notifyOwner({ userId }, message, _nonce, earlier) {
      notices.push({ userId, message, earlier });
      return notifyResult;
    },
  };
  return {
    sender,
    messages,
    posts,
    notices,
    fates,
    /** Discord forgets nonces after a few minutes. */
    forgetNonces: () => messages.forEach((one) => (one.nonce = `forgotten ${one.id}`)),
    /** Discord's clock. */
    setClock: (clock: () => number) => (now = clock),
    /** Resolves when the process has died after a post. */
    died: died.promise,
    setNotifyResult: (result: NotifyResult) => (notifyResult = result),
    setHistory: (kind: FindResult['kind']) => (history = kind),
    setAccess: (next: Partial<Access>) => {
      access = { kind: 'done', missing: [], isLocked: false, isAnnouncement: true, ...next };
    },
    onPost: (callback: typeof beforePost) => (beforePost = callback),
    counts: () => ({ finds, accesses, unarchived }),
  };
}

export type FakeDiscord = ReturnType<typeof createFakeDiscord>;
