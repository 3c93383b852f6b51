import { describe, expect, it } from 'vitest';
import { backfill } from '../../src/builder/backfill.ts';
import { type Desk, openDesk } from './desk.ts';
import { failed } from './outside.ts';

const fileOf = (day: string): string => `${day}---Hot-Papers.md`;
const A = '2606.00001';
const B = '2606.00002';
const C = '2606.00003';

interface Wish {
  from: string;
  to: string;
  isDryRun?: boolean;
  signal?: AbortSignal;
}

/** Makes the digests of a range, and gives what was printed. */
async function fill(desk: Desk, { from, to, isDryRun = false, signal }: Wish) {
  const printed: string[] = [];
  const isWhole = await backfill({ from, to, isDryRun }, desk.parts, {
    print: (line) => printed.push(line),
    signal: signal ?? new AbortController().signal,
  });
  return { isWhole, printed };
}

/** Wednesday to Friday have papers. */
async function openWeek(): Promise<Desk> {
  const desk = await openDesk({ now: '2026-06-15T12:00:00Z' });
  desk.outside.lists('2026-06-10', { [A]: 9 });
  desk.outside.lists('2026-06-11', { [B]: 9 });
  desk.outside.lists('2026-06-12', { [C]: 9 });
  return desk;
}

describe('building a range of days', () => {
  it('prints one line per day and counts as complete although some days have no digest', async () => {
    const desk = await openWeek();
    expect(await fill(desk, { from: '2026-06-09', to: '2026-06-14' })).toEqual({
      isWhole: true,
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
    const desk = await openWeek();
    const ending = new AbortController();
    desk.outside.onAsk = (what) => {
      if (what === 'huggingface 2026-06-11') ending.abort();
    };
    const wish = { from: '2026-06-10', to: '2026-06-12' };
    expect(await fill(desk, { ...wish, signal: ending.signal })).toEqual({
      isWhole: false,
      printed: [`2026-06-10: 1 paper written to ${fileOf('2026-06-10')}`],
    });
    desk.outside.asked.length = 0;
    const { isWhole, printed } = await fill(desk, wish);
    expect(isWhole).toBe(true);
    expect(printed[0]).toBe(`2026-06-10: ${fileOf('2026-06-10')} already exists`);
    expect(desk.outside.asked).not.toContain('huggingface 2026-06-10');
    expect(await desk.files()).toHaveLength(3);
  });

  it('stops where the next day would fail too, and says how to continue', async () => {
    const desk = await openWeek();
    const retryAt = new Date('2026-06-15T12:30:00Z');
    desk.outside.listing.set('2026-06-11', failed('rate-limited', 'That is enough', retryAt));
    expect(await fill(desk, { from: '2026-06-10', to: '2026-06-12' })).toEqual({
      isWhole: false,
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
      const desk = await openWeek();
      desk.outside.listing.set('2026-06-11', failed(kind, 'That is no list'));
      expect(await fill(desk, { from: '2026-06-11', to: '2026-06-12' })).toEqual({
        isWhole: false,
        printed: [
          '2026-06-11: That is no list',
          `2026-06-12: 1 paper written to ${fileOf('2026-06-12')}`,
        ],
      });
    },
  );

  it("doesn't ask for a day that isn't over, and says when it will be", async () => {
    const desk = await openWeek();
    expect(await fill(desk, { from: '2026-06-14', to: '2026-06-17' })).toEqual({
      isWhole: false,
      printed: [
        '2026-06-14 was a Sunday: Hugging Face lists no papers on weekends',
        "2026-06-15 isn't over yet: its digest can be built from 2026-06-16 00:00 UTC on",
      ],
    });
    expect(desk.outside.asked).toEqual(['huggingface 2026-06-14']);
  });

  it('says that a recent day may still get papers', async () => {
    const desk = await openDesk({ now: '2026-06-13T07:00:00Z' });
    expect(await fill(desk, { from: '2026-06-12', to: '2026-06-12' })).toEqual({
      isWhole: true,
      printed: ['no papers have been listed for 2026-06-12 yet'],
    });
  });

  it('prints whole digests and what was left out in a dry run, and writes nothing', async () => {
    const desk = await openWeek();
    desk.outside.lists('2026-06-10', { [A]: 9, [B]: 8 });
    desk.outside.records.set(B, { isWithdrawn: true });
    const { isWhole, printed } = await fill(desk, {
      from: '2026-06-10',
      to: '2026-06-10',
      isDryRun: true,
    });
    expect(isWhole).toBe(true);
    expect(printed).toEqual([
      `2026-06-10: 1 paper would be written to ${fileOf('2026-06-10')}`,
      `  ${B} was left out: it was withdrawn`,
      expect.stringContaining(`# 1. Paper ${A}`),
    ]);
    expect(await desk.files()).toEqual([]);
  });
});
