import type { Scene } from './scene.ts';
import { HEADLINE } from './town.ts';

/** What stands in the channels in the end. */
export interface Verdict {
  messages: number;
  /** Messages beyond the first, over all channels. */
  duplicates: number;
  /** Channels without one. */
  missing: number;
  posts: number;
  /** The most requests that one channel's message took. */
  mostPosts: number;
  /** The channels that have not exactly one. */
  wrong: { channelId: string; name: string; count: number }[];
}

const countIn = ({ discord }: Scene, channelId: string): number =>
  (discord.world.channel(channelId)?.messages ?? []).filter(
    ({ author, content }) => author.id === discord.world.bot.id && content.includes(HEADLINE),
  ).length;

/** How many channels have no digest yet. Looks only where something has changed. */
export const missingIn = (scene: Scene): number => {
  const { channels, served, wire } = scene;
  for (const { id } of channels) {
    if (!served.has(id) && wire.postsTo.has(id) && countIn(scene, id) > 0) served.add(id);
  }
  return channels.length - served.size;
};

/** Counts the digest's messages in every channel. */
export const judge = (scene: Scene): Verdict => {
  const counts = scene.channels.map(({ id, name }) => ({
    channelId: id,
    name,
    count: countIn(scene, id),
  }));
  return {
    messages: counts.reduce((sum, { count }) => sum + count, 0),
    duplicates: counts.reduce((sum, { count }) => sum + Math.max(0, count - 1), 0),
    missing: counts.filter(({ count }) => count === 0).length,
    posts: scene.wire.posts,
    mostPosts: Math.max(0, ...scene.wire.postsTo.values()),
    wrong: counts.filter(({ count }) => count !== 1),
  };
};
