/** Control characters, and the marks that change the writing direction. */
// eslint-disable-next-line no-control-regex -- removing control characters is the point
const INVISIBLE = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]+/g;

/** Outside text as one well-formed line: no control characters, no repeated spaces. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * When a paper was first submitted, from its id: the number in `2105.01601` or `math/0309136`
 * starts with year and month. Source: arXiv's "Understanding the arXiv identifier".
 *
 * @returns `month` is 1 to 12; undefined if the id has no valid month
 */
export function arxivDate(id: string): { year: number; month: number | undefined } {
  const [, yy = '', mm = ''] = /(?:^|\/)(\d{2})(\d{2})/.exec(id) ?? [];
  const month = Number(mm);
  // arXiv began in 1991.
  const century = Number(yy) >= 91 ? 1900 : 2000;
  return { year: century + Number(yy), month: month >= 1 && month <= 12 ? month : undefined };
}

/** The DOI that arXiv registers for every paper. Source: arXiv's help, "DOIs". */
export const doi = (arxivId: string): string => `10.48550/arXiv.${arxivId}`;

/** A person, or a `literal` name without a family name: a collaboration or a single word. */
export type Name = Person | { literal: string };

interface Person {
  /** Including particles: `van der Maaten`. */
  family: string;
  given: string;
  /** `Jr.`, `III`; empty for most. */
  suffix: string;
}

const SUFFIX = /^(?:[JS]r\.?|I{2,3}|IV)$/i;

/** Particles that belong to the family name even when capitalised. */
const CAPITAL_PARTICLES = new Set(
  'Van Von De Der Den Del Della Di Dos Ter El St.'.split(' ').map((word) => word.toLowerCase()),
);
/** Words between two family names. */
const JOINS = new Set(['y', 'e']);

const GROUP =
  /^the |\b(?:collaborations?|consortium|teams?|groups?|project|network|community|initiative|committee|university|institute|society|association|foundation|laborator(?:y|ies))\b/i;

/**
 * Splits printed names (`Given Family`) into their parts. A list split at the comma of `King, Jr.`
 * has the suffix as an author of its own; it's joined to its name again.
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
  // Initials printed without spaces (`J.P.`) are separate names.
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
