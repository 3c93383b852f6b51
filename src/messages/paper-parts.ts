import { absUrl, pdfUrl } from '../digest/arxiv-id.ts';
import type { Paper, Summary } from '../digest/types.ts';
import type { Translate, TranslationKey } from '../i18n/translate.ts';
import { keySentence } from '../digest/key-sentence.ts';
import { readable } from '../latex/readable.ts';
import { clean, escapeText, fitText, httpsUrl, maskedLink } from './text.ts';

// The parts of a paper, as every message shows them. Texts are neither cut nor escaped here, except
// where a function says so.

/** Many times what is ever shown, in UTF-16 units, so that huge texts cost little. */
const MAX_TITLE = 2000;
const MAX_ABSTRACT = 12_000;

/** The title without LaTeX, which Discord can't render. */
export function titleOf({ title }: Pick<Paper, 'title'>): string {
  return readable(title.slice(0, MAX_TITLE));
}

/** The abstract without LaTeX; empty if the digest has none. */
export function abstractOf({ abstract }: Pick<Paper, 'abstract'>): string {
  return readable(abstract.slice(0, MAX_ABSTRACT));
}

/** The sentence in which the authors say what they do or found, without LaTeX; not escaped. */
export function keySentenceOf(paper: Pick<Paper, 'abstract'>): string | undefined {
  return keySentence(clean(abstractOf(paper)));
}

const BOLD = '**';
const ELLIPSIS = '… ';
/** Less of an abstract than this after its key sentence would say nothing. */
const MIN_REST = 40;

/**
 * An abstract with its key sentence in bold, escaped. If not all of it fits, it begins with that
 * sentence instead of with the background.
 *
 * @param abstract as `abstractOf` gives it
 * @param max UTF-16 units, marks included
 */
export function abstractWithKey(abstract: string, max: number): string {
  const whole = clean(abstract);
  const key = keySentence(whole) ?? '';
  const at = key === '' ? -1 : whole.indexOf(key);
  if (at < 0) return fitText(whole, max);
  const [before, after] = [whole.slice(0, at), whole.slice(at + key.length)];
  const gap = (text: string) => (/^\s|\s$/.test(text) ? ' ' : '');
  if (whole.length <= max) {
    const all = `${escapeText(before)}${gap(before)}${bold(escapeText(key))}${gap(after)}${escapeText(after)}`;
    if (all.length <= max) return all;
  }
  const lead = before.trim() === '' ? '' : ELLIPSIS;
  const sentence = fitText(key, Math.max(0, max - lead.length - 2 * BOLD.length));
  if (sentence === '') return '';
  const start = lead + bold(sentence);
  const left = max - start.length - gap(after).length;
  // A sentence that was cut has nothing after it.
  const isWhole = sentence === escapeText(key);
  return isWhole && after.trim() !== '' && left >= MIN_REST
    ? start + gap(after) + fitText(after, left)
    : start;
}

const bold = (escaped: string): string => BOLD + escaped + BOLD;

const MAX_MODEL = 60;

/** Who wrote a generated summary, escaped. No such summary is ever shown without this. */
export function summaryLabel(t: Translate, { by }: Summary): string {
  // The organization in front of a model's name says less than the name.
  const model = fitText(by?.split('/').at(-1) ?? '', MAX_MODEL, { links: false });
  return model === '' ? t('paper.summary-unnamed') : t('paper.summary-by', { model });
}

const MAX_VOTES = 100;

/**
 * Where to go from a paper and how it was received, in one line with masked links:
 * `Code ★ 251 · Project · PDF · 118 upvotes`.
 */
