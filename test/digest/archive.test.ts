import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repairMojibake } from '../../src/digest/mojibake.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest } from '../../src/digest/types.ts';
import { archiveFiles } from '../support/archive.ts';
import { misread } from '../support/mojibake.ts';

/** Everything below the front matter except the contents of tweets, white space collapsed. */
function skeleton(text: string): string {
  return text
    .slice(text.indexOf('\n---\n') + 5)
    .replaceAll(/^<blockquote.*status\/(\d+).*\n<script.*$/gm, 'TWEET $1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The same, rebuilt from the parsed digest. */
function rebuilt({ papers }: Digest): string {
  return papers
    .map(({ rank, title, authors, metrics, observedAt, arxivId, categories, abstract, tweets }) => {
      const [year, month, day] = observedAt.slice(0, 10).split('-') as [string, string, string];
      const counts = Object.entries(metrics).map(([name, count]) => `${name}: ${count}`);
      const listed = categories.map((code) => `[${code}](https://arxiv.org/list/${code}/recent)`);
      return [
        `# ${rank}. ${title}`,
        authors.join(', '),
        `- ${counts.join(', ')} (${month}/${day}/${year} ${observedAt.slice(11)})`,
        `- links: [abs](https://arxiv.org/abs/${arxivId}) | [pdf](https://arxiv.org/pdf/${arxivId})`,
        `- ${listed.join(' | ')}`,
        abstract,
        ...tweets.map(({ id }) => `TWEET ${id}`),
      ].join(' ');
    })
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const files = archiveFiles();

describe.skipIf(files.length === 0)('the published archive', () => {
  it('is read without problems or loss: each file can be rebuilt from what was read', () => {
    for (const { name, text } of files) {
      const { digest, problems } = parseDigest(text, name);
      expect(problems).toEqual([]);
      expect(digest?.day).toBe(name.slice(0, 10));
      expect(digest && rebuilt(digest)).toBe(skeleton(text));
    }
  });

  it('has its tweets read whole: author, date, language, text without markup', () => {
    for (const { name, text } of files) {
      for (const tweet of parseDigest(text, name).digest?.papers.flatMap((paper) => paper.tweets) ??
        []) {
        expect(tweet).toEqual({
          id: expect.stringMatching(/^\d+$/) as string,
          author: expect.stringMatching(/./) as string,
          handle: expect.stringMatching(/^\w+$/) as string,
          date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string,
          lang: expect.stringMatching(/^\w+$/) as string,
          text: expect.not.stringMatching(/<\/?(a|p|br)\b|&(amp|quot|lt|gt|#39);/) as string,
        });
      }
    }
  });

  it('is left alone by the mojibake repair, and comes back exactly when misread', () => {
    for (const { text } of files) {
      expect(repairMojibake(text)).toBe(text);
      expect(repairMojibake(misread(text))).toBe(text);
    }
  });

  it('has the sample as it was before it was misread', () => {
    const sample = readFileSync(join(import.meta.dirname, '../../digests/2021-05-05.md'), 'utf8');
    const published = files.find(({ name }) => name.startsWith('2021-05-05'));
    expect(repairMojibake(sample)).toBe(published?.text);
  });
});
