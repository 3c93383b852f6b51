import type { Digest, Problem } from '../../../src/digest/types.ts';
import type { CategoryCount } from '../../../src/archive/day-index.ts';
import type { Archive, Hit } from '../../../src/archive/types.ts';
import { createSearch } from '../../../src/search/search.ts';
import type { SearchResult } from '../../../src/search/types.ts';
import { digestOf } from '../../support/digest.ts';
import { inAnHour, type Folder, newFolder, type Opened } from '../folder.ts';
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

/** Opens an archive with its index file. All files count as stable, so nothing waits. */
export function openWithIndex(folder: Folder, stableMs?: number): Promise<Opened> {
  return folder.open(inAnHour, stableMs, folder.indexFile);
}

/** Everything that an archive answers. */
export interface Answers {
  days: string[];
  digests: (Digest | undefined)[];
  written: (number | undefined)[];
  categories: CategoryCount[];
  problems: Problem[];
  newest: SearchResult;
  appearances: Hit[][];
  /** What searches by title, by id, with typos, with operators and by similarity find. */
  found: string[];
}

/** Asks an archive everything, and searches for each paper by its title. */
export async function answersOf(archive: Archive): Promise<Answers> {
  const search = createSearch(archive.searchable);
  const days = archive.days();
  const digests = days.map((day) => archive.digest(day));
  const papers = digests.flatMap((digest) => digest?.papers ?? []);
  const found: string[] = [];
  const texts = ['attention', 'marmelade', '2106.00404', 'author:muster -drawers', 'spice7'];
  for (const text of [...texts, ...papers.map(({ title }) => title)]) {
    const { total, hits } = await search.papers({ search: text }, ALL);
    found.push(
      `${text}: ${total}: ${hits.map(({ day, paper }) => `${day} ${paper.arxivId}`).join()}`,
    );
  }
  for (const paper of papers.slice(0, 3)) {
    const similar = await search.similar(paper, 5);
    found.push(similar.map(({ paper: { title }, shared }) => [title, ...shared].join()).join(';'));
  }
  return {
    days,
    digests,
    written: days.map((day) => archive.writtenAt(day)),
    categories: archive.categories(),
    problems: archive.problems(),
    newest: await search.papers({}, ALL),
    appearances: papers.map(({ arxivId }) => archive.appearances(arxivId)),
    found,
  };
}
