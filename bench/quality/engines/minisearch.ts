import MiniSearch from 'minisearch';
import { type OpenEngine, type IndexedPaper, indexedPapersOf } from './engine.ts';

/** The MiniSearch options that are tried on the tuning set. */
export interface Settings {
  /** Which words may be prefixes. */
  prefix: 'last' | 'all';
  /** How many letters a word needs to be matched fuzzily (`fuzzy: 0.2`). */
  fuzzyFrom: number;
  boost: { title: number; authors: number };
}

export const SETTINGS: readonly [Settings, ...Settings[]] = [
  { prefix: 'last', fuzzyFrom: 1, boost: { title: 10, authors: 5 } },
  ...[
    { title: 10, authors: 5 },
    { title: 5, authors: 3 },
    { title: 2, authors: 1 },
  ].flatMap((boost): Settings[] => [
    { prefix: 'last', fuzzyFrom: 4, boost },
    { prefix: 'all', fuzzyFrom: 4, boost },
  ]),
];

/** MiniSearch over all three fields, accents folded; all words must match or, if that finds nothing, any. */
export const miniSearchWith =
  (settings: Settings): OpenEngine =>
  (digests) => {
    const index = new MiniSearch<IndexedPaper>({
      fields: ['title', 'authors', 'abstract'],
      processTerm: (term) => term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
    });
    index.addAll(indexedPapersOf(digests));
    const ask = (text: string, combineWith: 'AND' | 'OR'): string[] =>
      index
        .search(text, {
          combineWith,
          boost: settings.boost,
          prefix: (_term, at, terms) => settings.prefix === 'all' || at === terms.length - 1,
          fuzzy: (term) => (term.length >= settings.fuzzyFrom ? 0.2 : false),
        })
        .map(({ id }) => String(id));
    return {
      name: 'MiniSearch',
      find(text, limit) {
        const all = ask(text, 'AND');
        return (all.length > 0 ? all : ask(text, 'OR')).slice(0, limit);
      },
      // As JSON: its index lives in the heap alone.
      indexBytes: () => JSON.stringify(index).length,
      close: () => undefined,
    };
  };
