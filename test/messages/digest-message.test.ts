import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../playground/page/markdown/parse.ts';
import {
  digestMark,
  digestMessage,
  shortDigestMessage,
} from '../../src/messages/digest-message.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { paperEmbeds } from '../../src/messages/paper-embeds.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { expectWithinLimits } from '../support/limits.ts';

const LONG = 'Long sentences make long abstracts, and this one is no exception to it. ';

describe('a digest as a message', () => {
  const digest = digestOf({
    day: '2021-05-05',
    papers: [
      {
        title: 'Mixing *Everything*',
        authors: ['Ada Muster', ...Array.from({ length: 30 }, (_, n) => `Author Number ${n}`)],
        categories: ['cs.CV', 'cs.LG'],
        metrics: { retweets: 7620, favorites: 1 },
        abstract: LONG.repeat(30),
      },
      ...Array.from({ length: 10 }, () => ({ abstract: LONG.repeat(20) })),
      { abstract: 'Brief.' },
    ],
  });
  const message = digestMessage(digest, digest.papers.slice(0, 10), {
    style: 'full',
    summary: 'off',
  });

  it('begins with a line that reads well as a notification', () => {
    expect(message.content).toBe('Hot papers, 5 May 2021 · 10 papers\nMixing \\*Everything\\*');
    const links = { code: 'https://github.com/owner/repo' };
    const papers = digest.papers.slice(0, 3).map((paper) => ({ ...paper, links }));
    const others = digest.papers.slice(3, 10);
    expect(digestMessage(digest, [...papers, ...others]).content?.split('\n')[0]).toBe(
      'Hot papers, 5 May 2021 · 10 papers, 3 with code',
    );
  });

  it('shows each paper with rank, link, authors, abstract, categories, PDF and counts', () => {
    const [first] = message.embeds ?? [];
    expect(first?.title).toBe('1. Mixing \\*Everything\\*');
    expect(first?.url).toBe('https://arxiv.org/abs/2105.05001');
    expect(first?.color).toBe(0x3b82f6);
    expect(first?.footer?.text).toBe(
      [english('counts.retweets', { count: 7620 }), english('counts.favorites', { count: 1 })].join(
        ' · ',
      ),
    );
    const [authors, abstract, links] = first?.description?.split('\n\n') ?? [];
    const names = authors?.match(/Author Number \d+/g) ?? [];
    expect(authors).toBe(
      english('authors.more', {
        authors: ['Ada Muster', ...names].join(', '),
        count: 30 - names.length,
      }),
    );
    expect(abstract).toMatch(/^Long sentences .*\.$/);
    expect(links).toBe('cs.CV · cs.LG · [PDF](https://arxiv.org/pdf/2105.05001)');
  });

  it('shares its space fairly: the tenth abstract is as readable as the first', () => {
    const lengths = (message.embeds ?? []).map(
      (embed) => embed.description?.split('\n\n')[1]?.length ?? 0,
    );
    expect(lengths).toHaveLength(10);
    expect(Math.min(...lengths)).toBeGreaterThan(250);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(80);
  });

  it("gives the space that a short abstract doesn't need to the others", () => {
    const short = digest.papers.map((paper, at) =>
      at < 8 ? { ...paper, abstract: 'Brief.' } : paper,
    );
    const lengths = paperEmbeds(english, short).map((embed) => embed.description?.length ?? 0);
    expect(lengths[9]).toBeGreaterThan(480);
  });

  it("opens any of the day's papers, even those it doesn't show", () => {
    const options = (message.components ?? []).flatMap((row) =>
      row.components.flatMap((component) => ('options' in component ? component.options : [])),
    );
    expect(options.map(({ value }) => value)).toEqual(
      digest.papers.map(({ arxivId }) => `2021-05-05/${arxivId}`),
    );
  });

  it('spreads more papers than a menu holds over several menus', () => {
    const many = digestOf({ day: '2021-05-05', papers: Array.from({ length: 60 }, () => ({})) });
    const { components = [] } = digestMessage(many, many.papers);
    expect(components).toHaveLength(4);
    expectWithinLimits(fitMessage(digestMessage(many, many.papers)));
  });

  it('has a button that cites the day below any number of menus', () => {
    for (const length of [1, 60, 200]) {
      const day = digestOf({ day: '2021-05-05', papers: Array.from({ length }, () => ({})) });
      const fitted = fitMessage(digestMessage(day, day.papers));
      expectWithinLimits(fitted);
      expect(fitted.components.at(-1)?.components).toMatchObject([
        { custom_id: 'cite:bibtex:2021-05-05', label: english('cite.day') },
      ]);
    }
  });
});

