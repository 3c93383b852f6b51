import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../digest/types.ts';
import type { FailureKind, SourceEmpty, SourceFailure } from '../sources/answer.ts';
import type { SourceId } from '../sources/types.ts';

/** The result of building a day's digest. Plain data: it's stored and outlives the process. */
export type Outcome = Written | WouldWrite | AlreadyExists | NothingToBuild | Failed;

export interface Written {
  kind: 'written';
  /** Bare name. */
  file: string;
  papers: number;
  /** How many papers were listed for the day, if it was made from a list. */
  listed?: number;
  /** followed: a copy of what someone else published. */
  from: 'sources' | 'followed';
  /** For the log, one plain sentence each. */
  remarks: string[];
}

/** The result of a dry run. */
interface WouldWrite extends Omit<Written, 'kind'> {
  kind: 'would-write';
  text: string;
}

/** The day already has a file, which stays as it is. */
export interface AlreadyExists {
  kind: 'kept';
  file: string;
  /** Paperboy wrote it. */
  isOurs: boolean;
}

/** Nothing went wrong, but there is nothing to write. */
export interface NothingToBuild {
  kind: 'nothing';
  /**
   * not-over: the day isn't over. weekend: no papers are listed then. not-yet: papers are expected,
   * but none are listed so far. holiday: the same on a day without announcements by arXiv. not-hot:
   * papers are listed, but none is new and has enough upvotes. short-list: far fewer papers are
   * listed so far than usual.
   */
  reason: 'not-over' | 'weekend' | 'holiday' | 'not-yet' | 'not-hot' | 'short-list';
  /** The source that said so; absent if none was asked. */
  source?: SourceId;
  /** For `not-hot` and `short-list`: how many papers were listed. */
  listed?: number;
  /** For `short-list`: how many are usually listed on that weekday. */
  usual?: number;
  /** For `not-hot`: how many upvotes are enough. */
  minUpvotes?: number;
  /** As in `Written`. */
  remarks?: string[];
}

export interface Failed {
  kind: 'failed';
  /**
   * A source's kind of failure, or: incomplete: arXiv doesn't know all papers yet. disk: the folder
   * can't be read or written. unexpected: a bug.
   */
  failure: FailureKind | 'incomplete' | 'disk' | 'unexpected';
  /** A plain sentence without a full stop. */
  message: string;
  /** Unix milliseconds; no new try before. */
  retryAt?: number;
}

/** The result of updating the counts in a digest. */
export type RefreshOutcome =
  | {
      kind: 'refreshed';
      file: string;
      papers: number;
      /** How many are new in it. */ added: number;
    }
  /** The file stays as it is, for good. */
  | { kind: 'unchanged'; reason: keyof typeof WHY_UNCHANGED }
  | Failed;

const WHY_UNCHANGED = {
  'no-count-source': 'no source counts anything',
  'file-gone': 'its file is gone',
  'not-ours': 'someone else wrote it',
  edited: 'it was edited by hand',
  'already-refreshed': 'they were already updated',
  'not-listed': 'none of its papers are listed any more',
} as const;

/** The outcome for a day whose source didn't provide anything. */
export function toOutcome(
  day: Day,
  answer: SourceEmpty | SourceFailure,
  source: SourceId,
): NothingToBuild | Failed {
  if (answer.status === 'failed') return failureToOutcome(answer);
  switch (answer.reason) {
    case 'weekend':
      return { kind: 'nothing', reason: 'weekend', source };
    case 'future':
      return { kind: 'nothing', reason: 'not-over', source };
    case 'not-yet':
      return { kind: 'nothing', reason: isHoliday(day) ? 'holiday' : 'not-yet', source };
  }
}

export function failureToOutcome({ kind, message, retryAt }: SourceFailure): Failed {
  return {
    kind: 'failed',
    failure: kind,
    message,
    ...(retryAt && { retryAt: retryAt.getTime() }),
  };
}

/** Whether two outcomes of a day tell people the same; remarks and times may differ. */
export function isSameOutcome(one: Outcome, other: Outcome): boolean {
  const essence = (outcome: Outcome): object => ({
    ...outcome,
    remarks: undefined,
    retryAt: undefined,
  });
  return isDeepStrictEqual(essence(one), essence(other));
}

