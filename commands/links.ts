import { type Context, UserError } from '../src/command.ts';
import { arxivIdsIn } from '../src/digest/arxiv-mentions.ts';
import { absUrl } from '../src/digest/arxiv-id.ts';
import type { Say } from '../src/words/say.ts';

/** A link and nothing else; what Discord writes around one that is not to be unfurled goes. */
const LINK = /^<?(?:https?:\/\/|www\.)(?:www\.)?([^\s<>"]+?)\/?>?$/i;

/**
 * What is to be searched for where a link may have been typed: a link to a paper as it is, any other
 * as a phrase, since abstracts name pages of code. Its words alone would find any paper.
 *
 * @throws UserError when no paper names the link
 */
export async function searchOfLink(typed: string, library: Context['library']): Promise<string> {
  const address = LINK.exec(typed.trim())?.[1];
  if (address === undefined || arxivIdsIn(typed).length > 0) return typed;
  const phrase = `"${address}"`;
  const { total, partial } = await library.search({ search: phrase }, { offset: 0, limit: 1 });
  if (total === 0 || partial) throw new UserError((say) => say('links.unknown'));
  return phrase;
}

/** The papers that were in no digest, so that the way to them is not lost. */
export function notHere(say: Say, ids: readonly string[]): string {
  // An id has nothing in it that Discord would take for Markdown.
  const links = ids.map((id) => `[${id}](<${absUrl(id)}>)`);
  return say('find.not-here', { papers: links.join(', ') });
}
