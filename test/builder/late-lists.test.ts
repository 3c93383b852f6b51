import { describe, expect, it } from 'vitest';
import { originOf } from '../../src/digest/front-matter.ts';
import type { Day } from '../../src/digest/types.ts';
import type { Candidate } from '../../src/sources/types.ts';
import { type BuilderHarness, createBuilderHarness } from './builder-harness.ts';
import { failed } from './fake-sources.ts';

const fileOf = (day: Day): string => `${day}---Hot-Papers.md`;

/** A Friday and the two Fridays before it. */
const FRIDAY = '2026-06-26';
const FRIDAYS = ['2026-06-12', '2026-06-19'];
const MONDAY = '2026-06-29';

/** `count` papers of a day with falling upvotes, the first with `hottest`. */
function papersOf(day: Day, count: number, hottest = 100): Record<string, number> {
  const prefix = `2606.${day.slice(8)}`;
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${prefix}${String(100 + n)}`, hottest - n]),
  );
}

const statusOf = (harness: BuilderHarness, day: Day) =>
  harness.builder.statuses().find((status) => status.day === day);
const idsOf = async (harness: BuilderHarness, day: Day): Promise<string[] | undefined> =>
  (await harness.digest(day))?.papers.map(({ arxivId }) => arxivId);

describe('a list that is far shorter than usual', () => {
  /** A builder that has seen a Friday with fifteen papers; it's Saturday, 05:00 UTC. */
  async function createFridaysHarness(): Promise<BuilderHarness> {
    const harness = await createBuilderHarness({ now: '2026-06-20T06:00:00Z' });
    harness.fakeSources.lists('2026-06-19', papersOf('2026-06-19', 15));
    await harness.builder.tick();
    harness.clock.now = Date.parse('2026-06-27T05:00:00Z');
    await harness.builder.tick();
    return harness;
  }

  it('waits for more papers and says so', async () => {
    const harness = await createFridaysHarness();
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 1));
    await harness.passTo('2026-06-27T09:30:00Z');
    expect(await harness.files()).not.toContain(fileOf(FRIDAY));
    expect(statusOf(harness, FRIDAY)).toMatchObject({
      outcome: { kind: 'nothing', reason: 'short-list', listed: 1, usual: 15 },
      next: new Date('2026-06-27T10:00:00Z'),
    });
    expect(harness.logged).toContain(
      `info only 1 paper listed for ${FRIDAY} so far, usually about 15; next try at 07:00 UTC`,
    );
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 15));
    await harness.passTo('2026-06-27T10:00:00Z');
    expect(await idsOf(harness, FRIDAY)).toHaveLength(10);
  });

  it('waits up to 12:00 UTC, not longer', async () => {
    const harness = await createFridaysHarness();
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 1));
    await harness.passTo('2026-06-27T11:50:00Z');
    expect(await harness.files()).not.toContain(fileOf(FRIDAY));
    await harness.passTo('2026-06-27T12:00:00Z');
    expect(await idsOf(harness, FRIDAY)).toHaveLength(1);
  });

  it('is compared with the same weekday only', async () => {
    const harness = await createFridaysHarness();
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 15));
    harness.fakeSources.lists(MONDAY, papersOf(MONDAY, 3));
    await harness.passTo('2026-06-30T06:00:00Z');
    expect(await idsOf(harness, MONDAY)).toHaveLength(3);
  });

  it("doesn't wait if it's only a little shorter", async () => {
    const harness = await createFridaysHarness();
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 5));
    await harness.passTo('2026-06-27T06:00:00Z');
    expect(await idsOf(harness, FRIDAY)).toHaveLength(5);
  });

  it('is noticed at the first start too, by the lists of the weeks before', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-27T06:00:00Z', isFirstStart: true });
    for (const day of FRIDAYS) harness.fakeSources.lists(day, papersOf(day, 15));
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 2));
    await harness.builder.tick();
    expect(harness.fakeSources.asked).toEqual(
      [FRIDAY, '2026-06-19', '2026-06-12'].map((day) => `huggingface ${day}`),
    );
    expect(statusOf(harness, FRIDAY)?.outcome).toMatchObject({ reason: 'short-list' });
  });
});

describe('the second reading of a list', () => {
  /** What the list says of the first paper besides its upvotes. */
  function giveFirst({ fakeSources }: BuilderHarness, details: Partial<Candidate>): void {
    fakeSources.lists(FRIDAY, papersOf(FRIDAY, 11));
    const answer = fakeSources.listing.get(FRIDAY);
    if (answer?.status === 'ok') Object.assign(answer.value[0] ?? {}, details);
  }

  /** Friday's digest is written with ten papers. */
  async function createWrittenHarness(details: Partial<Candidate> = {}): Promise<BuilderHarness> {
    const harness = await createBuilderHarness({ now: '2026-06-27T06:00:00Z' });
    giveFirst(harness, details);
    await harness.builder.tick();
    return harness;
  }

  it('adds a paper that belongs to the top by now and ranks all anew, but takes none out', async () => {
    const harness = await createWrittenHarness();
    const before = (await idsOf(harness, FRIDAY)) ?? [];
    const written = (await harness.read(fileOf(FRIDAY))).split('\n')[2];
    harness.fakeSources.lists(FRIDAY, {
      ...papersOf(FRIDAY, 11),
      '2606.26101': 300,
      '2606.26900': 200,
    });
    await harness.passTo('2026-06-28T00:00:00Z');
    const [first, second, ...others] = before;
    expect(await idsOf(harness, FRIDAY)).toEqual([second, '2606.26900', first, ...others]);
    const text = await harness.read(fileOf(FRIDAY));
    expect(text.split('\n')[2]).toBe(written);
    expect(originOf(text)).toMatchObject({ isOurs: true, isUnedited: true, isRefreshed: true });
  });

  it('changes nothing but counts where the order stays', async () => {
    const harness = await createWrittenHarness();
    const before = (await harness.read(fileOf(FRIDAY))).split('\n');
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 10, 120));
    await harness.passTo('2026-06-28T00:00:00Z');
    const after = (await harness.read(fileOf(FRIDAY))).split('\n');
    const isCounts = (line: string): boolean => /^- upvotes: \d+ \(/.test(line);
    const isProvenance = (line: string): boolean =>
      /^(refreshed|checksum): | {2}- "(huggingface|hackernews) 2026-06-28/.test(line);
    expect(after.filter((line) => !isCounts(line) && !isProvenance(line))).toEqual(
      before.filter((line) => !isCounts(line) && !line.startsWith('checksum: ')),
    );
    expect(after.filter(isCounts)[0]).toBe('- upvotes: 120 (06/28/2026 00:00:00)');
  });

  it('keeps what the list no longer says of a paper, and takes over what is new', async () => {
    const project = 'https://example.org/project';
    const code = 'https://github.com/example/code';
    const harness = await createWrittenHarness({ links: { project } });
    giveFirst(harness, { links: { code }, stars: 7 });
    await harness.passTo('2026-06-28T00:00:00Z');
    expect((await harness.digest(FRIDAY))?.papers[0]).toMatchObject({
      links: { code, project },
      metrics: { upvotes: 100, stars: 7 },
    });
  });

  it("doesn't add a paper that was in a digest before, or was withdrawn", async () => {
    const harness = await createWrittenHarness();
    const before = await idsOf(harness, FRIDAY);
    await harness.write(
      '2026-06-20.md',
      (await harness.read(fileOf(FRIDAY)))
        .replaceAll(FRIDAY, '2026-06-20')
        .replaceAll('2606.26100', '2606.26901'),
    );
    harness.fakeSources.records.set('2606.26900', { isWithdrawn: true });
    harness.fakeSources.lists(FRIDAY, {
      ...papersOf(FRIDAY, 10),
      '2606.26900': 200,
      '2606.26901': 300,
    });
    await harness.passTo('2026-06-28T00:00:00Z');
    expect(await idsOf(harness, FRIDAY)).toEqual(before);
  });

  it('is tried hourly while arXiv is down, and goes on without new papers in the end', async () => {
    const harness = await createWrittenHarness();
    const before = await idsOf(harness, FRIDAY);
    harness.fakeSources.lists(FRIDAY, { ...papersOf(FRIDAY, 10, 90), '2606.26900': 200 });
    harness.fakeSources.recordsAnswer = failed('network', 'arXiv could not be reached');
    await harness.passTo('2026-06-28T04:30:00Z');
    expect((await harness.digest(FRIDAY))?.papers[0]?.metrics).toEqual({ upvotes: 100 });
    await harness.passTo('2026-06-28T06:00:00Z');
    expect(await idsOf(harness, FRIDAY)).toEqual(before);
    expect((await harness.digest(FRIDAY))?.papers[0]?.metrics).toEqual({ upvotes: 90 });
  });
});

describe('papers that have risen since their day', () => {
  /** Friday's digest is there and was read again; Monday's is made after the Friday list changed. */
  async function createRisenHarness(
    risen: Record<string, number>,
    adjust: (harness: BuilderHarness) => void = () => undefined,
  ): Promise<BuilderHarness> {
    const harness = await createBuilderHarness({ now: '2026-06-27T06:00:00Z' });
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 10));
    await harness.passTo('2026-06-30T05:00:00Z');
    harness.fakeSources.lists(FRIDAY, { ...papersOf(FRIDAY, 10), ...risen });
    harness.fakeSources.lists(MONDAY, papersOf(MONDAY, 10));
    adjust(harness);
    await harness.passTo('2026-06-30T06:00:00Z');
    return harness;
  }

  it('are named in the next digest, three at most, most upvotes first', async () => {
    const harness = await createRisenHarness({
      '2606.26901': 92,
      '2606.26902': 400,
      '2606.26903': 300,
      '2606.26904': 200,
    });
    expect((await harness.digest(MONDAY))?.risen).toEqual(
      [
        ['2606.26902', 400],
        ['2606.26903', 300],
        ['2606.26904', 200],
      ].map(([arxivId, upvotes]) => ({ arxivId, title: `Paper ${arxivId}`, upvotes })),
    );
    // The digest of their own day stays as people know it.
    expect(await idsOf(harness, FRIDAY)).toHaveLength(10);
  });

  it('have more upvotes than a paper of that digest', async () => {
    const harness = await createRisenHarness({ '2606.26901': 91, '2606.26902': 92 });
    expect((await harness.digest(MONDAY))?.risen).toMatchObject([{ arxivId: '2606.26902' }]);
  });

  it("aren't withdrawn, unknown to arXiv, or in the digest itself", async () => {
    const harness = await createRisenHarness(
      { '2606.26901': 200, '2606.26902': 200, '2606.29100': 200 },
      ({ fakeSources }) => {
        fakeSources.records.set('2606.26901', { isWithdrawn: true });
        fakeSources.records.set('2606.26902', undefined);
      },
    );
    expect((await harness.digest(MONDAY))?.risen).toBeUndefined();
  });

  it('are named once', async () => {
    const harness = await createRisenHarness({ '2606.26901': 200 });
    harness.fakeSources.lists('2026-06-30', papersOf('2026-06-30', 10));
    await harness.passTo('2026-07-01T06:00:00Z');
    expect((await harness.digest(MONDAY))?.risen).toHaveLength(1);
    expect(await idsOf(harness, '2026-06-30')).toHaveLength(10);
    expect((await harness.digest('2026-06-30'))?.risen).toBeUndefined();
  });

  it("don't hold a digest up whose earlier lists can't be read", async () => {
    const harness = await createRisenHarness({ '2606.26901': 200 }, ({ fakeSources }) => {
      fakeSources.listing.set(FRIDAY, failed('parse', 'Hugging Face sent something else'));
    });
    expect(await idsOf(harness, MONDAY)).toHaveLength(10);
    expect((await harness.digest(MONDAY))?.risen).toBeUndefined();
  });
});

describe('the first start', () => {
  /** The fourteen working days up to Friday, newest first. */
  const WORKING_DAYS = [26, 25, 24, 23, 22, 19, 18, 17, 16, 15, 12, 11, 10, 9].map(
    (n) => `2026-06-${String(n).padStart(2, '0')}`,
  );

  async function createFirstHarness(): Promise<BuilderHarness> {
    const harness = await createBuilderHarness({ now: '2026-06-27T07:00:00Z', isFirstStart: true });
    for (const day of [...WORKING_DAYS, '2026-06-08']) {
      harness.fakeSources.lists(day, papersOf(day, 10));
    }
    return harness;
  }
  const askedDays = (harness: BuilderHarness): string[] =>
    harness.fakeSources.asked.flatMap((what) => /^huggingface (.*)/.exec(what)?.[1] ?? []);

  it('builds the newest digest, then those of the fourteen working days, newest first', async () => {
    const harness = await createFirstHarness();
    await harness.builder.tick();
    expect(await harness.files()).toEqual([fileOf(FRIDAY)]);
    harness.fakeSources.asked.length = 0;
    await harness.passTo('2026-06-27T07:20:00Z');
    expect(await harness.files()).toEqual(WORKING_DAYS.map(fileOf).reverse());
    expect(askedDays(harness)).toEqual(WORKING_DAYS.slice(1));
  });

  it('continues after a restart where it was', async () => {
    const harness = await createFirstHarness();
    await harness.builder.tick();
    harness.fakeSources.onAsk = (what) => {
      if (what === 'huggingface 2026-06-22') void harness.builder.stop();
    };
    harness.clock.now += 60_000;
    await harness.builder.tick();
    expect(await harness.files()).toHaveLength(4);
    harness.fakeSources.onAsk = () => undefined;
    harness.fakeSources.asked.length = 0;
    await harness.restart();
    await harness.builder.tick();
    expect(await harness.files()).toEqual(WORKING_DAYS.map(fileOf).reverse());
    expect(askedDays(harness)).toEqual(WORKING_DAYS.slice(4));
  });

  it('asks for each day once, even if it had no papers, and keeps quiet about it', async () => {
    const harness = await createFirstHarness();
    for (const day of WORKING_DAYS.slice(3)) harness.fakeSources.listing.delete(day);
    await harness.passTo('2026-06-29T05:00:00Z');
    const asked = askedDays(harness);
    expect(WORKING_DAYS.slice(1).map((day) => asked.filter((one) => one === day).length)).toEqual(
      WORKING_DAYS.slice(1).map(() => 1),
    );
    expect(harness.logged.filter((line) => line.includes('were listed'))).toEqual([]);
  });

  it('tries a day again that failed, and lets no source be asked meanwhile', async () => {
    const harness = await createFirstHarness();
    await harness.builder.tick();
    harness.fakeSources.listing.set('2026-06-24', failed('network', 'no answer'));
    await harness.passTo('2026-06-27T07:50:00Z');
    expect(await harness.files()).toHaveLength(2);
    harness.fakeSources.lists('2026-06-24', papersOf('2026-06-24', 10));
    await harness.passTo('2026-06-27T09:00:00Z');
    expect(await harness.files()).toHaveLength(14);
  });

  it('leaves an archive alone that has been there for longer', async () => {
    const harness = await createBuilderHarness({ now: '2026-06-27T07:00:00Z' });
    harness.fakeSources.lists(FRIDAY, papersOf(FRIDAY, 10));
    await harness.passTo('2026-06-27T12:00:00Z');
    expect(askedDays(harness)).toEqual([FRIDAY]);
  });
});
