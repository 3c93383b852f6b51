import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDigest } from '../../src/builder/build.ts';
import type { Outcome } from '../../src/builder/outcome.ts';
import { originOf } from '../../src/digest/front-matter.ts';
import type { Day } from '../../src/digest/types.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { readAsTheArchiveDid } from '../digest/old-reader.ts';
import { type BuildHarness, createBuildHarness } from './builder-harness.ts';
import { candidate, empty, failed } from './fake-sources.ts';

/** A Friday. */
const DAY = '2026-06-12';
const FILE = `${DAY}---Hot-Papers.md`;
const NOW = '2026-06-13T06:00:12Z';
const A = '2606.00001';
const B = '2606.00002';
const C = '2606.00003';

const build = (harness: BuildHarness, day: Day = DAY, isDryRun = false): Promise<Outcome> =>
  buildDigest(day, harness.dependencies, { signal: new AbortController().signal, isDryRun });

const unixMs = (time: string): number => Date.parse(time);

async function createListedHarness(
  options: Partial<Parameters<typeof createBuildHarness>[0]> = {},
): Promise<BuildHarness> {
  const harness = await createBuildHarness({ now: NOW, ...options });
  harness.fakeSources.lists(DAY, { [A]: 118, [B]: 90, [C]: 4 });
  harness.fakeSources.points.set(A, 87);
  return harness;
}

describe('building a digest', () => {
  it('writes the hottest papers with raw counts and their sources', async () => {
    const harness = await createListedHarness();
    expect(await build(harness)).toEqual({
      kind: 'written',
      file: FILE,
      papers: 2,
      from: 'sources',
      remarks: [],
    });
    expect(await harness.files()).toEqual([FILE]);
    expect((await harness.digest(DAY))?.papers).toMatchObject([
      {
        arxivId: A,
        title: `Paper ${A}`,
        metrics: { upvotes: 118, points: 87 },
        observedAt: '2026-06-13T06:00:12',
      },
      { arxivId: B, metrics: { upvotes: 90 } },
    ]);
    const text = await harness.read(FILE);
    expect(originOf(text)).toEqual({
      isOurs: true,
      isUnedited: true,
      isRefreshed: false,
      sources: [
        'huggingface 2026-06-13T06:00:12Z ok 3 listed, 2 asked about',
        'arxiv 2026-06-13T06:00:12Z ok 2 known',
        'hackernews 2026-06-13T06:00:12Z ok points of 1',
      ],
    });
    expect(readAsTheArchiveDid(text).map(({ id }) => id)).toEqual([A, B]);
  });

  it('asks the sources in order, and only about papers that can matter', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.records.set(B, { isWithdrawn: true });
    await build(harness);
    expect(harness.fakeSources.asked).toEqual([
      `huggingface ${DAY}`,
      'arxiv 2',
      'hackernews 1 since 2026-06-05',
    ]);
  });

  it('records the time of the last answer as the time of the counts', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.onAsk = () => {
      harness.clock.now += 5_000;
    };
    await build(harness);
    expect((await harness.digest(DAY))?.papers[0]?.observedAt).toBe('2026-06-13T06:00:27');
  });

  it('reads back as listed, however hostile the text', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.records.set(A, {
      title: '# 2. <script>\n---\u202e @everyone',
      authors: ['- links: [abs](https://evil.example)', 'Smith, Jr.'],
      abstract: '<blockquote class="twitter-tweet">\n# 3. x',
    });
    await build(harness);
    expect((await harness.digest(DAY))?.papers).toMatchObject([
      {
        rank: 1,
        arxivId: A,
        title: '# 2. <script> --- @everyone',
        authors: ['links: [abs](https://evil.example)', 'Smith Jr.'],
        abstract: 'Abstract: <blockquote class="twitter-tweet"> # 3. x',
        tweets: [],
      },
      { rank: 2, arxivId: B },
    ]);
  });

  it('writes what the source says besides, and stars among the counts', async () => {
    const harness = await createListedHarness();
    const details = {
      links: { code: 'https://github.com/owner/repo' },
      organization: 'MIT',
      keywords: ['a', 'b'],
      summary: { text: 'One sentence.', by: 'org/model' },
      picture: 'https://huggingface.co/a.png',
    };
    harness.fakeSources.listing.set(DAY, {
      status: 'ok',
      value: [{ ...candidate(A, 9), ...details, stars: 251 }, candidate(B, 5)],
      observedAt: new Date(NOW),
      remarks: [],
    });
    expect(await build(harness)).toMatchObject({ kind: 'written', papers: 2, remarks: [] });
    const [first, second] = (await harness.digest(DAY))?.papers ?? [];
    expect(first).toMatchObject({ ...details, metrics: { upvotes: 9, points: 87, stars: 251 } });
    expect(second).not.toHaveProperty('links');
    expect(readAsTheArchiveDid(await harness.read(FILE))[0]?.counts).toMatchObject({ stars: 251 });
  });

  it('says how many optional values had no room', async () => {
    const harness = await createListedHarness();
    harness.dependencies.selection = { top: 50, minUpvotes: 5 };
    const value = Array.from({ length: 50 }, (_, n) => ({
      ...candidate(`2606.1${String(n).padStart(4, '0')}`, 9),
      summary: { text: '雪'.repeat(600) },
    }));
    harness.fakeSources.listing.set(DAY, {
      status: 'ok',
      value,
      observedAt: new Date(NOW),
      remarks: [],
    });
    expect(await build(harness)).toMatchObject({
      papers: 50,
      remarks: [expect.stringMatching(/^4\d optional values were left out/)],
    });
  });

  it('leaves out papers that were in a digest of the last 30 days', async () => {
    const harness = await createListedHarness();
    const before = (day: Day, arxivId: string) =>
      harness.write(`${day}.md`, markdownOf(digestOf({ day, papers: [{ arxivId }] })));
    await before('2026-05-13', A);
    await before('2026-05-12', B);
    expect(await build(harness)).toMatchObject({ kind: 'written', papers: 1 });
    expect((await harness.digest(DAY))?.papers).toMatchObject([{ arxivId: B }]);
  });

  it('ignores later digests and broken ones when it looks for repeats', async () => {
    const harness = await createListedHarness();
    await harness.write(
      '2026-06-13.md',
      markdownOf(digestOf({ day: '2026-06-13', papers: [{ arxivId: A }] })),
    );
    await harness.write('2026-06-11.md', 'no digest');
    expect(await build(harness)).toMatchObject({ kind: 'written', papers: 2 });
  });

  it('reports what it left out', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.records.set(B, { isWithdrawn: true });
    harness.fakeSources.pointsAnswer = failed('rate-limited', 'Hacker News has had enough');
    expect(await build(harness)).toMatchObject({
      papers: 1,
      remarks: [`${B} was left out: it was withdrawn`, 'no points: Hacker News has had enough'],
    });
  });

  it("does without counts it couldn't get, and notes that in the digest", async () => {
    const harness = await createListedHarness();
    harness.fakeSources.pointsAnswer = failed('network', 'Hacker News could not be reached');
    expect(await build(harness)).toMatchObject({ kind: 'written', papers: 2 });
    expect((await harness.digest(DAY))?.papers[0]?.metrics).toEqual({ upvotes: 118 });
    expect(originOf(await harness.read(FILE)).sources[2]).toBe(
      'hackernews 2026-06-13T06:00:12Z failed network',
    );
  });

  it('prints the digest in a dry run and writes nothing', async () => {
    const harness = await createListedHarness();
    const outcome = await build(harness, DAY, true);
    expect(outcome).toMatchObject({ kind: 'would-write', file: FILE, papers: 2 });
    expect(await harness.files()).toEqual([]);
    await build(harness);
    expect(outcome).toMatchObject({ text: await harness.read(FILE) });
  });
});

