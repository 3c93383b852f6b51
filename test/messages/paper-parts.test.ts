import { describe, expect, it } from 'vitest';
import { papers as papersCommand } from '../../commands/papers/papers.ts';
import type { Context } from '../../src/command.ts';
import { digestMessage, shortDigestMessage } from '../../src/messages/digest-message.ts';
import {
  abstractOf,
  abstractWithKey,
  countsLine,
  titleOf,
} from '../../src/messages/paper-parts.ts';
import { paperMenus } from '../../src/messages/components.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { paperList } from '../../src/messages/paper-list.ts';
import { english, translatorFor } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';

const day = '2021-05-05';
const digest = digestOf({
  day,
  papers: [{ title: 'An $O(n\\log n)$ Sort', abstract: 'After G\\"odel, $x\\to \\infty$.' }],
});
const entries = digest.papers.map((paper) => ({ day, paper }));

describe('a paper with LaTeX in its title and abstract', () => {
  const archive = { days: () => [day], digest: () => digest } as unknown as Context['archive'];
  it.each([
    ['a digest', digestMessage(digest, digest.papers)],
    ['a short digest', shortDigestMessage(digest, digest.papers)],
    ['a list', paperList(english, entries, 'found')],
    ['a card', entries.map((entry) => paperCard(english, entry))],
    ['a menu', paperMenus(english, entries, 'digest', 'x', 1)],
    [
      'suggested days',
      papersCommand.autocomplete('date', '', { archive, t: english, today: () => day } as Context),
    ],
  ])('is readable in %s', (_, message) => {
    const shown = JSON.stringify(message).replaceAll('\\', '');
    expect(shown).toContain('O(n log n)');
    expect(shown).not.toMatch(/\$|nlog n|to infty/);
  });

  it('has its abstract converted before it is cut and escaped', () => {
    const [list] = paperList(english, entries, 'found');
    expect(list?.description).toContain('[An O(n log n) Sort](');
    expect(list?.description).toContain('After Gödel, x → ∞.');
    const [embed] = entries.flatMap((entry) => paperCard(english, entry).embeds ?? []);
    expect(embed?.title).toBe('An O\\(n log n\\) Sort');
    expect(embed?.description).toContain('After Gödel, x → ∞.');
  });

  it('stays as written where it is stored', () => {
    expect(digest.papers[0]?.title).toBe('An $O(n\\log n)$ Sort');
  });
});

it('reads only as much of an endless text as may be shown', () => {
  expect(titleOf({ title: 'x'.repeat(1_000_000) })).toHaveLength(2000);
  expect(abstractOf({ abstract: '\\hat'.repeat(1_000_000) }).length).toBeLessThan(50_000);
});

describe('an abstract with its key sentence in bold', () => {
  const KEY = 'We show that *networks* need no attention.';
  const BOLD = '**We show that \\*networks\\* need no attention.**';

  it('has it at its own place if all of it fits', () => {
    const abstract = `Attention is everywhere. ${KEY} Code is available.`;
    expect(abstractWithKey(abstract, 200)).toBe(
      `Attention is everywhere. ${BOLD} Code is available.`,
    );
    expect(abstractWithKey(KEY, 200)).toBe(BOLD);
  });

  it('begins with it if it must be cut', () => {
    const abstract = `${'Attention is everywhere. '.repeat(20)}${KEY} ${'More follows. '.repeat(40)}`;
    expect(abstractWithKey(abstract, 200)).toMatch(
      new RegExp(`^… ${BOLD.replace(/[*\\.]/g, '\\$&')} More follows\\..*\\.$`),
    );
  });

  it.each([0, 1, 5, 10, 30, 60, 100])('takes at most %i characters', (max) => {
    const abstract = `${'Attention is everywhere. '.repeat(20)}${KEY} ${'More follows. '.repeat(40)}`;
    const shown = abstractWithKey(abstract, max);
    expect(shown.length).toBeLessThanOrEqual(max);
    expect(shown).not.toContain('****');
    expect(shown.split('**').length % 2).toBe(1);
  });

  it('is empty where there is none', () => {
    expect(abstractWithKey('', 200)).toBe('');
  });
});

describe('the line of counts', () => {
  it("names stars in the reader's language", () => {
    expect(countsLine(english, { upvotes: 118, stars: 1 })).toBe('118 upvotes · 1 star');
    expect(countsLine(translatorFor('de'), { stars: 7620 })).toBe('7.620 Sterne');
  });
});
