import { existsSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError } from '../operator-error.ts';
import type { Turn, Turns } from '../sources/throttle.ts';
import { tryLock } from './lock.ts';
import { fileBeside } from './url.ts';

/** Where nothing can be locked, each process has its own turns. */
const ALONE: Turn = { lastEnded: -Infinity, end: () => undefined };

/**
 * Turns by a lock beside the store, `paperboy-NAME.db-lock`, whose time says when the last one
 * ended. A turn ends with its process, too. Undefined where the store ends with its process.
 *
 * @throws OperatorError as `fileBeside`
 */
export function turnsBeside(url: string, name: string): Turns | undefined {
  const file = fileBeside(url, name);
  if (file === undefined) return undefined;
  const mark = `${file}-lock`;
  const take = (): Turn | undefined => {
    // Without a store there is no bot to share with, and whoever only makes digests needs none.
    if (!existsSync(dirname(mark))) return ALONE;
    const isFirst = !existsSync(mark);
    const lock = tryLock(`sqlite:${file}`);
    if (!lock) return undefined;
    return {
      lastEnded: isFirst ? -Infinity : statSync(mark).mtimeMs,
      end(at) {
        if (Number.isFinite(at)) setTime(mark, new Date(at));
        lock.release();
      },
    };
  };
  return {
    take() {
      try {
        return take();
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        return ALONE;
      }
    },
  };
}

function setTime(file: string, time: Date): void {
  try {
    utimesSync(file, time, time);
  } catch {
    // Another user's file, in which only that one may set times.
  }
}
