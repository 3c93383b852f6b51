import type { Day, Digest } from '../digest/types.ts';
import { digestMessage, shortDigestMessage } from '../messages/digest-message.ts';
import type { Message } from '../messages/message.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { selectPapers } from './select-papers.ts';

/** How many different messages of one digest are kept; beyond that they are made anew. */
const KEPT = 500;

/** What a message depends on besides the digest. */
type Wanted = Pick<Subscription, 'top' | 'categories' | 'role' | 'silent'>;

interface Form {
  /** The days that it names as missed. */
  away?: readonly Day[];
  isShort?: boolean;
  isUpdated?: boolean;
}

/**
 * Builds the composer of messages. Channels that want the same of a digest get the very same object,
 * so that whatever is derived from it is derived once and not a hundred thousand times.
 */
export function createComposer() {
  const made = new WeakMap<Digest, Map<string, Message>>();

  /** Undefined when the digest has nothing for this subscription. */
  return function compose(digest: Digest, wanted: Wanted, form: Form = {}): Message | undefined {
    const papers = selectPapers(digest, wanted);
    if (papers.length === 0) return undefined;
    const { away = [], isShort = false, isUpdated = false } = form;
    const build = (): Message => ({
      ...(isShort
        ? shortDigestMessage(digest, papers, { missedDays: [...away] })
        : digestMessage(digest, papers, { missedDays: [...away], isUpdated })),
      ...(wanted.role === undefined ? {} : { role: wanted.role }),
      ...(wanted.silent === true ? { isSilent: true } : {}),
    });
    if (away.length > 0) return build();

    let kept = made.get(digest);
    if (!kept) made.set(digest, (kept = new Map<string, Message>()));
    const ranks = papers.map(({ rank }) => rank).join(',');
    const key = [ranks, wanted.role, wanted.silent, isShort, isUpdated].join('|');
    let message = kept.get(key);
    if (!message) {
      if (kept.size >= KEPT) kept.clear();
      kept.set(key, (message = build()));
    }
    return message;
  };
}

export type Compose = ReturnType<typeof createComposer>;
