import { z } from 'zod';
import { parseArxivId } from '../digest/arxiv-id.ts';
import { categoryName } from '../digest/categories.ts';
import type { AtomEntry } from './atom.ts';
import { abstract, author, authors, title } from './paper-fields.ts';
import type { PaperRecord } from './types.ts';

const Entry = z.object({ title, summary: abstract, authors: authors(author).min(1) });

const WORKS = '(?:paper|article|manuscript|submission|preprint|work|version|document|report)';
/** `Withdrawn`, `Paper withdrawn due to …`, `This paper has been withdrawn by the author`. */
const WITHDRAWN = new RegExp(
  `(?:^\\W*(?:arxiv admin note:\\s*)?(?:${WORKS}\\s+)?|\\b(?:this|the|our)\\s+${WORKS}\\s+)` +
    '(?:(?:has|is|was|being|been|hereby|now|temporarily)\\s+){0,4}(?:withdrawn|retracted)\\b' +
    // Many a paper of arXiv's was withdrawn from a conference, and is none the worse for it.
    '(?!\\s+from\\s+(?!(?:the\\s+)?arxiv))',
  'i',
);

/** Reads one entry of arXiv's answer as a record; undefined when it is malformed. */
export function readRecord(entry: AtomEntry): PaperRecord | undefined {
  const address = /^https?:\/\/(?:export\.)?arxiv\.org\/abs\/(.+)$/.exec(entry.id.trim());
  const arxivId = parseArxivId(address?.[1] ?? '');
  const read = Entry.safeParse(entry);
  // Codes of other classifications, such as ACM's, stand among the categories.
  const known = [entry.primary, ...entry.terms].filter((code) => categoryName(code) !== undefined);
  if (arxivId === undefined || !read.success || known.length === 0) return undefined;
  return {
    arxivId,
    title: read.data.title,
    authors: read.data.authors,
    abstract: read.data.summary,
    categories: [...new Set(known)],
    isWithdrawn: WITHDRAWN.test(entry.comment),
  };
}

/** What arXiv says in place of entries when it does not take a request; undefined otherwise. */
export function readError(entries: readonly AtomEntry[]): string | undefined {
  const address = /^https?:\/\/(?:export\.)?arxiv\.org\/api\/errors#?(.*)$/;
  return address.exec(entries[0]?.id.trim() ?? '')?.[1];
}
