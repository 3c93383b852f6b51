/**
 * What the bot has noticed, by its log: the playground knows the bot's process and nothing of what's
 * in it.
 */
import type { LogEntry } from '../bot-process.ts';

export interface BotWatch {
  /** Takes an entry of the bot's log. */
  note: (entry: LogEntry) => void;
  /** The bot isn't running any more, so there's nothing to wait for. */
  ended: () => void;
  /** A digest for this day was dropped. */
  dropped: (day: string) => void;
  /**
   * Waits until the bot has read every dropped digest and then looked for what is due.
   *
   * @param options.isRead whether reading is enough
   * @returns whether it has; false if the bot isn't running or after the patience of 30 s
   */
  untilSeen: (options?: { isRead?: boolean }) => Promise<boolean>;
  /**
   * Waits until the bot has looked for what is due at `moment` or later, in Unix milliseconds on the
   * playground's clock.
   *
   * @returns as `untilSeen`
   */
  untilLooked: (moment: number) => Promise<boolean>;
}

const PATIENCE_MS = 30_000;

/** Messages of the bot's log. */
const READ = /^digest (?:added|changed)$/;
const READ_ALL = 'archive read';
const LOOKED = 'looked for what is due';

/** @param patienceMs real time */
export function createBotWatch(patienceMs = PATIENCE_MS): BotWatch {
  /** The dropped digests that the bot hasn't seen, and whether it has read them. */
  const unseen = new Map<string, { isRead: boolean }>();
  let lookedAt = -Infinity;
  const waiting = new Set<{ check: () => void; giveUp: () => void }>();

  const until = (holds: () => boolean): Promise<boolean> =>
    new Promise((resolve) => {
      const finish = (result: boolean) => {
        clearTimeout(timer);
        waiting.delete(waiter);
        resolve(result);
      };
      const waiter = {
        check: () => {
          if (holds()) finish(true);
        },
        giveUp: () => {
          finish(false);
        },
      };
      const timer = setTimeout(waiter.giveUp, patienceMs);
      waiting.add(waiter);
      waiter.check();
    });

  return {
    note: ({ msg, day, time }) => {
      if (msg === READ_ALL) {
        // It has just started, perhaps because the clock went back.
        lookedAt = -Infinity;
        for (const digest of unseen.values()) digest.isRead = true;
      } else if (typeof msg === 'string' && READ.test(msg)) {
        const digest = unseen.get(String(day));
        if (digest !== undefined) digest.isRead = true;
      } else if (msg === LOOKED) {
        for (const [dropped, { isRead }] of unseen) if (isRead) unseen.delete(dropped);
        lookedAt = Number(time);
      } else return;
      for (const waiter of [...waiting]) waiter.check();
    },
    ended: () => {
      for (const waiter of [...waiting]) waiter.giveUp();
    },
    dropped: (day) => {
      unseen.set(day, { isRead: false });
    },
    untilSeen: ({ isRead = false } = {}) =>
      until(() =>
        isRead ? [...unseen.values()].every((digest) => digest.isRead) : unseen.size === 0,
      ),
    untilLooked: (moment) => until(() => lookedAt >= moment),
  };
}
