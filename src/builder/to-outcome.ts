import type { Day } from '../digest/types.ts';
import type { SourceEmpty, SourceFailure, SourceId } from '../sources/types.ts';
import { isHoliday } from './holidays.ts';
import type { Failed, Nothing } from './outcome.ts';

/** An empty answer as the day's outcome. */
export function nothingOf(day: Day, { reason }: SourceEmpty, source: SourceId): Nothing {
  switch (reason) {
    case 'weekend':
      return { kind: 'nothing', reason: 'weekend', source };
    case 'future':
      return { kind: 'nothing', reason: 'not-over', source };
    case 'not-yet':
      return { kind: 'nothing', reason: isHoliday(day) ? 'holiday' : 'not-yet', source };
  }
}

/** A failure of a source as the day's outcome. */
export function failedOf({ kind, message, retryAt }: SourceFailure): Failed {
  return {
    kind: 'failed',
    failure: kind,
    message,
    ...(retryAt && { retryAt: retryAt.getTime() }),
  };
}

/** A line of a digest's front matter: who was asked, when, and what came of it. */
export function provenanceLine(source: SourceId, at: Date, said: string): string {
  return `${source} ${at.toISOString().slice(0, 19)}Z ${said}`;
}