/** The outcome for a day in one sentence, without a full stop and without a time. */
export function describeOutcome(day: Day, outcome: Outcome, isSettled: boolean): string {
  switch (outcome.kind) {
    case 'written':
      return `${day}: ${papers(outcome.papers)} written to ${outcome.file}`;
    case 'would-write':
      return `${day}: ${papers(outcome.papers)} would be written to ${outcome.file}`;
    case 'kept':
      return `${day}: ${outcome.file} already exists${outcome.isOurs ? '' : ', written by someone else'}`;
    case 'nothing':
      return describeNothing(day, outcome, isSettled);
    case 'failed':
      return `${day}: ${outcome.message}`;
  }
}

function describeNothing(day: Day, outcome: NothingToBuild, isSettled: boolean): string {
  const { reason, source, listed = 0, usual = 0, minUpvotes = 0 } = outcome;
  const none = isSettled ? 'no papers were listed for it' : 'no papers have been listed for it yet';
  switch (reason) {
    case 'not-over':
      return `${day} isn't over yet`;
    case 'weekend':
      return source === 'follow'
        ? `${day} was a ${weekday(day)}, and the followed folder has no digest for it`
        : `${day} was a ${weekday(day)}: Hugging Face lists no papers on weekends`;
    case 'holiday':
      return `${day} was an arXiv holiday, and ${none}`;
    case 'not-yet':
      if (source === 'follow') {
        return `the followed folder has no digest for ${day}${isSettled ? '' : ' yet'}`;
      }
      return isSettled
        ? `no papers were listed for ${day}`
        : `no papers have been listed for ${day} yet`;
    case 'not-hot':
      return (
        `none of the ${papers(listed)} listed for ${day} ` +
        `${isSettled ? 'was' : 'is'} new with at least ${minUpvotes} upvotes`
      );
    case 'short-list':
      return `only ${papers(listed)} listed for ${day} so far, usually about ${usual}`;
  }
}

/** The result of a refresh in one sentence, without a full stop. */
export function describeRefresh(day: Day, outcome: RefreshOutcome): string {
  switch (outcome.kind) {
    case 'refreshed':
      return (
        `updated the counts of ${papers(outcome.papers)} in ${outcome.file}` +
        (outcome.added === 0 ? '' : ` and added ${papers(outcome.added)}`)
      );
    case 'unchanged':
      return `the digest for ${day} keeps its counts: ${WHY_UNCHANGED[outcome.reason]}`;
    case 'failed':
      return outcome.message;
  }
}

function weekday(day: Day): string {
  const format = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

function papers(n: number): string {
  return `${n} ${n === 1 ? 'paper' : 'papers'}`;
}

/** ArXiv's moving holidays: the nth Monday (1) to Sunday (7) of a month (1 to 12). */
const MOVING_HOLIDAYS: readonly { month: number; weekday: number; nth: number }[] = [
  // Martin Luther King Jr. Day, Labor Day, Thanksgiving.
  { month: 1, weekday: 1, nth: 3 },
  { month: 9, weekday: 1, nth: 1 },
  { month: 11, weekday: 4, nth: 4 },
];
const FIXED_HOLIDAYS = ['01-01', '06-19', '12-25', '12-31'];

/**
 * Whether arXiv, which keeps American holidays, announces nothing on this day in any year. Its own
 * list for a year has a few more days; only a sentence depends on this.
 *
 * @see https://info.arxiv.org/help/availability.html
 */
export function isHoliday(day: Day): boolean {
  const date = Temporal.PlainDate.from(day);
  if (FIXED_HOLIDAYS.includes(day.slice(5)) || isIndependenceDay(date)) return true;
  const nth = Math.ceil(date.day / 7);
  return MOVING_HOLIDAYS.some(
    (holiday) =>
      holiday.month === date.month && holiday.weekday === date.dayOfWeek && holiday.nth === nth,
  );
}

/** The Fourth of July, or the nearest weekday if it falls on a weekend. */
function isIndependenceDay({ month, day, dayOfWeek }: Temporal.PlainDate): boolean {
  if (month !== 7) return false;
  return day === 4 || (day === 3 && dayOfWeek === 5) || (day === 5 && dayOfWeek === 1);
}
