/** The context menu, opened by a right click or the menu key. At most one is open. */
import { element } from '../ui/dom.ts';

export interface MenuEntry {
  label: string;
  /** Shown in grey at the end of the line: which app's command it is. */
  detail?: string;
  act: () => void;
}

let close: () => void = () => undefined;

/**
 * Opens a menu at the pointer, or at `owner` if it was opened with the keyboard.
 *
 * @param owner gets the focus back when the menu closes
 */
export function openMenu(entries: MenuEntry[], owner: HTMLElement, event: Event): void {
  close();
  if (entries.length === 0) return;
  const buttons = entries.map(({ label, detail, act }) => {
    const made = element(
      'button',
      { type: 'button', class: 'menu-entry', role: 'menuitem', tabindex: '-1' },
      element('span', {}, label),
      detail === undefined ? undefined : element('span', { class: 'menu-detail' }, detail),
    );
    made.addEventListener('click', () => {
      shut(true);
      act();
    });
    return made;
  });
  const menu = element('div', { class: 'menu', role: 'menu' }, ...buttons);
  const shut = (refocus: boolean) => {
    close = () => undefined;
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('blur', blurred);
    menu.remove();
    if (refocus) owner.focus();
  };
  const outside = (pressed: Event) => {
    if (!menu.contains(pressed.target as Node)) shut(false);
  };
  const blurred = () => {
    shut(false);
  };
  const step = (by: number) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  menu.addEventListener('keydown', (pressed) => {
    const keys: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Home: () => buttons[0]?.focus(),
      End: () => buttons.at(-1)?.focus(),
      Escape: () => shut(true),
      Tab: () => shut(true),
    };
    const act = keys[pressed.key];
    if (act === undefined) return;
    pressed.preventDefault();
    pressed.stopPropagation();
    act();
  });
  close = () => shut(false);
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('blur', blurred);
  document.body.append(menu);
  place(menu, owner, event);
  buttons[0]?.focus();
}

function place(menu: HTMLElement, owner: HTMLElement, event: Event): void {
  const box = owner.getBoundingClientRect();
  // A click made with the keyboard has no position.
  const isPointed = event instanceof MouseEvent && (event.clientX > 0 || event.clientY > 0);
  const x = isPointed ? event.clientX : box.left + 24;
  const y = isPointed ? event.clientY : box.top + Math.min(24, box.height);
  const { offsetWidth, offsetHeight } = menu;
  menu.style.left = `${Math.max(8, Math.min(x, window.innerWidth - offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, window.innerHeight - offsetHeight - 8))}px`;
}
