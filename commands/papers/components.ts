import {
  type ComponentCall,
  type ComponentHandler,
  type Context,
  type Reply,
  UserError,
} from '../../src/command.ts';
import { paperMenus, parsePaperRef } from '../../src/messages/components.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import type { PaperEntry } from '../../src/messages/paper-embeds.ts';
import { paperList } from '../../src/messages/paper-list.ts';
import { titleOf } from '../../src/messages/paper-parts.ts';
import { fitText } from '../../src/messages/text.ts';
import type { Archive } from '../../src/archive/types.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import { firstOfOldPage, pageReply } from './pages.ts';
import { type PaperQuery, queryFromState } from './query.ts';

const MAX_SIMILAR = 5;
const MAX_TITLE = 200;

/**
 * `from:N:QUERY` shows another page: in place for the user who asked, in a private answer for
 * anyone else, so that a page never changes while its owner reads it.
 */
export const turnPage: ComponentHandler = async (call, context) => {
  const { number, query } = await readPageState(call.state, context);
  return showPage(call, query, number, context);
};

/** `page:N:QUERY`: the same, from a button of an earlier version, which counted pages. */
export const turnOldPage: ComponentHandler = async (call, context) => {
  const { number, query } = await readPageState(call.state, context);
  return showPage(call, query, firstOfOldPage(query, number), context);
};

/** `share-from:N:QUERY`: shows a page that only one person sees to the whole channel. */
export const sharePage: ComponentHandler = async ({ state, userId }, context) => {
  const { number, query } = await readPageState(state, context);
  const { message, ephemeral = false } = await pageReply(query, number, context);
  const content = `${sharedBy(context.t, userId)}\n${message.content ?? ''}`;
  return { message: { ...message, content }, ephemeral };
};

/** `all:QUERY`: everything that was found along with a paper, in an answer below its card. */
export const showAllMatches: ComponentHandler = async ({ state, isBotDm }, context) => ({
  ...(await pageReply(await queryFromState(state, context), 0, context, {
    isShareable: isBotDm !== true,
  })),
  ephemeral: true,
});

async function readPageState(state: string, context: Context) {
  const [, number = '', query = ''] = /^(\d{1,6}):(.*)$/s.exec(state) ?? [];
  return { number: Number(number), query: await queryFromState(query, context) };
}

async function showPage(
  { isOwn, isEphemeral, isBotDm }: ComponentCall,
  query: PaperQuery,
  first: number,
  context: Context,
): Promise<Reply> {
  const isShareable = (isEphemeral || !isOwn) && isBotDm !== true;
  const reply = await pageReply(query, first, context, { isShareable });
  return isOwn ? { ...reply, update: true } : { ...reply, ephemeral: true };
}

const sharedBy = (t: Translate, userId: string): string =>
  `-# ${t('card.shared-by', { person: `<@${userId}>` })}`;

/** A choice in a menu of papers: shows the paper in full, only to the user who chose it. */
export const openPaper: ComponentHandler = ({ values, isBotDm }, { archive, t }) => {
  const entry = entryAt(values[0] ?? '', archive);
  const card = paperCard(t, entry, archive.appearances(entry.paper.arxivId), {
    isShareable: isBotDm !== true,
  });
  return { message: card, ephemeral: true };
};

/** `share:DAY/ID`: shows an ephemeral card to the whole channel. */
export const sharePaper: ComponentHandler = ({ state, userId }, { archive, t }) => {
  const entry = entryAt(state, archive);
  const card = paperCard(t, entry, archive.appearances(entry.paper.arxivId));
  return { message: { ...card, content: sharedBy(t, userId) } };
};

/** `similar:DAY/ID`: the papers most similar to one, and what they have in common with it. */
export const similarPapers: ComponentHandler = async ({ state }, { archive, search, t }) => {
  const { paper } = entryAt(state, archive);
  const hits = await search.similar(paper, MAX_SIMILAR);
  const title = fitText(titleOf(paper), MAX_TITLE, { links: false });
  if (hits.length === 0) {
    return { message: { content: t('paper.similar-none', { title }) }, ephemeral: true };
  }
  return {
    message: {
      content: t('paper.similar', { title }),
      embeds: paperList(t, hits, 'found'),
      components: paperMenus(t, hits, 'found', 'similar', 1),
    },
    ephemeral: true,
  };
};

/** @throws UserError when the paper is no longer in the archive */
function entryAt(value: string, archive: Archive): PaperEntry {
  const ref = parsePaperRef(value);
  const paper = archive
    .digest(ref?.day ?? '')
    ?.papers.find(({ arxivId }) => arxivId === ref?.arxivId);
  if (ref && paper) return { day: ref.day, paper };
  throw new UserError((t) => t('paper.gone'));
}
