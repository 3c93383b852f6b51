import type { Digest } from '../../src/digest/types.ts';
import { type ArchiveIndex, openIndex } from '../../src/archive/index/archive-index.ts';
import type { SearchableArchive } from '../../src/archive/types.ts';
import { createDayIndex } from '../../src/archive/day-index.ts';
import { createCooperativeQueue } from '../../src/archive/cooperative-queue.ts';

/** The real index of digests that are only in memory. */
export function archiveOf(
  digests: readonly Digest[],
  index: ArchiveIndex = openIndex(),
): SearchableArchive & { index: ArchiveIndex; put: (digest: Digest) => void } {
  const dayIndex = createDayIndex(() => index.files);
  const put = (digest: Digest): void => {
    const { file: name } = digest;
    index.put({ name, signature: '', modified: 0, problems: [] }, digest);
    dayIndex.update(name);
  };
  for (const digest of digests) put(digest);
  index.commit();
  return { index, dayIndex, enqueue: createCooperativeQueue(), repaired: (work) => work(), put };
}
