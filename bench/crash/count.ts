import type { Setup } from './setup.ts';
import { HEADLINES } from './servers.ts';

/** What's in the channels in the end. */
export interface MessageCounts {
  messages: number;
  /** Messages beyond the first, over all channels. */
  duplicates: number;
  /** Channels without a message. */
  missing: number;
  posts: number;
  /** The most requests that any channel's message took. */
  mostPosts: number;
  /** The channels that don't have exactly one. */
  wrong: { channelId: string; name: string; count: number }[];
}

const countIn = ({ discord }: Setup, channelId: string): number =>
  (discord.world.channel(channelId)?.messages ?? []).filter(
    ({ author, content }) =>
      author.id === discord.world.bot.id && HEADLINES.some((line) => content.includes(line)),
  ).length;

/** How many channels have no digest yet. Only looks at channels that have been posted to. */
export const missingIn = (setup: Setup): number => {
  const { channels, delivered, traffic } = setup;
  for (const { id } of channels) {
    if (!delivered.has(id) && traffic.postsTo.has(id) && countIn(setup, id) > 0) delivered.add(id);
  }
  return channels.length - delivered.size;
};

/** Counts the digest's messages in every channel. */
export const countMessages = (setup: Setup): MessageCounts => {
  const counts = setup.channels.map(({ id, name }) => ({
    channelId: id,
    name,
    count: countIn(setup, id),
  }));
  return {
    messages: counts.reduce((sum, { count }) => sum + count, 0),
    duplicates: counts.reduce((sum, { count }) => sum + Math.max(0, count - 1), 0),
    missing: counts.filter(({ count }) => count === 0).length,
    posts: setup.traffic.posts,
    mostPosts: Math.max(0, ...setup.traffic.postsTo.values()),
    wrong: counts.filter(({ count }) => count !== 1),
  };
};
