import type { Day } from '../digest/types.ts';
import type { Trouble } from '../store/subscriptions.ts';
import type { Reason } from './reason.ts';

/** After so many digests, or so long, nothing is tried any more until access is found again. */
const PAUSE_AFTER_DIGESTS = 3;
const PAUSE_AFTER_MS = 7 * 86_400_000;

/** The trouble of a channel after Discord refused one more digest for want of access. */
export function withRefusal(
  before: Trouble | undefined,
  refusal: { day: Day; reason: Reason; now: number },
): Trouble {
  const { day, reason, now } = refusal;
  const since = before?.since ?? now;
  const digests = (before?.digests ?? 0) + (before?.day === day ? 0 : 1);
  const isLong = digests >= PAUSE_AFTER_DIGESTS || now - since >= PAUSE_AFTER_MS;
  const trouble: Trouble = {
    missing: [],
    ...before,
    since,
    day,
    digests,
    reason,
    ...(isLong ? { pausedAt: before?.pausedAt ?? now } : {}),
  };
  // It had been thought to be over.
  delete trouble.resumedAt;
  return trouble;
}
