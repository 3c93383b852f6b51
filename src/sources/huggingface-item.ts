import { z } from 'zod';
import { parseArxivId } from '../digest/arxiv-id.ts';
import type { Day } from '../digest/types.ts';
import { abstract, author, authors, title } from './paper-fields.ts';
import type { Candidate } from './types.ts';
import { utcDay } from './utc-day.ts';

// Recorded from 2024 to 2026; what came and went since is not asked for.
const Item = z.object({
  paper: z.object({
    id: z.string().refine((id) => parseArxivId(id) === id),
    title,
    summary: abstract.nullish(),
    authors: authors(z.object({ name: author })).nullish(),
    upvotes: z.int().min(0),
    submittedOnDailyAt: z.iso.datetime({ offset: true }).nullish(),
  }),
});

/** A paper, and the day in UTC for which it is listed, where that is told. */
export interface Listed {
  candidate: Candidate;
  listedOn: Day | undefined;
}

/** Reads one item of Hugging Face's list of daily papers; undefined when it is malformed. */
export function readItem(item: unknown): Listed | undefined {
  const read = Item.safeParse(item);
  if (!read.success) return undefined;
  const { paper } = read.data;
  const { submittedOnDailyAt: listed } = paper;
  return {
    candidate: {
      arxivId: paper.id,
      title: paper.title,
      authors: paper.authors?.map(({ name }) => name) ?? [],
      abstract: paper.summary ?? '',
      upvotes: paper.upvotes,
    },
    listedOn: typeof listed === 'string' ? utcDay(Date.parse(listed)) : undefined,
  };
}
