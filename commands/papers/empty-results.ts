import type { Context, Reply } from '../../src/command.ts';
import { button, buttonRow } from '../../src/messages/components.ts';
import type { Row } from '../../src/messages/message.ts';
import { missingPapersLine } from '../../src/messages/paper-parts.ts';
import { singleDay } from '../../src/input/day-range.ts';
import { soleArxivId } from '../../src/input/search-text.ts';
import type { Search, Understood } from '../../src/search/types.ts';
import { whyNoDigest } from '../status/build-status.ts';
import { describeDays, describePaperQuery, problemLine } from './describe-search.ts';
import { type PaperQuery, queryToState, SHOW_FROM, wholeDigestDay } from './query.ts';

/** The reply when the archive has no digest on the days of a query, with buttons to the nearest. */
export async function noDigestReply(query: PaperQuery, context: Context): Promise<Reply> {
  const { from, to } = query;
  const { archive, t } = context;
  const near = [
    from === undefined ? undefined : archive.nearest(from).before,
    to === undefined ? undefined : archive.nearest(to).after,
  ].filter((other) => other !== undefined);
  const [before, after] = near;
  if (before === undefined) return emptyReply(t('papers.no-archive'));
  const buttons = near.map(async (other) => {
    const state = await queryToState({ ...query, from: other, to: other }, context);
    return button(other, `${SHOW_FROM}:0:${state}`);
  });
  const day = singleDay(query);
  const days = day === undefined ? describeDays(t, query) : t('query.of', { day });
  const content =
    after === undefined
      ? t('papers.no-digest', { days, near: before })
      : t('papers.no-digest-between', { days, before, after });
  const why = day === undefined ? undefined : whyNoDigest(day, context);
  return emptyReply([content, ...(why === undefined ? [] : [why])].join('\n'), [
    buttonRow(await Promise.all(buttons)),
  ]);
}

/** The reply when a query finds no papers: why, and what to try instead. */
export async function nothingFoundReply(
  query: PaperQuery,
  context: Context,
  understood: Understood | undefined,
): Promise<Reply> {
  const { archive, t } = context;
  const { search } = query;
  const day = wholeDigestDay(query);
  if (day !== undefined) return emptyReply(t('papers.empty', { day }));
  const id = search === undefined ? undefined : soleArxivId(search);
  if (id !== undefined && archive.appearances(id).length === 0) {
    return emptyReply(missingPapersLine(t, [id]));
  }
  const problems = problemLine(t, understood);
  const described = describePaperQuery(t, query, understood);
  // With `since:soon` alone nothing is left to search for, and the problem already says why.
  if (described === '') return emptyReply(`${problems}${t('papers.nothing-left')}`);
  const tips = await tipsFor(query, context, understood);
  return emptyReply(
    `${problems}${t('papers.nothing', { query: described })} ` +
      `${t('papers.try')}\n${tips.map((tip) => `- ${tip}`).join('\n')}`,
  );
}

/** More searches would take longer than the answer is worth. */
const MAX_WORDS = 8;
const MAX_WORD_TIPS = 3;

async function tipsFor(
  query: PaperQuery,
  { archive, search, t }: Context,
  understood: Understood | undefined,
): Promise<string[]> {
  const tip = ({ query, total }: Counted, how: Understood | undefined): string =>
    t('papers.try-less', { query: describePaperQuery(t, query, how), count: total });
  const byWord = await nonEmpty(queriesByWord(query, understood), search);
  // The rarest word says the most about what was meant.
  const rarest = byWord.sort((a, b) => a.total - b.total).slice(0, MAX_WORD_TIPS);
  const tips = [
    ...(await nonEmpty(broaderQueries(query), search)).map((one) => tip(one, understood)),
    ...rarest.map((one) => tip(one, undefined)),
  ];
  if (query.search !== undefined) tips.push(t('papers.try-fewer'));
  if (tips.length > 0) return tips;
  const largest = archive.categories().slice(0, 5);
  const categories = largest.map(({ code }) => `\`${code}\``).join(', ');
  return [t('papers.try-category', { categories })];
}

interface Counted {
  query: PaperQuery;
  total: number;
}

/** Those of the queries that find papers. */
async function nonEmpty(queries: readonly PaperQuery[], search: Search): Promise<Counted[]> {
  const counted = await Promise.all(
    queries.map(async (query) => ({
      query,
      total: (await search.papers(query, { offset: 0, limit: 1 })).total,
    })),
  );
  return counted.filter(({ total }) => total > 0);
}

/** The query without its category, its days or its search text, if something is left then. */
function broaderQueries(query: PaperQuery): PaperQuery[] {
  const hasSearch = query.search !== undefined;
  const hasCategory = query.category !== undefined;
  const hasDays = query.from !== undefined || query.to !== undefined;
  return [
    ...(hasCategory && hasSearch ? [without(query, 'category')] : []),
    ...(hasDays && (hasSearch || hasCategory) ? [without(query, 'from', 'to')] : []),
    ...(hasSearch && (hasCategory || hasDays) ? [without(query, 'search')] : []),
  ];
}

/** The query with one word of its search text at a time, and with all of them without operators. */
function queriesByWord(query: PaperQuery, understood: Understood | undefined): PaperQuery[] {
  const text = understood?.text ?? query.search ?? '';
  const isNarrowed = (understood?.conditions.length ?? 0) > 0 && text !== '';
  const searches = new Set([...(isNarrowed ? [text] : []), ...wordsOf(text)]);
  return [...searches].map((search) => ({ ...query, search }));
}

/** The words of a search text with several, except short ones, which mean little on their own. */
function wordsOf(text: string): string[] {
  const words = [...new Set(text.replace(/["“”]/g, ' ').split(/\s+/))].filter(Boolean);
  return words.length < 2 ? [] : words.filter((word) => word.length > 2).slice(0, MAX_WORDS);
}

function without(query: PaperQuery, ...parts: (keyof PaperQuery)[]): PaperQuery {
  const left = Object.entries(query).filter(([key]) => !parts.some((part) => part === key));
  return Object.fromEntries(left);
}

function emptyReply(content: string, components: Row[] = []): Reply {
  return { message: { content, components }, ephemeral: true };
}
