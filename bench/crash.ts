import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scenarios } from './crash/scenarios.ts';
import { HEAD, isFailure, rowOf } from './crash/table.ts';
import { type Outcome, runTrial, type Scenario } from './crash/trial.ts';

/**
 * `npm run crash`: checks that every subscribed channel gets its digest exactly once, whatever
 * happens to the process, the network and Discord. See crash/README.md.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    trials: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    trial: { type: 'string' },
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
});
const { seed, only, trial } = values;
const root = resolve(values.root);
const trials = Number(values.trials);

/** How many trials run at once; most of a trial is waiting for the rate limit. */
const AT_ONCE = 3;

const print = (...lines: string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

const chosen = scenarios.filter(({ name }) => name.startsWith(only));
if (chosen.length === 0 || !(trials > 0)) {
  print(
    'npm run crash -- [--seed TEXT] [--trials 20] [--only NAME] [--trial INDEX] [--root FOLDER]',
    `NAME is the beginning of one of: ${scenarios.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}

const indexesOf = ({ share }: Scenario): number[] =>
  trial === undefined
    ? Array.from({ length: Math.max(1, Math.round(share * trials)) }, (_, index) => index)
    : [Number(trial)];

interface Task {
  scenario: Scenario;
  index: number;
}
const tasks = chosen.flatMap((scenario) =>
  indexesOf(scenario).map((index): Task => ({ scenario, index })),
);
const results: (Task & { outcome: Outcome })[] = [];

/** Runs one trial, and prints what happened if it failed. */
const attempt = async ({ scenario, index }: Task): Promise<void> => {
  const { name, title } = scenario;
  const outcome = await runTrial(scenario, { seed: `${seed} ${name} ${index}`, index, root });
  results.push({ scenario, index, outcome });
  const isBad = isFailure(scenario, outcome);
  const { seconds, problems, report } = outcome;
  process.stderr.write(
    `${results.length}/${tasks.length} ${name} ${index}: ${isBad ? 'FAILED' : 'done'}, ${seconds.toFixed(0)} s\n`,
  );
  if (!isBad) return;
  const again = `npm run crash -- --seed ${seed} --only ${name} --trial ${index}`;
  print('', `FAILED: ${title}. Again: ${again}`, ...problems.map((line) => `  ${line}`), report);
};

const startedAt = performance.now();
const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}`;
print(`${new Date().toISOString().slice(0, 10)}, ${machine}, seed ${seed}`);
const left = [...tasks];
const work = async (): Promise<void> => {
  for (let task = left.shift(); task !== undefined; task = left.shift()) await attempt(task);
};
await Promise.all(Array.from({ length: AT_ONCE }, work));

const rows = chosen.map((scenario) => {
  const outcomes = results.filter((result) => result.scenario === scenario);
  return rowOf(
    scenario,
    outcomes.map(({ outcome }) => outcome),
  );
});
const failures = results.filter(({ scenario, outcome }) => isFailure(scenario, outcome)).length;
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
print('', ...HEAD, ...rows, '', `${failures} of ${tasks.length} trials failed; ${seconds} s`);
process.exitCode = failures > 0 ? 1 : 0;
