import type { Exchange } from '../../playground/server/http/exchanges.ts';
import type { LoopbackDiscord } from '../../playground/server/start.ts';

/** What a person who types commands all the while waits for. */
export interface TypingReport {
  /** From Enter until the bot's first answer is on its way, in milliseconds. */
  callbackMs: number[];
  /** From Enter until the papers are there, half of Discord's latency included. */
  answerMs: number[];
  /** Commands that got no answer in time, or a wrong one. */
  unanswered: number;
}

export interface Typing {
  onExchange: (exchange: Exchange) => void;
  /** Waits for the answers that are still to come. */
  stop: () => Promise<TypingReport>;
}

const EVERY_MS = 500;
const CALLBACK = /^\/interactions\/(\d+)\/[^/]+\/callback$/;
const DISCORD_EPOCH = 1_420_070_400_000;

/** When an interaction came to be stands in its id. */
const madeAt = (id: string): number => Number(BigInt(id) >> 22n) + DISCORD_EPOCH;

/** The commands have to be registered: `guild` is one of which nothing else is asked. */
export const startTyping = (discord: LoopbackDiscord): Typing => {
  const guild = discord.world.addGuild({ name: 'Reading room' });
  const channel = guild.addChannel({ name: 'general' });
  const ben = guild.addMember({ name: 'ben' });
  const report: TypingReport = { callbackMs: [], answerMs: [], unanswered: 0 };
  const waiting = new Set<Promise<void>>();
  let count = 0;

  const type = async (): Promise<void> => {
    const startedAt = performance.now();
    // Another paper of the digest each time.
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
