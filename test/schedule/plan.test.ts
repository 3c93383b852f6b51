import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFor, type SeenDay } from '../../src/schedule/plan.ts';
import { addDays } from '../../src/digest/day.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { clockTimes, instantsIn, periods } from './zone-periods.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(`${text}Z`);
const seen = (day: string, instant = `${day}T06:00`): SeenDay => ({ day, firstSeen: at(instant) });

/** A channel in UTC, at nine, that got everything up to `day`. */
const upTo = (day: string, more: Partial<Subscription> = {}): Subscription => ({
  ...SUBSCRIPTION,
  ...more,
  last: { day, at: 0, kind: 'sent' },
});

const WEEK = ['03', '04', '05', '06', '07'].map((date) => seen(`2021-05-${date}`));
const THE_7TH = at('2021-05-07T09:00');

describe('the plan of a channel', () => {
  it("waits for the channel's hour, then delivers", () => {
    const channel = upTo('2021-05-06');
    expect(planFor(channel, WEEK, THE_7TH - 1)).toEqual({ superseded: [], nextAt: THE_7TH });
    expect(planFor(channel, WEEK, THE_7TH)).toEqual({
      deliver: '2021-05-07',
      due: THE_7TH,
      superseded: [],
    });
  });

  it('is empty for a channel that has the newest or a newer digest, or when there is none', () => {
    expect(planFor(upTo('2021-05-07'), WEEK, THE_7TH)).toEqual({ superseded: [] });
    expect(planFor(upTo('2021-05-08'), WEEK, THE_7TH)).toEqual({ superseded: [] });
    expect(planFor(SUBSCRIPTION, [], THE_7TH)).toEqual({ superseded: [] });
  });

  it('has only the newest digest for a channel that never had one', () => {
    expect(planFor(SUBSCRIPTION, WEEK, THE_7TH)).toMatchObject({
      deliver: '2021-05-07',
      superseded: [],
    });
    expect(planFor(SUBSCRIPTION, WEEK, THE_7TH - 1)).toEqual({ superseded: [], nextAt: THE_7TH });
  });

  it('has one delivery after an absence, which supersedes all older digests', () => {
    const absent = upTo('2021-05-04');
    expect(planFor(absent, WEEK, THE_7TH)).toEqual({
      deliver: '2021-05-07',
      due: THE_7TH,
      superseded: ['2021-05-05', '2021-05-06'],
    });
  });

  it('delivers what is less than 20 hours late, and leaves the rest to the next digest', () => {
    const absent = upTo('2021-05-05');
    expect(planFor(absent, WEEK, THE_7TH + 20 * HOUR - 1)).toMatchObject({ deliver: '2021-05-07' });
    expect(planFor(absent, WEEK, THE_7TH + 20 * HOUR)).toEqual({ superseded: [] });
    const next = [...WEEK, seen('2021-05-08', '2021-05-08T05:30')];
    expect(planFor(absent, next, at('2021-05-08T05:30'))).toEqual({
      superseded: [],
      nextAt: at('2021-05-08T09:00'),
    });
    expect(planFor(absent, next, at('2021-05-08T09:00'))).toMatchObject({
      deliver: '2021-05-08',
      superseded: ['2021-05-06', '2021-05-07'],
    });
  });

  it('delivers a digest of any age once the channel can be reached again', () => {
    const now = THE_7TH + 30 * 24 * HOUR;
    expect(planFor(upTo('2021-05-05'), WEEK, now)).toEqual({ superseded: [] });
    expect(planFor(upTo('2021-05-05'), WEEK, now, { isResumed: true })).toMatchObject({
      deliver: '2021-05-07',
      superseded: ['2021-05-06'],
    });
  });

  it("doesn't hold back a digest that is due for a newer one that isn't", () => {
    const days = [...WEEK, seen('2021-05-08', '2021-05-08T01:00')];
    expect(planFor(upTo('2021-05-06'), days, at('2021-05-08T01:00'))).toEqual({
      deliver: '2021-05-07',
      due: THE_7TH,
      superseded: [],
      nextAt: at('2021-05-08T09:00'),
    });
  });

  it('has the time of the nearest of several upcoming digests', () => {
    const quiet = { from: '22:00', to: '07:00' };
    const days = [seen('2021-05-07', '2021-05-07T23:00'), seen('2021-05-08', '2021-05-08T02:00')];
    expect(planFor(upTo('2021-05-06', { quiet }), days, at('2021-05-08T03:00'))).toEqual({
      superseded: [],
      nextAt: at('2021-05-08T07:00'),
    });
  });

  it("lets a newer digest that is due supersede an older one that isn't", () => {
    const days = [seen('2021-05-06', '2021-05-07T05:00'), seen('2021-05-07', '2021-05-06T12:00')];
    expect(planFor(upTo('2021-05-05'), days, at('2021-05-07T05:00'))).toMatchObject({
      deliver: '2021-05-07',
      superseded: ['2021-05-06'],
    });
  });

  it('ignores a digest that appears after a newer one was delivered', () => {
    const days = [seen('2021-05-06', '2021-05-08T10:00'), seen('2021-05-07')];
    expect(planFor(upTo('2021-05-07'), days, at('2021-05-08T10:00'))).toEqual({ superseded: [] });
  });
});

