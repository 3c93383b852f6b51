import { startDiscord, type LoopbackDiscord } from '../../playground/server/start.ts';
import type { Exchange } from '../../playground/server/http/exchange.ts';
import { startTyping, type Typing, type TypingReport } from './typing.ts';

/** The loopback Discord that everything is delivered to, in a process of its own. */

export interface DiscordSetup {
  kind: 'open';
  channels: number;
  /** How many requests it allows in any trailing second. */
  perSecond: number;
  latency: { ms: number; jitterMs: number };
}

export interface Opened {
  url: string;
  token: string;
  targets: { channelId: string; guildId: string; ownerId: string }[];
}

export interface Progress {
  /** How many channels have a message. */
  served: number;
  /** How many responses were 429s. */
  limited: number;
}

export interface Report {
  limited: number;
  /** How many channels have more than one message, and how many have none. */
  duplicates: number;
  missing: number;
  messages: number;
  /** From the first message's arrival to the last one's. */
  seconds: number;
  /** The body of the first post, without its nonce. */
  body: unknown;
  typing: TypingReport;
}

type Question = DiscordSetup | { kind: 'progress' } | { kind: 'type' } | { kind: 'report' };

const CHANNELS_PER_GUILD = 100;
const POSTED = /^\/channels\/(\d+)\/messages$/;

let discord: LoopbackDiscord;
let typing: Typing | undefined;
const targets: Opened['targets'] = [];
const served = new Set<string>();
let limited = 0;
let body: unknown;

const onExchange = (exchange: Exchange): void => {
  const { method, path, status, request } = exchange;
  if (status === 429) limited += 1;
  typing?.onExchange(exchange);
  if (method !== 'POST' || status !== 200) return;
  const channel = POSTED.exec(path)?.[1];
  if (channel === undefined) return;
  served.add(channel);
  body ??= JSON.parse(request);
};

const open = async ({ channels, perSecond, latency }: DiscordSetup): Promise<Opened> => {
  discord = await startDiscord({
    rateLimits: { global: perSecond },
    latency,
    onExchange,
    transcriptLength: 100,
    isLoadTest: true,
  });
  for (let n = 0; targets.length < channels; n++) {
    const guild = discord.world.addGuild({ name: `Guild ${n}` });
    for (let m = 0; m < CHANNELS_PER_GUILD && targets.length < channels; m++) {
      const { id } = guild.addChannel({ name: `papers-${m}` });
      targets.push({ channelId: id, guildId: guild.id, ownerId: guild.owner.id });
    }
  }
  return { url: discord.url, token: discord.token, targets };
};

const report = async (): Promise<Report> => {
  let duplicates = 0;
  let missing = 0;
  const times: number[] = [];
  for (const { channelId } of targets) {
    const messages = discord.world.channel(channelId)?.messages ?? [];
    if (messages.length > 1) duplicates += 1;
    if (messages.length === 0) missing += 1;
    for (const { timestamp } of messages) times.push(Date.parse(timestamp));
  }
  times.sort((a, b) => a - b);
  const plain = { ...(body as object | undefined), nonce: undefined, enforce_nonce: undefined };
  return {
    limited,
    duplicates,
    missing,
    messages: times.length,
    seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
    body: plain,
    typing: (await typing?.stop()) ?? { callbackMs: [], answerMs: [], unanswered: 0 },
  };
};

const answer = async (question: Question): Promise<unknown> => {
  switch (question.kind) {
    case 'open':
      return open(question);
    case 'progress':
      return { served: served.size, limited } satisfies Progress;
    case 'type':
      typing = startTyping(discord);
      return {};
    case 'report':
      return report();
  }
};

process.on('message', (question: Question | { kind: undefined }) => {
  if (question.kind === undefined) return;
  void answer(question).then((answered) => process.send?.(answered));
});
process.on('disconnect', () => process.exit(0));
