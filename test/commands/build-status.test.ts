import { describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { buildStatusLines, whyNoDigest } from '../../commands/status/build-status.ts';
import type { Context } from '../../src/command.ts';
import { english, translatorFor } from '../../src/i18n/translate.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

type DayStatus = ReturnType<Context['buildStatuses']>[number];
type Outcome = DayStatus['outcome'];

/** The newest digest is for the day before. */
const DAY = '2021-05-06';
const NEXT = new Date(NOW + 3_600_000);
const WHEN = `<t:${NEXT.getTime() / 1000}:R>`;
const RETRY = english('building.next', { when: WHEN });

const statusOf = (outcome: Outcome, next: Date | undefined, day = DAY): DayStatus => ({
  day,
  outcome,
  next,
});
const nothing = (reason: Extract<Outcome, { kind: 'nothing' }>['reason']): Outcome => ({
  kind: 'nothing',
  reason,
  source: 'huggingface',
  listed: 3,
  minUpvotes: 5,
});
const FAILED: Outcome = { kind: 'failed', failure: 'http', message: 'https://x answered 500' };

const linesOf = async (...buildStatuses: DayStatus[]): Promise<string[]> => {
  const { context } = await contextWith({ buildStatuses });
  return buildStatusLines(context);
};

describe('why there is no newer digest', () => {
  it.each<[string, Outcome, string]>([
    ['is not over', nothing('not-over'), english('building.waiting', { day: DAY })],
    ['has no papers so far', nothing('not-yet'), english('building.not-yet', { day: DAY })],
    ['is a holiday', nothing('holiday'), english('building.holiday', { day: DAY })],
    [
      'has no hot papers',
      nothing('not-hot'),
      english('building.not-hot', { day: DAY, upvotes: 5 }),
    ],
    ['failed', FAILED, english('building.failing', { day: DAY })],
    [
      'failed because of the disk',
      { kind: 'failed', failure: 'disk', message: 'the disk of /srv/secret is full' },
      english('building.fault', { day: DAY }),
    ],
    [
      'failed because of a bug',
      { kind: 'failed', failure: 'unexpected', message: 'undefined is no function' },
      english('building.fault', { day: DAY }),
    ],
  ])('says when it retries a day that %s', async (_what, outcome, why) => {
    expect(await linesOf(statusOf(outcome, NEXT))).toEqual([`${why} ${RETRY}`]);
  });

  it.each<[string, Outcome, string]>([
    ['is a weekend', nothing('weekend'), english('building.weekend', { day: DAY })],
    ['had no papers', nothing('not-yet'), english('building.none', { day: DAY })],
    ['was a holiday', nothing('holiday'), english('building.holiday', { day: DAY })],
    [
      'had no hot papers',
      nothing('not-hot'),
      english('building.not-hot', { day: DAY, upvotes: 5 }),
    ],
    ['failed', FAILED, english('building.failed', { day: DAY })],
  ])('says that it is over for a day that %s', async (_what, outcome, why) => {
    expect(await linesOf(statusOf(outcome, undefined))).toEqual([why]);
  });

  it('says when it will start on a day that it has not tried yet', async () => {
    expect(await linesOf(statusOf({ kind: 'waiting' }, NEXT))).toEqual([
      `${english('building.waiting', { day: DAY })} ${english('building.begins', { when: WHEN })}`,
    ]);
  });

  it('says nothing about a day that has a file', async () => {
    const file = `${DAY}.md`;
    const written: Outcome = { kind: 'written', file, papers: 1, from: 'sources', remarks: [] };
    expect(await linesOf(statusOf(written, undefined))).toEqual([]);
    expect(await linesOf(statusOf({ kind: 'kept', file, isOurs: true }, undefined))).toEqual([]);
  });

  it('covers the three newest days, but no day up to the newest digest', async () => {
    const days = ['2021-05-09', '2021-05-08', '2021-05-07', '2021-05-06', '2021-05-05'];
    const buildStatuses = days.map((day) => statusOf(nothing('not-yet'), undefined, day));
    expect(await linesOf(...buildStatuses)).toEqual(
      days.slice(0, 3).map((day) => english('building.none', { day })),
    );
    expect(await linesOf(...buildStatuses.slice(-2))).toEqual([
      english('building.none', { day: '2021-05-06' }),
    ]);
  });

  it('mentions a weekend once, together with the working days before it', async () => {
    const buildStatuses = [
      statusOf({ kind: 'waiting' }, NEXT, '2021-05-10'),
      statusOf(nothing('weekend'), undefined, '2021-05-09'),
      statusOf(nothing('weekend'), undefined, '2021-05-08'),
      statusOf(nothing('not-yet'), undefined, '2021-05-07'),
    ];
    expect(await linesOf(...buildStatuses)).toEqual([
      `${english('building.waiting', { day: '2021-05-10' })} ${english('building.begins', { when: WHEN })}`,
      english('building.weekend', { day: '2021-05-09' }),
      english('building.none', { day: '2021-05-07' }),
    ]);
  });
});

describe('why a day has no digest', () => {
  it('explains that day, however old, and no other', async () => {
    const buildStatuses = [statusOf(nothing('weekend'), undefined, '2021-05-02')];
    const { context } = await contextWith({ buildStatuses });
    expect(whyNoDigest('2021-05-02', context)).toBe(
      english('building.weekend', { day: '2021-05-02' }),
    );
    expect(whyNoDigest('2021-05-01', context)).toBeUndefined();
  });

  it("is explained in the user's language", async () => {
    const { context } = await contextWith({ buildStatuses: [statusOf(nothing('not-yet'), NEXT)] });
    const german = translatorFor('de');
    expect(whyNoDigest(DAY, { ...context, t: german })).toBe(
      `${german('building.not-yet', { day: DAY })} ${german('building.next', { when: WHEN })}`,
    );
  });
});

describe('/status', () => {
  const call = { userId: '5', guildId: '1', channelId: '100', isManager: true };
  const buildStatuses = [
    statusOf(FAILED, NEXT, '2021-05-07'),
    statusOf(nothing('weekend'), undefined, '2021-05-06'),
  ];
  const lines = [
    `${english('building.failing', { day: '2021-05-07' })} ${RETRY}`,
    english('building.weekend', { day: '2021-05-06' }),
  ];

  it.each<[string, Record<string, string>]>([
    ['of a channel', {}],
    ['of a server', { scope: 'server' }],
  ])('ends its answer (%s) with why there is no newer digest', async (_what, options) => {
    const { context } = await contextWith({ buildStatuses, subscriptions: [SUBSCRIPTION] });
    const { message } = await status.run({ ...call, options }, context);
    expect(message.content?.split('\n').slice(-2)).toEqual(lines);
    // Details of the failure are only for the log.
    expect(message.content).not.toContain('https://');
  });

  it('explains it to anyone, even where nothing is subscribed', async () => {
    const { context } = await contextWith({ buildStatuses });
    const { message } = await status.run({ ...call, isManager: false, options: {} }, context);
    expect(message.content?.split('\n').slice(-2)).toEqual(lines);
  });
});
