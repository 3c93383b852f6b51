import fc from 'fast-check';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { planFor, type SeenDay } from '../../src/schedule/plan.ts';
import { isQuietTime } from '../../src/input/time-of-day.ts';
import { addDays } from '../../src/digest/day.ts';
import { createFirstSeen } from '../../src/store/first-seen.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { clockTimes, periods, type ZonePeriod } from './zone-periods.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STALE = 20 * HOUR;

/** A stretch of time in which the bot runs: from `start` until just before `end`. */
interface Run {
  start: number;
  end: number;
}

/** What a channel got, and when. */
interface Delivered {
  at: number;
  day: string;
  superseded: string[];
}

interface Scenario {
  channel: Subscription;
  /** Ascending, as are the days. */
  appearances: { day: string; at: number }[];
  runs: Run[];
}

/** Two years of a bot that plans for a channel when it starts, a digest appears, or the plan says so. */
function simulate({ channel, appearances, runs }: Scenario): Delivered[] {
  const delivered: Delivered[] = [];
  const seen: SeenDay[] = [];
  let { last } = channel;
  for (const { start, end } of runs) {
    for (let now: number | undefined = start; now !== undefined && now < end;) {
      let next = appearances[seen.length];
      for (; next && next.at <= now; next = appearances[seen.length]) {
        seen.push({ day: next.day, firstSeen: now });
      }
      const plan = planFor({ ...channel, ...(last && { last }) }, seen, now);
      if (plan.deliver !== undefined) {
        delivered.push({ at: now, day: plan.deliver, superseded: [...plan.superseded] });
        last = { day: plan.deliver, at: now, kind: 'sent' };
        // Planned once more, there's nothing left to do.
        const { deliver } = planFor({ ...channel, last }, seen, now);
        if (deliver !== undefined) throw new Error(`${deliver} again at ${now}`);
      }
      if (plan.nextAt !== undefined && plan.nextAt <= now) throw new Error(`${now} comes again`);
      now = earliest(plan.nextAt, next?.at);
    }
  }
  return delivered;
}

const earliest = (...instants: (number | undefined)[]): number | undefined =>
  instants.filter((instant) => instant !== undefined).sort((a, b) => a - b)[0];

/** The first instant from `from` on at which the bot runs; infinite if it never does again. */
function nextRunning(runs: readonly Run[], from: number): number {
  const run = runs.find(({ end }) => end > from);
  return run ? Math.max(run.start, from) : Infinity;
}

/** When each digest is due, in the order in which they appear; infinite for one never seen. */
function dueTimesOf({ table }: ZonePeriod, { channel, appearances, runs }: Scenario): number[] {
  const { time, quiet = { from: time, to: time } } = channel;
  const awake = (instant: number): number => {
    const ends = [-1, 0].flatMap((days) => {
      const date = addDays(table.dateOf(instant), days);
      const end = table.last(quiet.from < quiet.to ? date : addDays(date, 1), quiet.to);
      return table.hour(date, quiet.from) <= instant && instant < end ? [end] : [];
    });
    return quiet.from === quiet.to || ends.length === 0 ? instant : awake(Math.max(...ends));
  };
  return appearances.map(({ at }) => {
    const seen = nextRunning(runs, at);
    if (seen === Infinity) return Infinity;
    return awake(Math.max(seen, table.hour(table.dateOf(seen), time)));
  });
}

/** What the channel should get, worked out from the whole scenario at once. */
function expectedDeliveries(period: ZonePeriod, scenario: Scenario): Delivered[] {
  const dueTimes = dueTimesOf(period, scenario);
  const delivered: Delivered[] = [];
  let superseded: string[] = [];
  for (const [n, { day }] of scenario.appearances.entries()) {
    const due = dueTimes[n] ?? Infinity;
    const at = nextRunning(scenario.runs, due);
    // It comes as soon as the bot runs, unless it's stale by then or a newer one is due.
    if (at < Math.min(due + STALE, dueTimes[n + 1] ?? Infinity)) {
      delivered.push({ at, day, superseded });
      superseded = [];
    } else {
      superseded.push(day);
    }
  }
  return delivered;
}

/** Draws from `values` over and over. */
const cycle = <T>(values: readonly T[]): ((n: number) => T) => {
  return (n) => values[n % values.length] as T;
};

/** Awake and asleep in turns of so many minutes, over the two years. */
function runsOf({ from, to }: ZonePeriod, turns: readonly (readonly [number, number])[]): Run[] {
  const runs: Run[] = [];
  const turn = cycle(turns);
  for (let at = from; at < to;) {
    const [awake, asleep] = turn(runs.length);
    runs.push({ start: at, end: Math.min(to, at + awake * MINUTE) });
    at += (awake + asleep) * MINUTE;
  }
  return runs;
}

/** A digest for each local date, which appears on that date. */
function daily(
  { table, from, to }: ZonePeriod,
  moments: readonly number[],
): Scenario['appearances'] {
  const moment = cycle(moments);
  return table.dates().flatMap((day, n) => {
    const start = table.first(day, '00:00');
    const end = table.first(addDays(day, 1), '00:00');
    const at = start + Math.floor(((end - start) * moment(n)) / 1000 / MINUTE) * MINUTE;
    return at >= from && at < to ? [{ day, at }] : [];
  });
}

