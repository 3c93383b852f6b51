/** What the page shows of the server's state: who looks, at which channel of which server. */
import type { Channel, Command, Guild, Member, State } from './wire.ts';

export interface View {
  state: State;
  /** A server, or the person's direct messages in the shape of one. */
  guild: Guild;
  user: Member;
  channel: Channel;
  /** The commands that are offered to this person in this channel. */
  commands: Command[];
  /** Ids of channels with messages nobody has looked at. */
  unread: ReadonlySet<string>;
  /** The channel last looked at in each server, by the server's id. */
  visited: ReadonlyMap<string, string>;
}

/** Stands for direct messages where a server's id is wanted. */
export const HOME = '@me';

export const DM = 1;
const CATEGORY = 4;
const VOICE = 2;
const STAGE = 13;
const FORUM = 15;
const MEDIA = 16;

export const isThread = ({ type }: Channel): boolean => type >= 10 && type <= 12;
/** Whether messages can be read and written in it. */
export const isTextual = ({ type }: Channel): boolean =>
  ![CATEGORY, VOICE, STAGE, FORUM, MEDIA].includes(type);

/** The sign before a channel's name. */
export function signOf(channel: Channel): string {
  if (isThread(channel)) return '🧵';
  const signs: Record<number, string> = { 1: '@', 2: '🔊', 5: '📢', 13: '🎙', 15: '💬', 16: '🖼' };
  return signs[channel.type] ?? '#';
}

/** A person's direct messages as if they were a server: its channels are the conversations. */
export function home(state: State, userId: string): Guild {
  const people = new Map<string, Member>();
  const channels = state.conversations.map(({ id, members }): Channel => {
    for (const member of members) people.set(member.id, { ...member, admin: false });
    const other = members.find((member) => member.id !== userId);
    return { id, name: other?.name ?? 'nobody', type: DM };
  });
  return { id: HOME, name: 'Direct Messages', channels, roles: [], members: [...people.values()] };
}

/** All that the rail lists: direct messages where there are any, then the servers. */
export function placesOf(state: State, userId: string): Guild[] {
  return state.conversations.length === 0 ? state.guilds : [home(state, userId), ...state.guilds];
}

/** What is shown first: the first server's first text channel, to its administrator. */
export function firstView(state: State): View {
  const guild = state.guilds[0];
  const user = guild?.members.find(({ bot, admin }) => admin && !bot);
  const channel = guild?.channels.find(isTextual);
  if (guild === undefined || user === undefined || channel === undefined) {
    throw new Error('The playground has no server with a text channel and an administrator.');
  }
  return { state, guild, user, channel, commands: [], unread: new Set(), visited: new Map() };
}

/** The same view of a newer state; what is gone is replaced by the first there is. */
export function withState(view: View, state: State): View {
  const places = placesOf(state, view.user.id);
  const guild = places.find(({ id }) => id === view.guild.id) ?? places[0] ?? view.guild;
  const channel =
    guild.channels.find(({ id }) => id === view.channel.id) ??
    guild.channels.find(isTextual) ??
    view.channel;
  const user = guild.members.find(({ id }) => id === view.user.id) ?? view.user;
  return { ...view, state, guild, user, channel };
}

/** The same view of another channel, wherever it is; undefined when there is no such channel. */
export function withChannel(view: View, channelId: string): View | undefined {
  for (const guild of placesOf(view.state, view.user.id)) {
    const channel = guild.channels.find(({ id }) => id === channelId);
    if (channel === undefined) continue;
    const visited = new Map(view.visited).set(guild.id, channel.id);
    return { ...view, guild, channel, visited };
  }
  return undefined;
}

/** The channel that opens when a server is chosen: the one last looked at, or its first. */
export function channelToOpen({ visited }: View, guild: Guild): Channel | undefined {
  const last = guild.channels.find(({ id }) => id === visited.get(guild.id));
  return last ?? guild.channels.find(isTextual);
}

/** Channels in the order they are listed: loose ones, then categories, threads under their channel. */
export function listed(channels: Channel[]): Channel[] {
  const ids = new Set(channels.map(({ id }) => id));
  const withThoseUnder = (channel: Channel): Channel[] => [
    channel,
    ...channels.filter(({ parent }) => parent === channel.id).flatMap(withThoseUnder),
  ];
  const top = channels.filter(({ parent }) => !ids.has(parent ?? ''));
  return [
    ...top.filter(({ type }) => type !== CATEGORY),
    ...top.filter(({ type }) => type === CATEGORY),
  ].flatMap(withThoseUnder);
}
