import { type ComponentHandler, UserError } from '../../src/command.ts';
import { paperMenus, parsePaperRef } from '../../src/messages/components.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { type PaperEntry, paperEmbeds } from '../../src/messages/paper-embeds.ts';
import { titleOf } from '../../src/messages/paper-parts.ts';
import { fitText } from '../../src/messages/text.ts';
import type { Archive } from '../../src/archive/types.ts';
import { pageReply } from './pages.ts';
import { queryFromState } from './query.ts';

const MAX_SIMILAR = 5;
const MAX_TITLE = 200;

/**
 * `page:N:QUERY` shows another page: in place for the user who asked, in a private answer for
 * anyone else, so that a page never changes while its owner reads it.
 */
export const turnPage: ComponentHandler = async ({ state, isOwn }, context) => {
  const [, page = '', query = ''] = /^(\d{1,6}):(.*)$/s.exec(state) ?? [];
  const reply = await pageReply(await queryFromState(query, context), Number(page), context);
  return isOwn ? { ...reply, update: true } : { ...reply, ephemeral: true };
};

/** `all:QUERY`: everything that was found along with a paper, in an answer below its card. */
export const showAllMatches: ComponentHandler = async ({ state }, context) => ({
  ...(await pageReply(await queryFromState(state, context), 0, context)),
  ephemeral: true,
});

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
  const by = t('card.shared-by', { person: `<@${userId}>` });
  return { message: { ...card, content: `-# ${by}` } };
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
      embeds: paperEmbeds(t, hits, 'found'),
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
