import type { Core } from '../core.ts';
import { addGuild, addUser } from '../state/guilds.ts';
import { createChannelHandle, type ChannelHandle } from './channel.ts';
import { createGuildHandle, type GuildHandle } from './guild.ts';
import { createPerson, type Person } from './person.ts';

interface NewGuild {
  name: string;
  locale?: string;
  /** The name of the person who owns it. */
  ownerName?: string;
  /** What the bot's role grants. Default: VIEW_CHANNEL, SEND_MESSAGES, EMBED_LINKS and so on. */
  botPermissions?: bigint;
  id?: string;
  ownerId?: string;
}

/**
 * The people, guilds and channels of this Discord, for setting up a test or demo and acting in it.
 *
 *     const guild = discord.world.addGuild({ name: 'Paper Lab' });
 *     const papers = guild.addChannel({ name: 'papers' });
 *     const ada = guild.addMember({ name: 'ada' });
 *     const answer = await ada.type(papers, '/papers category:cs.CV');
 */
export interface World {
  readonly bot: { readonly id: string; readonly username: string };
  addGuild: (guild: NewGuild) => GuildHandle;
  /** A person by id. */
  person: (id: string) => Person | undefined;
  channel: (id: string) => ChannelHandle | undefined;
}

export const createWorld = (core: Core): World => ({
  bot: core.state.bot,
  addGuild: ({ name, locale = 'en-US', ownerName = 'owner', botPermissions, id, ownerId }) => {
    const owner = addUser(core, {
      id: ownerId,
      username: ownerName,
      bot: false,
      locale,
      acceptsDms: true,
    });
    const guild = addGuild(core, { name, locale, owner, id });
    return createGuildHandle(core, guild, createPerson(core, owner), botPermissions);
  },
  person: (id) => {
    const user = core.state.users.get(id);
    return user === undefined || user.bot ? undefined : createPerson(core, user);
  },
  channel: (id) => {
    const channel = core.state.channels.get(id);
    return channel === undefined ? undefined : createChannelHandle(core, channel);
  },
});