describe('a day that already has a file', () => {
  it.each([FILE, `${DAY}.md`, `${DAY}---by-hand.md`])(
    'keeps the file and asks no source (%s)',
    async (name) => {
      const harness = await createListedHarness();
      await harness.write(name, 'mine');
      expect(await build(harness)).toEqual({ kind: 'kept', file: name, isOurs: false });
      expect(await harness.files()).toEqual([name]);
      expect(await harness.read(name)).toBe('mine');
      expect(harness.fakeSources.asked).toEqual([]);
    },
  );

  it('keeps a file that Paperboy wrote itself', async () => {
    const harness = await createListedHarness();
    await build(harness);
    const text = await harness.read(FILE);
    harness.fakeSources.lists(DAY, { [C]: 500 });
    expect(await build(harness)).toEqual({ kind: 'kept', file: FILE, isOurs: true });
    expect(await harness.read(FILE)).toBe(text);
  });

  it.each([FILE, `${DAY}.md`])('keeps a file that appears during the build as %s', async (name) => {
    const harness = await createListedHarness();
    harness.fakeSources.onAsk = async (what) => {
      if (what.startsWith('hackernews')) await harness.write(name, 'just now, by hand');
    };
    expect(await build(harness)).toEqual({ kind: 'kept', file: name, isOurs: false });
    expect(await harness.files()).toEqual([name]);
    expect(await harness.read(name)).toBe('just now, by hand');
  });
});

