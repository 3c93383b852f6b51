/** The messages of the open channel, kept up to date with the server's events. */
import { byId, element } from '../ui/dom.ts';
import type { Reader } from '../markdown/draw.ts';
import { drawMessage, followsOn, type MessageActions, repliedToBy } from './message.ts';
import { dayText } from '../ui/time.ts';
import type { Message } from '../api/types.ts';

export function createTimeline(
  reader: () => Reader,
  actions: (message: Message) => Omit<MessageActions, 'dismiss'>,
) {
  const scroller = byId('scroller');
  const root = byId('messages');
  let messages: Message[] = [];
  const dismissed = new Set<string>();
  /** What's on the page now, by message id; `key` is what it was drawn from. */
  let drawn = new Map<string, { key: string; made: HTMLElement }>();

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  let top = 0;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    top = scroller.scrollTop;
  };

  const drawDay = (day: string, id: string) =>
    drawn.get(id) ?? {
      key: day,
      made: element('div', { class: 'day', role: 'separator' }, element('span', {}, day)),
    };

  /** One message can be reached with Tab, and the others from there with the arrow keys. */
  const setTabStop = (stop: Element | null) => {
    for (const child of root.children)
      if (child.localName === 'discord-message')
        child.setAttribute('tabindex', child === stop ? '0' : '-1');
  };

  const draw = () => {
    const next: typeof drawn = new Map();
    const visible = messages.filter(({ id }) => !dismissed.has(id));
    visible.forEach((message, index) => {
      const before = visible[index - 1];
      const day = dayText(new Date(message.timestamp));
      const isNewDay = before !== undefined && dayText(new Date(before.timestamp)) !== day;
      if (isNewDay) next.set(`day before ${message.id}`, drawDay(day, `day before ${message.id}`));
      const follows = !isNewDay && followsOn(message, before);
      const key = JSON.stringify([message, follows]);
      const known = drawn.get(message.id);
      if (known?.key === key) {
        next.set(message.id, known);
        return;
      }
      const dismiss = () => {
        dismissed.add(message.id);
        draw();
      };
      const repliedTo = messages.find(({ id }) => id === repliedToBy(message));
      const made = drawMessage(
        message,
        follows,
        reader(),
        { ...actions(message), dismiss },
        repliedTo,
      );
      next.set(message.id, { key, made });
    });
    drawn = next;
    const wanted = [...next.values()].map(({ made }) => made);
    for (const child of [...root.children]) {
      if (!wanted.includes(child as HTMLElement)) child.remove();
    }
    wanted.forEach((made, index) => {
      if (root.children[index] !== made) root.insertBefore(made, root.children[index] ?? null);
    });
    if (!root.querySelector(':scope > [tabindex="0"]')) setTabStop(root.lastElementChild);
    stay();
  };

  root.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.parentElement === root) setTabStop(target);
  });
  root.addEventListener('keydown', (event) => {
    const at = event.target as HTMLElement;
    if (at.parentElement !== root) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      at.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    }
    const messagesShown = [...root.querySelectorAll<HTMLElement>(':scope > discord-message')];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = step === undefined ? undefined : messagesShown[messagesShown.indexOf(at) + step];
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'nearest' });
  });

  // Components draw themselves a moment after they're inserted, and fonts arrive even later. So the
  // end, or the top of a message, is held until the person scrolls, not only while it's visible.
  let following = true;
  /** The id of the message whose top is held instead of the end. */
  let held: string | undefined;
  const stay = () => {
    const made = held === undefined ? undefined : drawn.get(held)?.made;
    if (made !== undefined) {
      made.scrollIntoView({ block: 'start' });
      top = scroller.scrollTop;
    } else if (following) toEnd();
  };
  const release = () => {
    held = undefined;
  };
  for (const how of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
    scroller.addEventListener(how, release, { passive: true });
  scroller.addEventListener('scroll', () => {
    if (held !== undefined) return;
    following = atEnd() || (following && scroller.scrollTop >= top);
    top = scroller.scrollTop;
  });
  new ResizeObserver(stay).observe(root);

  return {
    /**
     * Shows another channel, or the same one read again, at its end.
     *
     * @param topOf chooses a message whose top is shown instead
     */
    replace(all: Message[], topOf: (all: Message[]) => Message | undefined = () => undefined) {
      messages = all;
      drawn = new Map();
      held = topOf(all)?.id;
      following = held === undefined;
      draw();
    },
    /** Adds a message, or replaces one that changed. */
    put(message: Message) {
      const index = messages.findIndex(({ id }) => id === message.id);
      messages = index < 0 ? [...messages, message] : messages.with(index, message);
      draw();
    },
    remove(id: string) {
      messages = messages.filter((message) => message.id !== id);
      draw();
    },
    /** Draws the same messages again, since names, colours or times changed. */
    redraw() {
      drawn = new Map();
      draw();
    },
    /** Scrolls to a message, if it's in this channel. */
    reveal(id: string) {
      const made = drawn.get(id)?.made;
      if (made === undefined) return;
      following = false;
      release();
      const isLong = made.offsetHeight > scroller.clientHeight;
      made.scrollIntoView({ block: isLong ? 'start' : 'center' });
      made.classList.add('revealed');
      setTimeout(() => {
        made.classList.remove('revealed');
      }, 1500);
    },
    follow() {
      release();
      following = true;
      toEnd();
    },
  };
}
