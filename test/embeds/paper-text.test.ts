import { describe, expect, it } from 'vitest';
import { papers as papersCommand } from '../../commands/papers/papers.ts';
import type { Context } from '../../src/command.ts';
import { digestMessage } from '../../src/embeds/digest-message.ts';
import { abstractOf, titleOf } from '../../src/embeds/paper-text.ts';
import { paperMenus } from '../../src/embeds/menu.ts';
import { paperCard } from '../../src/embeds/paper-card.ts';
import { paperEmbeds } from '../../src/embeds/paper-embeds.ts';
import { shortDigestMessage } from '../../src/embeds/short-digest-message.ts';
import { english } from '../../src/words/say.ts';
import { digestOf } from '../support/digest.ts';

const day = '2021-05-05';
const digest = digestOf({
  day,
  papers: [{ title: 'An $O(n\\log n)$ Sort', abstract: 'After G\\"odel, $x\\to \\infty$.' }],
});
const entries = digest.papers.map((paper) => ({ day, paper }));

describe('a paper whose title and abstract hold LaTeX', () => {
  const library = { days: () => [day], digest: () => digest } as unknown as Context['library'];
  it.each([
    ['a digest', digestMessage(digest, digest.papers)],
    ['a short digest', shortDigestMessage(digest, digest.papers)],
    ['a list', paperEmbeds(english, entries, 'found')],
    ['a card', entries.map((entry) => paperCard(english, entry))],
    ['a menu', paperMenus(english, entries, 'digest', 'x', 1)],
    [
      'suggested days',
      papersCommand.suggest('date', '', { library, say: english, today: () => day } as Context),
    ],
  ])('is readable in %s', (_, message) => {
    const shown = JSON.stringify(message).replaceAll('\\', '');
    expect(shown).toContain('O(n log n)');
    expect(shown).not.toMatch(/\$|nlog n|to infty/);
  });

  it('has an abstract that is flattened before it is cut and escaped', () => {
    const [embed] = paperEmbeds(english, entries, 'found');
    expect(embed?.title).toBe('An O\\(n log n\\) Sort');
    expect(embed?.description).toContain('After Gödel, x → ∞.');
    const [card] = entries.map((entry) => paperCard(english, entry));
    expect(card?.embeds?.[0]?.description).toBe('After Gödel, x → ∞.');
  });

  it('stays as it was written where it is kept', () => {
    expect(digest.papers[0]?.title).toBe('An $O(n\\log n)$ Sort');
  });
});

it('of an endless text only what may be shown is read', () => {
  expect(titleOf({ title: 'x'.repeat(1_000_000) })).toHaveLength(2000);
  expect(abstractOf({ abstract: '\\hat'.repeat(1_000_000) }).length).toBeLessThan(50_000);
});
