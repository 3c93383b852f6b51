import { openFts5 } from './search/engines/fts5.ts';
import { miniSearchWith, SETTINGS, type Settings } from './search/engines/minisearch.ts';
import { openPaperboy } from './search/engines/paperboy.ts';
import { readArchive } from './search/archive.ts';
import { type Judged, judgedSets } from './search/judged-set.ts';
import { KINDS, NAMED } from './search/kinds.ts';
import { type Placed, placesOf, scoreOf } from './search/score.ts';
import type { Digest } from '../src/digest/types.ts';

/**
 * Judges the search beside MiniSearch and plain FTS5 on queries made from the archive in a folder,
 * and prints a table of the held-out half. With the word `tuning` it prints that half instead, and
 * what Paperboy missed in it; single queries of the held-out half are never shown.
 */
export async function run(folder: string, words: readonly string[] = []): Promise<void> {
  const digests = await readArchive(folder);
  const { tuning, heldOut } = judgedSets(digests);
  const settings = await bestSettings(digests, tuning);
  const isTuning = words.includes('tuning');
  const queries = isTuning ? tuning : heldOut;
  const answers: { name: string; places: Placed[] }[] = [];
  for (const open of [openPaperboy, miniSearchWith(settings), openFts5]) {
    const engine = await open(digests);
    answers.push({ name: engine.name, places: await placesOf(engine, queries) });
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
  tuning: readonly Judged[],
): Promise<Settings> {
  let best = { settings: SETTINGS[0], mrr10: -1 };
  for (const settings of SETTINGS) {
    const engine = await miniSearchWith(settings)(digests);
    const { mrr10 } = scoreOf((await placesOf(engine, tuning)).filter(isJudgedInAll));
    await engine.close();
    if (mrr10 > best.mrr10) best = { settings, mrr10 };
  }
  return best.settings;
}

/** The peers know no ids: those queries stand apart. */
const isJudgedInAll = ({ query }: Placed): boolean => query.kind !== NAMED;

function tableOf(answers: readonly { name: string; places: readonly Placed[] }[]): string {
  const row = (name: string, belongs: (placed: Placed) => boolean): string[] => {
    const scores = answers.map(({ places }) => scoreOf(places.filter(belongs)));
    return [
      name,
      String(scores[0]?.queries ?? 0),
      ...scores.flatMap(({ success1, success5, mrr10 }) => [
        `${percent(success1)} / ${percent(success5)} / ${mrr10.toFixed(3)}`,
      ]),
    ];
  };
  const kinds = Object.keys(KINDS).filter((kind) => kind !== NAMED);
  const rows = [
    ['query', 'queries', ...answers.map(({ name }) => name)],
    ['---', '---', ...answers.map(() => '---')],
    ...kinds.map((kind) => row(kind, ({ query }) => query.kind === kind)),
    row('**all of these**', isJudgedInAll),
    row(`${NAMED} (apart)`, ({ query }) => query.kind === NAMED),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Where Paperboy, the first, did not put a right paper first, and where each engine put it. */
function missesOf(answers: readonly { name: string; places: readonly Placed[] }[]): string {
  const [own] = answers;
  return (own?.places ?? [])
    .flatMap(({ query, place }, at) => {
      if (place === 1) return [];
      const places = answers.map(({ places: all }) => all[at]?.place ?? Infinity);
      return [
        `${query.kind}: ${query.text} [${[...query.right].slice(0, 3).join(' ')}] ${places.join(', ')}`,
      ];
    })
    .join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
