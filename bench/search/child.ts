import { existsSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { readArchive } from '../quality/archive.ts';
import type { Engine, OpenEngine } from '../quality/engines/engine.ts';
import { openFts5 } from '../quality/engines/fts5.ts';
import { miniSearchWith, SETTINGS } from '../quality/engines/minisearch.ts';
import { isSignificant, mistype, sample, wordsIn } from '../quality/words.ts';
import type { Digest } from '../../src/digest/types.ts';
import { createRandom } from '../random.ts';
import { openOnDisk, writeFolder } from './on-disk.ts';
import { createDigests, wordSource } from './papers.ts';

/** What's measured for one engine at one size. */
export interface Measured {
  engine: string;
  /** Seconds until all papers are in it. */
  build: number;
  /** The longest block of the event loop during the queries, in milliseconds. */
  stall: number;
  /** MB of memory beyond what the papers alone take. */
  memory: number;
  /** MB; as JSON if it's kept in the heap. */
  index: number | undefined;
  /** Milliseconds by kind of query. */
  latency: Record<string, { p50: number; p99: number }>;
}

export interface Question {
  engine: string;
  papers: number;
  archive: string;
  /** The folder for Paperboy's files. */
  folder: string;
}

const PEERS: Readonly<Record<string, OpenEngine>> = {
  // What does best on the tuning set of `quality search`.
  MiniSearch: miniSearchWith(
    SETTINGS.find(
      ({ prefix, fuzzyFrom, boost }) => prefix === 'last' && fuzzyFrom === 4 && boost.title === 5,
    ) ?? SETTINGS[0],
  ),
  FTS5: openFts5,
};

const QUERIES = 200;

const queriesOf = (digests: readonly Digest[]): Record<string, string[]> => {
  const random = createRandom('queries');
  const papers = digests.flatMap((digest) => digest.papers);
  const made: Record<string, string[]> = {
    'one word': [],
    'three words': [],
    'three words, a typo': [],
    'two words and a beginning': [],
  };
  while ((made['one word']?.length ?? QUERIES) < QUERIES) {
    const title = papers[random.int(0, papers.length - 1)]?.title ?? '';
    const words = sample(wordsIn(title).filter(isSignificant), 3, random);
    const [first = '', second = '', third = ''] = words;
    if (third.length < 5) continue;
    made['one word']?.push(first);
    made['three words']?.push(words.join(' '));
    made['three words, a typo']?.push(`${first} ${mistype(third, random)} ${second}`);
    made['two words and a beginning']?.push(`${first} ${second} ${third.slice(0, 3)}`);
  }
  return made;
};

/** Starts in a turn of its own, so that a blocked event loop is due to this query. */
const timed = async (engine: Engine, text: string): Promise<number> => {
  await setImmediate();
  const start = performance.now();
  await engine.find(text, 5);
  return performance.now() - start;
};

const megabytes = (bytes: number): number => bytes / 1e6;

const rss = (): number => {
  globalThis.gc?.();
  return megabytes(process.memoryUsage.rss());
};

const measure = async ({ engine: name, papers, archive, folder }: Question): Promise<Measured> => {
  const text = existsSync(archive)
    ? (await readArchive(archive)).flatMap((digest) =>
        digest.papers.flatMap(({ title, abstract }) => wordsIn(`${title} ${abstract}`)),
      )
    : [];
  const digests = createDigests(papers, wordSource(text, papers));
  const queries = queriesOf(digests);
  const peer = PEERS[name];
  if (!peer) await writeFolder(folder, digests);
  const before = rss();
  const start = performance.now();
  const engine = await (peer ? peer(digests) : openOnDisk(folder));
  const build = (performance.now() - start) / 1000;
  await engine.find('network', 5);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const latency: Measured['latency'] = {};
  for (const [kind, texts] of Object.entries(queries)) {
    const times: number[] = [];
    for (const query of texts) times.push(await timed(engine, query));
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? NaN;
    latency[kind] = { p50: at(0.5), p99: at(0.99) };
  }
  delays.disable();
  const stall = delays.max / 1e6;
  const memory = rss() - before;
  const bytes = engine.indexBytes();
  await engine.close();
  const index = bytes === undefined ? undefined : megabytes(bytes);
  return { engine: name, build, stall, memory, index, latency };
};

process.on('message', (question: Question) => {
  void measure(question).then(
    (measured) => process.send?.(measured),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
