import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { type Choice, type Command, type Context, type Reply, UserError } from '../src/command.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { paperCard, SHARE_PAPER, SIMILAR_PAPERS } from '../src/embeds/paper-card.ts';
import type { Entry } from '../src/embeds/paper-embeds.ts';
import { titleOf } from '../src/embeds/paper-text.ts';
import { fitPlain, fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { MAX_CHOICES } from './choices.ts';
import { EVERYWHERE } from './installs.ts';
import { sharePaper, similarPapers } from './paper-presses.ts';

/** `/paper`: one paper in full, by its id, a link to it, or its title. */
export const paper = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'paper',
    description: 'One paper in full, by its arXiv id, a link to it, or its title',
    ...EVERYWHERE,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'paper',
        description: 'An arXiv id, a link, or words of the title',
        max_length: 300,
        required: true,
        autocomplete: true,
      },
    ],
  },
  for: 'everyone',
  run({ options }, { library }): Reply {
    const typed = String(options['paper']).trim();
    const { hits, total, partial } = library.search({ search: typed }, { offset: 0, limit: 1 });
    const [hit] = hits;
    if (!hit) {
      throw new UserError(
        `I have no paper **${fitText(typed, 200, { links: false })}**. Choose one from the list that ` +
          'opens while you type, or look for words of it with `/papers search:`.',
      );
    }
    const remarks = [
      ...(partial ? ['No paper has all of these words; this one has most of them.'] : []),
      ...(total > 1 ? [`The best of ${plural(total, 'matches')}; /papers shows all.`] : []),
    ];
    const card = paperCard(hit, library.appearances(hit.paper.arxivId));
    return { message: { ...card, content: remarks.map((line) => `-# ${line}`).join('\n') } };
  },
  suggest: (_option, typed, { library }) => titleChoices(typed, library),
  presses: { [SHARE_PAPER]: sharePaper, [SIMILAR_PAPERS]: similarPapers },
} satisfies Command;

/** Papers whose title, authors or abstract hold what is typed; before that, the newest digest's. */
function titleChoices(typed: string, library: Context['library']): Choice[] {
  const newest = library.newest()?.day;
  const query = typed.trim() === '' ? { from: newest, to: newest } : { search: typed };
  const { hits } = library.search(query, { offset: 0, limit: MAX_CHOICES });
  return hits.map(choice);
}

function choice({ day, paper }: Entry): Choice {
  const [first = ''] = paper.authors;
  const from = ` · ${fitPlain(first, 30)} · ${day}`;
  return {
    name: `${fitPlain(titleOf(paper), LIMITS.optionText - from.length)}${from}`,
    value: paper.arxivId,
  };
}