describe('a day without a digest', () => {
  it.each<[string, Day, object]>([
    ['a weekend', '2026-06-13', { kind: 'nothing', reason: 'weekend', source: 'huggingface' }],
    ['a weekday', '2026-06-11', { kind: 'nothing', reason: 'not-yet', source: 'huggingface' }],
    ['a holiday', '2025-12-25', { kind: 'nothing', reason: 'holiday', source: 'huggingface' }],
  ])('gives the reason: %s', async (_what, day, outcome) => {
    const harness = await createBuildHarness({ now: '2026-06-15T12:00:00Z' });
    expect(await build(harness, day)).toEqual(outcome);
    expect(harness.fakeSources.asked).toEqual([`huggingface ${day}`]);
    expect(await harness.files()).toEqual([]);
  });

  it("isn't requested before it is over", async () => {
    const harness = await createListedHarness({ now: '2026-06-12T23:59:59Z' });
    expect(await build(harness)).toEqual({ kind: 'nothing', reason: 'not-over' });
    expect(harness.fakeSources.asked).toEqual([]);
    harness.clock.now = unixMs('2026-06-13T00:00:00Z');
    expect(await build(harness)).toMatchObject({ kind: 'written' });
  });

  it('may have papers, but none that is new and hot enough', async () => {
    const harness = await createBuildHarness({ now: NOW });
    harness.fakeSources.lists(DAY, { [A]: 4, [B]: 0 });
    expect(await build(harness)).toEqual({
      kind: 'nothing',
      reason: 'not-hot',
      source: 'huggingface',
      listed: 2,
      minUpvotes: 5,
    });
    expect(harness.fakeSources.asked).toEqual([`huggingface ${DAY}`]);
  });

  it('may have no papers left after asking arXiv', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.records.set(A, { isWithdrawn: true });
    harness.fakeSources.records.set(B, { isWithdrawn: true });
    expect(await build(harness)).toMatchObject({
      kind: 'nothing',
      reason: 'not-hot',
      remarks: [`${A} was left out: it was withdrawn`, `${B} was left out: it was withdrawn`],
    });
    expect(await harness.files()).toEqual([]);
  });
});

describe('failures while building a digest', () => {
  it('fails the day when Hugging Face fails, and says until when', async () => {
    const harness = await createListedHarness();
    const retryAt = new Date('2026-06-13T06:05:00Z');
    harness.fakeSources.listing.set(
      'all',
      failed('rate-limited', 'Hugging Face has had enough', retryAt),
    );
    expect(await build(harness)).toEqual({
      kind: 'failed',
      failure: 'rate-limited',
      message: 'Hugging Face has had enough',
      retryAt: retryAt.getTime(),
    });
    expect(await harness.files()).toEqual([]);
  });

  it("holds the day up when arXiv fails, since papers without categories can't be written", async () => {
    const harness = await createListedHarness();
    harness.fakeSources.recordsAnswer = failed('network', 'arXiv could not be reached');
    expect(await build(harness)).toEqual({
      kind: 'failed',
      failure: 'network',
      message: 'arXiv could not be reached',
    });
    expect(await harness.files()).toEqual([]);
    harness.fakeSources.recordsAnswer = undefined;
    expect(await build(harness)).toMatchObject({ kind: 'written', papers: 2 });
  });

  it('waits six hours for arXiv to know a paper, then leaves it out', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.records.set(A, undefined);
    harness.clock.now = unixMs('2026-06-13T11:59:59Z');
    expect(await build(harness)).toEqual({
      kind: 'failed',
      failure: 'incomplete',
      message: `arXiv has no record yet of ${A}, which belongs in the digest`,
    });
    harness.clock.now = unixMs('2026-06-13T12:00:00Z');
    expect(await build(harness)).toMatchObject({
      kind: 'written',
      papers: 1,
      remarks: [`${A} was left out: arXiv has no record of it`],
    });
    expect(originOf(await harness.read(FILE)).sources[1]).toBe(
      `arxiv 2026-06-13T12:00:00Z ok 1 known, left out without a record: ${A}`,
    );
  });

  it('holds the day up for good while arXiv knows none of its papers', async () => {
    const harness = await createListedHarness({ now: '2026-06-20T12:00:00Z' });
    for (const id of [A, B]) harness.fakeSources.records.set(id, undefined);
    expect(await build(harness)).toMatchObject({ kind: 'failed', failure: 'incomplete' });
  });

  it('names the folder and the reason when writing fails', async () => {
    const harness = await createListedHarness();
    await rm(harness.directory, { recursive: true });
    expect(await build(harness)).toEqual({
      kind: 'failed',
      failure: 'disk',
      message: `The digests folder ${harness.directory} can't be read: it doesn't exist (ENOENT)`,
    });
    // The folder is removed while the sources are asked.
    const other = await createListedHarness();
    other.fakeSources.onAsk = async (what) => {
      if (what.startsWith('hackernews')) await rm(other.directory, { recursive: true });
    };
    expect(await build(other)).toEqual({
      kind: 'failed',
      failure: 'disk',
      message: `The digests folder ${other.directory} can't be written to: it doesn't exist (ENOENT)`,
    });
    const file = await createListedHarness();
    await file.write('file', '');
    const directory = join(file.directory, 'file');
    expect(
      await build({ ...file, dependencies: { ...file.dependencies, directory } }),
    ).toMatchObject({
      failure: 'disk',
      message: expect.stringContaining("it isn't a folder (ENOTDIR)") as string,
    });
  });

  it('lets a bug in a source surface instead of reporting it as an outcome', async () => {
    const harness = await createListedHarness();
    harness.fakeSources.onAsk = () => {
      throw new Error('a mistake');
    };
    await expect(build(harness)).rejects.toThrow('a mistake');
  });
});

