import { plainLine } from './plain.ts';

/** A person, or (`literal`) whatever has no family name: a collaboration, a single word. */
export type Name = Person | { literal: string };

interface Person {
  /** With its particles: `van der Maaten`. */
  family: string;
  given: string;
  /** `Jr.`, `III`; empty for most. */
  suffix: string;
}

const SUFFIX = /^(?:[JS]r\.?|I{2,3}|IV)$/i;

/** Particles that belong to the family name although they begin with a capital. */
const CAPITAL_PARTICLES = new Set(
  'Van Von De Der Den Del Della Di Dos Ter El St.'.split(' ').map((word) => word.toLowerCase()),
);
/** Words between two family names. */
const JOINS = new Set(['y', 'e']);

const GROUP =
  /^the |\b(?:collaborations?|consortium|teams?|groups?|project|network|community|initiative|committee|university|institute|society|association|foundation|laborator(?:y|ies))\b/i;

/**
 * Authors as they are printed, `Given Family`, read into their parts. A suffix that the comma of
 * `King, Jr.` made an author of its own goes back to its name.
 */
export function readNames(authors: readonly string[]): Name[] {
  const names: Name[] = [];
  for (const author of authors) {
    const text = plainLine(author);
    const before = names.at(-1);
    if (SUFFIX.test(text) && before && 'family' in before && before.suffix === '') {
      names[names.length - 1] = { ...before, suffix: text };
    } else if (text !== '') names.push(readName(text));
  }
  return names;
}

function readName(text: string): Name {
  // Initials that are printed without blanks are separate names.
  const words = text.replace(/(\p{Lu}\.)(?=\p{L})/gu, '$1 ').split(' ');
  const isGroup = GROUP.test(text) || /,|(?:^|\s)and(?:\s|$)/i.test(text);
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1) ?? '') ? (words.pop() ?? '') : '';
  if (isGroup || words.length < 2) return { literal: text };

  let start = words.length - 1;
  while (start > 1 && isParticle(words[start - 1] ?? '')) start--;
  if (start > 1 && JOINS.has(words[start] ?? '')) start--;
  return {
    family: words.slice(start).join(' '),
    given: words.slice(0, start).join(' '),
    suffix,
  };
}

function isParticle(word: string): boolean {
  return /^\p{Ll}/u.test(word) || CAPITAL_PARTICLES.has(word.toLowerCase());
}
