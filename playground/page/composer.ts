/** The line at the bottom: typing, the list of proposals above it, and sending. */
import { suggest, type Outcome } from './api.ts';
import { partsOf, propose, proposeChoices, type Proposals } from './compose.ts';
import { byId, element } from './dom.ts';
import type { Command, Guild } from './wire.ts';

export interface ComposerContext {
  userId: string;
  channelId: string;
  /** With its sign: `#papers`, `@Paperboy`. */
  channelName: string;
  guild: Guild;
  commands: Command[];
}

/** How long the typing must rest before the bot is asked for choices, in milliseconds. */
const REST = 150;

export function createComposer(
  context: () => ComposerContext,
  send: (text: string) => Promise<Outcome>,
) {
  const line = byId('line') as HTMLInputElement;
  const mirror = byId('mirror');
  const list = byId('proposals');
  const error = byId('error');
  let proposals: Proposals | undefined;
  let active = -1;
  let timer = 0;
  let asked = 0;
  /** The text whose proposals were put away with Escape. */
  let putAway: string | undefined;
  /** Sent lines, for the arrow up, and where in them we are. */
  const sent: string[] = [];
  let recalled = 0;

  const show = (next: Proposals | undefined) => {
    proposals = next;
    active = next?.eager === true && next.items.length > 0 ? 0 : -1;
    list.replaceChildren();
    list.hidden = next === undefined || (next.items.length === 0 && next.title === '');
    if (next === undefined || list.hidden) return;
    list.append(element('div', { class: 'proposals-title' }, next.title));
    next.items.forEach((item, index) => {
      const entry = element(
        'div',
        { class: 'proposal', role: 'option', id: `proposal-${index}` },
        element('span', { class: 'proposal-label' }, item.label),
        element('span', { class: 'proposal-detail' }, item.detail),
      );
      // Not on click: that would take the focus from the line first.
      entry.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        take(index);
      });
      list.append(entry);
    });
    mark();
  };

  const mark = () => {
    list.querySelectorAll('.proposal').forEach((entry, index) => {
      entry.setAttribute('aria-selected', String(index === active));
      if (index === active) entry.scrollIntoView({ block: 'nearest' });
    });
    if (active < 0) line.removeAttribute('aria-activedescendant');
    else line.setAttribute('aria-activedescendant', `proposal-${active}`);
  };

  const move = (by: number) => {
    const count = proposals?.items.length ?? 0;
    if (count === 0) return;
    active = active < 0 && by < 0 ? count - 1 : (active + by + count) % count;
    mark();
  };

  const take = (index: number) => {
    const item = proposals?.items[index];
    if (item === undefined || proposals === undefined) return;
    line.value = line.value.slice(0, proposals.from) + item.insert;
    line.focus();
    refresh();
  };

  const colour = () => {
    const parts = partsOf(line.value, context().commands);
    mirror.replaceChildren(
      ...parts.map(({ text, kind }) => element('span', { class: kind }, text)),
    );
    mirror.style.transform = `translateX(${-line.scrollLeft}px)`;
  };

  const refresh = () => {
    colour();
    error.textContent = '';
    putAway = undefined;
    clearTimeout(timer);
    const question = ++asked;
    const { commands, guild, userId, channelId } = context();
    const next = propose(line.value, commands, guild);
    show(next.title === '' ? undefined : next);
    if (next.ask === undefined) return;
    const text = line.value;
    timer = window.setTimeout(() => {
      void suggest(userId, channelId, text).then((choices) => {
        // An answer to what is no longer typed would put the wrong list up.
        if (question === asked) show(proposeChoices(next, choices));
      });
    }, REST);
  };

  const submit = async () => {
    const text = line.value.trim();
    if (text === '') return;
    line.value = '';
    refresh();
    sent.push(text);
    recalled = sent.length;
    const outcome = await send(text);
    if (outcome.ok) return;
    if (line.value === '') line.value = text;
    colour();
    show(undefined);
    error.textContent = outcome.error;
  };

  const recall = (by: number) => {
    recalled = Math.min(sent.length, Math.max(0, recalled + by));
    line.value = sent[recalled] ?? '';
    colour();
  };

  const keys: Record<string, () => boolean | undefined> = {
    ArrowDown: () => (list.hidden ? (recall(1), true) : (move(1), true)),
    ArrowUp: () => (list.hidden ? (recall(-1), true) : (move(-1), true)),
    Tab: () => {
      if (list.hidden || (proposals?.items.length ?? 0) === 0) return false;
      take(Math.max(0, active));
      return true;
    },
    Enter: () => {
      if (!list.hidden && active >= 0) take(active);
      else void submit();
      return true;
    },
    Escape: () => {
      asked++;
      putAway = line.value;
      show(undefined);
      return true;
    },
  };
  line.addEventListener('keydown', (event) => {
    if (event.isComposing || event.shiftKey) return;
    if (keys[event.key]?.() === true) event.preventDefault();
  });
  line.addEventListener('input', refresh);
  line.addEventListener('scroll', colour);
  line.addEventListener('focus', () => {
    if (line.value.startsWith('/')) refresh();
  });
  line.addEventListener('blur', () => {
    show(undefined);
  });

  return {
    /** Puts `text` into the line, as when a command's name in a message is clicked. */
    begin(text: string) {
      line.value = text;
      line.focus();
      refresh();
    },
    fail(text: string) {
      error.textContent = text;
    },
    /** Another channel or person: what was typed stays, what was said about it goes. */
    changed() {
      line.placeholder = `Message ${context().channelName}`;
      line.setAttribute('aria-label', line.placeholder);
      error.textContent = '';
      show(undefined);
      colour();
    },
    /**
     * Other commands are offered: those that are typed already may be among them. A list that was put
     * away stays away, and one in which something was chosen stays as it is, or Enter would not do
     * what the person saw it would.
     */
    recolour() {
      colour();
      const untouched = line.value !== putAway && active <= 0;
      if (document.activeElement === line && line.value.startsWith('/') && untouched) refresh();
    },
    focus() {
      line.focus();
    },
  };
}
