import { escapeText, fitText } from '../../src/messages/text.ts';
import type { Condition, SearchProblem, Understood } from '../../src/archive/types.ts';
import type { Say } from '../../src/i18n/translate.ts';
import type { PaperQuery } from './query.ts';

/** More would push the papers out of sight. */
const MAX_CONDITIONS = 8;

/**
 * The query in words, escaped: `for “mlp mixer” in cs.CV on 2021-05-05`.
 *
 * @param understood how the library understood the search text, if it has operators
 */
export function describePaperQuery(say: Say, query: PaperQuery, understood?: Understood): string {
  const { category, search } = query;
  return joinParts(say, [
    search === undefined ? '' : describeSearchText(say, search, understood),
    category === undefined ? '' : say('query.category', { category: escapeText(category) }),
    describeDays(say, query),
  ]);
}

/** Its days in words: `on 2021-05-05`, `from 2021-05-01 to 2021-05-07`; empty if it has none. */
export function describeDays(say: Say, { from, to }: PaperQuery): string {
  if (from === to) return from === undefined ? '' : say('query.on', { day: from });
  if (from === undefined) return say('query.until', { day: to ?? '' });
  return to === undefined ? say('query.since', { day: from }) : say('query.between', { from, to });
}

/** A search text in words, escaped: `for “mixer” by “hinton” since 2021-05`. */
function describeSearchText(say: Say, search: string, understood: Understood | undefined): string {
  if (!understood) return say('query.search', { value: fit(search) });
  const { text, conditions } = understood;
  const more = conditions.length - MAX_CONDITIONS;
  return joinParts(say, [
    ...(text === '' ? [] : [say('query.search', { value: fit(text) })]),
    ...conditions.slice(0, MAX_CONDITIONS).map((condition) => describeCondition(say, condition)),
    ...(more > 0 ? [say('query.more', { count: more })] : []),
  ]);
}

/** The parts that aren't empty, joined as the language joins them. */
function joinParts(say: Say, parts: readonly string[]): string {
  const [first = '', ...rest] = parts.filter(Boolean);
  return rest.reduce((one, other) => say('query.both', { one, other }), first);
}

/** A line on what was left out of a search text, and why; empty if nothing was. */
export function problemLine(say: Say, understood: Understood | undefined): string {
  const problems = (understood?.problems ?? []).map((problem) => describeProblem(say, problem));
  if (problems.length === 0) return '';
  const told = fitText(problems.join('; '), 300, { links: false });
  return `${say('papers.not-understood', { problems: told })}\n`;
}

function describeProblem(say: Say, { code, typed }: SearchProblem): string {
  return say(`search-problem.${code}`, { typed });
}

/** Whether the search only filters, so that no paper matches better than another. */
export function isFilterOnly({ text, conditions }: Understood): boolean {
  const affectsRank = ({ name, excluded }: Condition): boolean =>
    !excluded && (name === 'author' || name === 'title');
  return text === '' && !conditions.some(affectsRank);
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
    // Only digits and hyphens, so nothing to escape.
    case 'since':
      return say('query.since', { day: value });
    case 'before':
      return say('query.before', { day: value });
  }
}

function fit(text: string): string {
  return fitText(text, 200, { links: false });
}
