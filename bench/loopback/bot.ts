import { Client, Events, GatewayIntentBits } from 'discord.js';

/**
 * The unmodified discord.js client, which logs in once: how long until it has all of its guilds.
 */
process.on('message', ({ url, token }: { url: string; token: string }) => {
  const startedAt = performance.now();
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: url } });
  client.once(Events.ClientReady, () => {
    const readyMs = performance.now() - startedAt;
    globalThis.gc?.();
    process.send?.({
      readyMs,
      guilds: client.guilds.cache.size,
      channels: client.channels.cache.size,
      heapBytes: process.memoryUsage().heapUsed,
    });
  });
  void client.login(token);
});
process.on('disconnect', () => process.exit(0));
