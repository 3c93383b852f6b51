import type { Context, Reply } from '../../src/command.ts';
import {
  button,
  buttonRow,
  citeButton,
  MAX_CITED,
  pageButtons,
  paperMenus,
} from '../../src/messages/components.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import type { PaperEntry } from '../../src/messages/paper-embeds.ts';
import { paperList } from '../../src/messages/paper-list.ts';
import { fitText } from '../../src/messages/text.ts';
import { isWithin, singleDay } from '../../src/input/day-range.ts';
import type { Sort, Understood } from '../../src/search/types.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import { describePaperQuery, isFilterOnly, problemLine } from './describe-search.ts';
import { noDigestReply, nothingFoundReply } from './empty-results.ts';
import { type PaperQuery, queryToState, SHARE_FROM, SHOW_FROM, wholeDigestDay } from './query.ts';

/** A page is at most one and a half phone screens. A digest of ten papers is still one page. */
const FOUND_PAGE_SIZE = 8;
const DIGEST_PAGE_SIZE = LIMITS.embeds;

interface Options {
  /** Whether only one person sees the page where others could, so a button offers to share it. */
  isShareable?: boolean;
}

/**
 * One page of what a query finds, with buttons to the other pages and a menu to open a paper; or,
 * if nothing is found, what to try instead.
 *
 * @param first the number of the paper, 0-based, whose page is shown; beyond the last paper, the last
 *   page is
 */
export async function pageReply(
  query: PaperQuery,
  first: number,
  context: Context,
  { isShareable = false }: Options = {},
): Promise<Reply> {
  const { archive, search, t } = context;
  if (!archive.days().some((day) => isWithin(query, day))) return noDigestReply(query, context);

  const layout = wholeDigestDay(query) === undefined ? 'found' : 'digest';
  const size = layout === 'digest' ? DIGEST_PAGE_SIZE : FOUND_PAGE_SIZE;
  const find = (page: number) =>
    search.papers({ ...query, sort: sortOf(query) }, { offset: page * size, limit: size });
  let page = Math.floor(first / size);
  let found = await find(page);
  const pages = Math.max(1, Math.ceil(found.total / size));
  if (found.total === 0) return nothingFoundReply(query, context, found.understood);
  if (page >= pages) {
    // The archive may have shrunk since the button was posted.
    page = pages - 1;
    found = await find(page);
  }

  const state = pages > 1 || isShareable ? await queryToState(query, context) : '';
  const head = heading(t, query, found.total, found.understood);
  const { corrected, partial, understood } = found;
  const remarks = [
    corrected ? `\n-# ${correctionLine(t, corrected)}` : '',
    partial ? `\n-# ${t('papers.partial')}` : '',
  ].join('');
  const title = pages > 1 ? t('page.of', { heading: head, page: page + 1, pages }) : head;
  return {
    message: {
      // Problems come first: these papers aren't quite what was asked for.
      content: `${problemLine(t, understood)}${title}${remarks}`,
      embeds: paperList(t, found.hits, layout, { isFound: found.isFound }),
      components: [
        ...paperMenus(t, found.hits, layout, 'found', 1),
        buttonRow([
          ...pageButtons(t, page, pages, (to) => `${SHOW_FROM}:${to * size}:${state}`),
          await citeButtonFor(query, found.hits, context),
          ...(isShareable
            ? [button(t('card.share'), `${SHARE_FROM}:${page * size}:${state}`)]
            : []),
        ]),
      ],
    },
  };
}

/**
 * The number of the first paper, 0-based, of a page of an earlier version, whose pages were as long
 * for digests and shorter for everything else.
 */
export function firstOfOldPage(query: PaperQuery, page: number): number {
  return page * (wholeDigestDay(query) === undefined ? 5 : 10);
}

/** What was searched for in place of a typo, without words that only begin another one there. */
function correctionLine(t: Translate, words: readonly string[]): string {
  const whole = words.filter(
    (word) => !words.some((other) => other !== word && other.startsWith(word)),
  );
  return whole.length <= 3
    ? t('papers.also', { words: fitText(whole.join(', '), 200) })
    : t('papers.also-like');
}

function heading(
  t: Translate,
  query: PaperQuery,
  count: number,
  understood: Understood | undefined,
): string {
  const day = wholeDigestDay(query);
  if (day !== undefined) return t('papers.of-day', { day, count });
  const isListed = query.search === undefined || (understood && isFilterOnly(understood));
  const sort = sortOf(query) ?? (isListed && singleDay(query) === undefined ? 'new' : 'best');
  const key = ({ best: 'papers.best', hot: 'papers.hot', new: 'papers.new' } as const)[sort];
  return t(key, { count, query: describePaperQuery(t, query, understood) });
}

/** The order: of several days without a search, the hottest papers come first. */
function sortOf(query: PaperQuery): Sort | undefined {
  const isPeriod = query.from !== query.to;
  return query.sort ?? (isPeriod && query.search === undefined ? 'hot' : undefined);
}

/** A button to cite the whole digest, or the papers shown, whatever the query finds later on. */
async function citeButtonFor(
  query: PaperQuery,
  hits: readonly PaperEntry[],
  { customIdStore, t }: Context,
) {
  const day = wholeDigestDay(query);
  if (day !== undefined) return citeButton(t('cite.day'), day);
  const ids = hits.map(({ paper }) => paper.arxivId).join(',');
  const label = hits.length === 1 ? t('cite.button') : t('cite.page');
  return citeButton(label, await customIdStore.shorten(ids, MAX_CITED));
}
