import type { Sender } from './sender.ts';

/**
 * A sender that never rejects: what nobody foresaw concerns one channel, and must not be taken for
 * a failure of the store, which stops all.
 */
export function guarded(sender: Sender, onError: (error: unknown) => void): Sender {
  async function safely<T, U>(ask: () => Promise<T>, instead: U): Promise<T | U> {
    try {
      return await ask();
    } catch (error) {
      onError(error);
      return instead;
    }
  }
  const unsure = { kind: 'unsure', reason: { code: 'internal-error' } } as const;
  return {
    botId: () => sender.botId(),
    post: (...asked) => safely(() => sender.post(...asked), unsure),
    edit: (...asked) => safely(() => sender.edit(...asked), unsure),
    publish: (...asked) => safely(() => sender.publish(...asked), unsure),
    unarchive: (...asked) => safely(() => sender.unarchive(...asked), unsure),
    findOwnMessage: (...asked) => safely(() => sender.findOwnMessage(...asked), unsure),
    access: (...asked) => safely(() => sender.access(...asked), unsure),
    notifyOwner: (...asked) => safely(() => sender.notifyOwner(...asked), 'unsure' as const),
  };
}
