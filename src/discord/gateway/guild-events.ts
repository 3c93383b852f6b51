import type {
  GatewayDispatchEvents,
  GatewayDispatchPayload,
  GatewayReadyDispatchData,
} from 'discord.js';

/** What may have changed: without a channel in the whole server, without a server everywhere. */
export interface AccessChange {
  guildId?: string;
  /** The channel, and the threads in it. */
  channelId?: string;
}

export interface Changes {
  /** A channel or thread was deleted. */
  onChannelGone: (channelId: string) => void;
  /** A server was deleted, or the bot was thrown out. */
  onGuildGone: (guildId: string) => void;
  /** What the bot may do somewhere may be something else than before. */
  onAccessChanged: (where: AccessChange) => void;
}

interface Shard {
  guilds: Set<string>;
  /** Named by READY, and not described yet. */
  arriving: Set<string>;
  readyAt: number;
}

/** What is done about which event. */
type Handlers = {
  [Name in `${GatewayDispatchEvents}`]?: (
    data: Extract<GatewayDispatchPayload, { t: Name | `${Name}` }>['d'],
    shard: Shard,
  ) => void;
};

/** How long after READY the servers it named are described; later, it is the end of an outage. */
const ARRIVING_MS = 60_000;

/**
 * Turns the gateway's events into what the house wants to know. Of a server no more is kept than
 * its id: the roles and channels of 1,000 servers are 200 MB, and REST knows them too.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export function createGuildEvents(changes: Changes, now: () => number = () => performance.now()) {
  const { onChannelGone, onGuildGone, onAccessChanged } = changes;
  const shards = new Map<number, Shard>();
  let me = '';

  const inServer = ({ guild_id: guildId }: { guild_id: string }): void =>
    onAccessChanged({ guildId });
  const inChannel = ({ guild_id: guildId, id }: { guild_id?: string; id: string }): void => {
    if (guildId !== undefined) onAccessChanged({ guildId, channelId: id });
  };
  const on: Handlers = {
    CHANNEL_DELETE: ({ id }) => onChannelGone(id),
    THREAD_DELETE: ({ id }) => onChannelGone(id),
    GUILD_DELETE({ id, unavailable }, shard) {
      shard.arriving.delete(id);
      // An outage.
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
    GUILD_ROLE_CREATE: inServer,
    GUILD_ROLE_UPDATE: inServer,
    GUILD_ROLE_DELETE: inServer,
    // Threads that can be seen from now on.
    THREAD_LIST_SYNC: inServer,
    GUILD_MEMBER_UPDATE(member) {
      if (member.user.id === me) inServer(member);
    },
    CHANNEL_UPDATE: inChannel,
    THREAD_UPDATE: inChannel,
  };

  return {
    guilds: () => [...shards.values()].reduce((sum, { guilds }) => sum + guilds.size, 0),

    /** A new session; a second one of a shard may have missed anything. */
    ready(shardId: number, { guilds, user }: GatewayReadyDispatchData): void {
      const isFirst = !shards.has(shardId);
      const ids = guilds.map(({ id }) => id);
      // A server that is not among them is not gone for that: the token may be another bot's.
      shards.set(shardId, { guilds: new Set(ids), arriving: new Set(ids), readyAt: now() });
      me = user.id;
      if (!isFirst) onAccessChanged({});
    },

    dispatch(shardId: number, event: GatewayDispatchPayload): void {
      const shard = shards.get(shardId);
      const handle = on[event.t] as ((data: unknown, shard: Shard) => void) | undefined;
      if (shard) handle?.(event.d, shard);
    },
  };
}
