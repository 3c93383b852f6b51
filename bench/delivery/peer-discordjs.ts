import { REST, Routes } from 'discord.js';

/**
 * What a bot does that leaves rate limits and retries to its library: puts all messages at once
 * into discord.js's own queue, with its defaults.
 */
export interface Sending {
  kind: 'send';
  url: string;
  token: string;
  channels: string[];
  body: unknown;
  /** The limit given to the library. Default: its own default of 50. */
  perSecond?: number;
}

process.on('message', (sending: Sending | { kind: undefined }) => {
  if (sending.kind !== 'send') return;
  const { url, token, channels, body, perSecond } = sending;
  const limit = perSecond === undefined ? {} : { globalRequestsPerSecond: perSecond };
  const rest = new REST({ api: url, ...limit }).setToken(token);
  void Promise.allSettled(
    channels.map((channel) => rest.post(Routes.channelMessages(channel), { body })),
  );
});
process.on('disconnect', () => process.exit(0));
