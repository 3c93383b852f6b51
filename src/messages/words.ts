import { absUrl } from '../digest/arxiv-id.ts';
import type { Key } from '../i18n/catalogue.ts';
import type { Translate } from '../i18n/translate.ts';

/** The counts that have a name in every language; another is called as its digest calls it. */
const COUNTS: Readonly<Record<string, Key>> = {
  retweets: 'counts.retweets',
  favorites: 'counts.favorites',
  upvotes: 'counts.upvotes',
  points: 'counts.points',
};

/** Every count under its name: `7,620 retweets · 1 news`. Plain text, not escaped. */
export function countsLine(t: Translate, metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, count]) => {
      const key = Object.hasOwn(COUNTS, name) ? COUNTS[name] : undefined;
      return t(key ?? 'counts.other', { count, name });
    })
    .join(' · ');
}

/** As many names as fit in `max` characters: `A, B, C and 12 more`. Plain text, not escaped. */
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

/** Says which papers were in no digest, with links to arXiv so that they can still be read. */
export function missingPapersLine(t: Translate, arxivIds: readonly string[]): string {
  // Discord's Markdown gives no meaning to anything in an id.
  const links = arxivIds.map((id) => `[${id}](<${absUrl(id)}>)`);
  return t('find.not-here', { papers: links.join(', ') });
}
