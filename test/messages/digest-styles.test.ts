import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MarkdownNode,
  parseMarkdown,
  plainText,
} from '../../playground/page/markdown/parse.ts';
import { absUrl } from '../../src/digest/arxiv-id.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest, Paper } from '../../src/digest/types.ts';
import { digestMessage } from '../../src/messages/digest-message.ts';
import { DIGEST_STYLES, type Look } from '../../src/messages/digest-styles.ts';
import { archiveFiles } from '../support/archive.ts';
import { digestOf } from '../support/digest.ts';
import { awkwardText } from './arbitraries.ts';

const PICTURE = 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/1.png';
const KEY = 'We introduce Mixer, a network without attention.';

const DIGEST = digestOf({
  day: '2026-06-12',
  papers: Array.from({ length: 10 }, (_, at): Partial<Paper> => ({
    title: `Mixer ${at + 1}: Networks Without Attention`,
    metrics: { upvotes: 90 - at, stars: 1251 },
    abstract: `Attention is everywhere. ${KEY} It is fast.`,
    picture: PICTURE,
    links: { code: `https://github.com/owner/repo${at + 1}`, project: 'https://mixer.example/' },
    summary: { text: 'A generated sentence.', by: 'Org/Model-1' },
  })),
});
const GENERATED = 'A generated sentence.';
const LABEL = 'summary by Model-1, from Hugging Face';

const messageOf = (digest: Digest, look: Partial<Look> = {}) =>
  digestMessage(digest, digest.papers.slice(0, 10), { ...look, risen: digest.risen });
const descriptionsOf = (digest: Digest, look: Partial<Look> = {}) =>
  (messageOf(digest, look).embeds ?? []).map(({ description = '' }) => description);
const withPapers = (change: (paper: Paper, at: number) => Partial<Paper>): Digest => ({
  ...DIGEST,
  papers: DIGEST.papers.map((paper, at) => ({ ...paper, ...change(paper, at) })),
});

/** Content and embeds as one reads them. */
function readText({ content = '', embeds = [] }: ReturnType<typeof digestMessage>): string {
  return [
    plainText(parseMarkdown(content)),
    ...embeds.flatMap(({ title = '', description = '', footer }) => [
      plainText(parseMarkdown(title, 'linked-title')),
      plainText(parseMarkdown(description, 'description')),
      footer?.text ?? '',
    ]),
  ].join('\n');
}

/** All nodes of a kind, however deep. */
function nodesOf(nodes: readonly MarkdownNode[], type: MarkdownNode['type']): MarkdownNode[] {
  return nodes.flatMap((node) => [
    ...(node.type === type ? [node] : []),
    ...('children' in node ? nodesOf(node.children, type) : []),
    ...('items' in node ? nodesOf(node.items.flat(), type) : []),
  ]);
}

