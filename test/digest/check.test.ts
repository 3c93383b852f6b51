import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, markdownOf } from '../support/digest.ts';

const CLI = join(import.meta.dirname, '../../src/cli/digests.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-check-'));
});
afterEach(() => rm(folder, { recursive: true }));

function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...words], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const GOOD = digestOf({ day: '2021-05-05', papers: [{}, {}] });

describe('npm run digests -- check', () => {
  it('counts what it read and finds nothing wrong with good files', async () => {
    await write('2021-05-05.md', markdownOf(GOOD));
    await write('README.md', '# About these digests');
    await write('notes.txt', 'not looked at');
    expect(await run('check', folder)).toEqual({
      code: 0,
      out: '1 file, 2 papers, 0 problems\n',
      err: '',
    });
  });

  it('prints one line per problem and exits with 1', async () => {
    await write('2021-05-05.md', markdownOf(GOOD).replace('retweets: 99', 'retweets: ?'));
    await write('2021-05-06---Hot-Papers.md', 'no digest');
    await write('today.md', markdownOf(GOOD));
    const { code, out } = await run('check', folder);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^2021-05-05\.md:19: counts aren't .* \(paper left out\)$/),
      '2021-05-06---Hot-Papers.md:1: no front matter: the first line must be ---',
      expect.stringMatching(/^today\.md:1: name isn't YYYY-MM-DD\.md/),
      '3 files, 3 papers, 3 problems',
      '',
    ]);
  });

  it('prints one JSON object per digest with --json, without the problems', async () => {
    await write('2021-05-05.md', markdownOf(GOOD));
    await write('2021-05-06.md', 'no digest');
    const { code, out, err } = await run('check', '--json', folder);
    expect(code).toBe(1);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        ...GOOD,
        file: '2021-05-05.md',
        papers: GOOD.papers.map((paper) => ({ ...paper, keySentence: paper.abstract })),
      },
    ]);
    expect(err).toContain('2021-05-06.md:1: no front matter');
  });

  it('prints the optional values that are known, and loses only the wrong ones', async () => {
    const digest = {
      ...digestOf({
        day: '2021-05-05',
        papers: [
          {
            metrics: { upvotes: 9, stars: 251 },
            links: { code: 'https://github.com/owner/repo', project: 'https://example.org/' },
            summary: { text: '**One** <@1> sentence.', by: 'org/model' },
            picture: 'https://huggingface.co/a.png',
            organization: 'MIT',
            keywords: ['a', '@everyone'],
          },
          { summary: { text: 'By no named model.' } },
          { abstract: 'See github.com/owner/other.' },
        ],
      }),
      risen: [{ arxivId: '2105.00001', title: 'Risen', upvotes: 87 }],
    };
    const [, , third] = digest.papers;
    if (third) third.links = { code: 'https://github.com/owner/other' };
    const papers = digest.papers.map((paper) => ({ ...paper, keySentence: paper.abstract }));
    const hostile = [
      `  - "2105.05003 summary: ${'x'.repeat(5_000_000)}"`,
      '  - "2105.05003 project: http://example.org/"',
      '  - 5',
      '  - "2105.05003 picture: https://evil.example/a.png"',
    ];
    await write(
      '2021-05-05.md',
      markdownOf(digest)
        .replace('details:\n', `details:\n${hostile.join('\n')}\n`)
        .replace(/(favorites: 50)(?![^]*favorites)/, '$1, stars: -7'),
    );
    const { code, out, err } = await run('check', '--json', folder);
    expect(JSON.parse(out)).toEqual({ ...digest, file: '2021-05-05.md', papers });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^2021-05-05\.md:13: details: is over 8192 characters/),
      expect.stringMatching(/^2021-05-05\.md:14: details: project isn't an https address/),
      expect.stringMatching(/^2021-05-05\.md:15: details: isn't a list item/),
      expect.stringMatching(/^2021-05-05\.md:16: details: picture isn't/),
      expect.stringMatching(/^2021-05-05\.md:\d+: counts: stars must be/),
      '1 file, 3 papers, 5 problems',
    ]);
  });

  it('names a file that is too large or not UTF-8 without reading further', async () => {
    await write('2021-05-05.md', 'x'.repeat(5_000_000));
    await writeFile(join(folder, '2021-05-06.md'), Buffer.from([0x2d, 0x2d, 0xe9, 0x20]));
    const { out } = await run('check', folder);
    expect(out).toContain('2021-05-05.md:1: file has 5000000 bytes');
    expect(out).toContain("2021-05-06.md:1: file isn't UTF-8");
  });

  it.each([[[]], [['check']], [['frobnicate', '.']], [['check', '--nope', '.']]])(
    'explains its usage when called as %j',
    async (words) => {
      const { code, err } = await run(...words);
      expect(code).toBe(2);
      expect(err).toContain('Usage: npm run digests -- check DIR');
    },
  );

  it("says when the folder doesn't exist", async () => {
    const { code, err } = await run('check', join(folder, 'nowhere'));
    expect(code).toBe(2);
    expect(err).toContain('There is no file or folder');
    expect(err).not.toContain('    at ');
  });
});
