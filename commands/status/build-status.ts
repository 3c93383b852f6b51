import type { DayStatus } from '../../src/builder/schedule.ts';
import type { Context } from '../../src/command.ts';
import { relativeTime } from '../../src/messages/timestamps.ts';
import type { Translate } from '../../src/i18n/translate.ts';

/** More would hide the rest of the answer. */
const MAX_DAYS = 3;

/** A line on why a day has no digest; undefined if the status of its build doesn't say. */
export function whyNoDigest(day: string, context: Context): string | undefined {
  const status = context.buildStatuses().find((one) => one.day === day);
  return status && statusLine(context.t, status);
}

/**
 * Why the days since the newest digest have none, newest day first. A weekend gets one line, because
 * its two days would crowd out those that should have papers.
 */
export function buildStatusLines(context: Context): string[] {
  const newest = context.archive.newest()?.day ?? '';
  const statuses = context.buildStatuses().filter(({ day }) => day > newest);
  const weekend = statuses.find(isWeekend);
  return statuses
    .filter((status) => status === weekend || !isWeekend(status))
    .flatMap((status) => statusLine(context.t, status) ?? [])
    .slice(0, MAX_DAYS);
}

const isWeekend = ({ outcome }: DayStatus): boolean =>
  outcome.kind === 'nothing' && outcome.reason === 'weekend';

function statusLine(t: Translate, { day, outcome, next }: DayStatus): string | undefined {
  const why = outcomeText(t, day, outcome, next === undefined);
  if (why === undefined) return undefined;
  if (next === undefined) return why;
  const key = outcome.kind === 'waiting' ? 'building.begins' : 'building.next';
  return `${why} ${t(key, { when: relativeTime(next) })}`;
}

function outcomeText(
  t: Translate,
  day: string,
  outcome: DayStatus['outcome'],
  isFinal: boolean,
): string | undefined {
  if (outcome.kind === 'waiting') return t('building.waiting', { day });
  if (outcome.kind === 'failed') {
    const { failure } = outcome;
    if (failure === 'disk' || failure === 'unexpected') return t('building.fault', { day });
    return t(isFinal ? 'building.failed' : 'building.failing', { day });
  }
  // It has a digest, which is in the archive or about to be.
  if (outcome.kind !== 'nothing') return undefined;
  switch (outcome.reason) {
    case 'not-over':
      return t('building.waiting', { day });
    case 'weekend':
      return t('building.weekend', { day });
    case 'holiday':
      return t('building.holiday', { day });
    case 'not-yet':
      return t(isFinal ? 'building.none' : 'building.not-yet', { day });
    case 'short-list':
      return t('building.short-list', {
        day,
        listed: outcome.listed ?? 0,
        usual: outcome.usual ?? 0,
      });
    case 'not-hot':
      return t('building.not-hot', { day, upvotes: outcome.minUpvotes ?? 0 });
  }
}
