import { REST } from 'discord.js';
import type { LoopbackDiscord } from '../../playground/server/start.ts';
import {
  type Gateway,
  type GatewayOptions,
  openGateway,
} from '../../src/discord/gateway/gateway.ts';
import type { AccessChange } from '../../src/discord/gateway/guild-events.ts';
import { createSender } from '../../src/discord/rest/sender.ts';
import { createRestClient } from '../../src/discord/rest/rest-client.ts';
import { openPace } from './pace.ts';

/** What a gateway told the house. */
export interface Heard {
  channelsGone: string[];
  guildsGone: string[];
  changes: AccessChange[];
  fatal: Error[];
  /** What was logged, messages only. */
  warnings: string[];
}

/** A gateway on the loopback Discord, and what it told. */
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
    // What fails here is to be seen at once, not after the client's own repeats.
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

/** The wire and the sender on the loopback Discord. */
export function openTestSender(discord: LoopbackDiscord, options: { timeoutMs?: number } = {}) {
  const rateLimiter = openPace();
  const revoked: Error[] = [];
  const stopping = new AbortController();
  const restClient = createRestClient({
    api: discord.url,
    token: discord.token,
    userAgent: 'DiscordBot (https://example.invalid, 1.0)',
    rateLimiter,
    underWay: 48,
    signal: stopping.signal,
    onRevoked: (error) => revoked.push(error),
    ...options,
  });
  const { sender, permitted } = createSender({
    restClient,
    botId: discord.world.bot.id,
    now: Date.now,
  });
  return { rateLimiter, revoked, stopping, restClient, sender, permitted };
}
