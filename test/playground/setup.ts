import { onTestFinished } from 'vitest';
import { printTranscriptIfFailed } from '../support/transcript.ts';
import {
  startDiscord,
  type DiscordOptions,
  type LoopbackDiscord,
} from '../../playground/server/start.ts';
import type { ChannelHandle } from '../../playground/server/world/channel.ts';
import type { GuildHandle } from '../../playground/server/world/guild.ts';
import type { Person } from '../../playground/server/world/person.ts';

/** A Discord with a guild, a channel and a person in it. Closed after the test. */
export interface Setup {
  discord: LoopbackDiscord;
  guild: GuildHandle;
  papers: ChannelHandle;
  ada: Person;
  /** The server's clock, if the test sets it. */
  clock: { now: number };
  /** The problems that the server logged. */
  logged: string[];
}

/** @param options.frozen only the test moves the clock */
export const createSetup = async ({
  frozen = false,
  ...options
}: DiscordOptions & { frozen?: boolean } = {}): Promise<Setup> => {
  const clock = { now: Date.parse('2021-05-06T12:00:00Z') };
  const logged: string[] = [];
  const discord = await startDiscord({
    log: (line) => logged.push(line),
    ...(frozen ? { now: () => clock.now } : {}),
    ...options,
  });
  printTranscriptIfFailed(discord);
  onTestFinished(() => discord.close());
  const guild = discord.world.addGuild({ name: 'Paper Lab' });
  const papers = guild.addChannel({ name: 'papers' });
  const ada = guild.addMember({ name: 'ada' });
  return { discord, guild, papers, ada, clock, logged };
};

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Sends a request without the checks that a library would make first. */
export const request = async (
  discord: LoopbackDiscord,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const response = await fetch(`${discord.url}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${discord.token}`,
      'user-agent': 'DiscordBot (https://example.invalid, 1.0)',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
};

/** The codes of an Invalid Form Body, by path: `{ 'embeds.0.title': ['BASE_TYPE_MAX_LENGTH'] }`. */
export const formErrors = (body: unknown): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  const walk = (node: Record<string, unknown>, path: string[]): void => {
    for (const [key, value] of Object.entries(node)) {
      if (key === '_errors')
        found[path.join('.')] = (value as { code: string }[]).map(({ code }) => code);
      else walk(value as Record<string, unknown>, [...path, key]);
    }
  };
  walk((body as { errors?: Record<string, unknown> }).errors ?? {}, []);
  return found;
};
