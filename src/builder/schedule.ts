import { addDays, isWeekend, localDate } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import type { Sources } from './dependencies.ts';
import type { Outcome, RefreshOutcome } from './outcome.ts';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** How many days back a missed digest is still built. */
const CATCH_UP_DAYS = 7;
/** How many days' records are kept, to explain why a day has no digest. */
const KEPT_DAYS = 31;
/** How many working days a new archive begins with. */
const FIRST_WORKING_DAYS = 14;
/** For how many days papers are watched that were in no digest. */
const RISEN_DAYS = 7;

// Hugging Face's days are in UTC, and so are all of these. Times are Unix milliseconds.
const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
export const endOf = (day: Day): number => startOf(day) + DAY_MS;

/** By then, people have had time to vote on the day's papers. */
export const firstTryAt = (day: Day): number => endOf(day) + 6 * HOUR_MS;

/** Until then, a digest waits for its list to fill, and for arXiv to have records of its papers. */
export const waitUntil = (day: Day): number => firstTryAt(day) + 6 * HOUR_MS;

/** Papers are often discussed before the day they are listed for, so counts begin earlier. */
export const countedSince = (day: Day): Date => new Date(startOf(day) - 7 * DAY_MS);

/** The counts are read again between these two: late, but while the digest is still news. */
const refreshFrom = (day: Day): number => endOf(day) + DAY_MS;
const refreshUntil = (day: Day): number => refreshFrom(day) + 6 * HOUR_MS;

/** Whether there won't be time for another try if this one fails. */
export const isLastRefresh = (day: Day, now: number): boolean => now + HOUR_MS > refreshUntil(day);

/** The last day that is over. */
export const lastFinished = (now: number): Day => addDays(localDate(now, 'UTC'), -1);

/** What is known about one day. Times are Unix milliseconds. */
export interface DayRecord {
  outcome: Outcome;
  tries: number;
  firstTried: number;
  lastTried: number;
  /** The time of the next try; absent once the day is settled. */
  next?: number;
  /** When its counts are read again; absent if they won't be, or have been. */
  refresh?: number;
}

/** What must outlive the process. */
export interface BuilderState {
  /**
   * Earlier days are only built at the first start: gaps that an archive gets later aren't filled.
   */
  since: Day;
  /** The first day to build at the first start; absent once all of them are settled. */
  backfillFrom?: Day;
  days: Readonly<Record<Day, DayRecord>>;
}

/**
 * The state at the first start. It begins with the last day that is ready, or with the Friday before
 * a weekend, when Hugging Face lists nothing, so that there is something to read soon. The working
 * days before follow, so that there is something to search.
 */
export function initialState(now: number): BuilderState {
  let since = lastReady(now);
  while (isWeekend(since)) since = addDays(since, -1);
  let backfillFrom = since;
  for (let left = FIRST_WORKING_DAYS - 1; left > 0;) {
    backfillFrom = addDays(backfillFrom, -1);
    if (!isWeekend(backfillFrom)) left--;
  }
  return { since, backfillFrom, days: {} };
}

/**
 * The state to continue with: without old records, and without records from a future that a wrong
 * clock once showed (a clock may be off by up to an hour). Days that are too old to be built are
 * settled.
 */
export function resumeState(state: BuilderState | undefined, now: number): BuilderState {
  if (!state || state.since > lastFinished(now)) return initialState(now);
  const oldest = addDays(lastFinished(now), -KEPT_DAYS);
  const days = Object.entries(state.days)
    .filter(([day, { lastTried }]) => day > oldest && lastTried <= now + HOUR_MS)
    .map(([day, record]) => {
      const isPast = day < firstWanted(now) && day >= state.since;
      return [day, isPast ? settled(record) : record] as const;
    });
  const resumed: BuilderState = { since: state.since, days: Object.fromEntries(days) };
  const { backfillFrom } = state;
  if (backfillFrom === undefined || backfillFrom <= oldest) return resumed;
  const ahead = { ...resumed, backfillFrom };
  return backfillDays(ahead).length > 0 ? ahead : resumed;
}

