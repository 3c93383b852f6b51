/**
 * A working select menu. The web component only shows one, so it's used as the closed menu; the
 * list that opens is ours, and works with the keyboard too.
 */
import { element } from '../ui/dom.ts';
import type { Component, SelectOption } from '../api/types.ts';

/** @param choose takes the chosen values; the menu stays disabled until it resolves */
export function drawSelect(
  menu: Component,
  options: SelectOption[],
  choose: (values: string[]) => Promise<unknown>,
): HTMLElement {
  const closed = element('discord-string-select-menu', {
    class: 'select',
    role: 'combobox',
    tabindex: menu.disabled === true ? '-1' : '0',
    'aria-haspopup': 'listbox',
    'aria-expanded': 'false',
  });
  const chosen = options.filter((option) => option.default === true);
  closed.placeholder =
    chosen.map(({ label }) => label).join(', ') || (menu.placeholder ?? 'Make a selection');
  closed.setAttribute('aria-label', closed.placeholder);
  closed.disabled = menu.disabled === true;
  const open = () => {
    if (closed.disabled) return;
    openList(closed, menu, options, (values) => {
      const names = options.filter(({ value }) => values.includes(value));
      closed.placeholder = names.map(({ label }) => label).join(', ') || closed.placeholder;
      closed.disabled = true;
      void choose(values).finally(() => {
        closed.disabled = false;
      });
    });
  };
  // In the capture phase, before the component opens its own list.
  closed.addEventListener(
    'click',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    true,
  );
  closed.addEventListener('keydown', (event) => {
    if (!['Enter', ' ', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    open();
  });
  return closed;
}

function openList(
  closed: HTMLElement,
  menu: Component,
  options: SelectOption[],
  done: (values: string[]) => void,
): void {
  const most = menu.max_values ?? 1;
  const least = menu.min_values ?? 1;
  const chosen = new Set(options.filter((o) => o.default === true).map(({ value }) => value));
  const entries = options.map((option) => drawOption(option, chosen.has(option.value)));
  const list = element(
    'div',
    { class: 'select-list', role: 'listbox', tabindex: '-1' },
    ...entries,
  );
  let active = Math.max(
    0,
    options.findIndex(({ value }) => chosen.has(value)),
  );

  const activate = (index: number) => {
    entries[active]?.classList.remove('active');
    active = (index + entries.length) % entries.length;
    entries[active]?.classList.add('active');
    entries[active]?.scrollIntoView({ block: 'nearest' });
  };
  const close = (isChosen: boolean) => {
    list.remove();
    document.removeEventListener('pointerdown', outside, true);
    closed.setAttribute('aria-expanded', 'false');
    closed.focus();
    if (isChosen && chosen.size >= least) done([...chosen]);
  };
  const take = (index: number) => {
    const value = options[index]?.value;
    if (value === undefined) return;
    if (most === 1) {
      chosen.clear();
      chosen.add(value);
      close(true);
      return;
    }
    // Several may be chosen: each click toggles one, and leaving the list submits them.
    if (!chosen.delete(value) && chosen.size < most) chosen.add(value);
    entries[index]?.setAttribute('aria-selected', String(chosen.has(value)));
  };
  const outside = (event: Event) => {
    if (!list.contains(event.target as Node)) close(most > 1);
  };

  entries.forEach((entry, index) => {
    entry.addEventListener('click', () => {
      take(index);
    });
    entry.addEventListener('pointermove', () => {
      activate(index);
    });
  });
  list.addEventListener('keydown', (event) => {
    const keys: Record<string, () => void> = {
      ArrowDown: () => activate(active + 1),
      ArrowUp: () => activate(active - 1),
      Home: () => activate(0),
      End: () => activate(entries.length - 1),
      Enter: () => take(active),
      ' ': () => take(active),
      Tab: () => close(most > 1),
      Escape: () => close(false),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  document.addEventListener('pointerdown', outside, true);
  // In a modal, anything outside its dialog would lie under it.
  (closed.closest('dialog') ?? document.body).append(list);
  place(list, closed);
  closed.setAttribute('aria-expanded', 'true');
  activate(active);
  list.focus();
}

function drawOption(option: SelectOption, isChosen: boolean): HTMLElement {
  const emoji = option.emoji?.name ?? undefined;
  return element(
    'div',
    { class: 'select-option', role: 'option', 'aria-selected': String(isChosen) },
    emoji === undefined ? undefined : element('span', { class: 'select-emoji' }, emoji),
    element(
      'div',
      { class: 'select-text' },
      element('div', { class: 'select-label' }, option.label),
      option.description
        ? element('div', { class: 'select-detail' }, option.description)
        : undefined,
    ),
  );
}

/** Places the list below the closed menu, or above it if there's more room. */
function place(list: HTMLElement, closed: HTMLElement): void {
  const box = closed.getBoundingClientRect();
  const below = window.innerHeight - box.bottom;
  list.style.left = `${box.left}px`;
  list.style.width = `${Math.min(400, box.width)}px`;
  const isBelow = below >= list.offsetHeight + 8 || below >= box.top;
  if (isBelow) list.style.top = `${box.bottom}px`;
  else list.style.bottom = `${window.innerHeight - box.top}px`;
  list.style.maxHeight = `${Math.min(320, (isBelow ? below : box.top) - 8)}px`;
}