export function linksLine(t: Translate, paper: Paper): string {
  const { arxivId, links, metrics } = paper;
  return [
    codeLink(t, paper),
    linkTo(t('paper.project'), links?.project),
    linkTo('PDF', pdfUrl(arxivId)),
    fitText(countsLine(t, withoutStars(metrics)), MAX_VOTES, { links: false }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The counts of the paper itself, without those of its code, which stand beside that. */
export function withoutStars(metrics: Paper['metrics']): Paper['metrics'] {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => name !== 'stars'));
}

/**
 * `Code ★ 251`, the word as a masked link; empty if there's none.
 *
 * @param maxUrl a longer address isn't linked
 */
export function codeLink(t: Translate, { links, metrics }: Paper, maxUrl?: number): string {
  const link = linkTo(t('paper.code'), links?.code, maxUrl);
  const { stars } = metrics;
  return link === '' || stars === undefined
    ? link
    : `${link} ${t('paper.stars', { count: stars })}`;
}

const MAX_LABEL = 40;

/** A masked link; empty without an `https` address, or if it has more than `maxUrl` characters. */
export function linkTo(label: string, url: string | undefined, maxUrl = Infinity): string {
  const href = httpsUrl(url);
  return href === undefined || href.length > maxUrl ? '' : maskedLink(label, MAX_LABEL, url);
}

/** As many names as fit in `max` characters: `A, B, C and 12 more`. */
export function authorsLine(t: Translate, authors: readonly string[], max: number): string {
  const all = authors.join(', ');
  if (all.length <= max || authors.length === 1) return all;
  let shown = 1;
  let line = authors[0] ?? '';
  for (; shown < authors.length; shown++) {
    const longer = `${line}, ${authors[shown] ?? ''}`;
    if (t('authors.more', { authors: longer, count: authors.length }).length > max) break;
    line = longer;
  }
  return t('authors.more', { authors: line, count: authors.length - shown });
}

/** The counts whose names are translated. Others go by their name in the digest. */
const COUNT_KEYS: Readonly<Record<string, TranslationKey>> = {
  retweets: 'counts.retweets',
  favorites: 'counts.favorites',
  upvotes: 'counts.upvotes',
  points: 'counts.points',
  stars: 'counts.stars',
};

/** All counts with their names: `7,620 retweets · 1 news`. */
export function countsLine(t: Translate, metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, count]) => {
      const key = Object.hasOwn(COUNT_KEYS, name) ? COUNT_KEYS[name] : undefined;
      return t(key ?? 'counts.other', { count, name });
    })
    .join(' · ');
}

/** The papers that no digest has, escaped, with links to arXiv. */
export function missingPapersLine(t: Translate, arxivIds: readonly string[]): string {
  // Nothing in an id has a meaning in Discord's Markdown.
  const links = arxivIds.map((id) => `[${id}](<${absUrl(id)}>)`);
  return t('find.not-here', { papers: links.join(', ') });
}

const COLOURS: Readonly<Record<string, number>> = {
  'cs.CV': 0x3b82f6,
  'cs.CL': 0x22c55e,
  'cs.LG': 0xa855f7,
  'cs.AI': 0xf97316,
  'cs.RO': 0x14b8a6,
  'cs.SD': 0xec4899,
  'cs.HC': 0xeab308,
  'cs.CR': 0xef4444,
  'cs.SI': 0x06b6d4,
  cs: 0x6366f1,
  stat: 0x8b5cf6,
  math: 0x64748b,
  eess: 0xdb2777,
  physics: 0x0ea5e9,
  'quant-ph': 0x7c3aed,
  'astro-ph': 0x1e40af,
  'cond-mat': 0x0f766e,
  'q-bio': 0x16a34a,
  'q-fin': 0xca8a04,
  econ: 0xb45309,
};

const OTHER_COLOUR = 0x78716c;

/** The embed colour for a paper, `0xRRGGBB`, by its primary category or that category's archive. */
export function colourOf({ categories: [primary = ''] }: Pick<Paper, 'categories'>): number {
  const archive = primary.split('.')[0] ?? '';
  return COLOURS[primary] ?? COLOURS[archive] ?? OTHER_COLOUR;
}
