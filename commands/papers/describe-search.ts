import { escapeText, fitText } from '../../src/messages/text.ts';
import type { Condition, SearchProblem, Understood } from '../../src/search/types.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import type { PaperQuery } from './query.ts';

/** More of them would push the papers out of sight. */
const MAX_CONDITIONS = 8;

/**
 * The query in words, escaped: `for “mlp mixer” in cs.CV on 2021-05-05`.
 *
 * @param understood how the search read the text, if it has operators
 */
export function describePaperQuery(
  t: Translate,
  query: PaperQuery,
  understood?: Understood,
): string {
  const { category, search } = query;
  return joinParts(t, [
    search === undefined ? '' : describeSearchText(t, search, understood),
    category === undefined ? '' : t('query.category', { category: escapeText(category) }),
    describeDays(t, query),
  ]);
}

/** A query's days in words: `on 2021-05-05`, `from 2021-05-01 to 2021-05-07`; empty if it has none. */
export function describeDays(t: Translate, { from, to }: PaperQuery): string {
  if (from === to) return from === undefined ? '' : t('query.on', { day: from });
  if (from === undefined) return t('query.until', { day: to ?? '' });
  return to === undefined ? t('query.since', { day: from }) : t('query.between', { from, to });
}

/** A search text in words, escaped: `for “mixer” by “hinton” since 2021-05`. */
function describeSearchText(
  t: Translate,
  search: string,
  understood: Understood | undefined,
): string {
  if (!understood) return t('query.search', { value: fit(search) });
  const { text, conditions } = understood;
  const more = conditions.length - MAX_CONDITIONS;
  return joinParts(t, [
    ...(text === '' ? [] : [t('query.search', { value: fit(text) })]),
    ...conditions.slice(0, MAX_CONDITIONS).map((condition) => describeCondition(t, condition)),
    ...(more > 0 ? [t('query.more', { count: more })] : []),
  ]);
}

/** The parts that aren't empty, joined as the language joins them. */
function joinParts(t: Translate, parts: readonly string[]): string {
  const [first = '', ...rest] = parts.filter(Boolean);
  return rest.reduce((one, other) => t('query.both', { one, other }), first);
}

/** A line on what was left out of a search text, and why; empty if nothing was. */
export function problemLine(t: Translate, understood: Understood | undefined): string {
  const problems = (understood?.problems ?? []).map((problem) => describeProblem(t, problem));
  if (problems.length === 0) return '';
  const shown = fitText(problems.join('; '), 300, { links: false });
  return `${t('papers.not-understood', { problems: shown })}\n`;
}

function describeProblem(t: Translate, { code, typed }: SearchProblem): string {
  return t(`search-problem.${code}`, { typed });
}

/** Whether the search only filters, so that no paper matches better than another. */
export function isFilterOnly({ text, conditions }: Understood): boolean {
  const affectsRank = ({ name, excluded }: Condition): boolean =>
    !excluded && (name === 'author' || name === 'title');
  return text === '' && !conditions.some(affectsRank);
}

function describeCondition(t: Translate, { name, value, excluded }: Condition): string {
  const quoted = { value: fit(value) };
  switch (name) {
    case 'word':
      return t('query.not-word', quoted);
    case 'author':
      return excluded ? t('query.not-author', quoted) : t('query.author', quoted);
    case 'title':
      return excluded ? t('query.not-title', quoted) : t('query.title', quoted);
    case 'category': {
      const category = escapeText(value);
      return excluded ? t('query.not-category', { category }) : t('query.category', { category });
    }
    // Only digits and hyphens, so nothing to escape.
    case 'since':
      return t('query.since', { day: value });
    case 'before':
      return t('query.before', { day: value });
  }
}

function fit(text: string): string {
  return fitText(text, 200, { links: false });
}
