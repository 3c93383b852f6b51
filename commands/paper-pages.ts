import type { Context, Reply } from '../src/command.ts';
import { ButtonStyle, ComponentType } from '../src/discord/api.ts';
import { citeButton, MAX_CITED } from '../src/embeds/cite-button.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { paperMenus } from '../src/embeds/menu.ts';
import type { Row } from '../src/embeds/message.ts';
import { type Entry, paperEmbeds } from '../src/embeds/paper-embeds.ts';
import { fitText } from '../src/embeds/text.ts';
import type { Say } from '../src/words/say.ts';
import { whyNoDigest } from './makings.ts';
import { namedId } from './named-paper.ts';
import { notHere } from './not-here.ts';
import { turners } from './turners.ts';
import {
  describeDays,
  describePaperQuery,
  formatPaperQuery,
  type PaperQuery,
  type Sort,
} from './paper-query.ts';
import { isWithin, onlyDay } from './day-range.ts';
import { isFilterOnly, problemLine, type Understood } from './understood.ts';

/** The day whose whole digest is meant, shown as it arrives in channels; undefined for other queries. */
const digestDay = (query: PaperQuery): string | undefined =>
  query.search === undefined && query.category === undefined && query.sort === undefined
    ? onlyDay(query)
    : undefined;

/** Of several days without anything to match, the hottest papers are wanted. */
const sortOf = (query: PaperQuery): Sort | undefined => {
  const isPeriod = query.from !== query.to;
  return query.sort ?? (isPeriod && query.search === undefined ? 'hot' : undefined);
};

/** Found papers come in shorter pages, which are leafed through. */
const FOUND_PAGE = 5;

/**
 * One page of what a query finds, with buttons to the others and a menu that opens a paper; or,
 * when there is nothing, what to try instead.
 *
 * @param wanted 0-based; one beyond the last gives the last
 */
export async function pageReply(
  query: PaperQuery,
  wanted: number,
  context: Context,
): Promise<Reply> {
  const { library, say } = context;
  if (!library.days().some((day) => isWithin(query, day))) return noDigest(query, context);

  const order = digestDay(query) === undefined ? 'found' : 'digest';
  const size = order === 'digest' ? LIMITS.embeds : FOUND_PAGE;
  const find = (page: number) =>
    library.search({ ...query, sort: sortOf(query) }, { offset: page * size, limit: size });
  let page = Math.max(0, wanted);
  let found = await find(page);
  const pages = Math.max(1, Math.ceil(found.total / size));
  if (found.total === 0) return nothingFound(query, context, found.understood);
  if (page >= pages) {
    // The archive may have shrunk since the button was made.
    page = pages - 1;
    found = await find(page);
  }

  const state = pages > 1 ? await pageState(query, context) : '';
  const head = heading(say, query, found.total, found.understood);
  const { corrected, partial, understood } = found;
  const remarks = [
    corrected ? `\n-# ${alsoLookedFor(say, corrected)}` : '',
    partial ? `\n-# ${say('papers.partial')}` : '',
  ].join('');
  const title = pages > 1 ? say('page.of', { heading: head, page: page + 1, pages }) : head;
  return {
    message: {
      // First what was not done: the papers are not those that were asked for.
      content: `${problemLine(say, understood)}${title}${remarks}`,
      embeds: paperEmbeds(say, found.hits, order, { isFound: found.isFound }),
      components: [
        ...paperMenus(say, found.hits, order, 'found', 1),
        {
          type: ComponentType.ActionRow,
          components: [
            ...(pages > 1
              ? turners(say, page, pages, (to) => `page:${to}:${state}`).components
              : []),
            await citeThese(query, found.hits, context),
          ],
        },
      ],
    },
  };
}

/** What a typo was taken for; beginnings of other words there are not worth telling. */
function alsoLookedFor(say: Say, words: readonly string[]): string {
  const whole = words.filter(
    (word) => !words.some((other) => other !== word && other.startsWith(word)),
  );
  return whole.length <= 3
    ? say('papers.also', { words: fitText(whole.join(', '), 200) })
    : say('papers.also-like');
}

function heading(
  say: Say,
  query: PaperQuery,
  count: number,
  understood: Understood | undefined,
): string {
  const day = digestDay(query);
  if (day !== undefined) return say('papers.of-day', { day, count });
  const isListed = query.search === undefined || (understood && isFilterOnly(understood));
  const sort = sortOf(query) ?? (isListed && onlyDay(query) === undefined ? 'new' : 'best');
  const key = ({ best: 'papers.best', hot: 'papers.hot', new: 'papers.new' } as const)[sort];
  return say(key, { count, query: describePaperQuery(say, query, understood) });
}

/** The query for a `custom_id` that begins with `page:` and a number, or with less. */
export async function pageState(query: PaperQuery, { memo }: Context): Promise<string> {
  return memo.keep(formatPaperQuery(query), LIMITS.customId - 'page:000000:'.length);
}

