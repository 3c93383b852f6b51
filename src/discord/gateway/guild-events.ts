import type {
  GatewayDispatchEvents,
  GatewayDispatchPayload,
  GatewayReadyDispatchData,
} from 'discord.js';

/** Where access may have changed: without a channel, in the whole server; without a server, everywhere. */
export interface AccessChange {
  guildId?: string;
  /** The channel and its threads. */
  channelId?: string;
}

export interface GuildListeners {
  /** A channel or thread was deleted. */
  onChannelGone: (channelId: string) => void;
  /** A server was deleted, or the bot was removed from it. */
  onGuildGone: (guildId: string) => void;
  /** What the bot may do somewhere may have changed. */
  onAccessChanged: (where: AccessChange) => void;
}

interface Shard {
  guilds: Set<string>;
  /** Listed in READY, but GUILD_CREATE has yet to come. */
  arriving: Set<string>;
  readyAt: number;
}

type Handlers = {
  [Name in `${GatewayDispatchEvents}`]?: (
    data: Extract<GatewayDispatchPayload, { t: Name | `${Name}` }>['d'],
    shard: Shard,
  ) => void;
};

/** GUILD_CREATE of a server listed in READY comes this soon; later, it is the end of an outage. */
const ARRIVING_MS = 60_000;

/**
 * Turns the gateway's events into calls of the listeners. It keeps only the ids of servers: the roles
 * and channels of 1,000 servers take 200 MB, and REST returns them, too.
 *
 * @param now monotonic milliseconds
 */
export function createGuildEvents(
  listeners: GuildListeners,
  now: () => number = () => performance.now(),
) {
  const { onChannelGone, onGuildGone, onAccessChanged } = listeners;
  const shards = new Map<number, Shard>();
  let botId = '';

  const guildChanged = ({ guild_id: guildId }: { guild_id: string }): void =>
    onAccessChanged({ guildId });
  const channelChanged = ({ guild_id: guildId, id }: { guild_id?: string; id: string }): void => {
    if (guildId !== undefined) onAccessChanged({ guildId, channelId: id });
  };
  const handlers: Handlers = {
    CHANNEL_DELETE: ({ id }) => onChannelGone(id),
    THREAD_DELETE: ({ id }) => onChannelGone(id),
    GUILD_DELETE({ id, unavailable }, shard) {
      shard.arriving.delete(id);
      // An outage, not the end of the membership.
      if (unavailable === true) return;
      shard.guilds.delete(id);
      onGuildGone(id);
    },
    GUILD_CREATE({ id }, shard) {
      shard.guilds.add(id);
      const isArriving = shard.arriving.delete(id) && now() - shard.readyAt < ARRIVING_MS;
      // Invited again, or back from an outage.
      if (!isArriving) onAccessChanged({ guildId: id });
    },
    GUILD_ROLE_CREATE: guildChanged,
    GUILD_ROLE_UPDATE: guildChanged,
    GUILD_ROLE_DELETE: guildChanged,
    // Threads became visible.
    THREAD_LIST_SYNC: guildChanged,
    GUILD_MEMBER_UPDATE(member) {
      if (member.user.id === botId) guildChanged(member);
    },
    CHANNEL_UPDATE: channelChanged,
    THREAD_UPDATE: channelChanged,
  };

  return {
    guildCount: () => [...shards.values()].reduce((sum, { guilds }) => sum + guilds.size, 0),

    /** A new session. If it isn't the shard's first, anything may have been missed before it. */
    ready(shardId: number, { guilds, user }: GatewayReadyDispatchData): void {
      const isFirst = !shards.has(shardId);
      const ids = guilds.map(({ id }) => id);
      // A server that isn't listed may still be there: the token may belong to another bot.
      shards.set(shardId, { guilds: new Set(ids), arriving: new Set(ids), readyAt: now() });
      botId = user.id;
      if (!isFirst) onAccessChanged({});
    },

    dispatch(shardId: number, event: GatewayDispatchPayload): void {
      const shard = shards.get(shardId);
      const handle = handlers[event.t] as ((data: unknown, shard: Shard) => void) | undefined;
      if (shard) handle?.(event.d, shard);
    },
  };
}
