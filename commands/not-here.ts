import { absUrl } from '../src/digest/arxiv-id.ts';
import { hideLinkEmbed, hyperlink } from '../src/discord/api.ts';
import type { Say } from '../src/words/say.ts';

/** The papers that were in no digest, so that the way to them is not lost. */
export function notHere(say: Say, ids: readonly string[]): string {
  // An id has nothing in it that Discord would take for Markdown.
  const links = ids.map((id) => hyperlink(id, hideLinkEmbed(absUrl(id))));
  return say('find.not-here', { papers: links.join(', ') });
}