/** The papers that are shown, whatever the query finds by the time it is pressed; or the whole day. */
async function citeThese(query: PaperQuery, hits: readonly Entry[], { memo, say }: Context) {
  const day = digestDay(query);
  if (day !== undefined) return citeButton(say('cite.day'), day);
  const ids = hits.map(({ paper }) => paper.arxivId).join(',');
  const label = hits.length === 1 ? say('cite.button') : say('cite.page');
  return citeButton(label, await memo.keep(ids, MAX_CITED));
}

async function noDigest(query: PaperQuery, context: Context): Promise<Reply> {
  const { from, to } = query;
  const { library, say } = context;
  const near = [
    from === undefined ? undefined : library.nearest(from).before,
    to === undefined ? undefined : library.nearest(to).after,
  ].filter((other) => other !== undefined);
  const [before, after] = near;
  if (before === undefined) return sorry(say('papers.no-archive'));
  const buttons = near.map(async (other) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: other,
    custom_id: `page:0:${await pageState({ ...query, from: other, to: other }, context)}`,
  }));
  const day = onlyDay(query);
  const days = day === undefined ? describeDays(say, query) : say('query.of', { day });
  const content =
    after === undefined
      ? say('papers.no-digest', { days, near: before })
      : say('papers.no-digest-between', { days, before, after });
  const why = day === undefined ? undefined : whyNoDigest(day, context);
  return {
    ...sorry([content, ...(why === undefined ? [] : [why])].join('\n'), [
      { type: ComponentType.ActionRow, components: await Promise.all(buttons) },
    ]),
  };
}

/** More would take longer than the answer is worth. */
const MAX_WORDS = 8;
const MAX_WORD_TIPS = 3;

/** The words of a search text, where there are several; short ones say nothing by themselves. */
function wordsOf(text: string): string[] {
  const words = [...new Set(text.replace(/["“”]/g, ' ').split(/\s+/))].filter(Boolean);
  return words.length < 2 ? [] : words.filter((word) => word.length > 2).slice(0, MAX_WORDS);
}

async function nothingFound(
  query: PaperQuery,
  { library, say }: Context,
  understood: Understood | undefined,
): Promise<Reply> {
  const { category, search } = query;
  const day = digestDay(query);
  if (day !== undefined) return sorry(say('papers.empty', { day }));
  const id = search === undefined ? undefined : namedId(search);
  if (id !== undefined && library.appearances(id).length === 0) return sorry(notHere(say, [id]));
  const problems = problemLine(say, understood);
  const described = describePaperQuery(say, query, understood);
  // Of `since:soon` alone nothing is left to look for, and no advice would help but the reason.
  if (described === '') return sorry(`${problems}${say('papers.nothing-left')}`);
  const count = async (rest: PaperQuery): Promise<number> =>
    (await library.search(rest, { offset: 0, limit: 1 })).total;
  const hasDays = query.from !== undefined || query.to !== undefined;
  const less: PaperQuery[] = [];
  if (search !== undefined && category !== undefined) less.push(without(query, 'category'));
  if (hasDays && (search !== undefined || category !== undefined)) {
    less.push(without(query, 'from', 'to'));
  }
  if (search !== undefined && (category !== undefined || hasDays)) {
    less.push(without(query, 'search'));
  }
  const counted = async (queries: readonly PaperQuery[]) => {
    const all = await Promise.all(
      queries.map(async (rest) => ({ rest, total: await count(rest) })),
    );
    return all.filter(({ total }) => total > 0);
  };
  const text = understood?.text ?? search ?? '';
  const isNarrowed = (understood?.conditions.length ?? 0) > 0 && text !== '';
  // Without what was typed to narrow it, all of the words may be found.
  const parts = new Set([...(isNarrowed ? [text] : []), ...wordsOf(text)]);
  const singly = [...parts].map((part) => ({ ...query, search: part }));
  // The rarest of the words that were typed is the one that tells most of what was meant.
  const rarest = (await counted(singly)).sort((a, b) => a.total - b.total).slice(0, MAX_WORD_TIPS);
  const tips = [
    ...(await counted(less)).map(({ rest, total }) =>
      say('papers.try-less', { query: describePaperQuery(say, rest, understood), count: total }),
    ),
    ...rarest.map(({ rest, total }) =>
      say('papers.try-less', { query: describePaperQuery(say, rest, undefined), count: total }),
    ),
  ];
  if (search !== undefined) tips.push(say('papers.try-fewer'));
  if (tips.length === 0) {
    const most = library.categories().slice(0, 5);
    const codes = most.map(({ code }) => `\`${code}\``).join(', ');
    tips.push(say('papers.try-category', { categories: codes }));
  }
  return sorry(
    `${problems}${say('papers.nothing', { query: described })} ` +
      `${say('papers.try')}\n${tips.map((tip) => `- ${tip}`).join('\n')}`,
  );
}

function without(query: PaperQuery, ...parts: (keyof PaperQuery)[]): PaperQuery {
  const left = Object.entries(query).filter(([key]) => !parts.some((part) => part === key));
  return Object.fromEntries(left);
}

function sorry(content: string, components: Row[] = []): Reply {
  return { message: { content, components }, isPrivate: true };
}
