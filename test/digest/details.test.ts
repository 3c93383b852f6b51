import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLinkIn } from '../../src/digest/code-link.ts';
import { type GivenDetails, type PaperDetails, validDetails } from '../../src/digest/details.ts';
import { frontMatterLength, MAX_FRONT_MATTER, originOf } from '../../src/digest/front-matter.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest, Paper, RisenPaper } from '../../src/digest/types.ts';
import { printablePaper, type PrintedPaper, writeDigest } from '../../src/digest/write.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { readAsTheArchiveDid } from './old-reader.ts';

const DAY = '2026-06-12';
const FILE = `${DAY}---Hot-Papers.md`;
const FIVE_MB = 'x'.repeat(5_000_000);

const DETAILS: Required<PaperDetails> = {
  links: { code: 'https://github.com/owner/repo', project: 'https://example.org/page' },
  organization: 'National University of Singapore',
  keywords: ['LLM agents', 'memory'],
  summary: { text: 'One sentence.', by: 'org/model:7b' },
  picture: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2606.00001.png',
};

const paperOf = (n: number, given: object = DETAILS): PrintedPaper => ({
  arxivId: `2606.${String(n).padStart(5, '0')}`,
  title: 'A Paper on Paper',
  authors: ['Ada Muster'],
  categories: ['cs.CV'],
  metrics: { upvotes: 118 },
  observedAt: '2026-06-13T06:00:12',
  abstract: 'We show what there is to show.',
  ...given,
});

const write = (papers: readonly PrintedPaper[], risen?: readonly RisenPaper[]) =>
  writeDigest({
    day: DAY,
    writtenAt: new Date('2026-06-13T06:00:12Z'),
    provenance: { generator: 'paperboy@0.1.0', sources: ['huggingface 06:00 ok'] },
    papers,
    ...(risen && { risen }),
  });

function read(text: string): Digest {
  const { digest, problems } = parseDigest(text, FILE);
  expect(problems).toEqual([]);
  if (!digest) throw new Error('no digest');
  return digest;
}

const detailsIn = ({ links, organization, keywords, summary, picture }: PaperDetails): object => ({
  ...(links && { links }),
  ...(organization !== undefined && { organization }),
  ...(keywords && { keywords }),
  ...(summary && { summary }),
  ...(picture !== undefined && { picture }),
});

/** A hand-written digest of one paper with these lines in its front matter. */
const handWritten = (lines: readonly string[], abstract = 'We show it.'): string =>
  markdownOf(digestOf({ day: DAY, papers: [{ arxivId: '2606.00001', abstract }] })).replace(
    'draft: false\n',
    `draft: false\n${lines.map((line) => `${line}\n`).join('')}`,
  );

function readHandWritten(lines: readonly string[], abstract?: string) {
  const { digest, problems } = parseDigest(handWritten(lines, abstract), FILE);
  return { digest, paper: digest?.papers[0], problems };
}

/** Anything that Markdown, YAML, JSON, Discord or a terminal could take for its own. */
const SHARDS = [
  ...['"', "'", '\\', '\\u0041', ': ', ':', '#', ' # ', '- ', '---', '\n---\n', '\n# 1. T\n', ','],
  ...[
    '@everyone',
    '<@1>',
    '[x](https://evil.example)',
    '**',
    '`',
    '||',
    '<script>',
    '{',
    '}',
    '&a',
  ],
  ...[
    '\r\n',
    '\t',
    '\0',
    '\u0085',
    '\u2028',
    '\u202e',
    '\u2066',
    '\ud83d',
    '\u{1F4D1}',
    '日本',
    'é',
  ],
  ...['GaÃ«l', 'upvotes', ' by ', 'summary by', 'x', 'word', '2606.00001 code: ', '!!js/function'],
  ...['https://', 'http://', 'github.com/', 'a/b', 'huggingface.co/', 'u:p@', '?q=1', '%0a', '..'],
];
const shards = fc
  .array(fc.oneof(fc.constantFrom(...SHARDS), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));
