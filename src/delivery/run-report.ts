import type { Delivery } from './job.ts';

/** What became of a run's jobs, for the one line that the log gets of it. */
export interface RunReport {
  /** The days delivered, most channels first. */
  days: string[];
  channels: number;
  sent: number;
  skipped: number;
  failed: number;
  pending: number;
  /** How many channels were not posted to, by the reason's code; the commonest ten. */
  reasons: Record<string, number>;
}

const REASONS = 10;

/** Counts what becomes of a run's jobs. */
export function createTally() {
  const counts = { sent: 0, skipped: 0, failed: 0, pending: 0 };
  const reasons = new Map<string, number>();
  const days = new Map<string, number>();
  const increase = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  return {
    count(delivery: Delivery): void {
      counts[delivery.kind]++;
      increase(days, delivery.day);
      if ('reason' in delivery) increase(reasons, delivery.reason.code);
    },
    report(): RunReport {
      const byCount = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, REASONS);
      return {
        days: [...days].sort((a, b) => b[1] - a[1]).map(([day]) => day),
        channels: Object.values(counts).reduce((sum, n) => sum + n, 0),
        ...counts,
        reasons: Object.fromEntries(byCount),
      };
    },
  };
}
