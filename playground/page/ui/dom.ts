/** Builds elements without innerHTML, so that outside text can only ever become text. */

type Attributes = Record<string, string | boolean | undefined>;

/** A new element with these attributes (`true`: present, `undefined`: absent) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}`);
  return found;
}

/** `address` if it's safe to link to from a message, otherwise undefined. */
export function webAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address)
    ? address
    : undefined;
}

/** Makes an element clickable, with the pointer and with the keyboard. */
export function onPress(made: HTMLElement, act: () => void): void {
  made.tabIndex = 0;
  made.setAttribute('role', 'link');
  made.addEventListener('click', act);
  made.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') act();
  });
}
