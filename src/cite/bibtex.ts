import { absUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import { arxivDate, doi, type Name, plainLine, readNames } from './fields.ts';
import { citationKeys } from './key.ts';
import { escapeLatex } from './latex.ts';
import { latexTitle } from './title.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * Papers as BibTeX, with the fields that arXiv's own export has, for classic BibTeX and biber.
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
    // The name of a month is a macro of every style, in its own language; no braces.
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
 * A name in the form that leaves BibTeX nothing to guess: `van der Maaten, Laurens`,
 * `King, Jr., Martin Luther`, `{ATLAS Collaboration}`.
 */
function bibtexName(name: Name): string {
  if ('literal' in name) return `{${escapeName(name.literal)}}`;
  const { family, given, suffix } = name;
  const parts = [bracedFamily(family), ...(suffix === '' ? [] : [suffix]), given];
  return parts.map((part, at) => (at === 0 ? part : escapeName(part))).join(', ');
}

/** BibTeX takes all up to the last word in small letters for particles, so `Ortega y` needs braces. */
function bracedFamily(family: string): string {
  const isMixed = /(?:^|\s)[^\p{Ll}\s]\S*\s(?:.*\s)?\p{Ll}/u.test(family);
  return isMixed ? `{${escapeName(family)}}` : escapeName(family);
}

/** In names braces and backslashes are the remains of TeX. */
function escapeName(text: string): string {
  return escapeLatex(text.replace(/[{}\\]/g, ''));
}
