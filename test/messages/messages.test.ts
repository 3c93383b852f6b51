import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest, Paper } from '../../src/digest/types.ts';
import { digestMessage } from '../../src/messages/digest-message.ts';
import { fitMessage } from '../../src/messages/fit-message.ts';
import { paperMenus } from '../../src/messages/menu.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { paperEmbeds } from '../../src/messages/paper-embeds.ts';
import { shortDigestMessage } from '../../src/messages/short-digest-message.ts';
import { english } from '../../src/i18n/translate.ts';
import { archiveFiles } from '../support/archive.ts';
import { digestOf } from '../support/digest.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { anyPaper } from './nasty.ts';

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
  const message = digestMessage(digest, digest.papers.slice(0, 10));

  it('begins with a line that reads well as a notification', () => {
    expect(message.content).toBe(
      'Hot papers 2021-05-05: Mixing \\*Everything\\* · Paper 2 of 2021-05-05 · Paper 3 of 2021-05-05 · and 7 more',
    );
  });

  it('shows each paper with rank, link, authors, abstract, categories, PDF, counts and day', () => {
    const [first] = message.embeds ?? [];
    expect(first?.title).toBe('1. Mixing \\*Everything\\*');
    expect(first?.url).toBe('https://arxiv.org/abs/2105.05001');
    expect(first?.color).toBe(0x3b82f6);
    expect(first?.footer?.text).toBe(
      [
        '2021-05-05',
        english('counts.retweets', { count: 7620 }),
        english('counts.favorites', { count: 1 }),
      ].join(' · '),
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
    const entries = short.map((paper) => ({ day: digest.day, paper }));
    const lengths = paperEmbeds(english, entries, 'found').map(
      (embed) => embed.description?.length ?? 0,
    );
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

describe('papers with almost no visible title', () => {
  it('still get a title and a label, since Discord refuses empty ones', () => {
    const papers = ['\u202e', `a${'\u0301'.repeat(9000)}`, ' '].map((title) => ({ title }));
    const digest = digestOf({ day: '2021-05-05', papers });
    const entries = digest.papers.map((paper) => ({ day: digest.day, paper }));
    for (const order of ['digest', 'found'] as const) {
      expectWithinLimits(
        fitMessage({
          embeds: paperEmbeds(english, entries, order),
          components: paperMenus(english, entries, order, 'x', 1),
        }),
      );
      for (const { title } of paperEmbeds(english, entries, order))
        expect(title?.trim()).toBeTruthy();
    }
  });
});

describe('a paper in full', () => {
  const [paper] = digestOf({
    day: '2021-05-05',
    papers: [
      {
        authors: Array.from({ length: 65 }, (_, n) => `Author ${n}`),
        abstract: LONG.repeat(25),
        categories: ['cs.CV', 'stat.ML'],
        tweets: [
          {
            id: '12',
            author: 'Zoë [x](y)',
            handle: 'zoe',
            date: '2021-05-05',
            lang: 'en',
            text: 'One\n# two',
          },
          { id: '12', author: 'Zoë', handle: 'zoe', date: '2021-05-05', lang: 'en', text: 'again' },
        ],
      },
    ],
  }).papers as [Paper];
  const { embeds = [], components = [] } = paperCard(english, { day: '2021-05-05', paper });

  it('has the whole abstract, all authors, and categories by name', () => {
    expect(embeds[0]?.description).toBe(LONG.repeat(25).trim());
    expect(embeds[0]?.fields?.[0]?.value).toContain('Author 64');
    expect(embeds[0]?.fields?.[1]?.value).toBe(
      'cs.CV Computer Vision and Pattern Recognition\nstat.ML Machine Learning',
    );
  });

  it('quotes each tweet once, escaped, with its author and a link', () => {
    expect(embeds[1]?.description).toBe(
      '> One\n> \\# two\nZoë \\[x\\]\\(y\\) \\@zoe · [2021-05-05](https://twitter.com/zoe/status/12)',
    );
  });

  it('links to the abstract page and the PDF', () => {
    expect(JSON.stringify(components)).toContain('https://arxiv.org/abs/2105.05001');
    expect(JSON.stringify(components)).toContain('https://arxiv.org/pdf/2105.05001');
  });

  it('says so when there is no abstract', () => {
    const card = paperCard(english, { day: '2021-05-05', paper: { ...paper, abstract: '' } });
    expect(card.embeds?.[0]?.description).toBe(english('card.no-abstract'));
  });
});

function everyMessage(digest: Digest) {
  const cards = digest.papers.map((paper) => paperCard(english, { day: digest.day, paper }));
  const all = digest.papers;
  const away = Array.from({ length: 9 }, (_, n) => `2021-04-0${n + 1}`);
  return [
    digestMessage(digest, all),
    digestMessage(digest, all, { away: away.slice(0, 5), isUpdated: true }),
    shortDigestMessage(digest, all, { away }),
    ...cards,
  ].map((message) => ({
    message,
    fitted: fitMessage(message),
  }));
}

/** The gate is a last resort: what the layouts make must pass through it unchanged. */
function expectToFit(digest: Digest): void {
  for (const { message, fitted } of everyMessage(digest)) {
    expectWithinLimits(fitted);
    expect(fitted.embeds).toEqual(message.embeds ?? []);
    expect(fitted.components).toEqual(message.components ?? []);
    expect(fitted.content).toEqual(message.content ?? '');
    if (message.content === undefined) continue;
    // Nor does a role in front of it push anything out.
    const role = '9'.repeat(20);
    expect(fitMessage({ ...message, role }).content).toBe(`<@&${role}> ${message.content}`);
  }
}

describe("Discord's limits", () => {
  it('hold for any digest without cutting at the gate', () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 12 }), (papers) => {
        expectToFit(digestOf({ day: '2021-05-05', papers }));
      }),
      { numRuns: 40 },
    );
  });

  const files = archiveFiles();
  it.skipIf(files.length === 0)('hold for every digest and paper of the published archive', () => {
    for (const { name, text: file } of files) {
      const { digest } = parseDigest(file, name);
      if (digest) expectToFit(digest);
    }
  });
});
