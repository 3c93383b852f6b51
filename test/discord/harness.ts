import { REST } from 'discord.js';
import type { LoopbackDiscord } from '../../playground/server/start.ts';
import {
  type Gateway,
  type GatewayOptions,
  openGateway,
} from '../../src/discord/gateway/gateway.ts';
import type { AccessChange } from '../../src/discord/gateway/guild-events.ts';
import { createChannelAccess } from '../../src/discord/rest/channel-access.ts';
import { createSender } from '../../src/discord/rest/sender.ts';
import { createRestClient } from '../../src/discord/rest/rest-client.ts';
import { createFakeRateLimiter } from './rest/fake-rate-limiter.ts';

/** What a gateway's listeners heard. */
export interface Heard {
  channelsGone: string[];
  guildsGone: string[];
  changes: AccessChange[];
  fatal: Error[];
  /** The log's messages. */
  warnings: string[];
}

/** A gateway connected to the loopback Discord, and what its listeners heard. */
export async function openTestGateway(
  discord: LoopbackDiscord,
  options: Partial<GatewayOptions> = {},
): Promise<{ gateway: Gateway; heard: Heard }> {
  const { opening, heard } = startTestGateway(discord, options);
  return { gateway: await opening, heard };
}

/** The same, without waiting until it is ready. */
export function startTestGateway(
  discord: LoopbackDiscord,
  options: Partial<GatewayOptions> = {},
): { opening: Promise<Gateway>; heard: Heard } {
  const heard: Heard = { channelsGone: [], guildsGone: [], changes: [], fatal: [], warnings: [] };
  const opening = openGateway({
    // Failures should show at once, not after the client's own retries.
    rest: new REST({ api: discord.url, retries: 0 }).setToken(discord.token),
    token: discord.token,
    signal: new AbortController().signal,
    onInteraction: () => undefined,
    onChannelGone: (id) => heard.channelsGone.push(id),
    onGuildGone: (id) => heard.guildsGone.push(id),
    onAccessChanged: (where) => heard.changes.push(where),
    onFatal: (error) => heard.fatal.push(error),
    log: { warn: (_details, message) => heard.warnings.push(message) },
    ...options,
  });
  return { opening, heard };
}

/** A REST client on the loopback Discord, and what is built on it. */
export function openTestSender(discord: LoopbackDiscord, options: { timeoutMs?: number } = {}) {
  const rateLimiter = createFakeRateLimiter();
  const revoked: Error[] = [];
  const stopping = new AbortController();
  const restClient = createRestClient({
    api: discord.url,
    token: discord.token,
    userAgent: 'DiscordBot (https://example.invalid, 1.0)',
    rateLimiter,
    maxConcurrent: 48,
    signal: stopping.signal,
    onRevoked: (error) => revoked.push(error),
    ...options,
  });
  const botId = discord.world.bot.id;
  const channelAccess = createChannelAccess({ restClient, botId, now: Date.now });
  const sender = createSender({ restClient, botId, channelAccess });
  return { rateLimiter, revoked, stopping, restClient, channelAccess, sender };
}
