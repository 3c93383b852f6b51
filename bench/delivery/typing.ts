import type { Exchange } from '../../playground/server/http/exchange.ts';
import type { LoopbackDiscord } from '../../playground/server/start.ts';

/** How long a person who keeps typing commands has to wait. */
export interface TypingReport {
  /** From Enter until the bot's first response is on its way, in milliseconds. */
  callbackMs: number[];
  /** From Enter until the papers arrive, including half of Discord's latency, in milliseconds. */
  answerMs: number[];
  /** How many commands got no reply in time, or a wrong one. */
  unanswered: number;
}

export interface Typing {
  onExchange: (exchange: Exchange) => void;
  /** Waits for the outstanding replies. */
  stop: () => Promise<TypingReport>;
}

const EVERY_MS = 500;
const CALLBACK = /^\/interactions\/(\d+)\/[^/]+\/callback$/;
const DISCORD_EPOCH = 1_420_070_400_000;

/** When an interaction was created, which is part of its id. */
const madeAt = (id: string): number => Number(BigInt(id) >> 22n) + DISCORD_EPOCH;

/** Types commands in a guild of its own; they must already be registered. */
export const startTyping = (discord: LoopbackDiscord): Typing => {
  const guild = discord.world.addGuild({ name: 'Reading room' });
  const channel = guild.addChannel({ name: 'general' });
  const ben = guild.addMember({ name: 'ben' });
  const report: TypingReport = { callbackMs: [], answerMs: [], unanswered: 0 };
  const waiting = new Set<Promise<void>>();
  let count = 0;

  const type = async (): Promise<void> => {
    const startedAt = performance.now();
    // A different paper of the digest each time.
    const search = `paper ${(count++ % 10) + 1}`;
    try {
      const { embeds } = await ben.type(channel, `/papers search:${search}`);
      if (embeds.length === 0) throw new Error('no papers');
      report.answerMs.push(performance.now() - startedAt);
    } catch (error) {
      report.unanswered += 1;
      process.stderr.write(`/papers search:${search}: ${String(error)}\n`);
    }
  };

  const timer = setInterval(() => {
    const typed = type().finally(() => waiting.delete(typed));
    waiting.add(typed);
  }, EVERY_MS);

  return {
    onExchange: ({ path, at }) => {
      const id = CALLBACK.exec(path)?.[1];
      if (id !== undefined) report.callbackMs.push(at - madeAt(id));
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(waiting);
      return report;
    },
  };
};
