import { createRandom, type Random } from '../random.ts';
import { openScene, type Scene } from './scene.ts';
import { type Launch, startSubject, type Subject } from './subject.ts';
import { judge, type Verdict } from './verdict.ts';

/** What a trial works with. */
export interface Stage {
  scene: Scene;
  random: Random;
  /** Starts the bot under test. */
  launch: (how?: Omit<Launch, 'root'>) => Subject;
  /** The how-many-th trial of its scenario, from 0. */
  index: number;
}

export interface Ran {
  kills?: number;
  /** What is to be said of it. */
  notes?: string[];
  /** What went wrong besides the messages. */
  problems?: string[];
}

/** A kind of trial: what happens to the bot while it delivers. */
export interface Scenario {
  /** For the command line. */
  name: string;
  title: string;
  /** How often it is tried, when `--trials` says 20. */
  share: number;
  channels: number;
  /** Requests per second. */
  pace: number;
  /** How long Discord remembers a nonce; 3 minutes unless told. */
  nonceWindowMs?: number;
  /** How long a request is on its way, in milliseconds; 60 to 100 unless told. */
  latency?: { min: number; max: number };
  /** It is there to fail: its trials are not failures. */
  isPeer?: boolean;
  run: (stage: Stage) => Promise<Ran>;
}

export interface Outcome extends Required<Ran> {
  seed: string;
  seconds: number;
  /** Answers that said that there were too many requests. */
  limited: number;
  verdict: Verdict;
  /** For a trial that failed: its transcript in the channels concerned, and the bots' last words. */
  story: string;
}

const SHOWN_CHANNELS = 3;
const LINE = 240;

/** @param seed of this trial alone */
export const runTrial = async (
  scenario: Scenario,
  { seed, index, root }: { seed: string; index: number; root: string },
): Promise<Outcome> => {
  const startedAt = performance.now();
  const random = createRandom(seed);
  const { channels, pace, nonceWindowMs, latency } = scenario;
  const scene = await openScene({ channels, pace, random, nonceWindowMs, latency });
  try {
    await scene.fillStore();
    const launch = (how = {}) => startSubject(scene, { root, ...how });
    const {
      kills = 0,
      notes = [],
      problems = [],
    } = await scenario.run({ scene, random, launch, index });
    const verdict = judge(scene);
    const isBad = verdict.wrong.length + problems.length > 0;
    const story = isBad && scenario.isPeer !== true ? tell(scene, verdict) : '';
    const seconds = (performance.now() - startedAt) / 1000;
    const { limited } = scene.wire;
    return { seed, seconds, limited, kills, notes, problems, verdict, story };
  } finally {
    await scene.close();
  }
};

/** What happened in the first channels that are wrong, with what the harness did in between. */
const tell = ({ discord, subjects }: Scene, { wrong }: Verdict): string => {
  const { entries } = discord.transcript;
  const cut = (line: string): string => (line.length > LINE ? `${line.slice(0, LINE)}…` : line);
  const story = wrong
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
  const words = subjects.flatMap((subject) =>
    subject
      .output()
      .split('\n')
      .filter((line) => /"level":[456]0/.test(line) || /^\s+at |Error/.test(line))
      .slice(-3)
      .map((line) => cut(`  ${subject.name}: ${line}`)),
  );
  return [...story, ...(words.length > 0 ? ['  last words:', ...words.slice(-12)] : [])].join('\n');
};

/** The nonce that was sent and the message that came of it. */
const idsOf = (request: unknown, response: unknown): string => {
  const { nonce } = (request ?? {}) as { nonce?: string };
  const { id } = (Array.isArray(response) ? {} : (response ?? {})) as { id?: string };
  return [nonce && ` nonce ${nonce}`, id && ` message ${id}`].filter(Boolean).join('');
};
