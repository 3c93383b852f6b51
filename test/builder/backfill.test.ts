import { describe, expect, it } from 'vitest';
import { backfill } from '../../src/builder/backfill.ts';
import { type BuildHarness, createBuildHarness } from './builder-harness.ts';
import { failed } from './fake-sources.ts';

const fileOf = (day: string): string => `${day}---Hot-Papers.md`;
const A = '2606.00001';
const B = '2606.00002';
const C = '2606.00003';

interface Options {
  from: string;
  to: string;
  isDryRun?: boolean;
  signal?: AbortSignal;
}

/** Builds the digests for a range of days, and returns what was printed. */
async function fill(harness: BuildHarness, { from, to, isDryRun = false, signal }: Options) {
  const printed: string[] = [];
  const isComplete = await backfill({ from, to, isDryRun }, harness.dependencies, {
    print: (line) => printed.push(line),
    signal: signal ?? new AbortController().signal,
  });
  return { isComplete, printed };
}

/** A week in which Wednesday to Friday have papers. */
async function createWeekHarness(): Promise<BuildHarness> {
  const harness = await createBuildHarness({ now: '2026-06-15T12:00:00Z' });
  harness.fakeSources.lists('2026-06-10', { [A]: 9 });
  harness.fakeSources.lists('2026-06-11', { [B]: 9 });
  harness.fakeSources.lists('2026-06-12', { [C]: 9 });
  return harness;
}

describe('building a range of days', () => {
  it('prints one line per day and counts as complete although some days have no digest', async () => {
    const harness = await createWeekHarness();
    expect(await fill(harness, { from: '2026-06-09', to: '2026-06-14' })).toEqual({
      isComplete: true,
      printed: [
        'no papers were listed for 2026-06-09',
        `2026-06-10: 1 paper written to ${fileOf('2026-06-10')}`,
        `2026-06-11: 1 paper written to ${fileOf('2026-06-11')}`,
        `2026-06-12: 1 paper written to ${fileOf('2026-06-12')}`,
        '2026-06-13 was a Saturday: Hugging Face lists no papers on weekends',
        '2026-06-14 was a Sunday: Hugging Face lists no papers on weekends',
      ],
    });
  });

  it('resumes where it was interrupted when run again', async () => {
    const harness = await createWeekHarness();
    const ending = new AbortController();
    harness.fakeSources.onAsk = (what) => {
      if (what === 'huggingface 2026-06-11') ending.abort();
    };
    const range = { from: '2026-06-10', to: '2026-06-12' };
    expect(await fill(harness, { ...range, signal: ending.signal })).toEqual({
      isComplete: false,
      printed: [`2026-06-10: 1 paper written to ${fileOf('2026-06-10')}`],
    });
    harness.fakeSources.asked.length = 0;
    const { isComplete, printed } = await fill(harness, range);
    expect(isComplete).toBe(true);
    expect(printed[0]).toBe(`2026-06-10: ${fileOf('2026-06-10')} already exists`);
    expect(harness.fakeSources.asked).not.toContain('huggingface 2026-06-10');
    expect(await harness.files()).toHaveLength(3);
  });

  it('stops where the next day would fail too, and says how to continue', async () => {
    const harness = await createWeekHarness();
    const retryAt = new Date('2026-06-15T12:30:00Z');
    harness.fakeSources.listing.set(
      '2026-06-11',
      failed('rate-limited', 'That is enough', retryAt),
    );
    expect(await fill(harness, { from: '2026-06-10', to: '2026-06-12' })).toEqual({
      isComplete: false,
      printed: [
        `2026-06-10: 1 paper written to ${fileOf('2026-06-10')}`,
        '2026-06-11: That is enough; try again after 2026-06-15 12:30 UTC',
        'Stopped before 2026-06-12: run the same command again to continue.',
      ],
    });
  });

  it.each(['parse', 'stale'] as const)(
    "continues after a day that is broken on its own (%s), but isn't complete",
    async (kind) => {
      const harness = await createWeekHarness();
      harness.fakeSources.listing.set('2026-06-11', failed(kind, 'That is no list'));
      expect(await fill(harness, { from: '2026-06-11', to: '2026-06-12' })).toEqual({
        isComplete: false,
        printed: [
          '2026-06-11: That is no list',
          `2026-06-12: 1 paper written to ${fileOf('2026-06-12')}`,
        ],
      });
    },
  );

  it("doesn't ask for a day that isn't over, and says when it will be", async () => {
    const harness = await createWeekHarness();
    expect(await fill(harness, { from: '2026-06-14', to: '2026-06-17' })).toEqual({
      isComplete: false,
      printed: [
        '2026-06-14 was a Sunday: Hugging Face lists no papers on weekends',
        "2026-06-15 isn't over yet: its digest can be built from 2026-06-16 00:00 UTC on",
      ],
    });
    expect(harness.fakeSources.asked).toEqual(['huggingface 2026-06-14']);
  });

  it('says that a recent day may still get papers', async () => {
    const harness = await createBuildHarness({ now: '2026-06-13T07:00:00Z' });
    expect(await fill(harness, { from: '2026-06-12', to: '2026-06-12' })).toEqual({
      isComplete: true,
      printed: ['no papers have been listed for 2026-06-12 yet'],
    });
  });

  it('prints whole digests and what was left out in a dry run, and writes nothing', async () => {
    const harness = await createWeekHarness();
    harness.fakeSources.lists('2026-06-10', { [A]: 9, [B]: 8 });
    harness.fakeSources.records.set(B, { isWithdrawn: true });
    const { isComplete, printed } = await fill(harness, {
      from: '2026-06-10',
      to: '2026-06-10',
      isDryRun: true,
    });
    expect(isComplete).toBe(true);
    expect(printed).toEqual([
      `2026-06-10: 1 paper would be written to ${fileOf('2026-06-10')}`,
      `  ${B} was left out: it was withdrawn`,
      expect.stringContaining(`# 1. Paper ${A}`),
    ]);
    expect(await harness.files()).toEqual([]);
  });
});
