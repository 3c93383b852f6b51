import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { Command, Context, Reply } from '../src/command.ts';
import { fitPlain } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { categoryChoices } from './choices.ts';
import { pageReply } from './paper-pages.ts';
import { readPaperQuery } from './paper-query.ts';
import { openPaper, turnPage } from './paper-presses.ts';

/** `/papers`: the newest digest, a day's, a category's, or whatever a search finds. */
export const papers = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'papers',
    description: 'Find papers by day, category or words; without options, the newest digest',
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
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
        description: 'A day such as 2021-05-05, or today, yesterday, latest',
        max_length: 100,
        autocomplete: true,
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
  presses: { page: turnPage, paper: openPaper },
} satisfies Command;

function dateChoices(typed: string, library: Context['library']) {
  const wanted = typed.trim().toLowerCase();
  const words = ['latest', 'today', 'yesterday'].filter((word) => word.startsWith(wanted));
  const days = library
    .days()
    .filter((day) => day.includes(wanted))
    .slice(0, 25 - words.length)
    .map((day) => {
      const found = library.digest(day)?.papers ?? [];
      const first = found[0] ? `: ${found[0].title}` : '';
      return {
        name: fitPlain(`${day} · ${plural(found.length, 'papers')}${first}`, 100),
        value: day,
      };
    });
  return [...words.map((word) => ({ name: word, value: word })), ...days];
}