const address = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'javascript:', '//', 'https://u:p@'),
    fc.constantFrom('github.com', 'GitHub.com', 'github.com.evil.example', 'example.org', '[::1]'),
    fc.constantFrom('', ':8443', '.'),
    shards,
  )
  .map(([scheme, host, port, path]) => `${scheme}${host}${port}/${path}`);
const wrongType = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, -1, 0.5, NaN, [], {}, FIVE_MB),
  fc.array(fc.anything(), { maxLength: 3 }),
  fc.object(),
);
const anyText = fc.oneof(shards, address, wrongType);
const anyDetails = fc.record(
  {
    links: fc.oneof(
      fc.record({ code: anyText, project: anyText }, { requiredKeys: [] }),
      wrongType,
    ),
    organization: anyText,
    keywords: fc.oneof(fc.array(anyText, { maxLength: 20 }), wrongType),
    summary: fc.oneof(fc.record({ text: anyText, by: anyText }, { requiredKeys: [] }), wrongType),
    picture: fc.oneof(
      anyText,
      shards.map((path) => `https://cdn-uploads.huggingface.co/${path}`),
    ),
  },
  { requiredKeys: [] },
);
const anyStars = fc.constantFrom<unknown>(251, 0, -1, -0, 0.5, 1e12, NaN, '7', null, {}, FIVE_MB);
const anyRisen = fc.array(
  fc.record({
    arxivId: fc.oneof(fc.constantFrom('2605.00001', '2605.00002', 'math/0309136'), shards),
    title: fc.oneof(shards, fc.constant('雪'.repeat(300))),
    upvotes: fc.oneof(fc.nat(), fc.double()),
  }),
  { maxLength: 5 },
);

