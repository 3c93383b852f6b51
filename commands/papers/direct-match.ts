import type { Context } from '../../src/command.ts';
import { comparableId, parseArxivId } from '../../src/digest/arxiv-id.ts';
import { arxivIdsIn } from '../../src/digest/arxiv-mentions.ts';
import type { Entry } from '../../src/embeds/paper-embeds.ts';
import type { PaperQuery } from './query.ts';

/**
 * The paper that a query asks for by its id or a link to it and by nothing else, as choosing it
 * among the suggestions does. Undefined for other queries, and where the archive does not have it.
 */
export async function namedPaper(
  { search, category, from, to }: PaperQuery,
  library: Context['library'],
): Promise<Entry | undefined> {
  if (search === undefined || (category ?? from ?? to) !== undefined) return undefined;
  const id = namedId(search);
  if (id === undefined) return undefined;
  const { total, hits, understood } = await library.search({ search }, { offset: 0, limit: 1 });
  const [hit] = hits;
  if (!hit || total > 1 || understood) return undefined;
  return comparableId(hit.paper.arxivId) === comparableId(id) ? hit : undefined;
}

/** The id that a text is, or the only one that it links to or names. */
export function namedId(text: string): string | undefined {
  const [id, other] = arxivIdsIn(text);
  return parseArxivId(text) ?? (other === undefined ? id : undefined);
}
