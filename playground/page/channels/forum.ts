/** A forum: no messages of its own, but a list of posts, which are threads. */
import type { Channel, Message } from '../api/types.ts';
import { parseMarkdown, plainText } from '../markdown/parse.ts';
import { avatar } from '../ui/avatar.ts';
import { now } from '../ui/clock.ts';
import { byId, element } from '../ui/dom.ts';
import { timestampText } from '../ui/time.ts';

/** A post with its messages, oldest first. */
export interface ForumPost {
  channel: Channel;
  messages: Message[];
}

/**
 * Shows the posts of a forum in place of messages and the input line, the most recently active first.
 *
 * @param posts undefined for a channel that is no forum
 */
export function showForum(posts: ForumPost[] | undefined, open: (id: string) => void): void {
  document.body.classList.toggle('in-forum', posts !== undefined);
  const lastOf = ({ messages }: ForumPost) => Date.parse(messages.at(-1)?.timestamp ?? '') || 0;
  const cards = [...(posts ?? [])]
    .sort((a, b) => lastOf(b) - lastOf(a))
    .map((post) => drawPost(post, lastOf(post), open));
  byId('posts').replaceChildren(...cards);
}

function drawPost(
  { channel, messages }: ForumPost,
  last: number,
  open: (id: string) => void,
): HTMLElement {
  const [first] = messages;
  const replies = Math.max(0, messages.length - 1);
  const when = last === 0 ? '' : timestampText(last / 1000, 'R', new Date(now()));
  const author = first?.author.global_name ?? first?.author.username ?? '';
  const text = plainText(parseMarkdown(first?.content ?? '', 'content'));
  const made = element(
    'button',
    { type: 'button', class: 'post', 'data-channel': channel.id },
    element('span', { class: 'post-title' }, channel.name),
    element(
      'span',
      { class: 'post-text' },
      element('img', { src: avatar(author, first?.author.bot === true), alt: '' }),
      element('b', {}, `${author}: `),
      text,
    ),
    element('span', { class: 'post-counts' }, [`💬 ${replies}`, when].filter(Boolean).join(' · ')),
  );
  made.addEventListener('click', () => {
    open(channel.id);
  });
  return made;
}
