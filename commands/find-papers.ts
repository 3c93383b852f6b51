import { ApplicationCommandType } from '../src/discord/api.ts';
import { type Command, EVERYWHERE, type TargetMessage, type Reply } from '../src/command.ts';
import { arxivIdsIn } from '../src/digest/arxiv-mentions.ts';
import { LIMITS } from '../src/messages/limits.ts';
import { paperMenus } from '../src/messages/components.ts';
import { paperCard } from '../src/messages/paper-card.ts';
import { paperList } from '../src/messages/paper-list.ts';
import { missingPapersLine } from '../src/messages/paper-parts.ts';
import { findPaper, type FoundPaper, originLine, whyNotFound } from './papers/look-up.ts';
import type { Translate } from '../src/i18n/translate.ts';

/** A menu has no room for more. */
const MAX_FOUND = LIMITS.options;

/** `Find papers`: the papers that a message links to or mentions by their arXiv ids. */
export const findPapers = {
  data: { type: ApplicationCommandType.Message, name: 'Find papers', ...EVERYWHERE },
  summary: 'Find the papers that a message links to or names by arXiv ID; only you see the answer',
  for: 'everyone',
  async run({ message, isBotDm }, context): Promise<Reply> {
    const { t } = context;
    const mentioned = arxivIdsIn(textOf(message));
    if (mentioned.length === 0) return { message: { content: t('find.nothing') } };
    const ids = mentioned.slice(0, MAX_FOUND);
    const leftOut = mentioned.length - ids.length;
    const results = await Promise.all(
      ids.map(async (id) => ({ id, result: await findPaper(id, context) })),
    );
    const found = results.flatMap(({ result }) => (result.kind === 'found' ? result : []));
    const missing = results.flatMap(({ id, result }) =>
      result.kind === 'found' ? [] : [{ id, result }],
    );
    const reply = resultMessage(t, found, missingLines(t, missing), isBotDm !== true);
    if (leftOut === 0) return { message: reply };
    const note = `-# ${t('find.left-out', { first: ids.length, count: leftOut })}`;
    return { message: { ...reply, content: [reply.content ?? '', note].join('\n').trim() } };
  },
} satisfies Command;

type Found = Extract<FoundPaper, { kind: 'found' }>;
type Missing = Exclude<FoundPaper, { kind: 'found' }>;

/** Lines on the papers that can't be shown: those arXiv doesn't know, and all others. */
function missingLines(t: Translate, missing: readonly { id: string; result: Missing }[]): string[] {
  const [only, another] = missing;
  if (only && !another) return [whyNotFound(t, only.id, only.result)];
  const [unknown, others] = [true, false].map((isUnknown) =>
    missing.filter(({ result }) => (result.kind === 'unknown') === isUnknown).map(({ id }) => id),
  ) as [string[], string[]];
  return [
    ...(unknown.length === 0 ? [] : [t('lookup.unknown-list', { ids: unknown.join(', ') })]),
    ...(others.length === 0 ? [] : [missingPapersLine(t, others)]),
  ];
}

/** @param missing lines about papers that can't be shown */
function resultMessage(
  t: Translate,
  found: readonly Found[],
  missing: readonly string[],
  isShareable: boolean,
): Reply['message'] {
  const [first, second] = found;
  if (!first) return { content: missing.join('\n') };
  if (!second) {
    const card = paperCard(t, first.entry, first.appearances, { isShareable });
    return { ...card, content: [originLine(t, first), ...missing].filter(Boolean).join('\n') };
  }
  const entries = found.map(({ entry }) => entry);
  const rest = entries.length - LIMITS.embeds;
  const count = entries.length;
  return {
    content: [
      rest > 0 ? t('find.heading-more', { count, rest }) : t('find.heading', { count }),
      ...missing,
    ].join('\n'),
    embeds: paperList(t, entries, 'found'),
    components: paperMenus(t, entries, 'found', 'found', 1),
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
