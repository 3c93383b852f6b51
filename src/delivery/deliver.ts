import { editionOf } from '../digest/edition.ts';
import type { Day, Digest } from '../digest/types.ts';
import { digestMark } from '../messages/digest-message.ts';
import type { Deliveries } from '../store/deliveries.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { attempt } from './attempt.ts';
import type { Compose } from './message-cache.ts';
import type { Delivery, Job } from './job.ts';
import { type Held, whyLate } from './delay-reason.ts';
import { intentOf, type Ready } from './record-intents.ts';
import type { Reason } from './reason.ts';
import { hourOf } from '../schedule/due-time.ts';
import type { Sender } from './sender.ts';
import { pending, type Settle } from './outcomes.ts';
import type { Times } from './clock.ts';

export interface ServeParts {
  sender: Sender;
  deliveries: Deliveries;
  compose: Compose;
  times: Times;
  settle: Settle;
  signal: AbortSignal;
  digestOf: (day: Day) => Digest | undefined;
  /** What is done where it may have arrived and nobody can tell. */
  whenUnsure: 'send' | 'skip';
  held: () => Omit<Held, 'hadTrouble' | 'attempts'>;
}

/** Of a message that a process posted which then died: any other edition is newer. */
const UNKNOWN_EDITION = 'unknown';

/** Brings prepared jobs to their channels, one by one. */
export function createServe(parts: ServeParts) {
  const { sender, deliveries, compose, times, settle, digestOf } = parts;

  return { serve, giveBack, toName };

  /** Posts what is ready and writes down what became of it. Rejects when that cannot be written. */
  async function serve(ready: Ready): Promise<Delivery> {
    const { job, subscription, earlier } = ready;
    const { channelId, digest } = job;
    const { day } = digest;
    const fold = await toName(job, subscription);
    if (fold === 'unsure') return giveBack(ready, { code: 'no-answer' });

    let isGuess = false;
    if (ready.doubtSince !== undefined) {
      const found = await sender.findOwnMessage(channelId, digestMark(day), ready.doubtSince);
      switch (found.kind) {
        case 'unsure':
          return pending(job, found.reason);
        case 'refused':
          return settle.refused(job, found, true);
        case 'found': {
          const { messageId } = found;
          const at = Math.min(earlier?.at ?? times.now(), times.now());
          return settle.sent(job, subscription, { messageId, at, edition: UNKNOWN_EDITION, fold });
        }
        case 'unknown':
          if (parts.whenUnsure === 'skip') return settle.failed(job, { code: 'unconfirmed' });
          isGuess = true;
          break;
        case 'absent':
          // The nonce is used anew from now on.
          await deliveries.put(day, channelId, intentOf(job, times.now()));
      }
    }

    const message = compose(digest, subscription, { away: fold });
    if (!message) return settle.skipped(job, fold);
    const outcome = await attempt(
      {
        day,
        channelId,
        message,
        fallback: () => compose(digest, subscription, { away: fold, isShort: true }),
        isUrgent: job.isUrgent,
        usedAt: ready.usedAt,
      },
      parts,
    );
    switch (outcome.kind) {
      case 'sent': {
        const at = times.now();
        const late = lateness(ready, at, outcome.attempts);
        return settle.sent(job, subscription, {
          messageId: outcome.messageId,
          at,
          edition: editionOf(digest),
          fold,
          ...(late === undefined ? {} : { late }),
          ...(outcome.isShort ? { isShort: true } : {}),
          ...(isGuess ? { reason: { code: 'maybe-twice' as const } } : {}),
        });
      }
      case 'open':
        return pending(job, outcome.reason);
      case 'later':
        return isGuess ? pending(job, outcome.reason) : settle.notPosted(job, outcome.reason);
      case 'refused':
        return settle.refused(job, outcome, outcome.isOpen || isGuess);
    }
  }

  /** For a job that is prepared and will not be served now. */
  async function giveBack({ job, doubtSince, usedAt }: Ready, reason: Reason): Promise<Delivery> {
    const isNew = doubtSince === undefined && usedAt === undefined;
    return isNew ? settle.notPosted(job, reason) : pending(job, reason);
  }

  function lateness({ job, subscription }: Ready, at: number, attempts: number) {
    if (job.isUrgent) return undefined;
    const hadTrouble = subscription.trouble !== undefined;
    const hour = hourOf(subscription, job.due);
    return whyLate(job.due, hour, at, { ...parts.held(), hadTrouble, attempts });
  }

  /**
   * Of the days that a job folds, those that its channel is to be told of: it had not got them
   * after all, and they had anything for it.
   */
  async function toName(
    { channelId, fold }: Job,
    subscription: Subscription,
  ): Promise<Day[] | 'unsure'> {
    if (fold.length === 0) return [];
    const records = await deliveries.getMany(fold.map((day) => ({ day, channelId })));
    const left: Day[] = [];
    for (const [index, day] of fold.entries()) {
      const record = records[index];
      const digest = digestOf(day);
      if (record?.state === 'sent' || record?.state === 'skipped') continue;
      if (!digest || !compose(digest, subscription)) continue;
      if (record?.state === 'intended') {
        const found = await sender.findOwnMessage(channelId, digestMark(day), record.at);
        if (found.kind === 'unsure') return 'unsure';
        if (found.kind === 'found') {
          const { messageId } = found;
          await deliveries.put(day, channelId, { ...record, state: 'sent', messageId });
          continue;
        }
      }
      left.push(day);
    }
    return left;
  }
}
