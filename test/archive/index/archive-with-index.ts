import type { Digest, Problem } from '../../../src/digest/types.ts';
import type { OpenArchive } from '../../../src/archive/archive.ts';
import type { CategoryCount, Hit, SearchResult } from '../../../src/archive/types.ts';
import { digestOf } from '../../support/digest.ts';
import { anHourLater, type Folder, newFolder, type Opened } from '../folder.ts';
import { SAMPLE_DIGESTS } from '../../support/sample-digests.ts';

const ALL = { offset: 0, limit: 1_000 };

/** Enough for an index of many pages, newest first. */
export const DIGESTS: readonly Digest[] = [
  ...SAMPLE_DIGESTS,
  ...['2020-03-01', '2020-02-01', '2020-01-01'].map((day) =>
    digestOf({
      day,
      papers: Array.from({ length: 31 }, (_, at) => ({
        title: `Recipe ${at + 1} of ${day}`,
        abstract: `Stir ${'slowly and then '.repeat(20)}add spice${at}.`,
      })),
    }),
  ),
];

/** A folder of those digests, whose index has been filled and closed. */
export async function folderWithIndex(digests: readonly Digest[] = DIGESTS): Promise<Folder> {
  const folder = await newFolder();
  for (const digest of digests) await folder.put(digest);
  const { archive } = await openWithIndex(folder);
  await archive.close();
  return folder;
}

/** Opens a library that keeps its index. It does not wait: all files have long been still. */
export function openWithIndex(folder: Folder, stableMs?: number): Promise<Opened> {
  return folder.open(anHourLater, stableMs, folder.indexFile);
}

/** All that a library says. */
export interface Answers {
  days: string[];
  digests: (Digest | undefined)[];
  written: (number | undefined)[];
  categories: CategoryCount[];
  problems: Problem[];
  newest: SearchResult;
  appearances: Hit[][];
  /** By title, by id, mistyped, with operators, and by likeness: where the papers found stand. */
  found: string[];
}

/** Asks a library everything, and each paper by its title. */
export async function answersOf(archive: OpenArchive): Promise<Answers> {
  const days = archive.days();
  const digests = days.map((day) => archive.digest(day));
  const papers = digests.flatMap((digest) => digest?.papers ?? []);
  const found: string[] = [];
  const texts = ['attention', 'marmelade', '2106.00404', 'author:muster -drawers', 'spice7'];
  for (const search of [...texts, ...papers.map(({ title }) => title)]) {
    const { total, hits } = await archive.search({ search }, ALL);
    found.push(
      `${search}: ${total}: ${hits.map(({ day, paper }) => `${day} ${paper.arxivId}`).join()}`,
    );
  }
  for (const paper of papers.slice(0, 3)) {
    const similar = await archive.similar(paper, 5);
    found.push(similar.map(({ paper: { title }, shared }) => [title, ...shared].join()).join(';'));
  }
  return {
    days,
    digests,
    written: days.map((day) => archive.writtenAt(day)),
    categories: archive.categories(),
    problems: archive.problems(),
    newest: await archive.search({}, ALL),
    appearances: papers.map(({ arxivId }) => archive.appearances(arxivId)),
    found,
  };
}
