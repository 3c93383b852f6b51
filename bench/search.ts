import { fileURLToPath } from 'node:url';
import { startChild } from './child.ts';
import type { Measured, Question } from './search/child.ts';

const ARCHIVE = fileURLToPath(new URL('../../shared/corpus', import.meta.url));

/**
 * How fast the search answers, beside MiniSearch and plain FTS5, each in a process of its own.
 * `quick` measures 3,000 papers only; a number measures that many; without, the three sizes.
 */
export async function run(): Promise<void> {
  const words = process.argv.slice(3);
  const asked = words.map(Number).filter((number) => number > 0);
  const sizes = words.includes('quick') ? [3_000] : [3_000, 20_000, 100_000];
  for (const papers of asked.length > 0 ? asked : sizes) {
    const results: Measured[] = [];
    for (const engine of ['Paperboy', 'MiniSearch', 'FTS5']) {
      results.push(await measureOne({ engine, papers, archive: ARCHIVE }));
    }
    process.stdout.write(`\n${papers.toLocaleString('en')} papers:\n\n${tableOf(results)}\n`);
  }
}

async function measureOne(question: Question): Promise<Measured> {
  const child = startChild(new URL('./search/child.ts', import.meta.url), {
    execArgv: ['--expose-gc', '--max-old-space-size=6000'],
  });
  try {
    return await child.ask<Measured>(question);
  } finally {
    await child.end(1_000);
  }
}

function tableOf(results: readonly Measured[]): string {
  const row = (name: string, cell: (measured: Measured) => string): string =>
    `| ${[name, ...results.map(cell)].join(' | ')} |`;
  return [
    row('', ({ engine }) => engine),
    row('---', () => '---'),
    ...Object.keys(results[0]?.latency ?? {}).map((kind) =>
      row(`${kind}, p50 / p99`, ({ latency }) => {
        const { p50 = NaN, p99 = NaN } = latency[kind] ?? {};
        return `${p50.toFixed(1)} / ${p99.toFixed(1)} ms`;
      }),
    ),
    row('build', ({ build }) => `${build.toFixed(1)} s`),
    row('first answer after start', ({ ready }) => `${ready.toFixed(1)} s`),
    row('memory beside the papers', ({ memory }) => `${memory.toFixed(0)} MB`),
    row('index', ({ index }) => (index === undefined ? '' : `${index.toFixed(0)} MB`)),
  ].join('\n');
}
