import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../digest/types.ts';
import type { FailureKind, SourceId } from '../sources/types.ts';

/** What making a day's digest came to. Plain data: it is stored, and outlives the process. */
export type Outcome = Written | WouldWrite | Kept | Nothing | Failed;

export interface Written {
  kind: 'written';
  /** Bare name. */
  file: string;
  papers: number;
  /** followed: taken as somebody else published it. */
  from: 'sources' | 'followed';
  /** What the owner may want to know, one plain sentence each. */
  remarks: string[];
}

/** What a dry run would have written. */
export interface WouldWrite extends Omit<Written, 'kind'> {
  kind: 'would-write';
  text: string;
}

/** The day has a file, which stays as it is. */
export interface Kept {
  kind: 'kept';
  file: string;
  /** Paperboy wrote it. */
  isOurs: boolean;
}

/** There is nothing to write, and nothing went wrong. */
export interface Nothing {
  kind: 'nothing';
  /**
   * not-over: the day is not. weekend: none is listed then. not-yet: a day that should have papers
   * has none so far. holiday: the same on a day on which arXiv announces nothing. not-hot: papers
   * are listed, but none is new and has enough upvotes.
   */
  reason: 'not-over' | 'weekend' | 'holiday' | 'not-yet' | 'not-hot';
  /** Who said so; absent where nobody was asked. */
  source?: SourceId;
  /** How many papers were listed, for `not-hot`. */
  listed?: number;
  /** How many upvotes are enough, for `not-hot`. */
  minUpvotes?: number;
  /** As those of what was written. */
  remarks?: string[];
}

export interface Failed {
  kind: 'failed';
  /**
   * As a source says it, and: incomplete: arXiv does not know all papers yet. disk: the folder
   * cannot be read or written. unexpected: a mistake of Paperboy's own.
   */
  failure: FailureKind | 'incomplete' | 'disk' | 'unexpected';
  /** A plain sentence without a full stop. */
  message: string;
  /** Unix milliseconds; not to be tried before. */
  retryAt?: number;
}

/** Whether two outcomes of a day are one and the same to people; their remarks and times may differ. */
export function isSameOutcome(one: Outcome, other: Outcome): boolean {
  return isDeepStrictEqual(essenceOf(one), essenceOf(other));
}

function essenceOf(outcome: Outcome): object {
  return { ...outcome, remarks: undefined, retryAt: undefined };
}

/** What the day came to, for people: one sentence without a full stop and without a time. */
export function sentenceOf(day: Day, outcome: Outcome, isSettled: boolean): string {
  switch (outcome.kind) {
    case 'written':
      return `${day}: ${papers(outcome.papers)} written to ${outcome.file}`;
    case 'would-write':
      return `${day}: ${papers(outcome.papers)} would be written to ${outcome.file}`;
    case 'kept':
      return `${day}: ${outcome.file} already exists${outcome.isOurs ? '' : ', written by someone else'}`;
    case 'nothing':
      return whyNothing(day, outcome, isSettled);
    case 'failed':
      return `${day}: ${outcome.message}`;
  }
}

function whyNothing(day: Day, outcome: Nothing, isSettled: boolean): string {
  const { reason, source, listed = 0, minUpvotes = 0 } = outcome;
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
  }
}

function weekday(day: Day): string {
  const format = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

function papers(n: number): string {
  return `${n} ${n === 1 ? 'paper' : 'papers'}`;
}
