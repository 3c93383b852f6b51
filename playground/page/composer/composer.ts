/** The input line: typing, the proposals above it, and sending. */
import { suggest, type Outcome } from '../api/client.ts';
import { createProposalList } from './proposal-list.ts';
import { partsOf, propose, proposeChoices } from './proposals.ts';
import { byId, element } from '../ui/dom.ts';
import type { Command, Guild } from '../api/types.ts';

interface ComposerContext {
  userId: string;
  channelId: string;
  /** With its symbol: `#papers`, `@Paperboy`. */
  channelName: string;
  guild: Guild;
  commands: Command[];
}

/** How long typing must pause before the bot is asked for choices. */
const PAUSE_MS = 150;

export function createComposer(
  context: () => ComposerContext,
  send: (text: string) => Promise<Outcome>,
) {
  const line = byId('line') as HTMLInputElement;
  const mirror = byId('mirror');
  const error = byId('error');
  let timer = 0;
  /** Counts the questions to the bot, so that only the latest one's answer is shown. */
  let asked = 0;
  /** The text whose proposals were dismissed with Escape. */
  let dismissed: string | undefined;
  const history = createHistory();

  const accept = (index: number) => {
    const proposals = list.proposals();
    const item = proposals?.items[index];
    if (item === undefined || proposals === undefined) return;
    line.value = line.value.slice(0, proposals.from) + item.insert;
    line.focus();
    refresh();
  };
  const list = createProposalList(line, accept);

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
    dismissed = undefined;
    clearTimeout(timer);
    const question = ++asked;
    const { commands, guild, userId, channelId } = context();
    const next = propose(line.value, commands, guild);
    list.show(next.title === '' ? undefined : next);
    if (next.ask === undefined) return;
    const text = line.value;
    timer = window.setTimeout(() => {
      void suggest(userId, channelId, text).then((choices) => {
        // An answer to text that has changed since would show the wrong list.
        if (question === asked) list.show(proposeChoices(next, choices));
      });
    }, PAUSE_MS);
  };

  const submit = async () => {
    const text = line.value.trim();
    if (text === '') return;
    line.value = '';
    refresh();
    history.add(text);
    const outcome = await send(text);
    if (outcome.ok) return;
    if (line.value === '') line.value = text;
    colour();
    list.show(undefined);
    error.textContent = outcome.error;
  };

  const moveOrRecall = (by: 1 | -1): true => {
    if (list.isOpen()) {
      list.move(by);
    } else {
      line.value = history.recall(by);
      colour();
    }
    return true;
  };

  /** What each key does; true if it did something. */
  const keys: Record<string, () => boolean> = {
    ArrowDown: () => moveOrRecall(1),
    ArrowUp: () => moveOrRecall(-1),
    Tab: () => {
      if (!list.isOpen() || (list.proposals()?.items.length ?? 0) === 0) return false;
      accept(Math.max(0, list.active()));
      return true;
    },
    Enter: () => {
      if (list.isOpen() && list.active() >= 0) accept(list.active());
      else void submit();
      return true;
    },
    Escape: () => {
      asked++;
      dismissed = line.value;
      list.show(undefined);
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
    list.show(undefined);
  });

  return {
    /** Puts `text` into the line, as when a command mentioned in a message is clicked. */
    begin(text: string) {
      line.value = text;
      line.focus();
      refresh();
    },
    fail(text: string) {
      error.textContent = text;
    },
    /** For another channel or person: keeps the text, and removes the error and the proposals. */
    changed() {
      line.placeholder = `Message ${context().channelName}`;
      line.setAttribute('aria-label', line.placeholder);
      error.textContent = '';
      list.show(undefined);
      colour();
    },
    /**
     * The typed command may now be known. A dismissed list stays closed, and one with a chosen entry
     * stays as it is, or Enter wouldn't do what the person expects.
     */
    commandsChanged() {
      colour();
      const untouched = line.value !== dismissed && list.active() <= 0;
      if (document.activeElement === line && line.value.startsWith('/') && untouched) refresh();
    },
    focus() {
      line.focus();
    },
  };
}

/** The lines that were sent, for the arrow keys. */
function createHistory() {
  const sent: string[] = [];
  let at = 0;
  return {
    add(text: string) {
      sent.push(text);
      at = sent.length;
    },
    /** @param by -1 for the line before; after the last one comes an empty line */
    recall(by: number): string {
      at = Math.min(sent.length, Math.max(0, at + by));
      return sent[at] ?? '';
    },
  };
}
