/** What the page shows of the server's state: which channel of which server, as seen by whom. */
import type { Channel, Command, Guild, Member, State } from '../api/types.ts';

export interface View {
  state: State;
  /** A server, or the person's direct messages in the form of one. */
  guild: Guild;
  user: Member;
  channel: Channel;
  /** The commands offered to this person in this channel. */
  commands: Command[];
  /** Ids of channels with unread messages. */
  unread: ReadonlySet<string>;
  /** The channel last opened in each server, by the server's id. */
  visited: ReadonlyMap<string, string>;
}

/** The id of direct messages where a server's id is expected. */
export const HOME = '@me';

export const DM = 1;
const CATEGORY = 4;
const VOICE = 2;
const STAGE = 13;
const FORUM = 15;
const MEDIA = 16;

export const isThread = ({ type }: Channel): boolean => type >= 10 && type <= 12;
/** Whether it has posts instead of messages. */
export const isForum = ({ type }: Channel): boolean => type === FORUM || type === MEDIA;
/** Whether it has messages. */
export const isTextual = ({ type }: Channel): boolean =>
  ![CATEGORY, VOICE, STAGE, FORUM, MEDIA].includes(type);

/** The symbol before a channel's name. */
export function signOf(channel: Channel): string {
  if (isThread(channel)) return '🧵';
  const signs: Record<number, string> = { 1: '@', 2: '🔊', 5: '📢', 13: '🎙', 15: '💬', 16: '🖼' };
  return signs[channel.type] ?? '#';
}

/** A person's direct messages as a server whose channels are the conversations. */
export function home(state: State, userId: string): Guild {
  const people = new Map<string, Member>();
  const channels = state.conversations.map(({ id, members }): Channel => {
    for (const member of members) people.set(member.id, { ...member, admin: false });
    const other = members.find((member) => member.id !== userId);
    return { id, name: other?.name ?? 'nobody', type: DM };
  });
  return { id: HOME, name: 'Direct Messages', channels, roles: [], members: [...people.values()] };
}

/** What the rail lists: direct messages if there are any, then the servers. */
export function railGuilds(state: State, userId: string): Guild[] {
  return state.conversations.length === 0 ? state.guilds : [home(state, userId), ...state.guilds];
}

/** The first view: the first server's first text channel, as its administrator sees it. */
export function firstView(state: State): View {
  const guild = state.guilds[0];
  const user = guild?.members.find(({ bot, admin }) => admin && !bot);
  const channel = guild?.channels.find(isTextual);
  if (guild === undefined || user === undefined || channel === undefined) {
    throw new Error('The playground needs a server with a text channel and an administrator.');
  }
  return { state, guild, user, channel, commands: [], unread: new Set(), visited: new Map() };
}

/** The same view of a newer state; what's gone is replaced by the first of its kind. */
export function withState(view: View, state: State): View {
  const guilds = railGuilds(state, view.user.id);
  const guild = guilds.find(({ id }) => id === view.guild.id) ?? guilds[0] ?? view.guild;
  const channel =
    guild.channels.find(({ id }) => id === view.channel.id) ??
    guild.channels.find(isTextual) ??
    view.channel;
  const user = guild.members.find(({ id }) => id === view.user.id) ?? view.user;
  return { ...view, state, guild, user, channel };
}

/** The view of another channel in any server; undefined if there's no such channel. */
export function withChannel(view: View, channelId: string): View | undefined {
  for (const guild of railGuilds(view.state, view.user.id)) {
    const channel = guild.channels.find(({ id }) => id === channelId);
    if (channel === undefined) continue;
    const visited = new Map(view.visited).set(guild.id, channel.id);
    return { ...view, guild, channel, visited };
  }
  return undefined;
}

/** The channel to open when a server is chosen: the one last opened, or its first. */
export function channelToOpen({ visited }: View, guild: Guild): Channel | undefined {
  const last = guild.channels.find(({ id }) => id === visited.get(guild.id));
  return last ?? guild.channels.find(isTextual);
}

/** Channels in display order: those without a category first, threads below their channel. */
export function inOrder(channels: Channel[]): Channel[] {
  const ids = new Set(channels.map(({ id }) => id));
  const withChildren = (channel: Channel): Channel[] => [
    channel,
    ...channels.filter(({ parent }) => parent === channel.id).flatMap(withChildren),
  ];
  const top = channels.filter(({ parent }) => !ids.has(parent ?? ''));
  return [
    ...top.filter(({ type }) => type !== CATEGORY),
    ...top.filter(({ type }) => type === CATEGORY),
  ].flatMap(withChildren);
}
