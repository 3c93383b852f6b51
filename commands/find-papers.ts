import { ApplicationCommandType } from '../src/discord/api.ts';
import { type Command, EVERYWHERE, type TargetMessage, type Reply } from '../src/command.ts';
import { arxivIdsIn } from '../src/digest/arxiv-mentions.ts';
import { LIMITS } from '../src/messages/limits.ts';
import { paperMenus } from '../src/messages/components.ts';
import { paperCard } from '../src/messages/paper-card.ts';
import type { PaperEntry } from '../src/messages/paper-embeds.ts';
import { paperList } from '../src/messages/paper-list.ts';
import { missingPapersLine } from '../src/messages/paper-parts.ts';
import type { Translate } from '../src/i18n/translate.ts';

/** A menu has no room for more. */
const MAX_FOUND = LIMITS.options;

/** `Find papers`: the papers that a message links to or mentions by their arXiv ids. */
export const findPapers = {
  data: { type: ApplicationCommandType.Message, name: 'Find papers', ...EVERYWHERE },
  summary: 'Find the papers that a message links to or names by arXiv ID; only you see the answer',
  for: 'everyone',
  run({ message, isBotDm }, { archive, t }): Reply {
    const mentioned = arxivIdsIn(textOf(message));
    if (mentioned.length === 0) return { message: { content: t('find.nothing') } };
    const ids = mentioned.slice(0, MAX_FOUND);
    const leftOut = mentioned.length - ids.length;
    const found = ids.map((id) => ({ id, appearances: archive.appearances(id) }));
    const missing = found.filter(({ appearances }) => appearances.length === 0);
    const reply = resultMessage(
      t,
      found.map(({ appearances }) => appearances).filter(([newest]) => newest),
      missing.map(({ id }) => id),
      isBotDm !== true,
    );
    if (leftOut === 0) return { message: reply };
    const note = `-# ${t('find.left-out', { first: ids.length, count: leftOut })}`;
    return { message: { ...reply, content: [reply.content ?? '', note].join('\n').trim() } };
  },
} satisfies Command;

/** @param found for each paper every digest that it appears in, newest day first */
function resultMessage(
  t: Translate,
  found: readonly PaperEntry[][],
  missing: readonly string[],
  isShareable: boolean,
): Reply['message'] {
  const hits = found.flatMap(([newest]) => newest ?? []);
  const [first, second] = hits;
  if (!first) return { content: missingPapersLine(t, missing) };
  if (!second) {
    const card = paperCard(t, first, found[0], { isShareable });
    return missing.length === 0 ? card : { ...card, content: missingPapersLine(t, missing) };
  }
  const rest = hits.length - LIMITS.embeds;
  const count = hits.length;
  return {
    content: [
      rest > 0 ? t('find.heading-more', { count, rest }) : t('find.heading', { count }),
      ...(missing.length === 0 ? [] : [missingPapersLine(t, missing)]),
    ].join('\n'),
    embeds: paperList(t, hits, 'found'),
    components: paperMenus(t, hits, 'found', 'found', 1),
  };
}

function textOf({ content, embeds }: TargetMessage): string {
  const texts = embeds.flatMap(({ title, url, description, fields = [] }) => [
    title,
    url,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  return [content, ...texts].filter((text) => text !== undefined).join('\n');
}
