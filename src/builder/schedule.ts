import { addDays, isWeekend } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import type { Outcome } from './outcome.ts';
import type { Refreshed } from './refresh.ts';
import {
  DAY_MS,
  firstTryAt,
  HOUR_MS,
  lastFinished,
  refreshFrom,
  refreshUntil,
} from './build-times.ts';

/** How many days back a digest that was missed is still made. */
const CATCH_UP_DAYS = 7;
/** How many days' records are kept: they answer why a day has no digest. */
const KEPT_DAYS = 31;

/** What is known of one day. Times are Unix milliseconds. */
export interface DayRecord {
  outcome: Outcome;
  tries: number;
  firstTried: number;
  lastTried: number;
  /** When it is tried next; absent once it is settled. */
  next?: number;
  /** When its counts are read once more; absent when they are not to be, or have been. */
  refresh?: number;
}

/** What must outlive the process. */
export interface BuilderState {
  /** No day before this one is made: what an archive lacked before is not filled up. */
  since: Day;
  days: Readonly<Record<Day, DayRecord>>;
}

/**
 * Where a first start begins: at the last day that is ready, or the working day before it, since
 * Hugging Face lists nothing at weekends, and whoever starts should have something to read.
 */
export function firstState(now: number): BuilderState {
  let since = lastReady(now);
  while (isWeekend(since)) since = addDays(since, -1);
  return { since, days: {} };
}

/**
 * The state as it is to be gone on from: without what is long ago, or ahead of this clock by more
 * than clocks are put right day by day. A day that is not made up for any more is settled.
 */
export function takenUp(state: BuilderState | undefined, now: number): BuilderState {
  if (!state || state.since > lastFinished(now)) return firstState(now);
  const oldest = addDays(lastFinished(now), -KEPT_DAYS);
  const days = Object.entries(state.days)
    .filter(([day, { lastTried }]) => day > oldest && lastTried <= now + HOUR_MS)
    .map(([day, record]) => [day, day < firstWanted(now) ? settled(record) : record] as const);
  return { since: state.since, days: Object.fromEntries(days) };
}

function settled(record: DayRecord): DayRecord {
  const after = { ...record };
  delete after.next;
  return after;
}

/**
 * The days whose digest is to be made now, those first that were tried least, then the oldest,
 * since the first digest with a paper has it. None while a source that failed must be left alone.
 */
export function dueBuilds(state: BuilderState, now: number): Day[] {
  if (now < pausedUntil(state)) return [];
  return wantedDays(state, now)
    .filter((day) => {
      const record = state.days[day];
      return record ? record.next !== undefined && record.next <= now : true;
    })
    .sort((a, b) => triesOf(state, a) - triesOf(state, b) || (a < b ? -1 : 1));
}

/** The days whose counts are to be read once more. */
export function dueRefreshes(state: BuilderState, now: number): Day[] {
  if (now < pausedUntil(state)) return [];
  return Object.entries(state.days)
    .filter(([day, { refresh }]) => {
      return refresh !== undefined && refresh <= now && now <= refreshUntil(day);
    })
    .map(([day]) => day)
    .sort();
}

/** The state after a day was tried at `now`. */
export function withOutcome(
  state: BuilderState,
  day: Day,
  outcome: Outcome,
  now: number,
): BuilderState {
  const before = state.days[day];
  const firstTried = before?.firstTried ?? now;
  const next = nextTry(day, outcome, { firstTried, now });
  const isRefreshable = outcome.kind === 'written' && outcome.from === 'sources';
  const record: DayRecord = {
    outcome,
    tries: (before?.tries ?? 0) + 1,
    firstTried,
    lastTried: now,
    ...(next !== undefined && { next }),
    ...(isRefreshable && now < refreshFrom(day) && { refresh: refreshFrom(day) }),
  };
  return { ...state, days: { ...state.days, [day]: record } };
}

/** The state after the counts of a day were read once more at `now`. */
export function withRefresh(
  state: BuilderState,
  day: Day,
  result: Refreshed,
  now: number,
): BuilderState {
  const record = state.days[day];
  if (!record) return state;
  const { refresh, ...rest } = record;
  const next = result.kind === 'failed' ? Math.max(now + HOUR_MS, result.retryAt ?? 0) : undefined;
  const after = { ...rest, ...(refresh !== undefined && next !== undefined && { refresh: next }) };
  return { ...state, days: { ...state.days, [day]: after } };
}

/** The days that should have a digest by now, or one day. */
export function wantedDays({ since }: BuilderState, now: number): Day[] {
  const last = lastReady(now);
  const days: Day[] = [];
  for (let day = firstWanted(now); day <= last; day = addDays(day, 1)) {
    if (day >= since) days.push(day);
  }
  return days;
}

function firstWanted(now: number): Day {
  return addDays(lastReady(now), 1 - CATCH_UP_DAYS);
}

/** The last day whose first try has come. */
function lastReady(now: number): Day {
  const last = lastFinished(now);
  return firstTryAt(last) <= now ? last : addDays(last, -1);
}

function triesOf(state: BuilderState, day: Day): number {
  return state.days[day]?.tries ?? 0;
}

/**
 * When a day is tried again: hourly, not before its source allows, for 24 hours from the first try
 * on, which is until 06:00 UTC two days later for who was there in time. Undefined: not any more.
 */
function nextTry(
  day: Day,
  outcome: Outcome,
  { firstTried, now }: { firstTried: number; now: number },
): number | undefined {
  if (outcome.kind !== 'nothing' && outcome.kind !== 'failed') return undefined;
  // Whoever publishes digests may do so at weekends, too, and later than they are asked for first.
  const isWeekendDay = outcome.kind === 'nothing' && outcome.reason === 'weekend';
  if (isWeekendDay && outcome.source !== 'follow') return undefined;
  const retryAt = outcome.kind === 'failed' ? (outcome.retryAt ?? 0) : 0;
  const next = Math.max(now + HOUR_MS, retryAt);
  return next <= Math.max(firstTried, firstTryAt(day)) + DAY_MS ? next : undefined;
}

/**
 * Until when nothing is tried: a source that is out of reach or has had enough is not asked for
 * another day either. Unix milliseconds; 0 for no pause.
 */
export function pausedUntil({ days }: BuilderState): number {
  const records = Object.values(days);
  const latest = Math.max(0, ...records.map(({ lastTried }) => lastTried));
  return records.reduce((until, { outcome, lastTried }) => {
    if (lastTried !== latest || outcome.kind !== 'failed') return until;
    if (!['rate-limited', 'network', 'http'].includes(outcome.failure)) return until;
    return Math.max(until, lastTried + HOUR_MS, outcome.retryAt ?? 0);
  }, 0);
}
