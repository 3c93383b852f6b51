import {
  Client,
  Events,
  GatewayIntentBits,
  type ClientOptions,
  type Interaction,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import type { Setup } from './setup.ts';

type Bot = Client<true>;

/** Logs the real discord.js client in, and lets it answer interactions. */
export const login = async (
  { discord }: Pick<Setup, 'discord'>,
  onInteraction?: (interaction: Interaction) => unknown,
  options: Partial<ClientOptions> = {},
): Promise<Bot> => {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.url, retries: 0 },
    ...options,
  });
  onTestFinished(() => client.destroy());
  if (onInteraction)
    client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction));
  const ready = new Promise<Bot>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
};

/** The channel as the bot holds it. */
export const textChannel = async (client: Bot, { id }: { id: string }) => {
  const channel = await client.channels.fetch(id);
  if (channel?.isSendable() !== true) throw new Error(`channel ${id} takes no messages`);
  return channel;
};

/** Waits for a client's event that `matches`. */
export const nextEvent = <T>(
  client: Client,
  event: string,
  matches: (value: T) => boolean = () => true,
): Promise<T> =>
  new Promise((resolve) => {
    const listen = (value: T) => {
      if (!matches(value)) return;
      client.off(event, listen);
      resolve(value);
    };
    client.on(event, listen);
  });
