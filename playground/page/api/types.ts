/** What the playground's server sends: as much of Discord's objects as the page draws. */

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
  /** A thread's channel or a channel's category. */
  parent?: string | null;
  /** Whether a thread is archived. */
  archived?: boolean;
}

interface Role {
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

/** An option of a command; types 1 and 2 are subcommands and groups of them. */
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

/** A direct message channel. */
interface Conversation {
  id: string;
  members: { id: string; name: string; bot: boolean }[];
}

export interface State {
  bot: { id: string; username: string };
  guilds: Guild[];
  conversations: Conversation[];
  online: boolean;
  /** The language of the viewer's client. */
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

interface Emoji {
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
  /** The message it replies to, if that still exists. */
  referenced_message?: Message | null;
  /** For a reply to a button or menu: the message that has it. */
  interaction_metadata?: { interacted_message_id?: string };
  /** Who used which command to cause it; no name after a button or menu. */
  used?: { name: string | null; type: number | null; user: { id: string; name: string } };
}

/** A field of a modal: text (4) or a menu (3, 5 to 8). */
export interface ModalInput extends Component {
  custom_id: string;
  /** 1 for one line, 2 for several. */
  style?: number;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  value?: string;
}

/** Part of a modal: a row with a field (1), a label with one (18), or plain text (10). */
export interface ModalPart {
  type: number;
  label?: string;
  description?: string;
  content?: string;
  component?: ModalInput;
  components?: ModalInput[];
}

/** A modal that the bot opened. */
export interface Modal {
  /** The interaction that opened it. */
  interaction: string;
  title: string;
  components: ModalPart[];
}

export type PlaygroundEvent =
  | { type: 'message' | 'message-update'; channel: string; message: Message }
  | { type: 'message-delete'; channel: string; message: { id: string } | string }
  | { type: 'typing'; channel: string; user: string }
  | { type: 'commands' | 'online' | 'channels' };

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
