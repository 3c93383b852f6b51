import { type Context, UserError } from '../../src/command.ts';
import { arxivIdsIn } from '../../src/digest/arxiv-mentions.ts';

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
