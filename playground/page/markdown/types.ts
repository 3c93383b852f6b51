/** The Markdown tree, and which rules apply where in a message. */

export type MarkdownNode =
  | { type: 'text'; text: string }
  | {
      type: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler' | 'quote' | 'subtext';
      children: MarkdownNode[];
    }
  | { type: 'heading'; level: number; children: MarkdownNode[] }
  | { type: 'list'; ordered: boolean; start: number; items: MarkdownNode[][] }
  | { type: 'code'; text: string }
  | { type: 'codeBlock'; language: string; text: string }
  | { type: 'link'; href: string; title: string; children: MarkdownNode[] }
  | { type: 'mention'; kind: 'user' | 'role' | 'channel'; id: string }
  | { type: 'mention'; kind: 'everyone' | 'here' }
  | { type: 'mention'; kind: 'command'; id: string; name: string }
  | { type: 'emoji'; id: string; name: string; animated: boolean }
  | { type: 'timestamp'; seconds: number; style: string };

/** Where the text is in a message: Discord applies different rules in each place. */
export type Place = 'content' | 'description' | 'field' | 'title' | 'linked-title' | 'label';

/** The rules that apply at one point of the text. */
export interface State {
  readonly escapes: boolean;
  readonly headings: boolean;
  readonly lists: boolean;
  readonly subtext: boolean;
  readonly quotes: boolean;
  readonly codeBlocks: boolean;
  readonly maskedLinks: boolean;
  readonly autolinks: boolean;
  /** `<@1>`, `<@&1>` and `@everyone`; channels and commands work even in titles. */
  readonly pings: boolean;
  readonly references: boolean;
  readonly depth: number;
  readonly listLevel: number;
}

/** A rule's match: where it ends, and what it becomes. */
export interface Match {
  end: number;
  nodes: MarkdownNode[];
}

/** Parses nested text; `before` is the token before it. */
export type Parse = (text: string, state: State, before: string) => MarkdownNode[];

const everything: State = {
  escapes: true,
  headings: true,
  lists: true,
  subtext: true,
  quotes: true,
  codeBlocks: true,
  maskedLinks: true,
  autolinks: true,
  pings: true,
  references: true,
  depth: 0,
  listLevel: 0,
};

const title: State = {
  ...everything,
  headings: false,
  lists: false,
  subtext: false,
  codeBlocks: false,
  maskedLinks: false,
  pings: false,
};

/** The rules for each place in a message. */
export const places: Record<Place, State> = {
  content: everything,
  description: everything,
  field: { ...everything, headings: false },
  title,
  'linked-title': { ...title, autolinks: false },
  // Escaping doesn't work in the label of a masked link: the backslashes show
  // (https://github.com/discord/discord-api-docs/issues/6185).
  label: { ...title, escapes: false, quotes: false, autolinks: false, references: false },
};