/** The days of the first start that aren't settled yet, newest first. */
function backfillDays({ since, backfillFrom, days }: BuilderState): Day[] {
  const open: Day[] = [];
  if (backfillFrom === undefined) return open;
  for (let day = addDays(since, -1); day >= backfillFrom; day = addDays(day, -1)) {
    const record = days[day];
    if (!isWeekend(day) && (!record || record.next !== undefined)) open.push(day);
  }
  return open;
}

/**
 * The day of the first start to build next: the newest one whose time has come. None before the
 * first try of the newest digest, which would otherwise be delivered after an older one.
 */
export function dueBackfill(state: BuilderState, now: number): Day | undefined {
  if (now < pausedUntil(state) || state.days[state.since] === undefined) return undefined;
  return backfillDays(state).find((day) => (state.days[day]?.next ?? 0) <= now);
}

/** Where nothing is known of a weekday, a list of this length isn't short. */
const LONG_LIST = 10;

/**
 * How many papers are usually listed for a day: the median of that weekday's lists on record.
 * Without any, a short list is compared with those of the two weeks before.
 *
 * @param listed how many papers are listed now
 * @param ask how many papers were listed for a day; undefined if that can't be found out
 * @returns undefined if there is nothing to compare with
 */
export async function usualListed(
  { days }: BuilderState,
  day: Day,
  { listed, ask }: { listed: number; ask: (day: Day) => Promise<number | undefined> },
): Promise<number | undefined> {
  const weeks = Array.from({ length: Math.floor(KEPT_DAYS / 7) }, (_, n) =>
    addDays(day, -7 * (n + 1)),
  );
  const counts = weeks.flatMap((before) => {
    const outcome = days[before]?.outcome;
    return outcome?.kind === 'written' ? (outcome.listed ?? []) : [];
  });
  const asked = counts.length === 0 && listed < LONG_LIST ? weeks.slice(0, 2) : [];
  for (const before of asked) counts.push(...[(await ask(before)) ?? []].flat());
  return counts.sort((a, b) => a - b)[Math.floor(counts.length / 2)];
}

/** The days before that a digest looks back at, newest first; none if it's late itself. */
export function daysToLookBackAt(day: Day, now: number): Day[] {
  if (day !== lastReady(now)) return [];
  return Array.from({ length: RISEN_DAYS }, (_, n) => addDays(day, -1 - n)).filter(
    (before) => !isWeekend(before),
  );
}

function settled(record: DayRecord): DayRecord {
  const after = { ...record };
  delete after.next;
  return after;
}

/**
 * The days to build now: those with the fewest tries first, then the oldest first, since a paper
 * belongs in the first digest that lists it. None while a source that failed must be left alone.
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

/** The days whose counts should be read again now. */
export function dueRefreshes(state: BuilderState, now: number): Day[] {
  if (now < pausedUntil(state)) return [];
  return Object.entries(state.days)
    .filter(([day, { refresh }]) => {
      return refresh !== undefined && refresh <= now && now <= refreshUntil(day);
    })
    .map(([day]) => day)
    .sort();
}