describe('an aborted build', () => {
  it('ends at once and writes nothing, even if the source ignores the signal', async () => {
    const harness = await createListedHarness();
    const ending = new AbortController();
    const { promise: later, resolve } = Promise.withResolvers<undefined>();
    harness.fakeSources.onAsk = (what) => {
      if (!what.startsWith('hackernews')) return;
      ending.abort(new Error('enough'));
      return later;
    };
    await expect(buildDigest(DAY, harness.dependencies, { signal: ending.signal })).rejects.toThrow(
      'enough',
    );
    resolve(undefined);
    expect(await harness.files()).toEqual([]);
  });
});

describe('following another folder', () => {
  const published = digestOf({ day: DAY, papers: [{ title: 'Published' }, {}] });
  const given = (text: string) => ({
    status: 'ok' as const,
    value: { text, from: `https://user:secret@example.org/digests/${DAY}.md?token=secret` },
    observedAt: new Date(NOW),
    remarks: [],
  });

  it('takes the digest as published there and records where it came from', async () => {
    const harness = await createListedHarness({ isFollowing: true });
    harness.fakeSources.published.set(DAY, given(markdownOf(published)));
    expect(await build(harness)).toEqual({
      kind: 'written',
      file: FILE,
      papers: 2,
      from: 'followed',
      remarks: [],
    });
    expect(harness.fakeSources.asked).toEqual([`follow ${DAY}`]);
    expect(await harness.digest(DAY)).toEqual({ ...published, file: FILE });
    const text = await harness.read(FILE);
    expect(originOf(text)).toMatchObject({
      isOurs: true,
      isUnedited: true,
      sources: [`follow 2026-06-13T06:00:12Z ok https://example.org/digests/${DAY}.md`],
    });
    expect(text).not.toContain('secret');
  });

  it.each<[string, Parameters<BuildHarness['fakeSources']['published']['set']>[1], string]>([
    ['is missing', empty({ now: unixMs(NOW) }, 'not-yet'), 'empty'],
    ['fails', failed('network', 'The followed folder could not be reached'), 'failed network'],
    [
      'cannot say where it comes from',
      given('---\n{ slug: "x-2026-06-12" }\n---\n'),
      'failed parse',
    ],
  ])('asks the other sources when the followed digest %s', async (_what, answer, said) => {
    const harness = await createListedHarness({ isFollowing: true });
    harness.fakeSources.published.set(DAY, answer);
    expect(await build(harness)).toMatchObject({ kind: 'written', from: 'sources' });
    expect(originOf(await harness.read(FILE)).sources[0]).toBe(
      `follow 2026-06-13T06:00:12Z ${said}`,
    );
  });

  it("reports the followed folder's answer as the day's outcome when it is the only source", async () => {
    const harness = await createListedHarness({ isFollowing: true });
    const { digests } = harness.fakeSources.sources;
    const alone: BuildHarness = {
      ...harness,
      dependencies: { ...harness.dependencies, sources: { digests, counts: [] } },
    };
    expect(await build(alone)).toEqual({ kind: 'nothing', reason: 'not-yet', source: 'follow' });
    harness.fakeSources.published.set(
      DAY,
      failed('parse', 'The followed digest is broken at line 3'),
    );
    expect(await build(alone)).toMatchObject({ kind: 'failed', failure: 'parse' });
    harness.fakeSources.published.set(DAY, given(markdownOf(published)));
    expect(await build(alone)).toMatchObject({ kind: 'written', from: 'followed' });
  });
});
