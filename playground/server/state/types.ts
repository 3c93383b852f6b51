import type {
  APIApplicationCommand,
  APIInteractionResponse,
  APIMessage,
  ChannelType,
} from 'discord.js';

/**
 * The state of this Discord, as plain records. `wire/` turns them into the JSON that clients see.
 */
export interface User {
  id: string;
  username: string;
  bot: boolean;
  /** A language tag such as `en-US`. */
  locale: string;
  /** Whether the bot may send this user direct messages. */
  acceptsDms: boolean;
}

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  position: number;
  color: number;
  mentionable: boolean;
  /** The bot whose integration role this is. */
  botId: string | null;
}

export interface Member {
  user: User;
  /** Role ids, without @everyone. */
  roles: string[];
  joinedAt: string;
}

/** A channel's permission overwrite for a role (type 0) or a member (type 1). */
export interface Overwrite {
  id: string;
  type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export interface Channel {
  id: string;
  type: ChannelType;
  /** null in a direct message. */
  guildId: string | null;
  name: string;
  topic: string | null;
  position: number;
  parentId: string | null;
  overwrites: Map<string, Overwrite>;
  /** Oldest first, ephemeral ones included. */
  messages: Message[];
  lastMessageId: string | null;
  /** The other person in a direct message with the bot. */
  recipient: User | null;
  /** The people in a direct message without the bot. */
  people: readonly User[];
  thread: Thread | null;
}

/** The additional fields of a thread. */
export interface Thread {
  archived: boolean;
  locked: boolean;
  ownerId: string;
  createdAt: string;
  /** When `archived` or `locked` last changed. */
  changedAt: string;
  /** After this time without a message, it's archived. */
  autoArchiveMinutes: number;
  slowmodeSeconds: number;
  /** Forum posts only. */
  tags: string[];
  /** Its members by user id. */
  members: Map<string, { joinedAt: string; isBot: boolean }>;
}

export interface Guild {
  id: string;
  name: string;
  locale: string;
  ownerId: string;
  joinedAt: string;
  roles: Map<string, Role>;
  members: Map<string, Member>;
  channels: Map<string, Channel>;
  /** The channel where Discord greets new members. */
  systemChannelId: string | null;
  unavailable: boolean;
}

export interface Message {
  raw: APIMessage;
  /** If it's ephemeral, the only user who can see it. */
  onlyFor: string | null;
  /** The interaction that it responds to or follows up. */
  interaction: Interaction | null;
  deleted: boolean;
}

/** Which installation an application acts through: a guild's (`0`), a user's (`1`), or both. */
export interface Owners {
  '0'?: string;
  '1'?: string;
}

export interface Interaction {
  id: string;
  token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal submit. */
  type: 2 | 3 | 4 | 5;
  createdAt: number;
  user: User;
  channel: Channel;
  owners: Owners;
  /** For commands: the full name. */
  commandName: string | null;
  /** For commands: 1 slash, 2 user, 3 message. */
  commandType: number | null;
  /** For user and message commands: the id of the target. */
  targetId: string | null;
  /** Whether only the user sees the responses, since they may not use external apps here. */
  isPrivate: boolean;
  followUps: number;
  /** For autocomplete: the type of the option being typed. */
  optionType: number | null;
  /** For components and their modals: the component's message. */
  source: Message | null;
  /** The interaction whose message or modal led to this one. */
  parent: Interaction | null;
  /** The data sent over the gateway. */
  payload: Record<string, unknown>;
  answer: APIInteractionResponse | null;
  /** The message that `@original` means. */
  original: Message | null;
}

export interface Application {
  id: string;
  name: string;
  token: string;
}

export interface State {
  application: Application;
  bot: User;
  users: Map<string, User>;
  /** The users who installed the application for themselves. */
  installs: Set<string>;
  /** Direct message channels by their people's ids, joined by a space. */
  conversations: Map<string, Channel>;
  guilds: Map<string, Guild>;
  /** The channels of all guilds, and direct messages. */
  channels: Map<string, Channel>;
  /** By scope (`global` or a guild's id), then by command id. */
  commands: Map<string, Map<string, APIApplicationCommand>>;
  /** When commands were created, by scope, in Unix milliseconds; for the limit per day. */
  commandCreations: Map<string, number[]>;
  /** The channels that follow an announcement channel, by its id, with the author of the copies. */
  followers: Map<string, Map<string, User>>;
  /** By token. */
  interactions: Map<string, Interaction>;
  /** Uploaded files by attachment id. */
  files: Map<string, { name: string; type: string; bytes: Uint8Array }>;
}