describe('the next instant of a plan', () => {
  const schedule = fc.record({
    time: clockTimes,
    quiet: fc.option(fc.record({ from: clockTimes, to: clockTimes }), { nil: undefined }),
    age: fc.nat(5 * 1440),
    hasLast: fc.boolean(),
  });
  const minutes = fc.array(fc.nat(2000), { minLength: 1, maxLength: 4 });

  it('is the first minute in which there is something to do', () => {
    fc.assert(
      fc.property(
        instantsIn(periods),
        schedule,
        minutes,
        ({ zone, instant }, { time, quiet, age, hasLast }, appeared) => {
          const days = appeared.map((ago, n) => ({
            day: addDays('2021-05-01', n + 1),
            firstSeen: instant - ago * MINUTE,
          }));
          const channel: Subscription = {
            ...SUBSCRIPTION,
            time,
            timeZone: zone,
            since: instant - age * MINUTE,
            ...(quiet && { quiet }),
            ...(hasLast && { last: { day: '2021-05-01', at: 0, kind: 'sent' } }),
          };
          const plan = planFor(channel, days, instant);
          // As if what is due now had been delivered.
          const settled = plan.deliver === undefined ? channel : upTo(plan.deliver, channel);
          let first: number | undefined;
          for (let minute = 0; minute < 3 * 1440 && first === undefined; minute++) {
            const now = instant + minute * MINUTE;
            if (planFor(settled, days, now).deliver !== undefined) first = now;
          }
          expect(plan.nextAt).toBe(first);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a clock that jumps', () => {
  const days = WEEK;
  const anyTime = fc
    .integer({ min: -400 * 1440, max: 400 * 1440 })
    .map((minute) => THE_7TH + minute * MINUTE);

  it('never makes a settled day pending again or a day come twice', () => {
    fc.assert(
      fc.property(fc.array(anyTime, { maxLength: 30 }), fc.boolean(), (readings, isResumed) => {
        let channel = SUBSCRIPTION;
        const settled: string[] = [];
        for (const now of readings) {
          // The same clock notes when days appear.
          const noted = days.map(({ day }, n) => ({ day, firstSeen: readings[n] ?? now }));
          const { deliver, superseded } = planFor(channel, noted, now, { isResumed });
          if (deliver === undefined) continue;
          settled.push(...superseded, deliver);
          channel = upTo(deliver);
        }
        expect(settled).toEqual([...new Set(settled)].sort());
      }),
    );
  });

  it('changes nothing by running ahead and coming back while no digest appears', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (now, meanwhile) => {
        const channel = upTo('2021-05-05');
        const before = planFor(channel, days, now);
        planFor(channel, days, meanwhile);
        expect(planFor(channel, days, now)).toEqual(before);
      }),
    );
  });

  it('delays nothing that appeared or was set up while it ran a year ahead', () => {
    const YEAR = 365 * 24 * HOUR;
    const ahead = days.map(({ day, firstSeen }) => ({ day, firstSeen: firstSeen + YEAR }));
    const channel = upTo('2021-05-06', { since: THE_7TH - 24 * HOUR + YEAR });
    expect(planFor(channel, ahead, THE_7TH - HOUR)).toEqual({ superseded: [], nextAt: THE_7TH });
    expect(planFor(channel, ahead, THE_7TH)).toMatchObject({ deliver: '2021-05-07' });
    expect(planFor(channel, ahead, THE_7TH + HOUR)).toMatchObject({ deliver: '2021-05-07' });
  });
});
