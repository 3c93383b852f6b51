import { describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { buildStatusLines, whyNoDigest } from '../../commands/status/build-status.ts';
import type { Context } from '../../src/command.ts';
import { english, translatorFor } from '../../src/i18n/translate.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

type Making = ReturnType<Context['buildStatuses']>[number];
type Outcome = Making['outcome'];

/** The newest digest is that of 2021-05-05. */
const DAY = '2021-05-06';
const NEXT = new Date(NOW + 3_600_000);
const WHEN = `<t:${NEXT.getTime() / 1000}:R>`;
const AGAIN = english('making.next', { when: WHEN });

const making = (outcome: Outcome, next: Date | undefined, day = DAY): Making => ({
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
const DOWN: Outcome = { kind: 'failed', failure: 'http', message: 'https://x answered 500' };

const linesOf = async (...buildStatuses: Making[]): Promise<string[]> => {
  const { context } = await contextWith({ buildStatuses });
  return buildStatusLines(context);
};

describe('why there is no newer digest', () => {
  it.each<[string, Outcome, string]>([
    ['is not over', nothing('not-over'), english('making.waiting', { day: DAY })],
    ['has none so far', nothing('not-yet'), english('making.not-yet', { day: DAY })],
    ['is a holiday', nothing('holiday'), english('making.holiday', { day: DAY })],
    [
      'has none that is hot',
      nothing('not-hot'),
      english('making.not-hot', { day: DAY, upvotes: 5 }),
    ],
    ['failed', DOWN, english('making.failing', { day: DAY })],
    [
      'failed at the disk',
      { kind: 'failed', failure: 'disk', message: 'the disk of /srv/secret is full' },
      english('making.fault', { day: DAY }),
    ],
    [
      'failed by a mistake',
      { kind: 'failed', failure: 'unexpected', message: 'undefined is no function' },
      english('making.fault', { day: DAY }),
    ],
  ])('says when it retries a day that %s', async (_what, outcome, why) => {
    expect(await linesOf(making(outcome, NEXT))).toEqual([`${why} ${AGAIN}`]);
  });

  it.each<[string, Outcome, string]>([
    ['is a weekend', nothing('weekend'), english('making.weekend', { day: DAY })],
    ['had none', nothing('not-yet'), english('making.none', { day: DAY })],
    ['was a holiday', nothing('holiday'), english('making.holiday', { day: DAY })],
    [
      'had none that was hot',
      nothing('not-hot'),
      english('making.not-hot', { day: DAY, upvotes: 5 }),
    ],
    ['failed', DOWN, english('making.failed', { day: DAY })],
  ])('says that it is over for a day that %s', async (_what, outcome, why) => {
    expect(await linesOf(making(outcome, undefined))).toEqual([why]);
  });

  it('says when it begins a day that nobody has tried', async () => {
    expect(await linesOf(making({ kind: 'waiting' }, NEXT))).toEqual([
      `${english('making.waiting', { day: DAY })} ${english('making.begins', { when: WHEN })}`,
    ]);
  });

  it('says nothing about a day that has a file', async () => {
    const file = `${DAY}.md`;
    const written: Outcome = { kind: 'written', file, papers: 1, from: 'sources', remarks: [] };
    expect(await linesOf(making(written, undefined))).toEqual([]);
    expect(await linesOf(making({ kind: 'kept', file, isOurs: true }, undefined))).toEqual([]);
  });

  it('covers the three newest days, and none up to the newest digest', async () => {
    const days = ['2021-05-09', '2021-05-08', '2021-05-07', '2021-05-06', '2021-05-05'];
    const buildStatuses = days.map((day) => making(nothing('not-yet'), undefined, day));
    expect(await linesOf(...buildStatuses)).toEqual(
      days.slice(0, 3).map((day) => english('making.none', { day })),
    );
    expect(await linesOf(...buildStatuses.slice(-2))).toEqual([
      english('making.none', { day: '2021-05-06' }),
    ]);
  });

  it('mentions a weekend once, together with the working days before it', async () => {
    const buildStatuses = [
      making({ kind: 'waiting' }, NEXT, '2021-05-10'),
      making(nothing('weekend'), undefined, '2021-05-09'),
      making(nothing('weekend'), undefined, '2021-05-08'),
      making(nothing('not-yet'), undefined, '2021-05-07'),
    ];
    expect(await linesOf(...buildStatuses)).toEqual([
      `${english('making.waiting', { day: '2021-05-10' })} ${english('making.begins', { when: WHEN })}`,
      english('making.weekend', { day: '2021-05-09' }),
      english('making.none', { day: '2021-05-07' }),
    ]);
  });
});

describe('why a day has no digest', () => {
  it('explains that day, however old, and no other', async () => {
    const buildStatuses = [making(nothing('weekend'), undefined, '2021-05-02')];
    const { context } = await contextWith({ buildStatuses });
    expect(whyNoDigest('2021-05-02', context)).toBe(
      english('making.weekend', { day: '2021-05-02' }),
    );
    expect(whyNoDigest('2021-05-01', context)).toBeUndefined();
  });

  it("is told in the asker's language", async () => {
    const { context } = await contextWith({ buildStatuses: [making(nothing('not-yet'), NEXT)] });
    const german = translatorFor('de');
    expect(whyNoDigest(DAY, { ...context, t: german })).toBe(
      `${german('making.not-yet', { day: DAY })} ${german('making.next', { when: WHEN })}`,
    );
  });
});

describe('/status', () => {
  const call = { userId: '5', guildId: '1', channelId: '100', isManager: true };
  const buildStatuses = [
    making(DOWN, NEXT, '2021-05-07'),
    making(nothing('weekend'), undefined, '2021-05-06'),
  ];
  const told = [
    `${english('making.failing', { day: '2021-05-07' })} ${AGAIN}`,
    english('making.weekend', { day: '2021-05-06' }),
  ];

  it.each<[string, Record<string, string>]>([
    ['of a channel', {}],
    ['of a server', { scope: 'server' }],
  ])('ends its answer (%s) with why there is no newer digest', async (_what, options) => {
    const { context } = await contextWith({ buildStatuses, subscriptions: [SUBSCRIPTION] });
    const { message } = await status.run({ ...call, options }, context);
    expect(message.content?.split('\n').slice(-2)).toEqual(told);
    // What went wrong out there is the owner's to know.
    expect(message.content).not.toContain('https://');
  });

  it('explains it to anyone, even where nothing is subscribed', async () => {
    const { context } = await contextWith({ buildStatuses });
    const { message } = await status.run({ ...call, isManager: false, options: {} }, context);
    expect(message.content?.split('\n').slice(-2)).toEqual(told);
  });
});
