/** The tree that Markdown becomes, and what is live in which place of a message. */

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

/** Where the text stands: Discord allows different things in each place. */
export type Place = 'content' | 'description' | 'field' | 'title' | 'linked-title' | 'label';

/** What is live at one point of the text. */
export interface State {
  readonly escapes: boolean;
  readonly headings: boolean;
  readonly lists: boolean;
  readonly subtext: boolean;
  readonly quotes: boolean;
  readonly codeBlocks: boolean;
  readonly maskedLinks: boolean;
  readonly autolinks: boolean;
  /** `<@1>`, `<@&1>`, `@everyone`; channels and commands are live even in titles. */
  readonly pings: boolean;
  readonly references: boolean;
  readonly depth: number;
  readonly listLevel: number;
}

/** One rule's match: where it ends, and what it stands for. */
export interface Match {
  end: number;
  nodes: MarkdownNode[];
}

/** Parses nested text; `before` is the token that stands before it. */
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

/** What is live in each place of a message. */
export const places: Record<Place, State> = {
  content: everything,
  description: everything,
  field: { ...everything, headings: false },
  title,
  'linked-title': { ...title, autolinks: false },
  // Escaping is off in the text of a masked link: the backslashes show
  // (https://github.com/discord/discord-api-docs/issues/6185).
  label: { ...title, escapes: false, quotes: false, autolinks: false, references: false },
};
