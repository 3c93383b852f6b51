import { describe, expect, it } from 'vitest';
import { firstState, withOutcome } from '../../src/builder/schedule.ts';
import type { SourceId } from '../../src/sources/types.ts';

const SATURDAY = '2026-06-13';
const NOW = Date.parse('2026-06-14T06:00:00Z');

describe('a weekend', () => {
  const triedNext = (source: SourceId): number | undefined => {
    const outcome = { kind: 'nothing', reason: 'weekend', source } as const;
    return withOutcome(firstState(NOW), SATURDAY, outcome, NOW).days[SATURDAY]?.next;
  };

  it('is settled for Hugging Face, which lists nothing then', () => {
    expect(triedNext('huggingface')).toBeUndefined();
  });

  it('is a day like others for a followed folder, whose digest may come later', () => {
    expect(triedNext('follow')).toBe(NOW + 3_600_000);
  });
});
