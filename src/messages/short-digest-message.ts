import { absUrl } from '../digest/arxiv-id.ts';
import type { Day, Digest, Paper } from '../digest/types.ts';
import { awayLines } from './missed-days.ts';
import { digestMark } from './digest-message.ts';
import { LIMITS } from './limits.ts';
import type { Message } from './message.ts';
import { titleOf } from './paper-text.ts';
import { fitText } from './text.ts';

/** Ten of these and all else that may stand in the message are below its limit. */
const MAX_TITLE = 120;
/** Room for a role that is mentioned, and for the line that counts what was left out. */
const SPARE = 60;

/**
 * A digest in the least that Discord can be asked to take, for when it refuses the whole one: no
 * embeds and no menus, only each paper's title and where it is.
 *
 * @param papers the ones to show, best first
 */
export function shortDigestMessage(
  digest: Digest,
  papers: readonly Paper[],
  { away = [] }: { away?: readonly Day[] } = {},
): Message {
  const end = awayLines(away);
  let content = digestMark(digest.day).line;
  let left = LIMITS.content - SPARE - content.length - end.join('\n').length;
  let told = 0;
  for (const paper of papers) {
    const next = `\n${entry(paper)}`;
    if (next.length > left) break;
    content += next;
    left -= next.length;
    told++;
  }
  const more = papers.length - told;
  return { content: [content, ...(more > 0 ? [`and ${more} more`] : []), ...end].join('\n') };
}

/** The printed rank, as in the whole message: Discord would count a list anew. */
function entry(paper: Paper): string {
  const { rank, arxivId } = paper;
  const title = titleOf(paper).replaceAll('\n', ' ');
  const fitted = fitText(title, MAX_TITLE, { links: false }) || arxivId;
  // In angle brackets an address gets no preview.
  return `${rank}\\. ${fitted} <${absUrl(arxivId)}>`;
}
