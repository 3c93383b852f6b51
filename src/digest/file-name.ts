import { isDay } from './day.ts';
import type { Day } from './types.ts';

const NAME = /^(\d{4}-\d{2}-\d{2})(---.+)?\.md$/;

/**
 * The day in a digest's file name, `YYYY-MM-DD.md` or `YYYY-MM-DD---anything.md`; undefined for
 * any other name. Takes a bare name, no path.
 */
export function dayOfFile(name: string): Day | undefined {
  const day = NAME.exec(name)?.[1];
  return day !== undefined && isDay(day) ? day : undefined;
}

/** Whether a file of this (bare) name is taken for a digest. */
export function isDigestFile(name: string): boolean {
  return dayOfFile(name) !== undefined;
}
