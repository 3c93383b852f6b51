import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import type { Choice, Command, Context, Reply } from '../src/command.ts';
import { titleOf } from '../src/embeds/paper-text.ts';
import { fitPlain } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { categoryChoices, MAX_CHOICES } from './choices.ts';
import { citeInstead, citePapers } from './cite.ts';
import { EVERYWHERE } from './installs.ts';
import { pageReply } from './paper-pages.ts';
import { readPaperQuery, SORTS } from './paper-query.ts';
import { openPaper, turnPage } from './paper-presses.ts';

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
          'A day or days: 2021-05-05, 2021-05, last week, 2021-05-01..2021-05-07, latest',
        max_length: 100,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'sort',
        description: 'What comes first; the best match unless told',
        choices: Object.entries(SORTS).map(([value, name]) => ({ name, value })),
      },
    ],
  },
  for: 'everyone',
  async run({ options }, context): Promise<Reply> {
    const query = readPaperQuery(options, context);
    return pageReply(query, 0, context);
  },
  suggest(option, typed, { library }) {
    if (option === 'category') return categoryChoices(typed, library.categories());
    return dateChoices(typed, library);
  },
  presses: { page: turnPage, paper: openPaper, cite: citePapers, 'cite-as': citeInstead },
} satisfies Command;

/** What Discord takes of a choice's name. */
const MAX_NAME = 100;
const DATE_WORDS = ['latest', 'today', 'yesterday', 'this week', 'last week', 'last month'];

/** Words, months and days that hold what is typed, newest first. */
function dateChoices(typed: string, library: Context['library']): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const days = library.days().filter((day) => day.includes(wanted));
  // Months are offered where a month or a year is being typed.
  const months = wanted === '' ? [] : Map.groupBy(days, (day) => day.slice(0, 7));
  const words = DATE_WORDS.filter((word) => word.startsWith(wanted));
  return [
    ...words.map((word) => ({ name: word, value: word })),
    ...[...months]
      .filter(([month]) => month.startsWith(wanted) && wanted.length <= month.length)
      .map(([month, { length }]) => ({
        name: `${month} · ${plural(length, 'digests')}, hottest papers first`,
        value: month,
      })),
    ...days.map((day) => {
      const found = library.digest(day)?.papers ?? [];
      const first = found[0] ? `: ${titleOf(found[0])}` : '';
      return {
        name: fitPlain(`${day} · ${plural(found.length, 'papers')}${first}`, MAX_NAME),
        value: day,
      };
    }),
  ].slice(0, MAX_CHOICES);
}
