import { ApplicationCommandType } from 'discord-api-types/v10';
import type { Command, GivenMessage, Reply } from '../src/command.ts';
import { absUrl } from '../src/digest/arxiv-id.ts';
import { arxivIdsIn } from '../src/digest/arxiv-mentions.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import { paperMenus } from '../src/embeds/menu.ts';
import { paperCard } from '../src/embeds/paper-card.ts';
import { type Entry, paperEmbeds } from '../src/embeds/paper-embeds.ts';
import { plural } from '../src/embeds/words.ts';
import { EVERYWHERE } from './installs.ts';

const NOTHING =
  'I found no arXiv paper in this message. I look for links to arXiv, alphaXiv and Hugging Face ' +
  'Papers, for arXiv DOIs, and for ids such as `2105.01601` or `hep-th/9901001`.';

/** `Find papers`: the papers that a message links to or names by their arXiv ids. */
export const findPapers = {
  data: { type: ApplicationCommandType.Message, name: 'Find papers', ...EVERYWHERE },
  summary: 'The papers whose arXiv links or ids stand in any message, for your eyes only',
  for: 'everyone',
  runOn({ message }, { library }): Reply {
    const ids = arxivIdsIn(textOf(message));
    if (ids.length === 0) return { message: { content: NOTHING } };
    const found = ids.map((id) => ({ id, appearances: library.appearances(id) }));
    const missing = found.filter(({ appearances }) => appearances.length === 0);
    return {
      message: tell(
        found.map(({ appearances }) => appearances).filter(([newest]) => newest),
        missing.map(({ id }) => id),
      ),
    };
  },
} satisfies Command;

/** @param found of each paper every digest that it stands in, newest day first */
function tell(found: readonly Entry[][], missing: readonly string[]): Reply['message'] {
  const hits = found.flatMap(([newest]) => newest ?? []);
  const [first, second] = hits;
  if (!first) return { content: notHere(missing) };
  if (!second) {
    const card = paperCard(first, found[0]);
    return missing.length === 0 ? card : { ...card, content: notHere(missing) };
  }
  const rest = hits.length - LIMITS.embeds;
  const more = rest > 0 ? `; the last ${rest} only in the menu` : '';
  return {
    content: [
      `**${plural(hits.length, 'papers')}** in this message${more}`,
      ...(missing.length === 0 ? [] : [notHere(missing)]),
    ].join('\n'),
    embeds: paperEmbeds(hits, 'found'),
    components: paperMenus(hits, 'found', 'found', 1),
  };
}

/** The papers that were in no digest, so that the way to them is not lost. */
function notHere(ids: readonly string[]): string {
  // An id has nothing in it that Discord would take for Markdown.
  const links = ids.map((id) => `[${id}](<${absUrl(id)}>)`);
  return `Not in my archive: ${links.join(', ')}`;
}

function textOf({ content, embeds }: GivenMessage): string {
  const texts = embeds.flatMap(({ title, url, description, fields = [] }) => [
    title,
    url,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  return [content, ...texts].filter((text) => text !== undefined).join('\n');
}
