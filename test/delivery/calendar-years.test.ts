import fc from 'fast-check';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { planFor, type SeenDay } from '../../src/schedule/plan.ts';
import { isQuietTime } from '../../src/input/time-of-day.ts';
import { addDays } from '../../src/digest/day.ts';
import { createFirstSeen } from '../../src/store/first-seen.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { clockTimes, tables, type ZoneWorld } from './zone-worlds.ts';

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
  fold: string[];
}

interface World {
  channel: Subscription;
  /** Ascending, as are the days. */
  appearances: { day: string; at: number }[];
  runs: Run[];
}

/** Two years of a bot that looks at a channel whenever it starts, a digest appears, or it said so. */
function live({ channel, appearances, runs }: World): Delivered[] {
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
        delivered.push({ at: now, day: plan.deliver, fold: [...plan.fold] });
        last = { day: plan.deliver, at: now, kind: 'sent' };
        // Looked at once more, there is nothing left to do.
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
function running(runs: readonly Run[], from: number): number {
  const run = runs.find(({ end }) => end > from);
  return run ? Math.max(run.start, from) : Infinity;
}

/** When each digest is due, in the order in which they appear; infinite for one never seen. */
function duesOf({ table }: ZoneWorld, { channel, appearances, runs }: World): number[] {
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
    const seen = running(runs, at);
    if (seen === Infinity) return Infinity;
    return awake(Math.max(seen, table.hour(table.dateOf(seen), time)));
  });
}

/** What the channel is to get, worked out from the whole story at once. */
function promised(world: ZoneWorld, story: World): Delivered[] {
  const dues = duesOf(world, story);
  const delivered: Delivered[] = [];
  let fold: string[] = [];
  for (const [n, { day }] of story.appearances.entries()) {
    const due = dues[n] ?? Infinity;
    const at = running(story.runs, due);
    // It comes as soon as the bot runs, unless it is no news any more or a newer one has come.
    if (at < Math.min(due + STALE, dues[n + 1] ?? Infinity)) {
      delivered.push({ at, day, fold });
      fold = [];
    } else {
      fold.push(day);
    }
  }
  return delivered;
}

/** Draws from `values` over and over. */
const cycle = <T>(values: readonly T[]): ((n: number) => T) => {
  return (n) => values[n % values.length] as T;
};

/** Awake and asleep in turns of so many minutes, over the world's two years. */
function runsOf({ from, to }: ZoneWorld, turns: readonly (readonly [number, number])[]): Run[] {
  const runs: Run[] = [];
  const turn = cycle(turns);
  for (let at = from; at < to;) {
    const [awake, asleep] = turn(runs.length);
    runs.push({ start: at, end: Math.min(to, at + awake * MINUTE) });
    at += (awake + asleep) * MINUTE;
  }
  return runs;
}

/** A digest for each local date, that appears on that date. */
function daily({ table, from, to }: ZoneWorld, moments: readonly number[]): World['appearances'] {
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
  // The first keeps two years of tiny turns from being a million.
  return fc.array(turn, { maxLength: 40 }).map((drawn) => [[1440, 8 * 60] as const, ...drawn]);
};

const channelOf = (
  { zone }: ZoneWorld,
  time: string,
  quiet?: Subscription['quiet'],
): Subscription => ({
  ...SUBSCRIPTION,
  time,
  timeZone: zone,
  // A channel whose own hour is quiet is refused.
  ...(quiet && !isQuietTime(time, quiet) && { quiet }),
  // It is no new channel: what came before the two years it had.
  last: { day: '2000-01-01', at: 0, kind: 'sent' },
});

const each = tables.map((world) => [`${world.zone} from ${iso(world.from)}`, world] as const);

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

describe('in two years of sleeps and downtimes, every digest is delivered or folded once', () => {
  it.each(each)('holds in %s', (_, world) => {
    fc.assert(
      fc.property(clockTimes, quiets, moments, turns(5 * 1440), (time, quiet, moment, turn) => {
        const story = {
          channel: channelOf(world, time, quiet),
          appearances: daily(world, moment),
          runs: runsOf(world, turn),
        };
        const delivered = live(story);
        expect(delivered).toEqual(promised(world, story));
        // None is left out up to the last delivery, and none comes twice.
        const settled = delivered.flatMap(({ day, fold }) => [...fold, day]);
        const all = story.appearances.map(({ day }) => day);
        expect(settled).toEqual(all.slice(0, settled.length));
        // Waking never brings two.
        expect(new Set(delivered.map(({ at }) => at)).size).toBe(delivered.length);
      }),
      { numRuns: 1 },
    );
  });
});

describe('a bot that always runs delivers one digest on every local date', () => {
  it.each(each)('holds in %s', (_, world) => {
    fc.assert(
      fc.property(clockTimes, moments, fc.boolean(), (time, moment, isFirst) => {
        // One year of the two, which costs half and has as many kinds of days.
        const middle = (world.from + world.to) / 2;
        const year = { ...world, ...(isFirst ? { to: middle } : { from: middle }) };
        const { table, from, to } = year;
        const appearances = daily(year, moment);
        const runs = [{ start: from, end: to }];
        const delivered = live({ channel: channelOf(year, time), appearances, runs });
        const onTime = appearances
          .map(({ day, at }) => ({ day, at: Math.max(at, table.hour(day, time)), fold: [] }))
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
        fc.constantFrom(...tables),
        clockTimes,
        quiets,
        moments,
        turns(20 * 60 - 1),
        (world, time, quiet, moment, turn) => {
          const story = {
            channel: channelOf(world, time, quiet),
            appearances: daily(world, moment),
            runs: runsOf(world, turn),
          };
          // Folded means that a newer one has come by then, and is delivered at that instant.
          const settled = live(story).flatMap(({ at, day, fold }) => [...fold, day].map(() => at));
          const soonest = duesOf(world, story)
            .map((due) => running(story.runs, due))
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
    const [world] = tables as [ZoneWorld];
    await fc.assert(
      fc.asyncProperty(
        clockTimes,
        moments,
        minutes(0, 20 * 1440),
        minutes(1, 20 * 1440),
        async (time, moment, from, length) => {
          let channel = channelOf(world, time);
          const appearances = daily(world, moment).slice(0, 40);
          const firstSeen = createFirstSeen(new Keyv<number>());
          const wrong = { start: world.from + from * MINUTE, end: 0 };
          wrong.end = wrong.start + length * MINUTE;
          const settled: string[] = [];
          const end = (appearances.at(-1)?.at ?? 0) + 2 * DAY;
          for (let real = world.from; real < end; real += 10 * MINUTE) {
            const isWrong = wrong.start <= real && real < wrong.end;
            const now = isWrong ? real + 365 * DAY : real;
            const there = appearances.filter(({ at }) => at <= real).map(({ day }) => day);
            await firstSeen.note(there, now);
            const seen = there.map((day) => ({ day, firstSeen: firstSeen.get(day) ?? NaN }));
            const { deliver, fold } = planFor(channel, seen, now);
            if (deliver === undefined) continue;
            settled.push(...fold, deliver);
            channel = { ...channel, last: { day: deliver, at: now, kind: 'sent' } };
          }
          expect(settled).toEqual(appearances.map(({ day }) => day));
        },
      ),
      { numRuns: 4, examples: [['23:51', [0], 28682, 28799]] },
    );
  });
});
