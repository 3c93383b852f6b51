import type {
  APIApplicationCommand,
  APIInteractionResponse,
  APIMessage,
  ChannelType,
} from 'discord.js';

/** What this Discord knows. Plain records; the JSON that clients see is made in `wire/`. */
export interface User {
  id: string;
  username: string;
  bot: boolean;
  /** A language tag such as `en-US`. */
  locale: string;
  /** Whether the bot may open a conversation with this user. */
  acceptsDms: boolean;
}

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  position: number;
  color: number;
  mentionable: boolean;
  /** The bot this role was made for: its integration role. */
  botId: string | null;
}

export interface Member {
  user: User;
  /** Role ids, without @everyone, which everyone has. */
  roles: string[];
  joinedAt: string;
}

/** A channel's exception to the permissions of a role (type 0) or a member (type 1). */
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
  /** The person in a direct message with the bot. */
  recipient: User | null;
  /** The people of a conversation that the bot is not part of. */
  people: readonly User[];
  thread: Thread | null;
}

/** What a channel that is a thread has on top. */
export interface Thread {
  archived: boolean;
  locked: boolean;
  ownerId: string;
  createdAt: string;
  /** When `archived` or `locked` changed last. */
  changedAt: string;
  /** Without a message for this long, it is archived. */
  autoArchiveMinutes: number;
  slowmodeSeconds: number;
  /** Forum posts only. */
  tags: string[];
  /** Who joined it, by user id. */
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
  /** Where Discord itself greets new members. */
  systemChannelId: string | null;
  unavailable: boolean;
}

export interface Message {
  raw: APIMessage;
  /** The one user who can see it, when it is ephemeral. */
  onlyFor: string | null;
  /** The interaction that it answers or follows. */
  interaction: Interaction | null;
  deleted: boolean;
}

/** On whose authority an application acts: a guild's (`0`), a user's (`1`), or both. */
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
  /** Of a command: its whole name. */
  commandName: string | null;
  /** Of a command: 1 slash, 2 user, 3 message. */
  commandType: number | null;
  /** Of a user or message command: what it was used on. */
  targetId: string | null;
  /** The user may not bring an application of their own along here, so only they see its answers. */
  isPrivate: boolean;
  followUps: number;
  /** Of an autocomplete: the type of the option being typed. */
  optionType: number | null;
  /** Of a component or its modal: the message it sits on. */
  source: Message | null;
  /** What leads to this one: the interaction whose message or modal was used. */
  parent: Interaction | null;
  /** What goes over the gateway. */
  payload: Record<string, unknown>;
  answer: APIInteractionResponse | null;
  /** What `@original` stands for. */
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
  /** Direct messages and other conversations, by the ids of those in them, joined by a space. */
  conversations: Map<string, Channel>;
  guilds: Map<string, Guild>;
  /** Of all guilds, and direct messages. */
  channels: Map<string, Channel>;
  /** By scope: `global`, or a guild's id; then by command id. */
  commands: Map<string, Map<string, APIApplicationCommand>>;
  /** When commands were created, by scope, in milliseconds since 1970; for the limit of a day. */
  commandCreations: Map<string, number[]>;
  /** Channels that follow an announcement channel, by its id; with the author of the copies. */
  followers: Map<string, Map<string, User>>;
  /** By token. */
  interactions: Map<string, Interaction>;
  /** Bytes of uploaded files, by attachment id. */
  files: Map<string, { name: string; type: string; bytes: Uint8Array }>;
}