describe('a digest in brief', () => {
  it('begins with the first paper: picture, sentence, code with stars, project, PDF, votes', () => {
    const [lead] = messageOf(DIGEST).embeds ?? [];
    expect(lead).toMatchObject({
      title: '1. Mixer 1: Networks Without Attention',
      url: 'https://arxiv.org/abs/2606.12001',
      image: { url: PICTURE },
    });
    expect(lead?.description?.split('\n')).toEqual([
      KEY,
      '-# [Code](https://github.com/owner/repo1) ★ 1,251 · [Project](https://mixer.example/) · ' +
        '[PDF](https://arxiv.org/pdf/2606.12001) · 90 upvotes',
    ]);
  });

  it('goes on with two papers beside their pictures', () => {
    const [, second, third, ...rest] = messageOf(DIGEST).embeds ?? [];
    for (const embed of [second, third]) expect(embed?.thumbnail).toEqual({ url: PICTURE });
    expect(second?.description?.split('\n')).toEqual([
      '**[2. Mixer 2: Networks Without Attention](https://arxiv.org/abs/2606.12002)**',
      `-# ${KEY}`,
      '-# [Code](https://github.com/owner/repo2) ★ 1,251 · ▲\u00A089',
    ]);
    expect(rest).toHaveLength(1);
  });

  it('ends with a line each: rank, linked title, votes, and half a line', () => {
    const lines = descriptionsOf(DIGEST)[3]?.split('\n') ?? [];
    expect(lines).toHaveLength(14);
    expect(lines[0]).toBe(
      '[4. Mixer 4: Networks Without Attention](https://arxiv.org/abs/2606.12004) ·\u00A0▲\u00A087',
    );
    expect(lines[1]).toBe('-# … Mixer, a network without attention.');
  });

  it('is designed for digests without pictures, too, and never asks for a refused one', () => {
    for (const picture of ['http://cdn-thumbnails.huggingface.co/1.png', 'javascript:alert(1)']) {
      const embeds = messageOf(withPapers(() => ({ picture }))).embeds ?? [];
      expect(embeds.filter(({ image, thumbnail }) => image ?? thumbnail)).toEqual([]);
      expect(embeds).toHaveLength(4);
    }
  });

  it.each([1, 2, 3, 4, 10])('has what there is of %i papers', (top) => {
    const { embeds = [] } = digestMessage(DIGEST, DIGEST.papers.slice(0, top));
    expect(embeds).toHaveLength(Math.min(4, top));
    const named = embeds.map(({ title = '', description = '' }) => title + description).join('\n');
    expect(named.match(/Mixer \d+:/g)).toHaveLength(top);
  });

  it("says retweets in words, since they aren't votes", () => {
    const metrics = { retweets: 7620, favorites: 108 };
    const [lead, , , rest] = descriptionsOf(withPapers(() => ({ metrics })));
    expect(lead).toContain(' · 7,620 retweets · 108 favorites');
    expect(rest).toContain(' ·\u00A07,620 retweets\n');
  });

  it('shows a long sentence from what it says on, and a short one as it stands', () => {
    const long =
      'In this paper, we present Mixer (MX), a network which does without attention, ' +
      'convolutions and all the other things that people have come to believe they need.';
    const [, second, , rest] = descriptionsOf(
      withPapers(() => ({ abstract: long, title: 'Mixer: X' })),
    );
    expect(second?.split('\n')[1]).toMatch(
      /^-# … a network which does without attention, conv.*…$/,
    );
    expect(rest?.split('\n')[1]).toMatch(/^-# … a network which does without.*…$/);
  });
});

describe('the line about a paper', () => {
  const lineless = withPapers((_, at) => (at % 2 === 0 ? {} : { summary: undefined as never }));

  it("is the authors' own by default, without anything generated", () => {
    for (const style of DIGEST_STYLES) {
      expect(readText(messageOf(DIGEST, { style }))).not.toMatch(/generated|Model-1/);
    }
  });

  it('is the generated one on demand, always labelled with its model', () => {
    const all = descriptionsOf(DIGEST, { style: 'brief', summary: 'huggingface' });
    for (const description of all.slice(0, 3)) {
      expect(description).toContain(GENERATED);
      expect(description).toContain(`\n-# ${LABEL}\n`);
      expect(description).not.toContain('attention.');
    }
    expect(all[3]?.split('\n')[0]).toBe('-# summaries by Model-1, from Hugging Face');
    expect(all[3]?.split('\n').filter((line) => line === `-# ${GENERATED}`)).toHaveLength(7);
  });

  it('is labelled one by one where only some are generated, or by several models', () => {
    const last = (digest: Digest) =>
      descriptionsOf(digest, { summary: 'huggingface' })[3]?.split('\n') ?? [];
    const mixed = last(lineless);
    expect(mixed.filter((line) => line.includes(GENERATED))).toHaveLength(3);
    for (const line of mixed.filter((one) => one.includes(GENERATED))) {
      expect(line).toBe(`-# ${GENERATED} (${LABEL})`);
    }
    expect(mixed.filter((line) => line.includes('a network without'))).toHaveLength(4);
    const models = last(
      withPapers((_, at) => ({ summary: { text: GENERATED, by: `M${at % 2}` } })),
    );
    expect(
      models.filter((line) => / \(summary by M[01], from Hugging Face\)$/.test(line)),
    ).toHaveLength(7);
  });

  it("says so where Hugging Face doesn't name the model", () => {
    const unnamed = withPapers(() => ({ summary: { text: GENERATED } }));
    const all = descriptionsOf(unnamed, { summary: 'huggingface' });
    for (const description of all.slice(0, 3)) {
      expect(description).toContain("\n-# summary by a model Hugging Face doesn't name\n");
    }
    expect(all[3]).toContain("-# summaries by a model Hugging Face doesn't name\n");
  });

  it('is missing on demand, in every style', () => {
    for (const style of DIGEST_STYLES) {
      const text = descriptionsOf(DIGEST, { style, summary: 'off' }).join('\n');
      expect(text).not.toContain(GENERATED);
      expect(text).not.toContain(`**${KEY}`);
      if (style !== 'full') expect(text).not.toContain('attention.');
    }
  });
});

describe('a digest in full', () => {
  it('has the key sentence in bold at its place in the abstract, and nothing generated', () => {
    const all = descriptionsOf(DIGEST, { style: 'full' });
    expect(all).toHaveLength(10);
    for (const description of all) {
      expect(description).toContain(`\n\nAttention is everywhere. **${KEY}** It is fast.\n\n`);
    }
  });

  it('begins with that sentence where the abstract is cut', () => {
    const abstract = `${'Attention is everywhere. '.repeat(40)}${KEY} ${'It is fast. '.repeat(40)}`;
    for (const description of descriptionsOf(
      withPapers(() => ({ abstract })),
      { style: 'full' },
    )) {
      expect(description).toMatch(
        /\n\n… \*\*We introduce Mixer, [^*]*attention\.\*\* It is fast\./,
      );
      expect(description).not.toContain('Attention is everywhere');
    }
  });

  it('has a generated summary in a paragraph of its own, labelled, never in the abstract', () => {
    for (const description of descriptionsOf(DIGEST, { style: 'full', summary: 'huggingface' })) {
      const paragraphs = description.split('\n\n');
      expect(paragraphs[1]).toBe(`${GENERATED}\n-# ${LABEL}`);
      expect(paragraphs[2]).toBe(`Attention is everywhere. **${KEY}** It is fast.`);
    }
  });
});

describe('a digest as headlines', () => {
  it('is one embed with a line each', () => {
    const [description = '', ...others] = descriptionsOf(DIGEST, { style: 'headlines' });
    expect(others).toEqual([]);
    const lines = description.split('\n');
    expect(lines).toHaveLength(10);
    for (const [at, line] of lines.entries()) {
      expect(line).toMatch(
        new RegExp(`^\\[${at + 1}\\. .*\\]\\(https://arxiv\\.org/abs/[^)]+\\) `),
      );
    }
  });
});

describe.each(DIGEST_STYLES)('a digest in the style %s', (style) => {
  it('says its day once', () => {
    const text = readText(messageOf(DIGEST, { style }));
    expect(text.match(/12 June 2026/g)).toHaveLength(1);
    expect(text).not.toContain('2026-06-12');
  });

  it('names at most three papers that have risen since, in one small line', () => {
    const risen = [1, 2, 3, 4].map((n) => ({
      arxivId: `2606.0000${n}`,
      title: `Riser ${n}`,
      upvotes: 100 * n,
    }));
    const last = descriptionsOf({ ...DIGEST, risen }, { style })
      .at(-1)
      ?.split('\n')
      .at(-1);
    expect(last).toBe(
      '-# Risen since: [Riser 1](https://arxiv.org/abs/2606.00001) (100 upvotes) · ' +
        '[Riser 2](https://arxiv.org/abs/2606.00002) (200 upvotes) · ' +
        '[Riser 3](https://arxiv.org/abs/2606.00003) (300 upvotes)',
    );
  });

  it('keeps hostile titles harmless: only our links, and nobody is mentioned', () => {
    const ours = [...DIGEST.papers.map(({ arxivId }) => absUrl(arxivId)), PICTURE];
    const allowed = (href: string) =>
      ours.includes(href) ||
      /^https:\/\/(?:arxiv\.org\/pdf|github\.com\/owner|mixer\.example)\//.test(href);
    fc.assert(
      fc.property(awkwardText, (title) => {
        for (const description of descriptionsOf(
          withPapers(() => ({ title })),
          { style },
        )) {
          const nodes = parseMarkdown(description, 'description');
          expect(nodesOf(nodes, 'mention')).toEqual([]);
          for (const link of nodesOf(nodes, 'link')) {
            expect('href' in link && allowed(link.href)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('is short enough to read, for every digest of the published archive', () => {
  for (const { name, text } of archiveFiles()) {
    const { digest } = parseDigest(text, name);
    if (!digest) continue;
    const message = messageOf(digest);
    expect([name, readText(message).length <= 2500]).toEqual([name, true]);
    expect(message.content?.length).toBeLessThanOrEqual(240);
    expect(message.content?.split('\n').length).toBeLessThanOrEqual(2);
  }
});
