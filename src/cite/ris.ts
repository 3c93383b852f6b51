import { readable } from '../latex/readable.ts';
import { absUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import { arxivDate, doi, type Name, plainLine, readNames } from './fields.ts';

/**
 * Papers as RIS, which EndNote, Zotero, Mendeley and others import. The type is `UNPB` because
 * EndNote imports it as an unpublished work, which fits a preprint, but `GEN` as "generic". Zotero
 * has no RIS type for preprints and imports both as articles.
 */
export function ris(papers: readonly Paper[]): string {
  return papers.map(entry).join('');
}

function entry({ arxivId, title, authors }: Paper): string {
  const { year, month } = arxivDate(arxivId);
  const lines: [string, string][] = [
    ['TY', 'UNPB'],
    ...readNames(authors).map((name): [string, string] => ['AU', risName(name)]),
    ['TI', plainLine(readable(title))],
    ['PY', String(year)],
    ...(month === undefined
      ? []
      : [['DA', `${year}/${String(month).padStart(2, '0')}//`] as [string, string]]),
    ['DB', 'arXiv'],
    ['AN', arxivId],
    ['DO', doi(arxivId)],
    ['UR', absUrl(arxivId)],
    ['ER', ''],
  ];
  // RIS requires CRLF on every platform.
  return lines.map(([tag, value]) => `${tag}  - ${value}\r\n`).join('');
}

/** `Family, Given, Suffix`. Collaborations lose their commas, which would split the name. */
function risName(name: Name): string {
  if ('literal' in name) return plainLine(name.literal.replaceAll(',', ' '));
  return [name.family, name.given, name.suffix].filter(Boolean).join(', ');
}
