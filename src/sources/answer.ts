import { isWeekend, localDate } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';

/**
 * The result of asking a source. Failures of a service are expected, so they are values: a source
 * only throws when it has a bug or when its signal is aborted.
 */
export type SourceAnswer<T> =
  | {
      status: 'ok';
      value: T;
      /** When the source answered; with several requests, the time of the last answer. */
      observedAt: Date;
      /** What couldn't be used, one plain sentence each, without text from outside. */
      remarks: string[];
    }
  | SourceEmpty
  | SourceFailure;

export interface SourceEmpty {
  status: 'empty';
  reason: EmptyReason;
  observedAt: Date;
}

export interface SourceFailure {
  status: 'failed';
  kind: FailureKind;
  /** For the log: who, what and where, without a full stop and without text from outside. */
  message: string;
  /** When the source may be asked again, if it said so. */
  retryAt?: Date;
}

/** not-yet: papers are expected for the day, but there are none so far. weekend: none are listed. */
export type EmptyReason = 'weekend' | 'not-yet' | 'future';

/**
 * rate-limited: 429, 403, 406 or 503, or arXiv's empty 200. http: any other status. network: no
 * answer or half of one, too slow, too large, or a redirect to another site. parse: not what the
 * source is known to send. stale: the same as on the day before.
 */
export type FailureKind = 'rate-limited' | 'http' | 'network' | 'parse' | 'stale';

export function failed(kind: FailureKind, message: string): SourceFailure {
  return { status: 'failed', kind, message };
}

/**
 * The answer of a source that has nothing for a day, with the reason.
 *
 * @param now Unix milliseconds; days are UTC
 */
export function empty(day: Day, now: number): SourceEmpty {
  const otherwise = isWeekend(day) ? 'weekend' : 'not-yet';
  const reason = isFuture(day, now) ? 'future' : otherwise;
  return { status: 'empty', reason, observedAt: new Date(now) };
}

/** Whether a day hasn't begun in UTC. */
export function isFuture(day: Day, now: number): boolean {
  return day > utcDay(now);
}

/** The current day in UTC. */
export function utcDay(now: number): Day {
  return localDate(now, 'UTC');
}