const moments = fc.array(fc.nat(999), { minLength: 1, maxLength: 50 });
const quiets = fc.option(fc.record({ from: clockTimes, to: clockTimes }), { nil: undefined });
const minutes = (min: number, max: number) => fc.integer({ min, max });
const turns = (longest: number) => {
  const asleep = fc.oneof(minutes(1, 90), minutes(1, 10 * 60), minutes(1, longest));
  const turn = fc.tuple(minutes(1, 3 * 1440), asleep);
  // Without the first turn, two years could consist of a million tiny ones.
  return fc.array(turn, { maxLength: 40 }).map((drawn) => [[1440, 8 * 60] as const, ...drawn]);
};

const channelOf = (
  { zone }: ZonePeriod,
  time: string,
  quiet?: Subscription['quiet'],
): Subscription => ({
  ...SUBSCRIPTION,
  time,
  timeZone: zone,
  // Commands refuse a channel whose own hour is quiet.
  ...(quiet && !isQuietTime(time, quiet) && { quiet }),
  // Not a new channel: it got everything before these two years.
  last: { day: '2000-01-01', at: 0, kind: 'sent' },
});

const each = periods.map((period) => [`${period.zone} from ${iso(period.from)}`, period] as const);

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

describe('in two years of sleeps and downtimes, every digest is delivered or superseded once', () => {
  it.each(each)('holds in %s', (_, period) => {
    fc.assert(
      fc.property(clockTimes, quiets, moments, turns(5 * 1440), (time, quiet, moment, turn) => {
        const scenario = {
          channel: channelOf(period, time, quiet),
          appearances: daily(period, moment),
          runs: runsOf(period, turn),
        };
        const delivered = simulate(scenario);
        expect(delivered).toEqual(expectedDeliveries(period, scenario));
        // Up to the last delivery, none is left out and none comes twice.
        const settled = delivered.flatMap(({ day, superseded }) => [...superseded, day]);
        const all = scenario.appearances.map(({ day }) => day);
        expect(settled).toEqual(all.slice(0, settled.length));
        // Waking never brings two.
        expect(new Set(delivered.map(({ at }) => at)).size).toBe(delivered.length);
      }),
      { numRuns: 1 },
    );
  });
});

describe('a bot that always runs delivers one digest on every local date', () => {
  it.each(each)('holds in %s', (_, period) => {
    fc.assert(
      fc.property(clockTimes, moments, fc.boolean(), (time, moment, isFirst) => {
        // One of the two years: it takes half the time and has the same kinds of days.
        const middle = (period.from + period.to) / 2;
        const year = { ...period, ...(isFirst ? { to: middle } : { from: middle }) };
        const { table, from, to } = year;
        const appearances = daily(year, moment);
        const runs = [{ start: from, end: to }];
        const delivered = simulate({ channel: channelOf(year, time), appearances, runs });
        const onTime = appearances
          .map(({ day, at }) => ({ day, at: Math.max(at, table.hour(day, time)), superseded: [] }))
          .filter(({ at }) => at < to);
        expect(delivered).toEqual(onTime);
        expect(delivered.map(({ at }) => table.dateOf(at))).toEqual(onTime.map(({ day }) => day));
      }),
      { numRuns: 1 },
    );
  });
});

describe('a bot that sleeps for less than 20 hours at a time', () => {
  it("settles each digest as soon as it runs at or after the digest's due time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...periods),
        clockTimes,
        quiets,
        moments,
        turns(20 * 60 - 1),
        (period, time, quiet, moment, turn) => {
          const scenario = {
            channel: channelOf(period, time, quiet),
            appearances: daily(period, moment),
            runs: runsOf(period, turn),
          };
          // A superseded day is settled when the newer one is delivered.
          const settled = simulate(scenario).flatMap(({ at, day, superseded }) =>
            [...superseded, day].map(() => at),
          );
          const soonest = dueTimesOf(period, scenario)
            .map((due) => nextRunning(scenario.runs, due))
            .filter((at) => at !== Infinity);
          expect(settled).toEqual(soonest);
        },
      ),
      { numRuns: 3 },
    );
  });
});

describe('a clock that runs a year ahead for a while', () => {
  it('loses no digest of the days in between', async () => {
    const [period] = periods as [ZonePeriod];
    await fc.assert(
      fc.asyncProperty(
        clockTimes,
        moments,
        minutes(0, 20 * 1440),
        minutes(1, 20 * 1440),
        async (time, moment, from, length) => {
          let channel = channelOf(period, time);
          const appearances = daily(period, moment).slice(0, 40);
          const firstSeen = createFirstSeen(new Keyv<number>());
          const wrong = { start: period.from + from * MINUTE, end: 0 };
          wrong.end = wrong.start + length * MINUTE;
          const settled: string[] = [];
          const end = (appearances.at(-1)?.at ?? 0) + 2 * DAY;
          for (let real = period.from; real < end; real += 10 * MINUTE) {
            const isWrong = wrong.start <= real && real < wrong.end;
            const now = isWrong ? real + 365 * DAY : real;
            const there = appearances.filter(({ at }) => at <= real).map(({ day }) => day);
            await firstSeen.note(there, now);
            const seen = there.map((day) => ({ day, firstSeen: firstSeen.get(day) ?? NaN }));
            const { deliver, superseded } = planFor(channel, seen, now);
            if (deliver === undefined) continue;
            settled.push(...superseded, deliver);
            channel = { ...channel, last: { day: deliver, at: now, kind: 'sent' } };
          }
          expect(settled).toEqual(appearances.map(({ day }) => day));
        },
      ),
      { numRuns: 4, examples: [['23:51', [0], 28682, 28799]] },
    );
  });
});
