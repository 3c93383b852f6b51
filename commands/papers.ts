import { type Command, PRIVATE, type Reply } from '../src/command.ts';
import { ApplicationCommandOptionType, ApplicationCommandType } from '../src/discord/api.ts';
import { ALL_MATCHES, paperCard } from '../src/embeds/paper-card.ts';
import { categoryChoices } from './choices.ts';
import { citeInstead, citePapers } from './cite.ts';
import { dateChoices } from './date-choices.ts';
import { EVERYWHERE } from './installs.ts';
import { searchOfLink } from './links.ts';
import { namedPaper } from './named-paper.ts';
import { pageReply } from './paper-pages.ts';
import { readPaperQuery, SORTS } from './paper-query.ts';
import { PRIVATE_OPTION } from './private-option.ts';
import { openPaper, showAll, turnPage } from './paper-presses.ts';
import { searchChoices } from './search-choices.ts';

/** `/papers`: the newest digest, a day's, a category's, or whatever a search finds. */
export const papers = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'papers',
    description: 'Find papers by day, category or words; without options, the newest digest',
    ...EVERYWHERE,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'search',
        description:
          'Words, a "quoted phrase", an id or link; also -word author: title: category: since: before:',
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
          'A day or days: 2021-05-05, May 2021, last week, 2021-05-01..2021-05-07, latest',
        max_length: 100,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'sort',
        description: 'What comes first; the best match unless told',
        choices: Object.entries(SORTS).map(([value, name]) => ({ name, value })),
      },
      PRIVATE_OPTION,
    ],
  },
  for: 'everyone',
  async run({ options, isAlone }, context): Promise<Reply> {
    const { library, say } = context;
    const asked = readPaperQuery(options, context);
    const query =
      asked.search === undefined
        ? asked
        : { ...asked, search: await searchOfLink(asked.search, library) };
    const named = await namedPaper(query, library);
    if (!named) return pageReply(query, 0, context);
    const isShareable = options[PRIVATE] === true && isAlone !== true;
    const appearances = library.appearances(named.paper.arxivId);
    return { message: paperCard(say, named, appearances, { isShareable }) };
  },
  suggest(option, typed, context) {
    if (option === 'search') return searchChoices(typed, context);
    if (option === 'date') return dateChoices(typed, context);
    return categoryChoices(context.say, typed, context.library.categories());
  },
  presses: {
    page: turnPage,
    [ALL_MATCHES]: showAll,
    paper: openPaper,
    cite: citePapers,
    'cite-as': citeInstead,
  },
} satisfies Command;
