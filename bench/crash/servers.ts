import type { LoopbackDiscord } from '../../playground/server/start.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import type { Person } from '../../playground/server/world/person.ts';
import type { Subscription } from '../../src/store/subscriptions.ts';
import type { Random } from '../random.ts';
import { digestHeading, digestMark } from '../../src/messages/digest-message.ts';

export const DAY = '2021-05-05';
/** How a digest's message begins, in full and in short. */
export const HEADLINES = [digestHeading(DAY), digestMark(DAY).line];
const SUBSCRIBED_AT = Date.parse('2021-05-01T12:00:00Z');
const CHANNELS_PER_GUILD = 50;

export type Subscribed = ChannelHandle & { guildId: string };

/** Creates servers with `count` channels in all, and a person who is in all of them. */
export const createServers = (discord: LoopbackDiscord, count: number) => {
  const channels: Subscribed[] = [];
  let person: Person | undefined;
  let guild = discord.world.addGuild({ name: 'Paper Lab 1' });
  for (let n = 0; n < count; n++) {
    if (n > 0 && n % CHANNELS_PER_GUILD === 0)
      guild = discord.world.addGuild({ name: `Paper Lab ${n / CHANNELS_PER_GUILD + 1}` });
    if (n % CHANNELS_PER_GUILD === 0)
      person = guild.addMember(person ? { person } : { name: 'ada' });
    channels.push(
      Object.assign(guild.addChannel({ name: `papers-${n + 1}` }), { guildId: guild.id }),
    );
  }
  if (person === undefined) throw new Error('A setup needs at least one channel');
  return { channels, person };
};

/** Writes what people said before: none of it is a digest, though some of it looks like one. */
export const writeChatter = (
  channels: readonly ChannelHandle[],
  person: Person,
  random: Random,
): void => {
  for (const channel of channels) {
    if (random.chance(0.05)) person.say(channel, `${digestMark(DAY).line} I read them all.`);
    const lines = random.chance(0.02) ? random.int(101, 150) : random.chance(0.1) ? 3 : 0;
    for (let n = 0; n < lines; n++) person.say(channel, `line ${n + 1} before the digest`);
  }
};

/** A channel's subscription in the store. */
export const subscriptionOf = (
  channelId: string,
  guildId: string,
  ownerId: string,
  random: Random,
): Subscription => ({
  channelId,
  guildId,
  top: random.int(1, 10),
  categories: [],
  time: '09:00',
  timeZone: 'UTC',
  ownerId,
  since: SUBSCRIBED_AT,
});
