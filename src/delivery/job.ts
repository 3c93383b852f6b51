import type { Day, Digest } from '../digest/types.ts';
import type { Reason } from './reason.ts';

/** One digest to be brought to one channel. */
export interface Job {
  channelId: string;
  digest: Digest;
  /** The days that were missed for long and are only named, oldest first. */
  fold: readonly Day[];
  /** When it was due, in Unix milliseconds. */
  due: number;
  /** A person asked for it and waits. */
  isUrgent: boolean;
}

/** What became of a job. */
export type Delivery =
  | { kind: 'sent'; day: Day; messageId: string; before: boolean }
  | { kind: 'skipped' | 'failed'; day: Day; reason: Reason }
  /** Not settled; the next minute tries again. */
  | { kind: 'pending'; day: Day; reason: Reason };
