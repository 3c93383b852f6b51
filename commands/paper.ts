import { ApplicationCommandOptionType, ApplicationCommandType } from '../src/discord/api.ts';
import {
  type Choice,
  type Command,
  type Context,
  EPHEMERAL_OPTION,
  EVERYWHERE,
  PRIVATE,
  type Reply,
  UserError,
} from '../src/command.ts';
import { LIMITS } from '../src/messages/limits.ts';
import { paperCard, SHARE_PAPER, SIMILAR_PAPERS } from '../src/messages/paper-card.ts';
import { fitText } from '../src/messages/text.ts';
import { soleArxivId } from '../src/input/search-text.ts';
import { paperChoice } from './papers/autocomplete.ts';
import { cardById } from './papers/look-up.ts';
import { sharePaper, similarPapers } from './papers/components.ts';
import { queryToState, searchForLink } from './papers/query.ts';

/** `/paper`: one paper in full, by its id, a link to it, or its title. */
export const paper = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'paper',
    description: 'Show a paper in full, by arXiv ID, link or title',
    ...EVERYWHERE,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'paper',
        description: 'An arXiv ID, a link, or words from the title',
        max_length: 300,
        required: true,
        autocomplete: true,
      },
      EPHEMERAL_OPTION,
    ],
  },
  for: 'everyone',
  async run({ options, isBotDm }, context): Promise<Reply> {
    const { archive, t } = context;
    const typed = String(options['paper']).trim();
    const search = await searchForLink(typed, context.search);
    const { hits, total, partial } = await context.search.papers(
      { search },
      { offset: 0, limit: 1 },
    );
    const [hit] = hits;
    if (!hit) {
      const id = soleArxivId(typed);
      if (id !== undefined) {
        const isShareable = options[PRIVATE] === true && isBotDm !== true;
        return cardById(id, context, { isShareable });
      }
      const shown = fitText(typed, 200, { links: false });
      throw new UserError((t) => t('paper.unknown', { typed: shown }));
    }
    // A paper that doesn't quite match is shown only to the user who asked, who can share it.
    const ephemeral = options[PRIVATE] === true || partial === true;
    const remarks = [
      ...(partial ? [t('paper.partial')] : []),
      ...(total > 1 ? [t('paper.best-of', { count: total })] : []),
    ];
    const card = paperCard(t, hit, archive.appearances(hit.paper.arxivId), {
      isShareable: ephemeral && isBotDm !== true,
      ...(total > 1
        ? { matches: { count: total, state: await queryToState({ search }, context) } }
        : {}),
    });
    const content = remarks.map((line) => `-# ${line}`).join('\n');
    return { message: { ...card, content }, ephemeral };
  },
  autocomplete: (_option, typed, context) => titleChoices(typed, context),
  components: { [SHARE_PAPER]: sharePaper, [SIMILAR_PAPERS]: similarPapers },
} satisfies Command;

/** Papers that match the text in title, authors or abstract; without text, the newest digest's. */
async function titleChoices(
  typed: string,
  { archive, search }: Pick<Context, 'archive' | 'search'>,
): Promise<Choice[]> {
  const newest = archive.newest()?.day;
  const query = typed.trim() === '' ? { from: newest, to: newest } : { search: typed };
  const { hits } = await search.papers(query, { offset: 0, limit: LIMITS.choices });
  return hits.map(paperChoice);
}