describe('the optional values of a paper', () => {
  it('are written as a list that YAML, too, can read', () => {
    const { text } = write([
      paperOf(1, { ...DETAILS, metrics: { upvotes: 118, stars: 251 } }),
      paperOf(2, { summary: { text: 'No model is named: "none".' } }),
    ]);
    expect(text).toContain(`
details:
  - "2606.00001 code: https://github.com/owner/repo"
  - "2606.00001 project: https://example.org/page"
  - "2606.00001 picture: https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2606.00001.png"
  - "2606.00001 organization: National University of Singapore"
  - "2606.00001 keywords: LLM agents, memory"
  - "2606.00001 summary by org/model:7b: One sentence."
  - "2606.00002 summary: No model is named: \\"none\\"."
generator: `);
    expect(text).toContain('\n- upvotes: 118, stars: 251 (06/13/2026 06:00:12)\n');
    expect(originOf(text)).toMatchObject({ isOurs: true, isUnedited: true });
  });

  it('read back the same whatever they are, while an old reader skips them', () => {
    const paper = fc.record({ details: anyDetails, stars: anyStars, abstract: shards });
    fc.assert(
      fc.property(fc.array(paper, { maxLength: 5 }), anyRisen, (given, risen) => {
        const papers = given.map(({ details, stars, abstract }, at) =>
          paperOf(at, { ...details, abstract, metrics: { upvotes: 1, stars } }),
        );
        const printed = papers.map(printablePaper).map((read) => {
          if (!read.ok) throw new Error(read.reason);
          return read.paper;
        });
        const { text, detailsLeftOut } = write(papers, risen);
        const digest = read(text);
        expect(detailsLeftOut).toBe(0);
        expect(digest.papers).toEqual(
          printed.map((paper, at) => ({ ...paper, rank: at + 1, tweets: [] })),
        );
        // What was read is valid, and stays as it is.
        expect(write(digest.papers, digest.risen).text).toBe(text);
        expect(frontMatterLength(text)).toBeLessThan(MAX_FRONT_MATTER);
        expect(readAsTheArchiveDid(text).map(({ id, abstract }) => ({ id, abstract }))).toEqual(
          printed.map(({ arxivId: id, abstract }) => ({ id, abstract })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('fit into the front matter, the most important ones first', () => {
    const most = {
      ...DETAILS,
      links: { ...DETAILS.links, project: `https://example.org/${'x'.repeat(270)}` },
      organization: '日本'.repeat(50),
      summary: { text: '雪'.repeat(600) },
    };
    const risen = ['1', '2', '3'].map((n) => ({
      arxivId: `2605.0000${n}`,
      title: '雪'.repeat(300),
      upvotes: 9,
    }));
    const papers = Array.from({ length: 50 }, (_, n) => paperOf(n, most));
    const { text, detailsLeftOut } = write(papers, risen);
    const digest = read(text);
    expect(frontMatterLength(text)).toBeLessThan(MAX_FRONT_MATTER);
    const has = (of: (paper: Paper) => unknown): number =>
      digest.papers.filter((paper) => of(paper) !== undefined).length;
    expect(digest.risen).toEqual(risen);
    expect(has(({ links }) => links?.code)).toBe(50);
    expect(has(({ links }) => links?.project)).toBeGreaterThan(2);
    expect(digest.papers[0]?.links?.project).toBe(most.links.project);
    expect(digest.papers[49]?.links?.project).toBeUndefined();
    expect(has(({ summary }) => summary)).toBe(0);
    const kept = digest.papers.flatMap((paper) =>
      Object.values({ ...detailsIn(paper), ...paper.links, links: undefined }).filter(Boolean),
    );
    expect(kept.length + detailsLeftOut).toBe(50 * 6);
    expect(readAsTheArchiveDid(text)).toHaveLength(50);
  });
});

describe('a value', () => {
  const long = (length: number): string => 'x'.repeat(length);
  const cases: [keyof GivenDetails, unknown, unknown][] = [
    ['code', 'https://github.com/owner/repo', { links: { code: 'https://github.com/owner/repo' } }],
    [
      'code',
      'https://GitLab.com/a.b/c/-/tree/x',
      { links: { code: 'https://gitlab.com/a.b/c/-/tree/x' } },
    ],
    ['code', 'http://github.com/owner/repo', {}],
    ['code', 'https://github.com/owner', {}],
    ['code', 'https://github.com/owner/', {}],
    ['code', 'https://github.com/owner/..', {}],
    ['code', 'https://github.com/orgs/owner', {}],
    ['code', 'https://github.com:444/owner/repo', {}],
    ['code', 'https://github.com@evil.example/owner/repo', {}],
    ['code', 'https://github.com.evil.example/owner/repo', {}],
    ['code', 'https://gıthub.com/owner/repo', {}],
    ['code', 'https://evil.example/github.com/owner/repo', {}],
    ['code', 'javascript:alert(1)', {}],
    ['code', ['https://github.com/owner/repo'], {}],
    ['project', 'https://example.org', { links: { project: 'https://example.org/' } }],
    ['project', 'https://example.org/é', { links: { project: 'https://example.org/%C3%A9' } }],
    [
      'project',
      `https://example.org/${long(280)}`,
      { links: { project: `https://example.org/${long(280)}` } },
    ],
    ['project', `https://example.org/${long(281)}`, {}],
    ['project', `https://example.org/${'é'.repeat(100)}`, {}],
    ['project', 'https://user@example.org/', {}],
    ['project', 'https://:pass@example.org/', {}],
    ['project', 'https://localhost/', {}],
    ['project', 'https://127.0.0.1/', {}],
    ['project', 'https://[::1]/', {}],
    ['project', 'https://example.org/a b', {}],
    ['project', 'https://example.org/a)[x](y', {}],
    ['project', 'https://example.org/\u202egnp', {}],
    ['project', ' https://example.org/', {}],
    ['picture', 'https://huggingface.co/a.png', { picture: 'https://huggingface.co/a.png' }],
    [
      'picture',
      'https://cdn-uploads.huggingface.co/a.png',
      { picture: 'https://cdn-uploads.huggingface.co/a.png' },
    ],
    ['picture', 'https://evil.example/a.png', {}],
    ['picture', 'https://evil.huggingface.co/a.png', {}],
    ['picture', 'http://huggingface.co/a.png', {}],
    ['picture', 'data:image/png;base64,AAAA', {}],
    ['organization', ' MIT\n\u202e CSAIL ', { organization: 'MIT CSAIL' }],
    ['organization', long(100), { organization: long(100) }],
    ['organization', long(101), {}],
    ['organization', ' \u200b\0 ', {}],
    ['keywords', ['a', 'b, c', 'a', long(61), 5, null, '', '@x'], { keywords: ['a', '@x'] }],
    ['keywords', Array.from('abcdefghijklmn'), { keywords: Array.from('abcdefghijkl') }],
    ['keywords', 'a, b', {}],
    ['keywords', [], {}],
    ['summary', 'One\nsentence.', { summary: { text: 'One sentence.' } }],
    ['summary', long(600), { summary: { text: long(600) } }],
    ['summary', long(601), {}],
    ['summaryBy', 'a model without a summary', {}],
  ];
  it.each(cases)('%s %j becomes %j', (name, given, expected) => {
    expect(validDetails({ [name]: given })).toEqual(expected);
  });

  const names = ['code', 'project', 'picture', 'organization', 'keywords', 'summary'] as const;
  const GIVEN = {
    code: DETAILS.links.code,
    project: DETAILS.links.project,
    picture: DETAILS.picture,
    organization: DETAILS.organization,
    keywords: DETAILS.keywords,
    summary: DETAILS.summary.text,
    summaryBy: DETAILS.summary.by,
  };
  it.each(names)('costs no other value when %s is wrong', (name) => {
    const expected = validDetails({ ...GIVEN, [name]: undefined });
    expect(expected).not.toEqual(validDetails(GIVEN));
    for (const wrong of [5, -1, null, {}, [FIVE_MB], FIVE_MB, true]) {
      expect(validDetails({ ...GIVEN, [name]: wrong })).toEqual(expected);
    }
  });

  it.each([5, {}, FIVE_MB, 'a: b', 'x'.repeat(101)])(
    'that names the model wrongly leaves the summary without a name',
    (summaryBy) => {
      expect(validDetails({ ...GIVEN, summaryBy }).summary).toEqual({ text: 'One sentence.' });
    },
  );
});

describe('a hand-edited list of optional values', () => {
  it('may be quoted in any way, in any order, with comments', () => {
    const { paper, problems } = readHandWritten([
      'details:   # added by hand',
      "- '2606.00001 organization: It''s us' # there",
      '  - 2606.00001 code: https://github.com/a/b # here',
      '',
      '  # a comment',
      '  -   "2606.00001 summary by m: Say \\"so\\": \\u65e5."',
      '  - 2606.00001v2 keywords:  a ,b',
      '  - 2699.99999 code: https://github.com/another/paper',
      '  - 2606.00001 video: https://example.org/from/a/later/version',
    ]);
    expect(problems).toEqual([]);
    expect(detailsIn(paper ?? {})).toEqual({
      links: { code: 'https://github.com/a/b' },
      organization: "It's us",
      keywords: ['a', 'b'],
      summary: { text: 'Say "so": 日.', by: 'm' },
    });
  });

  it.each<[string, string]>([
    ['code: http://github.com/a/b', "code isn't the https address of a repository"],
    ['code: https://evil.example/a/b', "code isn't the https address of a repository"],
    ['project: javascript:alert(1)', "project isn't an https address"],
    ['picture: https://evil.example/a.png', "picture isn't an https address on"],
    [`organization: ${'x'.repeat(101)}`, "organization isn't text of at most 100"],
    ['summary: ', "summary isn't text of at most 600"],
    [`summary: ${'x'.repeat(601)}`, "summary isn't text of at most 600"],
    [`keywords: ${'x'.repeat(61)}`, "keywords isn't at most 12 keywords"],
    ['keywords: a, , b', 'some keywords are empty'],
    [`summary by ${'m'.repeat(101)}: One.`, "model isn't a model's name"],
    ['summary by: One.', "model isn't a model's name"],
    ['without a colon', "isn't a list item like"],
  ])('loses only a wrong value, which is reported with its line: %s', (item, reason) => {
    const { paper, problems } = readHandWritten([
      'details:',
      `  - "2606.00001 ${item}"`,
      '  - "2606.00001 project: https://example.org/beside"',
      '  - "2606.00001 organization: After"',
    ]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toEqual({
      file: FILE,
      line: 7,
      reason: expect.stringContaining(reason) as string,
    });
    expect(paper?.links?.project).toBe('https://example.org/beside');
    expect(paper?.organization).toBe('After');
  });

  it.each([
    ['details: 5', 1],
    ['details: "text"', 1],
    ['details: {code: x}', 1],
    ['details: [', 1],
    ['details:\n  code: x\n  more: [', 2],
    ['details:\n  - "no end', 1],
    ['details:\n  - "\\x"', 1],
    ["details:\n  - 'it's'", 1],
    ['details:\n  - !!js/function x', 1],
    ['details:\n  - &a [*a, *a]', 1],
    ['details: |\n  2606.00001 code: https://github.com/a/b', 2],
    ['details: []', 0],
    ['details:', 0],
    ['risen: 5', 1],
    ['risen:\n  - "2606.00002 -5 upvotes: T"\n  - "x 5 upvotes: T"\n  - "2606.00002 5: T"', 3],
  ])('of another form costs only itself: %j', (lines, count) => {
    const { digest, paper, problems } = readHandWritten(lines.split('\n'));
    expect(paper).toBeDefined();
    expect(digest?.risen).toBeUndefined();
    expect(detailsIn(paper ?? {})).toEqual({});
    expect(problems).toHaveLength(count);
    for (const { line } of problems) expect(line).toBeGreaterThanOrEqual(6);
  });

  it('takes the first of two values and reports the other', () => {
    const { paper, problems } = readHandWritten([
      'details:',
      '  - "2606.00001 code: https://github.com/a/first"',
      '  - "2606.00001 code: https://github.com/a/second"',
    ]);
    expect(paper?.links).toEqual({ code: 'https://github.com/a/first' });
    expect(problems).toMatchObject([{ line: 8 }]);
  });

  it('may be longer than the rest of the front matter may be', () => {
    const items = Array.from({ length: 2000 }, (_, n) => `  - "2699.${10_000 + n} code: x"`);
    const code = '  - "2606.00001 code: https://github.com/a/b"';
    const { paper, problems } = readHandWritten(['details:', ...items, code]);
    expect(paper?.links).toEqual({ code: 'https://github.com/a/b' });
    expect(problems).toHaveLength(2000);
  });

  it('leaves the lines of other mistakes in the front matter as they are', () => {
    const { problems } = readHandWritten(['details:', '  - "x"', '  - "y"', 'title: [']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.line).toBeGreaterThanOrEqual(9);
    expect(problems[0]?.reason).toContain('valid YAML');
  });
});

describe('papers that have risen', () => {
  it('are read, at most three, most upvotes first', () => {
    const { digest, problems } = readHandWritten([
      'risen:',
      '  - "2606.00002 7 upvotes: B: a title"',
      '  - "2606.00003 87 upvotes: C"',
      '  - "2606.00004 1 upvote: D"',
      '  - "2606.00005 8 upvotes: E"',
    ]);
    expect(digest?.risen).toEqual([
      { arxivId: '2606.00003', title: 'C', upvotes: 87 },
      { arxivId: '2606.00005', title: 'E', upvotes: 8 },
      { arxivId: '2606.00002', title: 'B: a title', upvotes: 7 },
    ]);
    expect(problems).toMatchObject([{ line: 10 }]);
  });
});

describe('stars that are wrong', () => {
  it.each(['-1', '0.5', '999999999', '1,234', 'many', '7 8', '5, stars: 6'])(
    'cost only themselves: %s',
    (stars) => {
      const text = markdownOf(
        digestOf({ day: DAY, papers: [{ metrics: { upvotes: 9 } }] }),
      ).replace('upvotes: 9', `upvotes: 9, stars: ${stars}, points: 3`);
      const { digest, problems } = parseDigest(text, FILE);
      const left = stars.startsWith('5') ? { stars: 5 } : {};
      expect(digest?.papers[0]?.metrics).toEqual({ upvotes: 9, points: 3, ...left });
      expect(problems).toMatchObject([{ reason: expect.stringContaining('stars') as string }]);
    },
  );

  it('leave the rules of other counts as they are', () => {
    const text = markdownOf(digestOf({ day: DAY, papers: [{ metrics: { upvotes: 9 } }] }));
    for (const counts of ['upvotes: 7,620', 'upvotes: 1, 5', 'upvotes: x', 'upvotes: 1,']) {
      expect(parseDigest(text.replace('upvotes: 9', counts), FILE).digest?.papers).toEqual([]);
    }
  });
});

describe('a GitHub link in an abstract', () => {
  it.each<[string, string | undefined]>([
    ['at https://github.com/owner/repo.', 'https://github.com/owner/repo'],
    ['(http://www.github.com/owner/repo.git)', 'https://github.com/owner/repo'],
    ['at \\url{github.com/owner/my\\_repo}.', 'https://github.com/owner/my_repo'],
    ['\\href{https://github.com/owner/my{\\_}repo/}{here}', 'https://github.com/owner/my_repo'],
    ['see GitHub.com/owner/repo, and', 'https://github.com/owner/repo'],
    ['at https://github.com/a/b/tree/main/dir!', 'https://github.com/a/b/tree/main/dir'],
    ['https://github.com/owner and https://github.com/a/b', 'https://github.com/a/b'],
    ['athttps://github.com/owner/repo', 'https://github.com/owner/repo'],
    ['at https://github.com/owner.', undefined],
    ['at https://github.com/topics/llm', undefined],
    ['notgithub.com/owner/repo', undefined],
    ['https://evil.example/github.com/owner/repo', undefined],
    ['me@github.com/owner/repo', undefined],
    ['https://owner.github.io/repo', undefined],
    ['https://github.com.evil.example/owner/repo', undefined],
    [`https://github.com/owner/${'x'.repeat(300)}`, undefined],
  ])('%s gives %s', (abstract, link) => {
    expect(codeLinkIn(abstract)).toBe(link);
  });

  it('is the code where the list has none, and is written by nobody', () => {
    const abstract = 'Code is at github.com/a/abstract.';
    const link = 'https://github.com/a/abstract';
    expect(readHandWritten([], abstract).paper?.links).toEqual({ code: link });
    const project = '  - "2606.00001 project: https://example.org/"';
    expect(readHandWritten(['details:', project], abstract).paper?.links).toEqual({
      code: link,
      project: 'https://example.org/',
    });
    const wrong = '  - "2606.00001 code: http://github.com/a/list"';
    expect(readHandWritten(['details:', wrong], abstract).paper?.links).toEqual({ code: link });
    const right = '  - "2606.00001 code: https://github.com/a/list"';
    expect(readHandWritten(['details:', right], abstract).paper?.links).toEqual({
      code: 'https://github.com/a/list',
    });
    const { text } = write([paperOf(1, { abstract })]);
    expect(text).not.toContain('details:');
    expect(read(text).papers[0]?.links).toEqual({ code: link });
  });

  it('is found in linear time', () => {
    for (const unit of [
      'github.com/',
      'https://github.com/a/',
      '\\_',
      'github.com/a/.',
      '/',
      '{\\_',
    ]) {
      codeLinkIn(unit.repeat(1_000_000 / unit.length));
      codeLinkIn(`github.com/a/${unit.repeat(1_000_000 / unit.length)}`);
    }
  });
});
