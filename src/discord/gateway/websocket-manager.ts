import { createRequire } from 'node:module';
import type {
  CreateWebSocketManagerOptions,
  ManagerShardEventsMap,
  SimpleShardingStrategy,
} from 'discord.js';

/** The methods we use of discord.js's gateway connection manager. */
export interface WebSocketManager extends Pick<
  // discord.js uses the name for the type of another class, too.
  ConstructorParameters<typeof SimpleShardingStrategy>[0],
  'connect' | 'destroy' | 'fetchGatewayInformation' | 'fetchStatus'
> {
  on<Name extends keyof Events>(name: Name, listener: (...event: Events[Name]) => void): this;
}

type Events = {
  [Name in keyof ManagerShardEventsMap as `${Name}`]: ManagerShardEventsMap[Name];
};

/**
 * discord.js's gateway without its Client. Version 14 re-exports `@discordjs/ws`, but its Client's own
 * `WebSocketManager`, which only a Client can construct, hides the one in that package. So this takes
 * the class from where discord.js itself takes it, in the same copy. Version 15 exports it; then this
 * file can go.
 *
 * @see https://github.com/discordjs/discord.js/pull/10420
 */
export const { WebSocketManager } = createRequire(import.meta.resolve('discord.js'))(
  '@discordjs/ws',
) as { WebSocketManager: new (options: CreateWebSocketManagerOptions) => WebSocketManager };
