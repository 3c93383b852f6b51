import { describe, expect, it } from 'vitest';
import { help } from '../../commands/help.ts';
import { commands } from '../../commands/index.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import { paperMenus } from '../../src/messages/components.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { paperList } from '../../src/messages/paper-list.ts';
import type { Context } from '../../src/command.ts';
import {
  type TranslationKey,
  readCatalogue,
  translatorFor,
  LANGUAGES,
} from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { expectWithinLimits } from '../support/limits.ts';

const long = 'Ein *sehr* langes Wort [hier](x) '.repeat(200);
const digest = digestOf({
  day: '2021-05-05',
  papers: Array.from({ length: 60 }, (_, index) => ({
    title: long,
    abstract: long.repeat(3),
    authors: Array.from({ length: 300 }, (_author, at) => `Author Number ${at}`),
    categories: Array.from({ length: 60 }, (_code, at) => `cs.C${at}`),
    metrics: {
      retweets: 7_654_321,
      favorites: 1_234_567,
      upvotes: 12_345,
      points: 9876,
      [long]: index,
    },
  })),
});
const entries = digest.papers.map((paper) => ({ day: digest.day, paper }));
/** As in the list of similar papers: at most five, with what they have in common. */
const similar = entries.slice(0, 5).map((entry) => ({ ...entry, shared: [long] }));

/** Very long numbers. */
const BIG: Readonly<Record<string, number>> = {
  ...{ count: 999_999, page: 999_999, pages: 999_999, rank: 9999, from: 9999, to: 9999 },
  ...{ top: 10, done: 999_999, channels: 999_999, rest: 9999, line: 999_999, status: 599 },
};

/** The length of outside text in a text, with escapes. */
const LONG = 300;

/** Very long values for a text. */
function valuesFor(text: string): Record<string, string | number> {
  const names = [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name);
  const isNumber = (name: string) => new RegExp(`\\{${name}, (plural|number)`).test(text);
  return Object.fromEntries(
    names.map((name) => [name, isNumber(name) ? (BIG[name] ?? 1) : 'x'.repeat(LONG)]),
  );
}

const LABELS: readonly TranslationKey[] = [
  ...(['card.abstract-page', 'card.share', 'card.similar', 'cite.button'] as const),
  ...(['cite.day', 'cite.page', 'page.next', 'page.previous'] as const),
];
const FIELDS: readonly TranslationKey[] = [
  'card.authors',
  'card.categories',
  'card.counts',
  'card.history',
  'card.keywords',
];

describe.each(Object.values(LANGUAGES).flat())('the texts in %s', (locale) => {
  const t = translatorFor(locale);

  it('fit lists, menus and cards of the heaviest papers into the limits', () => {
    const lists = [
      { shown: entries, order: 'digest' },
      { shown: entries, order: 'found' },
      { shown: similar, order: 'found' },
    ] as const;
    for (const { shown, order } of lists) {
      const message = {
        content: t('papers.of-day', { day: digest.day, count: 60 }),
        embeds: paperList(t, shown, order, { isFound: (run) => run === 'wort' }),
        components: paperMenus(t, shown, order, 'x', LIMITS.rows),
      };
      const fitted = fitMessage(message);
      expectWithinLimits(fitted);
      expect(fitted).toMatchObject(message);
    }
    for (const entry of entries.slice(0, 3)) {
      const card = paperCard(t, entry, entries);
      const fitted = fitMessage(card);
      expectWithinLimits(fitted);
      expect(fitted).toMatchObject(card);
    }
  });

  it('fit the help for all commands into the limits', () => {
    const { message } = help.run({} as never, { commands, t } as unknown as Context);
    const fitted = fitMessage(message);
    expectWithinLimits(fitted);
    expect(fitted).toMatchObject(message);
  });

  it('leave room in buttons, placeholders and field names', () => {
    for (const key of LABELS) expect(t(key).length).toBeLessThanOrEqual(80);
    expect(t('card.all', { count: 999_999 }).length).toBeLessThanOrEqual(80);
    expect(t('post.button', { day: '2021-05-05' }).length).toBeLessThanOrEqual(80);
    expect(t('menu.read-some', { from: 101, to: 125 }).length).toBeLessThanOrEqual(150);
    for (const key of FIELDS) expect(t(key).length).toBeLessThanOrEqual(256);
    expect(t('card.counts-of', { at: 'x'.repeat(40) }).length).toBeLessThanOrEqual(256);
    for (const key of ['trouble.title', 'server.problems', 'status.newest'] as const) {
      expect(t(key).length).toBeLessThanOrEqual(256);
    }
  });

  it('never fill a message, even with long values', () => {
    for (const [key, text] of Object.entries(readCatalogue('en')) as [TranslationKey, string][]) {
      expect([key, t(key, valuesFor(text)).length <= 1500]).toEqual([key, true]);
    }
  });
});
