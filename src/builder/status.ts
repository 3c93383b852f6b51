import { addDays } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { type Outcome, sentenceOf } from './outcome.ts';
import { type BuilderState, pausedUntil, wantedDays } from './schedule.ts';
import { firstTryAt, lastFinished } from './times.ts';

/** How it stands with a day's digest. */
export interface DayStatus {
  day: Day;
  /** waiting: its time has not come. */
  outcome: Outcome | { kind: 'waiting' };
  /** What came of it, as one sentence for people, without a full stop and without `next`. */
  sentence: string;
  /** When it is tried next; undefined when it is settled. */
  next: Date | undefined;
}

/** All days that are known of, and those up to today whose time will come. */
export function statusOf(state: BuilderState, now: number): DayStatus[] {
  const today = addDays(lastFinished(now), 1);
  const known = Object.entries(state.days).map(([day, { outcome, next }]): DayStatus => {
    const isSettled = next === undefined;
    return {
      day,
      outcome,
      sentence: sentenceOf(day, outcome, isSettled),
      next: isSettled ? undefined : new Date(next),
    };
  });
  const ahead = [...wantedDays(state, now), lastFinished(now), today];
  const waiting = [...new Set(ahead)]
    .filter((day) => day >= state.since && state.days[day] === undefined)
    .map((day): DayStatus => {
      const next = new Date(Math.max(firstTryAt(day), pausedUntil(state)));
      return { day, outcome: { kind: 'waiting' }, sentence: `${day} has no digest yet`, next };
    });
  return [...known, ...waiting].sort((a, b) => (a.day < b.day ? 1 : -1));
}
