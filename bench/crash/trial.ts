import { createRandom, type Random } from '../random.ts';
import { createSetup, type Setup } from './setup.ts';
import { type Launch, startBot, type BotProcess } from './bot-process.ts';
import { countMessages, type MessageCounts } from './count.ts';

/** What a scenario works with. */
export interface TrialContext {
  setup: Setup;
  random: Random;
  /** Starts the bot under test. */
  launch: (how?: Omit<Launch, 'root'>) => BotProcess;
  /** The trial's number within its scenario, from 0. */
  index: number;
}

export interface ScenarioResult {
  kills?: number;
  /** Remarks for the table. */
  notes?: string[];
  /** What went wrong apart from the messages. */
  problems?: string[];
}

/** A kind of trial: what happens to the bot while it's delivering. */
export interface Scenario {
  /** Its name on the command line. */
  name: string;
  title: string;
  /** How many trials it gets, as a share of `--trials`. */
  share: number;
  channels: number;
  /** Requests per second. */
  rateLimiter: number;
  /** How long Discord remembers a nonce. Default: 3 minutes. */
  nonceWindowMs?: number;
  /** The latency of a request, in milliseconds. Default: 60 to 100. */
  latency?: { min: number; max: number };
  /** Whether it's a peer, which is expected to fail. */
  isPeer?: boolean;
  run: (context: TrialContext) => Promise<ScenarioResult>;
}

export interface Outcome extends Required<ScenarioResult> {
  seed: string;
  seconds: number;
  /** How many responses were 429s. */
  limited: number;
  counts: MessageCounts;
  /** For a failed trial: the transcript of the affected channels and the bots' last output. */
  report: string;
}

const SHOWN_CHANNELS = 3;
const LINE = 240;

/** @param seed this trial's own seed */
export const runTrial = async (
  scenario: Scenario,
  { seed, index, root }: { seed: string; index: number; root: string },
): Promise<Outcome> => {
  const startedAt = performance.now();
  const random = createRandom(seed);
  const { channels, rateLimiter, nonceWindowMs, latency } = scenario;
  const setup = await createSetup({ channels, rateLimiter, random, nonceWindowMs, latency });
  try {
    await setup.fillStore();
    const launch = (how = {}) => startBot(setup, { root, ...how });
    const {
      kills = 0,
      notes = [],
      problems = [],
    } = await scenario.run({ setup, random, launch, index });
    const counts = countMessages(setup);
    const isBad = counts.wrong.length + problems.length > 0;
    const report = isBad && scenario.isPeer !== true ? describe(setup, counts) : '';
    const seconds = (performance.now() - startedAt) / 1000;
    const { limited } = setup.traffic;
    return { seed, seconds, limited, kills, notes, problems, counts, report };
  } finally {
    await setup.close();
  }
};

/** What happened in the first of the wrong channels, and what the harness did in between. */
const describe = ({ discord, processes }: Setup, { wrong }: MessageCounts): string => {
  const { entries } = discord.transcript;
  const cut = (line: string): string => (line.length > LINE ? `${line.slice(0, LINE)}…` : line);
  const report = wrong
    .slice(0, SHOWN_CHANNELS)
    .flatMap(({ channelId, name, count }) => [
      `#${name} (${channelId}) has ${count}:`,
      ...entries
        .filter(
          ({ kind, summary }) =>
            (kind === 'person' && summary.startsWith('—')) || summary.includes(`/${channelId}/`),
        )
        .map(({ at, summary, request, response }) =>
          cut(
            `  ${new Date(at).toISOString().slice(11, 23)} ${summary}${idsOf(request, response)}`,
          ),
        ),
    ]);
  const words = processes.flatMap((bot) =>
    bot
      .output()
      .split('\n')
      .filter((line) => /"level":[456]0/.test(line) || /^\s+at |Error/.test(line))
      .slice(-3)
      .map((line) => cut(`  ${bot.name}: ${line}`)),
  );
  return [...report, ...(words.length > 0 ? ['  last output:', ...words.slice(-12)] : [])].join(
    '\n',
  );
};

/** The nonce that was sent and the message that resulted. */
const idsOf = (request: unknown, response: unknown): string => {
  const { nonce } = (request ?? {}) as { nonce?: string };
  const { id } = (Array.isArray(response) ? {} : (response ?? {})) as { id?: string };
  return [nonce && ` nonce ${nonce}`, id && ` message ${id}`].filter(Boolean).join('');
};
