import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { misread } from '../support/mojibake.ts';

const TWEET = {
  id: '1389000000000000001',
  author: 'Zoë (she/her) 🚀',
  handle: 'zoe_x',
  date: '2021-05-05',
  lang: 'en',
  text: 'A "new" paper & <code>:\nhttps://t.co/abc pic.twitter.com/def',
};

const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [
    {
      title: 'Mixing Everything With Everything',
      authors: ['Gaël Łukasz', 'A. B. Çelik'],
      categories: ['cs.CV', 'physics.soc-ph', 'math-ph'],
      metrics: { retweets: 7620, favorites: 0 },
      tweets: [TWEET, { ...TWEET, id: '2', lang: 'ja', text: '日本語' }],
    },
    { metrics: { upvotes: 118, 'hn points': -87, rating: 4.25 } },
    { abstract: '', arxivId: 'astro-ph/0601001' },
  ],
});
const TEXT = markdownOf(DIGEST);
const FILE = '2021-05-05.md';

describe('a digest file', () => {
  it('is read whole: papers, counts under any name, tweets', () => {
    expect(parseDigest(TEXT, FILE)).toEqual({ digest: DIGEST, problems: [] });
  });

  it.each([
    ['with CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${TEXT}`],
    ['misread as Windows-1252', misread(TEXT)],
    [
      'misread with its byte order mark and CRLF',
      misread(`\uFEFF${TEXT}`).replaceAll('\n', '\r\n'),
    ],
    ['with blanks at the ends of its lines', TEXT.replaceAll('\n', '  \n')],
    ['without the blank lines between its parts', TEXT.replaceAll(/\n{2,}/g, '\n')],
  ])('reads the same %s', (_how, text) => {
    expect(parseDigest(text, FILE)).toEqual({ digest: DIGEST, problems: [] });
  });

  it('gets a wrapped title repaired, and nothing else', () => {
    const wrapped = TEXT.replace('Mixing Everything With', 'Mixing  Everything With');
    expect(parseDigest(wrapped, FILE).digest).toEqual(DIGEST);
  });

  it('may have no papers', () => {
    const empty = digestOf({ day: '2021-05-05' });
    expect(parseDigest(markdownOf(empty), FILE)).toEqual({ digest: empty, problems: [] });
  });

  it('has a hand-wrapped abstract read as one line', () => {
    const wrapped = TEXT.replace('We show what there is', 'We show\nwhat there is');
    expect(parseDigest(wrapped, FILE).digest).toEqual(DIGEST);
  });

  it('has ids read whatever version their link names', () => {
    const versioned = TEXT.replaceAll('abs/2105.05001', 'abs/2105.05001v3');
    expect(parseDigest(versioned, FILE).digest).toEqual(DIGEST);
  });
});

describe('a malformed paper', () => {
  const line = (text: string) => TEXT.split('\n').indexOf(text) + 1;
  const broken = (find: string, replace: string) => {
    const text = TEXT.replace(find, replace);
    const { digest, problems } = parseDigest(text, FILE);
    return { ids: digest?.papers.map(({ rank }) => rank), problems };
  };

  it.each([
    ['a heading without a title', '# 2. Paper 2 of 2021-05-05', '# 2.', 'heading'],
    ['a heading without a rank', '# 2. Paper 2 of 2021-05-05', '# Paper 2', 'heading'],
    ['a count that is no number', 'upvotes: 118', 'upvotes: many', 'counts'],
    ['a count with separators', 'upvotes: 118', 'upvotes: 1,118', 'counts'],
    ['a title that nobody can see', '# 2. Paper 2 of 2021-05-05', '# 2. \u202e\u0001', 'heading'],
    ['a count named twice', 'hn points: -87', 'upvotes: 87', 'counts'],
    [
      'a link that is no arXiv link',
      '[abs](https://arxiv.org/abs/2105.05002)',
      '[abs](https://evil.example/abs/2105.05002)',
      'links',
    ],
  ])(
    'is reported by line for %s and left out, and its neighbours stay',
    (_what, find, replace, about) => {
      const { ids, problems } = broken(find, replace);
      expect(ids).toEqual([1, 3]);
      expect(problems).toEqual([
        {
          file: FILE,
          line:
            TEXT.replace(find, replace)
              .split('\n')
              .findIndex((one) => one.includes(replace)) + 1,
          reason: expect.stringContaining(about) as string,
        },
      ]);
    },
  );

  it('is reported with what it lacks when it is cut off', () => {
    const text = TEXT.slice(0, TEXT.indexOf('- links', TEXT.indexOf('# 3.')));
    const { digest, problems } = parseDigest(text, FILE);
    expect(digest?.papers.map(({ rank }) => rank)).toEqual([1, 2]);
    expect(problems[0]?.reason).toBe('paper ends before its links (paper left out)');
  });

  it('is left out when it repeats an earlier one', () => {
    const { ids, problems } = broken('abs/2105.05002', 'abs/2105.05001');
    expect(ids).toEqual([1, 3]);
    expect(problems[0]?.reason).toContain('2105.05001 is already at line');
  });

  it('stays without its tweet when that is malformed', () => {
    const { ids, problems } = broken('(@zoe_x)', '(zoe_x)');
    expect(ids).toEqual([1, 2, 3]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.reason).toContain('tweet');
  });

  it("is reported when its day doesn't exist", () => {
    const { problems } = broken('(05/05/2021 09:00:00)', '(13/45/2021 09:00:00)');
    expect(problems).toEqual([
      {
        file: FILE,
        line: line('- retweets: 7620, favorites: 0 (05/05/2021 09:00:00)'),
        reason: "counts: (13/45/2021 09:00:00) isn't a valid time (paper left out)",
      },
    ]);
  });
});

describe("a file that isn't a digest", () => {
  it.each([
    ['nothing', ''],
    ['prose', 'Dear diary,\n\ntoday…'],
    ['front matter that never ends', '---\ntitle: x\n'],
    ['front matter and prose', '---\nslug: "x-2021-05-05"\n---\n\nNo paper here.\n'],
    ['binary', '\0\x01\x02\uFFFD'],
  ])('becomes a value with the place and reason: %s', (_what, text) => {
    const { digest, problems } = parseDigest(text, FILE);
    expect(digest).toBeUndefined();
    expect(problems).toEqual([
      { file: FILE, line: expect.any(Number) as number, reason: expect.any(String) as string },
    ]);
  });
});
