import { type Context, type PressHandler, UserError } from '../src/command.ts';
import { userMention } from '../src/discord/api.ts';
import { paperMenus, parseOptionValue } from '../src/embeds/menu.ts';
import { paperCard } from '../src/embeds/paper-card.ts';
import { type Entry, paperEmbeds } from '../src/embeds/paper-embeds.ts';
import { titleOf } from '../src/embeds/paper-text.ts';
import { fitText } from '../src/embeds/text.ts';
import { pageReply } from './paper-pages.ts';
import { type PaperQuery, parsePaperQuery } from './paper-query.ts';

/** How many similar papers are listed. */
const SIMILAR = 5;
const MAX_TITLE = 200;

/**
 * `page:N:QUERY` turns the page: in place for the one who asked, in a private answer of their own
 * for anybody else, so that nobody's page moves under their eyes.
 */
export const turnPage: PressHandler = async ({ state, isOwn }, context) => {
  const [, page = '', form = ''] = /^(\d{1,6}):(.*)$/s.exec(state) ?? [];
  const reply = await pageReply(await queryOf(form, context), Number(page), context);
  return isOwn ? { ...reply, isUpdate: true } : { ...reply, isPrivate: true };
};

/** `all:QUERY`: all that was found beside a paper, for the one who asked; its card stays. */
export const showAll: PressHandler = async ({ state }, context) => ({
  ...(await pageReply(await queryOf(state, context), 0, context)),
  isPrivate: true,
});

/** @throws UserError when it was too long ago */
async function queryOf(form: string, { memo }: Context): Promise<PaperQuery> {
  const text = await memo.recall(form);
  const query = text === undefined ? undefined : parsePaperQuery(text);
  if (query) return query;
  throw new UserError((say) => say('button.too-old'));
}

/** A choice in a menu of papers: opens the paper in full, for the one who chose. */
export const openPaper: PressHandler = ({ values, isAlone }, { library, say }) => {
  const entry = entryAt(values[0] ?? '', library);
  const card = paperCard(say, entry, library.appearances(entry.paper.arxivId), {
    isShareable: isAlone !== true,
  });
  return { message: card, isPrivate: true };
};

/** `share:DAY/ID`: shows a card that one person sees to the whole channel. */
export const sharePaper: PressHandler = ({ state, userId }, { library, say }) => {
  const entry = entryAt(state, library);
  const card = paperCard(say, entry, library.appearances(entry.paper.arxivId));
  const by = say('card.shared-by', { person: userMention(userId) });
  return { message: { ...card, content: `-# ${by}` } };
};

/** `similar:DAY/ID`: the papers that are most like one, and what they share with it. */
export const similarPapers: PressHandler = async ({ state }, { library, say }) => {
  const { paper } = entryAt(state, library);
  const hits = await library.similar(paper, SIMILAR);
  const title = fitText(titleOf(paper), MAX_TITLE, { links: false });
  if (hits.length === 0) {
    return { message: { content: say('paper.similar-none', { title }) }, isPrivate: true };
  }
  return {
    message: {
      content: say('paper.similar', { title }),
      embeds: paperEmbeds(say, hits, 'found'),
      components: paperMenus(say, hits, 'found', 'similar', 1),
    },
    isPrivate: true,
  };
};

/** @throws UserError when the archive has the paper no longer */
function entryAt(value: string, library: Context['library']): Entry {
  const place = parseOptionValue(value);
  const paper = library
    .digest(place?.day ?? '')
    ?.papers.find(({ arxivId }) => arxivId === place?.arxivId);
  if (place && paper) return { day: place.day, paper };
  throw new UserError((say) => say('paper.gone'));
}
