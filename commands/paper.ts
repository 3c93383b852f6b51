import {
  type Choice,
  type Command,
  type Context,
  PRIVATE,
  type Reply,
  UserError,
} from '../src/command.ts';
import { ApplicationCommandOptionType, ApplicationCommandType } from '../src/discord/api.ts';
import { paperCard, SHARE_PAPER, SIMILAR_PAPERS } from '../src/embeds/paper-card.ts';
import { fitText } from '../src/embeds/text.ts';
import { MAX_CHOICES } from './choices.ts';
import { EVERYWHERE } from './installs.ts';
import { searchOfLink } from './links.ts';
import { namedId } from './named-paper.ts';
import { notHere } from './not-here.ts';
import { paperChoice } from './paper-choices.ts';
import { PRIVATE_OPTION } from './private-option.ts';
import { pageState } from './paper-pages.ts';
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
      PRIVATE_OPTION,
    ],
  },
  for: 'everyone',
  async run({ options, isAlone }, context): Promise<Reply> {
    const { library, say } = context;
    const typed = String(options['paper']).trim();
    const search = await searchOfLink(typed, library);
    const { hits, total, partial } = await library.search({ search }, { offset: 0, limit: 1 });
    const [hit] = hits;
    if (!hit) {
      const id = namedId(typed);
      const shown = fitText(typed, 200, { links: false });
      throw new UserError((say) =>
        id === undefined ? say('paper.unknown', { typed: shown }) : notHere(say, [id]),
      );
    }
    // What is only nearly asked for is for whoever asked to look at, and perhaps to share.
    const isPrivate = options[PRIVATE] === true || partial === true;
    const remarks = [
      ...(partial ? [say('paper.partial')] : []),
      ...(total > 1 ? [say('paper.best-of', { count: total })] : []),
    ];
    const card = paperCard(say, hit, library.appearances(hit.paper.arxivId), {
      isShareable: isPrivate && isAlone !== true,
      ...(total > 1
        ? { matches: { count: total, state: await pageState({ search }, context) } }
        : {}),
    });
    const content = remarks.map((line) => `-# ${line}`).join('\n');
    return { message: { ...card, content }, isPrivate };
  },
  suggest: (_option, typed, { library }) => titleChoices(typed, library),
  presses: { [SHARE_PAPER]: sharePaper, [SIMILAR_PAPERS]: similarPapers },
} satisfies Command;

/** Papers whose title, authors or abstract hold what is typed; before that, the newest digest's. */
async function titleChoices(typed: string, library: Context['library']): Promise<Choice[]> {
  const newest = library.newest()?.day;
  const query = typed.trim() === '' ? { from: newest, to: newest } : { search: typed };
  const { hits } = await library.search(query, { offset: 0, limit: MAX_CHOICES });
  return hits.map(paperChoice);
}
