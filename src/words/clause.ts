import { type Key, readCatalogue } from './catalogue.ts';
import type { Say } from './say.ts';

/** A clause as other rooms write it, and how it is found again: its English with its braces open. */
interface Known {
  key: Key;
  pattern: RegExp;
}

let known: Known[] | undefined;

/**
 * What other rooms give as English, because it is stored or logged as it is: why a digest did not
 * arrive, what was left out of a search, the name of a permission. It is found by its English among
 * the texts whose keys begin with `clause.`; what is not there, such as Discord's own words, stays.
 *
 * @param text plain; so is what comes back
 */
export function clauseIn(say: Say, text: string): string {
  for (const { key, pattern } of (known ??= knownClauses())) {
    const match = pattern.exec(text);
    if (match) return say(key, match.groups);
  }
  return text;
}

function knownClauses(): Known[] {
  return (
    Object.entries(readCatalogue('en'))
      .filter(([key]) => key.startsWith('clause.'))
      // What says more is tried before what a brace of another could swallow it with.
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([key, text]) => ({ key: key as Key, pattern: patternOf(text) }))
  );
}

function patternOf(text: string): RegExp {
  const parts = text.split(/\{(\w+)\}/);
  const source = parts.map((part, at) =>
    at % 2 === 1 ? `(?<${part}>.+)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}
