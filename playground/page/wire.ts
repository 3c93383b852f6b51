/** What the server of the playground sends: as much of Discord's shapes as the page draws. */

export interface User {
  id: string;
  username: string;
  global_name?: string | null;
  bot?: boolean;
}

export interface Channel {
  id: string;
  name: string;
  type: number;
  topic?: string | null;
  /** A thread's channel, or a channel's category. */
  parent?: string | null;
  /** Of a thread that is closed. */
  archived?: boolean;
}

export interface Role {
  id: string;
  name: string;
  color: number;
}

export interface Member {
  id: string;
  name: string;
  admin: boolean;
  bot: boolean;
}

export interface Guild {
  id: string;
  name: string;
  unavailable?: boolean;
  channels: Channel[];
  roles: Role[];
  members: Member[];
}

/** The same text in other languages, by locale. */
type Localisations = Record<string, string | undefined> | null;

export interface Choice {
  name: string;
  name_localizations?: Localisations;
  value: string | number;
}

/** An option of a command; types 1 and 2 are a subcommand and a group of them. */
export interface Option {
  type: number;
  name: string;
  name_localizations?: Localisations;
  description: string;
  description_localizations?: Localisations;
  required?: boolean;
  autocomplete?: boolean;
  choices?: Choice[];
  options?: Option[];
  channel_types?: number[];
}

export interface Command {
  id: string;
  type?: number;
  name: string;
  name_localizations?: Localisations;
  description: string;
  description_localizations?: Localisations;
  options?: Option[];
}

/** A person's direct messages with somebody. */
export interface Conversation {
  id: string;
  members: { id: string; name: string; bot: boolean }[];
}

export interface State {
  bot: { id: string; username: string };
  guilds: Guild[];
  conversations: Conversation[];
  online: boolean;
  /** The language of the client of the one who looks. */
  locale?: string;
}

export interface Embed {
  title?: string;
  url?: string;
  description?: string;
  color?: number;
  timestamp?: string;
  author?: { name: string; url?: string };
  footer?: { text: string };
  fields?: { name: string; value: string; inline?: boolean }[];
  image?: { url: string };
  thumbnail?: { url: string };
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  default?: boolean;
  emoji?: Emoji;
}

export interface Emoji {
  id?: string | null;
  name?: string | null;
}

/** A button (2), a select menu (3, 5 to 8) or a row of them (1). */
export interface Component {
  type: number;
  components?: Component[];
  custom_id?: string;
  label?: string;
  style?: number;
  url?: string;
  disabled?: boolean;
  emoji?: Emoji;
  placeholder?: string;
  options?: SelectOption[];
  min_values?: number;
  max_values?: number;
  channel_types?: number[];
}

export interface Attachment {
  id: string;
  filename: string;
  /** Bytes. */
  size: number;
  url: string;
}

export interface Message {
  id: string;
  channel_id: string;
  content: string;
  author: User;
  timestamp: string;
  edited_timestamp?: string | null;
  flags?: number;
  embeds?: Embed[];
  components?: Component[];
  attachments?: Attachment[];
  mentions?: { id: string }[];
  mention_everyone?: boolean;
  /** What it replies to, where that is still there. */
  referenced_message?: Message | null;
  /** Of an answer to a button or a menu: the message these stand under. */
  interaction_metadata?: { interacted_message_id?: string };
  /** Who used which command to bring it about; no name after a button or a menu. */
  used?: { name: string | null; type: number | null; user: { id: string; name: string } };
}

/** A field of a form: a text (4) or a menu (3, 5 to 8). */
export interface FormInput extends Component {
  custom_id: string;
  /** 1 one line, 2 many. */
  style?: number;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  value?: string;
}

/** Part of a form: a row with a field (1), a label around one (18), or mere text (10). */
export interface FormPart {
  type: number;
  label?: string;
  description?: string;
  content?: string;
  component?: FormInput;
  components?: FormInput[];
}

/** A form that the bot opened. */
export interface Form {
  /** The interaction that is answered by filling it in. */
  interaction: string;
  title: string;
  components: FormPart[];
}

export type PlaygroundEvent =
  | { type: 'message' | 'message-update'; channel: string; message: Message }
  | { type: 'message-delete'; channel: string; message: { id: string } | string }
  | { type: 'typing'; channel: string; user: string }
  | { type: 'commands' | 'online' | 'channels' };

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
