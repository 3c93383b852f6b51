import { absUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import { arxivDate, doi, type Name, plainLine, readNames } from './fields.ts';
import { citationKeys } from './key.ts';
import { escapeLatex } from './latex.ts';
import { latexTitle } from './title.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * Papers as BibTeX with the fields of arXiv's own export. Works with classic BibTeX and biber.
 * Source: arXiv's "Guide to BibTeX and arXiv".
 */
export function bibtex(papers: readonly Paper[]): string {
  const keys = citationKeys(papers);
  return papers.map((paper) => entry(paper, keys.get(paper.arxivId) ?? '')).join('\n');
}

function entry(paper: Paper, key: string): string {
  const { arxivId, title, authors, categories } = paper;
  const { year, month } = arxivDate(arxivId);
  const fields: [string, string][] = [
    ['title', `{${latexTitle(plainLine(title))}}`],
    ['author', `{${readNames(authors).map(bibtexName).join(' and ')}}`],
    ['year', `{${year}}`],
    // No braces: month names are macros that each style defines in its language.
    ['month', month === undefined ? '' : (MONTHS[month - 1] ?? '')],
    ['eprint', `{${arxivId}}`],
    ['archivePrefix', '{arXiv}'],
    ['primaryClass', `{${escapeLatex(categories[0] ?? '')}}`],
    ['doi', `{${doi(arxivId)}}`],
    ['url', `{${absUrl(arxivId)}}`],
  ];
  const lines = fields
    .filter(([, value]) => value !== '' && value !== '{}')
    .map(([name, value]) => `  ${name} = ${value},\n`);
  return `@misc{${key},\n${lines.join('')}}\n`;
}

/**
 * A name in the form where BibTeX needn't guess its parts: `van der Maaten, Laurens`,
 * `King, Jr., Martin Luther`, `{ATLAS Collaboration}`.
 */
function bibtexName(name: Name): string {
  if ('literal' in name) return `{${escapeName(name.literal)}}`;
  const { family, given, suffix } = name;
  const parts = [bracedFamily(family), ...(suffix === '' ? [] : [suffix]), given];
  return parts.map((part, at) => (at === 0 ? part : escapeName(part))).join(', ');
}

/** BibTeX reads everything up to the last lower-case word as particles, so `Ortega y` needs braces. */
function bracedFamily(family: string): string {
  const isMixed = /(?:^|\s)[^\p{Ll}\s]\S*\s(?:.*\s)?\p{Ll}/u.test(family);
  return isMixed ? `{${escapeName(family)}}` : escapeName(family);
}

/** Braces and backslashes in names are leftover TeX. */
function escapeName(text: string): string {
  return escapeLatex(text.replace(/[{}\\]/g, ''));
}
