import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Context, Reply } from '../src/command.ts';
import { citeButton, MAX_CITED } from '../src/embeds/cite-button.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { paperMenus } from '../src/embeds/menu.ts';
import type { Row } from '../src/embeds/message.ts';
import { type Entry, paperEmbeds } from '../src/embeds/paper-embeds.ts';
import { fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
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
  const { library } = context;
  if (!library.days().some((day) => isWithin(query, day))) return noDigest(query, context);

  const order = digestDay(query) === undefined ? 'found' : 'digest';
  const size = order === 'digest' ? LIMITS.embeds : FOUND_PAGE;
  const find = (page: number) =>
    library.search({ ...query, sort: sortOf(query) }, { offset: page * size, limit: size });
  let page = Math.max(0, wanted);
  let found = find(page);
  const pages = Math.max(1, Math.ceil(found.total / size));
  if (found.total === 0) return nothingFound(query, context, found.understood);
  if (page >= pages) {
    // The archive may have shrunk since the button was made.
    page = pages - 1;
    found = find(page);
  }

  const state = pages > 1 ? await pageState(query, context) : '';
  const place = pages > 1 ? `, page ${page + 1} of ${pages}` : '';
  const { corrected, partial, understood } = found;
  const remarks = [
    corrected ? `\n-# ${alsoLookedFor(corrected)}` : '',
    partial ? '\n-# No paper has all of these words; these have most of them' : '',
    problemLine(understood),
  ].join('');
  return {
    message: {
      content: `${heading(query, found.total, understood)}${place}${remarks}`,
      embeds: paperEmbeds(found.hits, order, { isFound: found.isFound }),
      components: [
        ...paperMenus(found.hits, order, 'found', 1),
        {
          type: ComponentType.ActionRow,
          components: [
            ...(pages > 1 ? turners(page, pages, (to) => `page:${to}:${state}`).components : []),
            await citeThese(query, found.hits, context),
          ],
        },
      ],
    },
  };
}

/** What a typo was taken for; beginnings of other words there are not worth telling. */
function alsoLookedFor(words: readonly string[]): string {
  const whole = words.filter(
    (word) => !words.some((other) => other !== word && other.startsWith(word)),
  );
  return whole.length <= 3
    ? `Also looked for ${fitText(whole.join(', '), 200)}`
    : 'Also looked for words that differ by a letter';
}

function heading(query: PaperQuery, total: number, understood: Understood | undefined): string {
  const count = plural(total, 'papers');
  const day = digestDay(query);
  if (day !== undefined) return `**Hot papers ${day}** · ${count}`;
  const isListed = query.search === undefined || (understood && isFilterOnly(understood));
  const sort = sortOf(query) ?? (isListed && onlyDay(query) === undefined ? 'new' : 'best');
  const order = { best: '', hot: ', hottest first', new: ', newest first' }[sort];
  return `**${count}** ${describePaperQuery(query, understood)}${order}`;
}

/** The query for a `custom_id` that begins with `page:` and a number. */
async function pageState(query: PaperQuery, { memo }: Context): Promise<string> {
  return memo.keep(formatPaperQuery(query), LIMITS.customId - 'page:000000:'.length);
}

/** The papers that are shown, whatever the query finds by the time it is pressed; or the whole day. */
async function citeThese(query: PaperQuery, hits: readonly Entry[], { memo }: Context) {
  const day = digestDay(query);
  if (day !== undefined) return citeButton('Cite the day (.bib)', day);
  const ids = hits.map(({ paper }) => paper.arxivId).join(',');
  return citeButton(hits.length === 1 ? 'Cite' : 'Cite page', await memo.keep(ids, MAX_CITED));
}

async function noDigest(query: PaperQuery, context: Context): Promise<Reply> {
  const { from, to } = query;
  const { library } = context;
  const near = [
    from === undefined ? undefined : library.nearest(from).before,
    to === undefined ? undefined : library.nearest(to).after,
  ].filter((other) => other !== undefined);
  if (near.length === 0) return sorry('There is no digest yet.');
  const buttons = near.map(async (other) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: other,
    custom_id: `page:0:${await pageState({ ...query, from: other, to: other }, context)}`,
  }));
  const day = onlyDay(query);
  const when = day === undefined ? describeDays(query) : `of ${day}`;
  const nearest = near.length === 1 ? 'The nearest is' : 'The nearest are';
  return {
    ...sorry(`There is no digest ${when}. ${nearest} ${near.join(' and ')}.`, [
      { type: ComponentType.ActionRow, components: await Promise.all(buttons) },
    ]),
  };
}

function nothingFound(
  query: PaperQuery,
  { library }: Context,
  understood: Understood | undefined,
): Reply {
  const { category, search } = query;
  const day = digestDay(query);
  if (day !== undefined) return sorry(`The digest of ${day} has no papers.`);
  const count = (rest: PaperQuery): number => library.search(rest, { offset: 0, limit: 1 }).total;
  const hasDays = query.from !== undefined || query.to !== undefined;
  const less: PaperQuery[] = [];
  if (search !== undefined && category !== undefined) less.push(without(query, 'category'));
  if (hasDays && (search !== undefined || category !== undefined)) {
    less.push(without(query, 'from', 'to'));
  }
  if (search !== undefined && (category !== undefined || hasDays)) {
    less.push(without(query, 'search'));
  }
  const tips = less
    .map((rest) => ({ rest, total: count(rest) }))
    .filter(({ total }) => total > 0)
    .map(
      ({ rest, total }) => `- ${describePaperQuery(rest, understood)}: ${plural(total, 'papers')}`,
    );
  if (search !== undefined) tips.push('- fewer words, or only their beginnings');
  if (tips.length === 0) {
    const most = library.categories().slice(0, 5);
    tips.push(`- a category that has papers: ${most.map(({ code }) => `\`${code}\``).join(', ')}`);
  }
  const problems = problemLine(understood);
  return sorry(
    `I found no paper ${describePaperQuery(query, understood)}.${problems}` +
      `${problems === '' ? ' ' : '\n'}You could try:\n${tips.join('\n')}`,
  );
}

function without(query: PaperQuery, ...parts: (keyof PaperQuery)[]): PaperQuery {
  const left = Object.entries(query).filter(([key]) => !parts.some((part) => part === key));
  return Object.fromEntries(left);
}

function sorry(content: string, components: Row[] = []): Reply {
  return { message: { content, components }, isPrivate: true };
}
