import { describe, expect, it } from 'vitest';
import { dueBuilds, initialState, resumeState, withOutcome } from '../../src/builder/schedule.ts';
import type { SourceId } from '../../src/sources/types.ts';

const SATURDAY = '2026-06-13';
const NOW = Date.parse('2026-06-14T06:00:00Z');

describe('a weekend', () => {
  const triedNext = (source: SourceId): number | undefined => {
    const outcome = { kind: 'nothing', reason: 'weekend', source } as const;
    return withOutcome(initialState(NOW), SATURDAY, outcome, NOW).days[SATURDAY]?.next;
  };

  it('is settled for Hugging Face, which lists nothing then', () => {
    expect(triedNext('huggingface')).toBeUndefined();
  });

  it('is an ordinary day for a followed folder, whose digest may come later', () => {
    expect(triedNext('follow')).toBe(NOW + 3_600_000);
  });
});

describe('a day missed for too long', () => {
  const FRIDAY = '2026-06-12';
  const failure = {
    kind: 'failed',
    failure: 'network',
    message: 'It could not be reached',
  } as const;
  const before = withOutcome(initialState(NOW), FRIDAY, failure, NOW);

  it("is settled, since it won't be tried again", () => {
    const now = NOW + 21 * 86_400_000;
    const after = resumeState(before, now);
    expect(after.days[FRIDAY]).toMatchObject({ outcome: failure, tries: 1 });
    expect(after.days[FRIDAY]?.next).toBeUndefined();
    expect(dueBuilds(after, now)).not.toContain(FRIDAY);
  });

  it('is retried as long as it can still be built', () => {
    const now = NOW + 5 * 86_400_000;
    expect(resumeState(before, now)).toEqual(before);
    expect(dueBuilds(before, now)).toContain(FRIDAY);
  });
});
