import type { Context } from '../src/command.ts';
import { time, TimestampStyles } from '../src/discord/api.ts';
import type { Say } from '../src/words/say.ts';

/** More would hide what else there is to tell. */
const MAX_DAYS = 3;

type Making = ReturnType<Context['makings']>[number];

/** Why a day has no digest, as far as its making tells, in a line; undefined where it does not. */
export function whyNoDigest(day: string, context: Context): string | undefined {
  const making = context.makings().find((one) => one.day === day);
  return making && lineOf(context.say, making);
}

/**
 * What is to be said of the days since the newest digest, the newest day first. Of a weekend it is
 * said once: its two days would crowd out those that should have papers.
 */
export function makingLines(context: Context): string[] {
  const newest = context.library.newest()?.day ?? '';
  const makings = context.makings().filter(({ day }) => day > newest);
  const weekend = makings.find(isWeekend);
  return makings
    .filter((making) => making === weekend || !isWeekend(making))
    .flatMap((making) => lineOf(context.say, making) ?? [])
    .slice(0, MAX_DAYS);
}

const isWeekend = ({ outcome }: Making): boolean =>
  outcome.kind === 'nothing' && outcome.reason === 'weekend';

function lineOf(say: Say, { day, outcome, next }: Making): string | undefined {
  const why = reasonOf(say, day, outcome, next === undefined);
  if (why === undefined) return undefined;
  if (next === undefined) return why;
  const key = outcome.kind === 'waiting' ? 'making.begins' : 'making.next';
  return `${why} ${say(key, { when: time(new Date(next), TimestampStyles.RelativeTime) })}`;
}

function reasonOf(
  say: Say,
  day: string,
  outcome: Making['outcome'],
  isSettled: boolean,
): string | undefined {
  if (outcome.kind === 'waiting') return say('making.waiting', { day });
  if (outcome.kind === 'failed') {
    const { failure } = outcome;
    if (failure === 'disk' || failure === 'unexpected') return say('making.fault', { day });
    return say(isSettled ? 'making.failed' : 'making.failing', { day });
  }
  // It has a file, which the archive knows or will know in a moment.
  if (outcome.kind !== 'nothing') return undefined;
  switch (outcome.reason) {
    case 'not-over':
      return say('making.waiting', { day });
    case 'weekend':
      return say('making.weekend', { day });
    case 'holiday':
      return say('making.holiday', { day });
    case 'not-yet':
      return say(isSettled ? 'making.none' : 'making.not-yet', { day });
    case 'not-hot':
      return say('making.not-hot', { day, upvotes: outcome.minUpvotes ?? 0 });
  }
}
