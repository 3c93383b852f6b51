import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { scenarios } from './crash/scenarios.ts';
import { HEAD, isFailure, rowOf } from './crash/table.ts';
import { type Outcome, runTrial, type Scenario } from './crash/trial.ts';

/**
 * `npm run crash`: whether every subscribed channel gets its digest exactly once, whatever happens to
 * the process, the network and Discord meanwhile. See crash/README.md.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    trials: { type: 'string', default: '20' },
    only: { type: 'string' },
    trial: { type: 'string' },
    root: { type: 'string', default: new URL('..', import.meta.url).pathname },
  },
});
const { seed, only, trial, root } = values;
const trials = Number(values.trials);

let failures = 0;
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const chosen = scenarios.filter(({ name }) => only === undefined || name.startsWith(only));
if (chosen.length === 0 || !(trials > 0)) {
  print(`npm run crash -- [--seed N] [--trials 20] [--only NAME] [--trial INDEX] [--root FOLDER]
NAME is the beginning of one of: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const indexesOf = ({ share }: Scenario): number[] =>
  trial === undefined
    ? Array.from({ length: Math.max(1, Math.round(share * trials)) }, (_, index) => index)
    : [Number(trial)];

/** Runs one trial, and prints what happened if it failed. */
const attempt = async (scenario: Scenario, index: number): Promise<Outcome> => {
  const itsSeed = `${seed} ${scenario.name} ${index}`;
  const outcome = await runTrial(scenario, { seed: itsSeed, index, root });
  if (isFailure(scenario, outcome)) {
    failures += 1;
    const again = `npm run crash -- --seed ${seed} --only ${scenario.name} --trial ${index}`;
    const problems = outcome.problems.map((problem) => `  ${problem}`);
    print(
      ['', `FAILED: ${scenario.title}. Again: ${again}`, ...problems, outcome.story].join('\n'),
    );
  }
  return outcome;
};

/** Two at a time: most of a trial is waiting for the pace. */
const inPairs = async <T>(
  indexes: readonly number[],
  run: (index: number) => Promise<T>,
): Promise<T[]> => {
  const left = [...indexes];
  const done: T[] = [];
  const work = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift())
      done.push(await run(index));
  };
  await Promise.all([work(), work()]);
  return done;
};

const startedAt = performance.now();
print(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}, seed ${seed}`,
);
const rows: string[] = [];
for (const scenario of chosen) {
  const outcomes = await inPairs(indexesOf(scenario), (index) => attempt(scenario, index));
  const row = rowOf(scenario, outcomes);
  rows.push(row);
  process.stderr.write(`${row}\n`);
}
print(['', ...HEAD, ...rows, ''].join('\n'));
print(`${failures} trials failed; ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
process.exitCode = failures > 0 ? 1 : 0;
