import { REST, Routes } from 'discord.js';

/**
 * What a bot does that leaves pace and retries to its library: all messages at once into discord.js's
 * own queue, at its defaults.
 */
export interface Sending {
  kind: 'send';
  url: string;
  token: string;
  channels: string[];
  body: unknown;
  /** What the library is told of the limit; its default of 50 unless told. */
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
