import { fileURLToPath } from 'node:url';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import type { Measured, Question } from './search/child.ts';
import type { Started } from './search/start.ts';

const ARCHIVE = fileURLToPath(new URL('../../shared/corpus', import.meta.url));

/**
 * How fast the search is, next to MiniSearch and plain FTS5, each in a process of its own.
 *
 * Words after the name choose what to run: `quick` for 3,000 papers only, a number for that many,
 * otherwise three sizes; `alone` for no peers.
 */
export async function run(): Promise<void> {
  const words = process.argv.slice(3);
  const asked = words.map(Number).filter((number) => number > 0);
  const sizes = words.includes('quick') ? [3_000] : [3_000, 20_000, 100_000];
  for (const papers of asked.length > 0 ? asked : sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
    try {
      const results: Measured[] = [];
      for (const engine of ['Paperboy', 'MiniSearch', 'FTS5']) {
        if (words.includes('alone') && engine !== 'Paperboy') continue;
        results.push(await measureOne({ engine, papers, archive: ARCHIVE, folder }));
      }
      // The archive and its index exist now, as on every start but the first.
      const started = await startAgain(folder);
      process.stdout.write(
        `\n${papers.toLocaleString('en')} papers:\n\n${tableOf(results, started)}\n`,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

async function startAgain(folder: string): Promise<Started> {
  const child = startChild(new URL('./search/start.ts', import.meta.url));
  try {
    return await child.ask<Started>({ folder });
  } finally {
    await child.end(1_000);
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

function tableOf(results: readonly Measured[], started: Started): string {
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
    row('longest stall of the event loop', ({ stall }) => `${stall.toFixed(0)} ms`),
    row('first start: until all papers are in it', ({ build }) => `${build.toFixed(1)} s`),
    // The peers store nothing, and build their index at each start.
    row('later starts: until the archive is there', ({ engine, build }) =>
      engine === 'Paperboy' ? `${started.open.toFixed(2)} s` : `${build.toFixed(1)} s`,
    ),
    row('and until the first answer', ({ engine }) =>
      engine === 'Paperboy' ? `${started.answered.toFixed(2)} s` : '',
    ),
    // Paperboy has its papers on disk; the peers also need theirs in memory, which isn't counted
    // here.
    row(
      'memory',
      ({ engine, memory }) => `${(engine === 'Paperboy' ? started.memory : memory).toFixed(0)} MB`,
    ),
    row('index', ({ index }) => (index === undefined ? '' : `${index.toFixed(0)} MB`)),
  ].join('\n');
}
