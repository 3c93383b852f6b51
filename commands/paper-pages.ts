import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Context, Reply } from '../src/command.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { paperMenus } from '../src/embeds/menu.ts';
import type { Row } from '../src/embeds/message.ts';
import { paperEmbeds } from '../src/embeds/paper-embeds.ts';
import { fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { turners } from './turners.ts';
import { isFilterOnly, problemLine, type Understood } from './understood.ts';
import { describePaperQuery, formatPaperQuery, type PaperQuery } from './paper-query.ts';

/** Whether a day's whole digest is meant, shown as it arrives in channels. */
const isDigest = ({ search, category }: PaperQuery): boolean =>
  search === undefined && category === undefined;

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
  if (query.day !== undefined && !library.digest(query.day)) return noDigest(query, context);

  const order = isDigest(query) ? 'digest' : 'found';
  const size = order === 'digest' ? LIMITS.embeds : FOUND_PAGE;
  const find = (page: number) =>
    library.search(
      { search: query.search, category: query.category, from: query.day, to: query.day },
      { offset: page * size, limit: size },
    );
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
      embeds: paperEmbeds(found.hits, order),
      components: [
        ...paperMenus(found.hits, order, 'found', 1),
        ...(pages > 1 ? [turners(page, pages, (to) => `page:${to}:${state}`)] : []),
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
  const { day, search } = query;
  const count = plural(total, 'papers');
  if (isDigest(query)) return `**Hot papers ${day ?? ''}** · ${count}`;
  const isListed = search === undefined || (understood && isFilterOnly(understood));
  const order = isListed && day === undefined ? ', newest first' : '';
  return `**${count}** ${describePaperQuery(query, understood)}${order}`;
}

/** The query for a `custom_id` that begins with `page:` and a number. */
async function pageState(query: PaperQuery, { memo }: Context): Promise<string> {
  return memo.keep(formatPaperQuery(query), LIMITS.customId - 'page:000000:'.length);
}

async function noDigest(query: PaperQuery, context: Context): Promise<Reply> {
  const { day = '' } = query;
  const { before, after } = context.library.nearest(day);
  const near = [before, after].filter((other) => other !== undefined);
  if (near.length === 0) return sorry('There is no digest yet.');
  const buttons = near.map(async (other) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: other,
    custom_id: `page:0:${await pageState({ ...query, day: other }, context)}`,
  }));
  const nearest = near.length === 1 ? 'The nearest is' : 'The nearest are';
  return {
    ...sorry(`There is no digest of ${day}. ${nearest} ${near.join(' and ')}.`, [
      { type: ComponentType.ActionRow, components: await Promise.all(buttons) },
    ]),
  };
}

function nothingFound(
  query: PaperQuery,
  { library }: Context,
  understood: Understood | undefined,
): Reply {
  const { day, category, search } = query;
  if (isDigest(query)) {
    return sorry(`The digest of ${day ?? ''} has no papers.`);
  }
  const count = (rest: PaperQuery): number =>
    library.search(
      { search: rest.search, category: rest.category, from: rest.day, to: rest.day },
      { offset: 0, limit: 1 },
    ).total;
  const less: PaperQuery[] = [];
  if (search !== undefined && category !== undefined) less.push(without(query, 'category'));
  if (day !== undefined) less.push(without(query, 'day'));
  if (search !== undefined && (category !== undefined || day !== undefined)) {
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

function without(query: PaperQuery, part: keyof PaperQuery): PaperQuery {
  return Object.fromEntries(Object.entries(query).filter(([key]) => key !== part));
}

function sorry(content: string, components: Row[] = []): Reply {
  return { message: { content, components }, isPrivate: true };
}
