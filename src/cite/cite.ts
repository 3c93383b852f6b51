import type { Paper } from '../digest/types.ts';
import { bibtex } from './bibtex.ts';
import { markdown } from './markdown.ts';
import { ris } from './ris.ts';

/** A format for references. */
export type Style = 'bibtex' | 'ris' | 'markdown';

const writers: Readonly<Record<Style, (papers: readonly Paper[]) => string>> = {
  bibtex,
  ris,
  markdown,
};

/** References to papers in the given order, duplicates removed. Ends with a newline. */
export function cite(papers: readonly Paper[], style: Style): string {
  const once = new Map(papers.toReversed().map((paper) => [paper.arxivId, paper]));
  return writers[style](papers.filter((paper) => once.get(paper.arxivId) === paper));
}
