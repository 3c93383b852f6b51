/** What a person does with a component; resolves when Discord has answered. */
export interface Acts {
  press: (customId: string) => Promise<unknown>;
  choose: (customId: string, values: string[]) => Promise<unknown>;
}

/** And with a message as a whole. */
export interface MessageActs extends Acts {
  dismiss: () => void;
  /** Opens its right-click menu. */
  menu: (at: HTMLElement, event: Event, dismiss: () => void) => void;
}
