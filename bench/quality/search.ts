import type { Digest } from '../../src/digest/types.ts';
import { readArchive } from './archive.ts';
import { openFts5 } from './engines/fts5.ts';
import { miniSearchWith, SETTINGS, type Settings } from './engines/minisearch.ts';
import { openPaperboy } from './engines/paperboy.ts';
import { ID_OR_LINK, QUERY_KINDS } from './query-kinds.ts';
import { type JudgedQuery, querySetsOf } from './query-sets.ts';
import { type Ranked, rankAll, scoreOf } from './score.ts';

/** What one engine answered to all queries, in their order. */
interface Answers {
  engine: string;
  ranked: readonly Ranked[];
}

/**
 * Compares the search with MiniSearch and plain FTS5, on queries made from the archive in a folder,
 * and prints a table of the held-out half. With the word `tuning` it prints the tuning half instead,
 * and the queries for which Paperboy missed; no single held-out query is ever shown.
 */
export async function run(folder: string, words: readonly string[] = []): Promise<void> {
  const digests = await readArchive(folder);
  const { tuning, heldOut } = querySetsOf(digests);
  const settings = await bestSettings(digests, tuning);
  const isTuning = words.includes('tuning');
  const queries = isTuning ? tuning : heldOut;
  const answers: Answers[] = [];
  for (const open of [openPaperboy, miniSearchWith(settings), openFts5]) {
    const engine = await open(digests);
    answers.push({ engine: engine.name, ranked: await rankAll(engine, queries) });
    await engine.close();
  }
  const papers = new Set(digests.flatMap((digest) => digest.papers.map((paper) => paper.arxivId)));
  print(`${queries.length} ${isTuning ? 'tuning' : 'held-out'} queries, ${papers.size} papers`);
  print(`MiniSearch with ${JSON.stringify(settings)}\n`);
  print(tableOf(answers));
  if (isTuning) print(`\n${missesOf(answers)}`);
}

/** MiniSearch's settings that do best on the tuning set. */
async function bestSettings(
  digests: readonly Digest[],
  tuning: readonly JudgedQuery[],
): Promise<Settings> {
  let best = { settings: SETTINGS[0], mrr10: -1 };
  for (const settings of SETTINGS) {
    const engine = await miniSearchWith(settings)(digests);
    const { mrr10 } = scoreOf((await rankAll(engine, tuning)).filter(isForEveryEngine));
    await engine.close();
    if (mrr10 > best.mrr10) best = { settings, mrr10 };
  }
  return best.settings;
}

/** The peers don't know ids and links, so those queries are reported apart. */
const isForEveryEngine = ({ query }: Ranked): boolean => query.kind !== ID_OR_LINK;

function tableOf(answers: readonly Answers[]): string {
  const row = (name: string, belongs: (ranked: Ranked) => boolean): string[] => {
    const scores = answers.map(({ ranked }) => scoreOf(ranked.filter(belongs)));
    return [
      name,
      String(scores[0]?.queries ?? 0),
      ...scores.map(
        ({ success1, success5, mrr10 }) =>
          `${percent(success1)} / ${percent(success5)} / ${mrr10.toFixed(3)}`,
      ),
    ];
  };
  const kinds = Object.keys(QUERY_KINDS).filter((kind) => kind !== ID_OR_LINK);
  const rows = [
    ['query', 'queries', ...answers.map(({ engine }) => engine)],
    ['---', '---', ...answers.map(() => '---')],
    ...kinds.map((kind) => row(kind, ({ query }) => query.kind === kind)),
    row('**all of these**', isForEveryEngine),
    row(`${ID_OR_LINK} (apart)`, ({ query }) => query.kind === ID_OR_LINK),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The queries for which Paperboy, the first engine, has no relevant paper first, with every engine's rank. */
function missesOf(answers: readonly Answers[]): string {
  const [own] = answers;
  return (own?.ranked ?? [])
    .flatMap(({ query, rank }, at) => {
      if (rank === 1) return [];
      const ranks = answers.map(({ ranked }) => ranked[at]?.rank ?? Infinity);
      const ids = [...query.relevant].slice(0, 3).join(' ');
      return [`${query.kind}: ${query.text} [${ids}] ${ranks.join(', ')}`];
    })
    .join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