/** The state after a try to build a day at `now`. */
export function withOutcome(
  state: BuilderState,
  day: Day,
  outcome: Outcome,
  now: number,
): BuilderState {
  const before = state.days[day];
  const firstTried = before?.firstTried ?? now;
  const isBackfill = day < state.since;
  // Lists of days long past don't change any more, so only failures are worth another try.
  const isFinal = isBackfill && outcome.kind === 'nothing';
  const next = isFinal ? undefined : nextTry(day, outcome, { firstTried, now });
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

/** The state after a try to refresh a day's counts at `now`. */
export function withRefresh(
  state: BuilderState,
  day: Day,
  outcome: RefreshOutcome,
  now: number,
): BuilderState {
  const record = state.days[day];
  if (!record) return state;
  const { refresh, ...rest } = record;
  const next =
    outcome.kind === 'failed' ? Math.max(now + HOUR_MS, outcome.retryAt ?? 0) : undefined;
  const after = { ...rest, ...(refresh !== undefined && next !== undefined && { refresh: next }) };
  return { ...state, days: { ...state.days, [day]: after } };
}

/** The days that should have a digest by now, at most a week back. */
function wantedDays({ since }: BuilderState, now: number): Day[] {
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

/** The last day whose first try is due. */
function lastReady(now: number): Day {
  const last = lastFinished(now);
  return firstTryAt(last) <= now ? last : addDays(last, -1);
}

function triesOf(state: BuilderState, day: Day): number {
  return state.days[day]?.tries ?? 0;
}

/**
 * When a day is tried again: every hour, but not before its source allows it, until 24 hours after
 * the first try. Normally that's 06:00 UTC two days later. Undefined if it won't be tried again.
 */
function nextTry(
  day: Day,
  outcome: Outcome,
  { firstTried, now }: { firstTried: number; now: number },
): number | undefined {
  if (outcome.kind !== 'nothing' && outcome.kind !== 'failed') return undefined;
  // A followed folder may get a digest on weekends too, and later than the first try.
  const isWeekendDay = outcome.kind === 'nothing' && outcome.reason === 'weekend';
  if (isWeekendDay && outcome.source !== 'follow') return undefined;
  const retryAt = outcome.kind === 'failed' ? (outcome.retryAt ?? 0) : 0;
  const inAnHour = Math.max(now + HOUR_MS, retryAt);
  const isShort = outcome.kind === 'nothing' && outcome.reason === 'short-list';
  const next = isShort ? Math.min(inAnHour, waitUntil(day)) : inAnHour;
  return next <= Math.max(firstTried, firstTryAt(day)) + DAY_MS ? next : undefined;
}

/**
 * Until when nothing is tried: after a source couldn't be reached or limited our rate, it isn't asked
 * about other days either. Unix milliseconds; 0 for no pause.
 */
function pausedUntil({ days }: BuilderState): number {
  const records = Object.values(days);
  const latest = Math.max(0, ...records.map(({ lastTried }) => lastTried));
  return records.reduce((until, { outcome, lastTried }) => {
    if (lastTried !== latest || outcome.kind !== 'failed') return until;
    if (!['rate-limited', 'network', 'http'].includes(outcome.failure)) return until;
    return Math.max(until, lastTried + HOUR_MS, outcome.retryAt ?? 0);
  }, 0);
}

/** What became of a day's digest. */
export interface DayStatus {
  day: Day;
  /** waiting: it isn't time to build it yet. */
  outcome: Outcome | { kind: 'waiting' };
  /** The time of the next try; undefined once the day is settled. */
  next: Date | undefined;
}

/** The status of all recorded days and of those still to be built up to today, newest first. */
export function dayStatuses(state: BuilderState, sources: Sources, now: number): DayStatus[] {
  const today = addDays(lastFinished(now), 1);
  const known = Object.entries(state.days).map(([day, { outcome, next }]): DayStatus => {
    return { day, outcome, next: next === undefined ? undefined : new Date(next) };
  });
  const ahead = [...wantedDays(state, now), lastFinished(now), today];
  const waiting = [...new Set(ahead)]
    .filter((day) => day >= state.since && state.days[day] === undefined)
    .map((day): DayStatus => {
      // That a day is a weekend is known in advance, but a followed folder may get a digest anyway.
      if (isWeekend(day) && !sources.digests) {
        return { day, outcome: { kind: 'nothing', reason: 'weekend' }, next: undefined };
      }
      const next = new Date(Math.max(firstTryAt(day), pausedUntil(state)));
      return { day, outcome: { kind: 'waiting' }, next };
    });
  return [...known, ...waiting].sort((a, b) => (a.day < b.day ? 1 : -1));
}
