import { addDays, isWeekend } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import type { Outcome } from './outcome.ts';
import type { Sources } from './dependencies.ts';
import { type BuilderState, pausedUntil, wantedDays } from './schedule.ts';
import { firstTryAt, lastFinished } from './build-times.ts';

/** How it stands with a day's digest. */
export interface DayStatus {
  day: Day;
  /** waiting: its time has not come. */
  outcome: Outcome | { kind: 'waiting' };
  /** When it is tried next; undefined when it is settled. */
  next: Date | undefined;
}

/** All days that are known of, and those up to today whose time will come, the newest first. */
export function statusOf(state: BuilderState, sources: Sources, now: number): DayStatus[] {
  const today = addDays(lastFinished(now), 1);
  const known = Object.entries(state.days).map(([day, { outcome, next }]): DayStatus => {
    return { day, outcome, next: next === undefined ? undefined : new Date(next) };
  });
  const ahead = [...wantedDays(state, now), lastFinished(now), today];
  const waiting = [...new Set(ahead)]
    .filter((day) => day >= state.since && state.days[day] === undefined)
    .map((day): DayStatus => {
      // Nobody need wait to be told what is known; but who is followed may publish on any day.
      if (isWeekend(day) && !sources.digests) {
        return { day, outcome: { kind: 'nothing', reason: 'weekend' }, next: undefined };
      }
      const next = new Date(Math.max(firstTryAt(day), pausedUntil(state)));
      return { day, outcome: { kind: 'waiting' }, next };
    });
  return [...known, ...waiting].sort((a, b) => (a.day < b.day ? 1 : -1));
}
