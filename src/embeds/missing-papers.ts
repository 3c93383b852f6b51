import { absUrl } from '../digest/arxiv-id.ts';
import type { Say } from '../words/say.ts';

/** The papers that were in no digest, so that the way to them is not lost. */
export function notHere(say: Say, ids: readonly string[]): string {
  // An id has nothing in it that Discord would take for Markdown.
  const links = ids.map((id) => `[${id}](<${absUrl(id)}>)`);
  return say('find.not-here', { papers: links.join(', ') });
}
