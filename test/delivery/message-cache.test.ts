import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMessageCache, editionOf, selectPapers } from '../../src/delivery/message-cache.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest } from '../../src/digest/types.ts';
import { archiveFiles, archiveFolder } from '../support/archive.ts';
import { digestOf, markdownOf } from '../support/digest.ts';

const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [
    { categories: ['cs.CV', 'cs.LG'] },
    { categories: ['math.IT'] },
    { categories: ['cs.CL'] },
  ],
});

describe('the papers a subscription wants', () => {
  const ranks = (top: number, categories: string[]) =>
    selectPapers(DIGEST, { top, categories }).map(({ rank }) => rank);

  it.each([
    [10, [], [1, 2, 3]],
    [2, [], [1, 2]],
    [10, ['cs.LG'], [1]],
    [10, ['cs'], [1, 2, 3]],
    [10, ['cs.IT'], [2]],
    [1, ['cs.CL', 'cs.CV'], [1]],
    [10, ['hep-th'], []],
  ])('are, for the top %i of %j, %j', (top, categories, expected) => {
    expect(ranks(top, categories)).toEqual(expected);
  });
});

describe('the edition by which posted messages are edited', () => {
  const read = (text: string, file = '2026-06-12.md'): Digest => {
    const { digest } = parseDigest(text, file);
    if (!digest) throw new Error('no digest');
    return digest;
  };
  const text = markdownOf(
    digestOf({
      day: '2026-06-12',
      papers: [
        { metrics: { upvotes: 118, points: 87 } },
        {
          abstract: 'The code is at https://github.com/owner/repo.',
          metrics: { upvotes: 90 },
        },
      ],
    }),
  );

  it('is what version 0.1.0 gave, although code links are derived now', () => {
    const digest = read(text);
    expect(digest.papers[1]?.links).toEqual({ code: 'https://github.com/owner/repo' });
    expect(editionOf(digest)).toBe('JQ16HQhvgX5_');
  });

  it.runIf(archiveFolder)('is what version 0.1.0 gave for the real archive', () => {
    const editions = archiveFiles()
      .filter(({ name }) => name.endsWith('.md'))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((file) => editionOf(read(file.text, file.name)));
    expect(createHash('sha256').update(editions.join()).digest('hex')).toBe(
      '1e51f27e75dec3b5ae6f58f90fd4f1d28ef3fbfef658e06e709dfa3cc772c675',
    );
  });

  it('changes with what its file says besides', () => {
    const lines = [
      'details:\n  - "2606.12001 code: https://github.com/a/b"',
      'details:\n  - "2606.12002 code: https://github.com/a/b"',
      'details:\n  - "2606.12002 project: https://example.org/"',
      'risen:\n  - "2606.00001 5 upvotes: T"',
      'risen:\n  - "2606.00001 6 upvotes: T"',
    ];
    const editions = lines.map((line) =>
      editionOf(read(text.replace('draft: false', `draft: false\n${line}`))),
    );
    expect(new Set([...editions, editionOf(read(text))]).size).toBe(lines.length + 1);
  });
});

describe('messages', () => {
  const settings = { top: 10, categories: [] };
  const cache = createMessageCache(() => undefined);

  it('are built once for each digest and settings, the look included', () => {
    const looks = [
      {},
      { style: 'full' },
      { style: 'headlines' },
      { summary: 'off' },
      { style: 'full', summary: 'off' },
    ] as const;
    const messages = looks.map((look) => cache.get(DIGEST, { ...settings, ...look }));
    expect(new Set(messages).size).toBe(looks.length);
    expect(looks.map((look) => cache.get(DIGEST, { ...settings, ...look }))).toEqual(messages);
    for (const [at, look] of looks.entries()) {
      expect(cache.get(DIGEST, { ...settings, ...look })).toBe(messages[at]);
    }
    // The default needs no field, so subscriptions of earlier versions share it.
    expect(cache.get(DIGEST, { ...settings, style: 'brief', summary: 'authors' })).toBe(
      messages[0],
    );
  });

  it('name what has risen since only where all papers are wanted', () => {
    const risen = [{ arxivId: '2105.00001', title: 'Riser', upvotes: 87 }];
    const digest = { ...DIGEST, risen };
    const all = cache.get(digest, settings);
    expect(JSON.stringify(all)).toContain('Risen since');
    // The same papers, chosen by category.
    const some = cache.get(digest, { ...settings, categories: ['cs', 'math'] });
    expect(JSON.stringify(some)).not.toContain('Risen since');
  });
});
