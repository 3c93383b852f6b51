import type { Context } from '../../src/command.ts';
import { escapeText, fitText } from '../../src/embeds/text.ts';
import { clauseIn } from '../../src/words/clause.ts';
import type { Say } from '../../src/words/say.ts';

/** How the library took a search text that held operators. */
export type Understood = NonNullable<
  Awaited<ReturnType<Context['library']['search']>>['understood']
>;

type Condition = Understood['conditions'][number];

/** More would push the papers out of sight. */
const SHOWN = 8;

/** A search text in words, escaped: `for “mixer” by “hinton” since 2021-05`. */
export function describeSearch(
  say: Say,
  search: string,
  understood: Understood | undefined,
): string {
  if (!understood) return say('query.search', { value: fit(search) });
  const { text, conditions } = understood;
  const more = conditions.length - SHOWN;
  return inOne(say, [
    ...(text === '' ? [] : [say('query.search', { value: fit(text) })]),
    ...conditions.slice(0, SHOWN).map((condition) => describeCondition(say, condition)),
    ...(more > 0 ? [say('query.more', { count: more })] : []),
  ]);
}

/** Parts of a query one after the other, as the language joins them; empty ones are left out. */
export function inOne(say: Say, parts: readonly string[]): string {
  const [first = '', ...rest] = parts.filter(Boolean);
  return rest.reduce((one, other) => say('query.both', { one, other }), first);
}

/**
 * What in a search text was left out, and why, as a line to stand before what was found; empty when
 * nothing was.
 */
export function problemLine(say: Say, understood: Understood | undefined): string {
  const problems = (understood?.problems ?? []).map((problem) => clauseIn(say, problem));
  if (problems.length === 0) return '';
  const told = fitText(problems.join('; '), 300, { links: false });
  return `${say('papers.not-understood', { problems: told })}\n`;
}

/** Whether nothing was asked that makes one paper a better answer than another. */
export function isFilterOnly({ text, conditions }: Understood): boolean {
  const isWord = ({ name, excluded }: Condition): boolean =>
    !excluded && (name === 'author' || name === 'title');
  return text === '' && !conditions.some(isWord);
}

function describeCondition(say: Say, { name, value, excluded }: Condition): string {
  const quoted = { value: fit(value) };
  switch (name) {
    case 'word':
      return say('query.not-word', quoted);
    case 'author':
      return excluded ? say('query.not-author', quoted) : say('query.author', quoted);
    case 'title':
      return excluded ? say('query.not-title', quoted) : say('query.title', quoted);
    case 'category': {
      const category = escapeText(value);
      return excluded
        ? say('query.not-category', { category })
        : say('query.category', { category });
    }
    // Digits and hyphens only.
    case 'since':
      return say('query.since', { day: value });
    case 'before':
      return say('query.before', { day: value });
  }
}

function fit(text: string): string {
  return fitText(text, 200, { links: false });
}
