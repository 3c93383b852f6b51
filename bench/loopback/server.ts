import { startDiscord } from '../../playground/server/start.ts';

/** The loopback Discord under test, with 100,000 channels in 1,000 guilds. */
const GUILDS = 1000;
const CHANNELS_PER_GUILD = 100;

const memory = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const discord = await startDiscord({
  // Every window is counted and every header sent, but nothing is refused, so that the server is
  // measured.
  rateLimits: { global: 1_000_000, bucket: { limit: 1_000_000, windowMs: 1000 } },
});
const before = memory();
const startedAt = performance.now();
const channels: string[] = [];
for (let n = 0; n < GUILDS; n++) {
  const guild = discord.world.addGuild({ name: `Guild ${n}` });
  for (let m = 0; m < CHANNELS_PER_GUILD; m++)
    channels.push(guild.addChannel({ name: `papers-${m}` }).id);
}
const setupMs = performance.now() - startedAt;

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, memory: memory() });
});
process.send?.({
  origin: discord.origin,
  url: discord.url,
  token: discord.token,
  channels,
  setupMs,
  setupBytes: memory() - before,
});
process.on('disconnect', () => process.exit(0));