const LONG_DIGEST = digestOf({
  day: '2021-05-05',
  papers: Array.from({ length: 10 }, () => ({
    abstract: 'A sentence of an abstract. '.repeat(40),
  })),
});
const days = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `2021-05-${String(n + 3).padStart(2, '0')}`);
const missedDaysLine = (count: number) =>
  digestMessage(LONG_DIGEST, LONG_DIGEST.papers, { missedDays: days(count) }).content?.split(
    '\n',
  )[2];

describe('missed digests in the next one', () => {
  it('are named below the headline that a notification begins with', () => {
    const { content } = digestMessage(LONG_DIGEST, LONG_DIGEST.papers);
    const message = digestMessage(LONG_DIGEST, LONG_DIGEST.papers, {
      missedDays: ['2021-05-04', '2021-05-03'],
    });
    expect(message.content).toBe(
      `${content ?? ''}\n-# I missed ${english('count.digests', { count: 2 })} while I was away: 2021-05-03, 2021-05-04. ` +
        'Read them with `/papers date:2021-05-03`',
    );
    expect(message.embeds).toEqual(digestMessage(LONG_DIGEST, LONG_DIGEST.papers).embeds);
    const small = parseMarkdown(message.content ?? '').at(-1);
    expect(small?.type).toBe('subtext');
  });

  it('take one line, however many there are', () => {
    expect(missedDaysLine(0)).toBeUndefined();
    expect(missedDaysLine(1)).toContain(
      `${english('count.digests', { count: 1 })} while I was away: 2021-05-03. Read it with`,
    );
    expect(missedDaysLine(5)).toContain('2021-05-06, 2021-05-07.');
    expect(missedDaysLine(12)).toContain(
      `${english('count.digests', { count: 12 })} while I was away, from 2021-05-03 to 2021-05-14. Read`,
    );
    for (let count = 1; count < 29; count++)
      expect(missedDaysLine(count)?.length).toBeLessThanOrEqual(150);
  });
});

describe('a republished digest', () => {
  it('says so in its first line, and is otherwise unchanged', () => {
    const before = digestMessage(LONG_DIGEST, LONG_DIGEST.papers);
    const after = digestMessage(LONG_DIGEST, LONG_DIGEST.papers, { isUpdated: true });
    expect(after.content?.split('\n')[0]).toBe('Hot papers, 5 May 2021 · 10 papers · updated');
    expect(JSON.stringify(after).replace(' · updated', '')).toBe(JSON.stringify(before));
  });
});

describe('a short digest, for when Discord refuses the full one', () => {
  it('is a list of titles with addresses, and nothing clickable or interactive', () => {
    const digest = digestOf({
      day: '2021-05-05',
      papers: [{ title: 'Mixing *Everything* @everyone' }, {}, { title: 'See [x](https://e.x)' }],
    });
    const [one, , three] = digest.papers;
    const message = shortDigestMessage(
      digest,
      [one, three].filter((paper) => !!paper),
      {
        missedDays: ['2021-05-04'],
      },
    );
    expect(message).toEqual({
      content: [
        digestMark('2021-05-05').line,
        '1\\. Mixing \\*Everything\\* \\@everyone <https://arxiv.org/abs/2105.05001>',
        '3\\. See \\[x\\]\\(https\\://e.x\\) <https://arxiv.org/abs/2105.05003>',
        `-# I missed ${english('count.digests', { count: 1 })} while I was away: 2021-05-04. Read it with \`/papers date:2021-05-04\``,
      ].join('\n'),
    });
    const links = parseMarkdown(message.content ?? '').filter(({ type }) => type === 'link');
    expect(links.map((link) => 'href' in link && link.href)).toEqual([
      'https://arxiv.org/abs/2105.05001',
      'https://arxiv.org/abs/2105.05003',
    ]);
  });

  it('leaves out whole papers and counts them', () => {
    const title = 'Very long words fill titles '.repeat(20);
    const digest = digestOf({
      day: '2021-05-05',
      papers: Array.from({ length: 14 }, () => ({ title })),
    });
    const lines = shortDigestMessage(digest, digest.papers).content?.split('\n') ?? [];
    expect(lines.at(-1)).toBe(`and ${15 - (lines.length - 1)} more`);
    for (const line of lines.slice(1, -1))
      expect(line).toMatch(/ <https:\/\/arxiv\.org\/abs\/\S+>$/);
    // A subscription's ten papers all fit.
    const ten = shortDigestMessage(digest, digest.papers.slice(0, 10), { missedDays: days(12) });
    expect(ten.content).not.toContain('more');
  });
});
