import { ApplicationCommandOptionType, ApplicationCommandType } from '../../src/discord/api.ts';
import {
  type Command,
  type Context,
  EPHEMERAL_OPTION,
  EVERYWHERE,
  PRIVATE,
  type Reply,
} from '../../src/command.ts';
import { comparableId } from '../../src/digest/arxiv-id.ts';
import { CITE, CITE_AS, OPEN_PAPER } from '../../src/messages/components.ts';
import { ALL_MATCHES, paperCard } from '../../src/messages/paper-card.ts';
import type { PaperEntry } from '../../src/messages/paper-embeds.ts';
import { soleArxivId } from '../../src/input/search-text.ts';
import { categoryChoices, dateChoices, searchChoices } from './autocomplete.ts';
import { citeInOtherStyle, citePapers } from './cite.ts';
import { openPaper, sharePage, showAllMatches, turnOldPage, turnPage } from './components.ts';
import { pageReply } from './pages.ts';
import {
  type PaperQuery,
  readPaperQuery,
  searchForLink,
  SHARE_FROM,
  SHOW_FROM,
  SORTS,
} from './query.ts';

/** `/papers`: the newest digest, the papers of some days or of a category, or what a search finds. */
export const papers = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'papers',
    description: 'Find papers by day, category or words; with no options, the newest digest',
    ...EVERYWHERE,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'search',
        description:
          'Words, a "quoted phrase", an ID or link; also -word author: title: category: since: before:',
        max_length: 300,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'category',
        description: 'An arXiv category such as cs.CV, or a whole archive such as cs',
        max_length: 100,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'date',
        description:
          'A day or range: 2021-05-05, May 2021, last week, 2021-05-01..2021-05-07, latest',
        max_length: 100,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'sort',
        description: 'What comes first; default: best match',
        choices: Object.entries(SORTS).map(([value, name]) => ({ name, value })),
      },
      EPHEMERAL_OPTION,
    ],
  },
  for: 'everyone',
  async run({ options, isBotDm }, context): Promise<Reply> {
    const { archive, t } = context;
    const query = readPaperQuery(options, context);
    if (query.search !== undefined)
      query.search = await searchForLink(query.search, context.search);
    const match = await findDirectMatch(query, context);
    const isShareable = options[PRIVATE] === true && isBotDm !== true;
    if (!match) return pageReply(query, 0, context, { isShareable });
    const appearances = archive.appearances(match.paper.arxivId);
    return { message: paperCard(t, match, appearances, { isShareable }) };
  },
  autocomplete(option, typed, context) {
    if (option === 'search') return searchChoices(typed, context);
    if (option === 'date') return dateChoices(typed, context);
    return categoryChoices(context.t, typed, context.archive.categories());
  },
  components: {
    [SHOW_FROM]: turnPage,
    page: turnOldPage,
    [SHARE_FROM]: sharePage,
    [ALL_MATCHES]: showAllMatches,
    [OPEN_PAPER]: openPaper,
    [CITE]: citePapers,
    [CITE_AS]: citeInOtherStyle,
  },
} satisfies Command;

/**
 * The paper that a query names by its id or a link and nothing else, as choosing a suggestion does.
 * Undefined for any other query, and if the archive doesn't have it.
 */
async function findDirectMatch(
  { search, category, from, to }: PaperQuery,
  context: Pick<Context, 'search'>,
): Promise<PaperEntry | undefined> {
  if (search === undefined || (category ?? from ?? to) !== undefined) return undefined;
  const id = soleArxivId(search);
  if (id === undefined) return undefined;
  const { total, hits, understood } = await context.search.papers(
    { search },
    { offset: 0, limit: 1 },
  );
  const [hit] = hits;
  if (!hit || total > 1 || understood) return undefined;
  return comparableId(hit.paper.arxivId) === comparableId(id) ? hit : undefined;
}
