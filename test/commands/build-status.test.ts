import { describe, expect, it } from 'vitest';
import { status } from '../../commands/status/status.ts';
import { buildStatusLines, whyNoDigest } from '../../commands/status/build-status.ts';
import type { Context } from '../../src/command.ts';
import { sayIn } from '../../src/words/say.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import { contextWith, NOW } from './context.ts';

type Making = ReturnType<Context['makings']>[number];
type Outcome = Making['outcome'];

/** The newest digest is that of 2021-05-05. */
const DAY = '2021-05-06';
const NEXT = new Date(NOW + 3_600_000);
const AGAIN = `I try again <t:${NEXT.getTime() / 1000}:R>.`;

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

const linesOf = async (...makings: Making[]): Promise<string[]> => {
  const { context } = await contextWith({ makings });
  return buildStatusLines(context);
};

describe('why there is no newer digest', () => {
  it.each<[string, Outcome, string]>([
    ['is not over', nothing('not-over'), `The digest of ${DAY} is yet to be made.`],
    ['has none so far', nothing('not-yet'), `No paper has been listed for ${DAY} so far.`],
    [
      'is a holiday',
      nothing('holiday'),
      `On ${DAY} arXiv announced nothing, and no paper was listed.`,
    ],
    [
      'has none that is hot',
      nothing('not-hot'),
      `None of the papers listed on ${DAY} is new and has 5 upvotes.`,
    ],
    [
      'failed',
      DOWN,
      `The digest of ${DAY} could not be made yet: not everybody who knows its papers answers.`,
    ],
    [
      'failed at the disk',
      { kind: 'failed', failure: 'disk', message: 'the disk of /srv/secret is full' },
      `The digest of ${DAY} could not be made: something went wrong on my side.`,
    ],
    [
      'failed by a mistake',
      { kind: 'failed', failure: 'unexpected', message: 'undefined is no function' },
      `The digest of ${DAY} could not be made: something went wrong on my side.`,
    ],
  ])('of a day that %s, and when it is tried again', async (_what, outcome, why) => {
    expect(await linesOf(making(outcome, NEXT))).toEqual([`${why} ${AGAIN}`]);
  });

  it.each<[string, Outcome, string]>([
    ['is a weekend', nothing('weekend'), `${DAY} falls on a weekend: no papers are listed then.`],
    ['had none', nothing('not-yet'), `No paper was listed on ${DAY}.`],
    [
      'was a holiday',
      nothing('holiday'),
      `On ${DAY} arXiv announced nothing, and no paper was listed.`,
    ],
    [
      'had none that was hot',
      nothing('not-hot'),
      `None of the papers listed on ${DAY} is new and has 5 upvotes.`,
    ],
    [
      'failed',
      DOWN,
      `The digest of ${DAY} could not be made: not everybody who knows its papers answered.`,
    ],
  ])('of a day that %s for good', async (_what, outcome, why) => {
    expect(await linesOf(making(outcome, undefined))).toEqual([why]);
  });

  it('of a day that nobody has tried, and when that begins', async () => {
    expect(await linesOf(making({ kind: 'waiting' }, NEXT))).toEqual([
      `The digest of ${DAY} is yet to be made. I begin <t:${NEXT.getTime() / 1000}:R>.`,
    ]);
  });

  it('is nothing to tell of a day that has a file', async () => {
    const file = `${DAY}.md`;
    const written: Outcome = { kind: 'written', file, papers: 1, from: 'sources', remarks: [] };
    expect(await linesOf(making(written, undefined))).toEqual([]);
    expect(await linesOf(making({ kind: 'kept', file, isOurs: true }, undefined))).toEqual([]);
  });

  it('is told of the three newest days, and of none up to the newest digest', async () => {
    const days = ['2021-05-09', '2021-05-08', '2021-05-07', '2021-05-06', '2021-05-05'];
    const makings = days.map((day) => making(nothing('not-yet'), undefined, day));
    expect(await linesOf(...makings)).toEqual(
      days.slice(0, 3).map((day) => `No paper was listed on ${day}.`),
    );
    expect(await linesOf(...makings.slice(-2))).toEqual(['No paper was listed on 2021-05-06.']);
  });

  it('is told once of a weekend, and so of the working days before it', async () => {
    const makings = [
      making({ kind: 'waiting' }, NEXT, '2021-05-10'),
      making(nothing('weekend'), undefined, '2021-05-09'),
      making(nothing('weekend'), undefined, '2021-05-08'),
      making(nothing('not-yet'), undefined, '2021-05-07'),
    ];
    expect(await linesOf(...makings)).toEqual([
      expect.stringContaining('2021-05-10 is yet to be made'),
      '2021-05-09 falls on a weekend: no papers are listed then.',
      'No paper was listed on 2021-05-07.',
    ]);
  });
});

describe('why a day has no digest', () => {
  it('is told of that day, however old, and of no other', async () => {
    const makings = [making(nothing('weekend'), undefined, '2021-05-02')];
    const { context } = await contextWith({ makings });
    expect(whyNoDigest('2021-05-02', context)).toBe(
      '2021-05-02 falls on a weekend: no papers are listed then.',
    );
    expect(whyNoDigest('2021-05-01', context)).toBeUndefined();
  });

  it('is told in the language of the one who asks', async () => {
    const { context } = await contextWith({ makings: [making(nothing('not-yet'), NEXT)] });
    const german = { ...context, say: sayIn('de') };
    expect(whyNoDigest(DAY, german)).toBe(
      `Für den ${DAY} wurde bisher kein Paper gelistet. ` +
        `Nächster Versuch <t:${NEXT.getTime() / 1000}:R>.`,
    );
  });
});

describe('/status', () => {
  const call = { userId: '5', guildId: '1', channelId: '100', isManager: true };
  const makings = [
    making(DOWN, NEXT, '2021-05-07'),
    making(nothing('weekend'), undefined, '2021-05-06'),
  ];
  const told = [
    `The digest of 2021-05-07 could not be made yet: not everybody who knows its papers answers. ${AGAIN}`,
    '2021-05-06 falls on a weekend: no papers are listed then.',
  ];

  it.each<[string, Record<string, string>]>([
    ['of a channel', {}],
    ['of a server', { scope: 'server' }],
  ])('%s says why there is no newer digest, below everything else', async (_what, options) => {
    const { context } = await contextWith({ makings, subscriptions: [SUBSCRIPTION] });
    const { message } = await status.run({ ...call, options }, context);
    expect(message.content?.split('\n').slice(-2)).toEqual(told);
    // What went wrong out there is the owner's to know.
    expect(message.content).not.toContain('https://');
  });

  it('says it also where nothing is subscribed, to whoever wonders', async () => {
    const { context } = await contextWith({ makings });
    const { message } = await status.run({ ...call, isManager: false, options: {} }, context);
    expect(message.content?.split('\n').slice(-2)).toEqual(told);
  });
});
