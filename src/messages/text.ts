/**
 * Outside text to Discord text. Always in this order, and always by this module: cleaned, cut to
 * length, escaped in one pass. Everything shows as it was written, and nothing in it acts: no
 * formatting, no mention, no masked link, no heading.
 */

/** Controls, and the marks that turn the writing direction of what follows. */
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** A bare URL; what may be punctuation behind it is not part of it. */
const URL_ATOM =
  /^https?:\/\/[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?(?:[/?#](?:[\w./~%?=&#+:;,!$@-]*[\w/])?|(?!\.?[\w@:-]))/;

/** What Discord's Markdown gives a meaning anywhere in a line. */
const SPECIAL = new Set('\\*_~|`<[]()@');

/** What it gives a meaning where a line begins: headings, subtext, quotes, lists. */
const AT_LINE_START = new Set('#->+');

interface Options {
  /** Bare URLs stay live links (default); otherwise they are shown without being links. */
  links?: boolean;
}

/** One unit of text that is never cut apart, as it was and as Discord must get it. */
interface Atom {
  raw: string;
  escaped: string;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Control characters out, runs of blanks to one, at most one empty line in a row. */
export function clean(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Escapes text of any length. For text that may be too long use `fitText`. */
export function escapeText(text: string, options: Options = {}): string {
  return atoms(clean(text), options)
    .map((atom) => atom.escaped)
    .join('');
}

/**
 * Cuts outside text so that, escaped, it has at most `max` UTF-16 units: at the end of a sentence
 * where one ends in the second half, else between words, with an ellipsis. Linear in `max`.
 */
export function fitText(text: string, max: number, options: Options = {}): string {
  const whole = clean(text.length > 4 * max + 1000 ? text.slice(0, 4 * max + 1000) : text);
  // Escaping never shortens, so what lies beyond `max` cannot be needed.
  const all = atoms(whole.slice(0, max + 1), options);
  const length = all.reduce((sum, atom) => sum + atom.escaped.length, 0);
  if (length <= max && whole.length <= max) return join(all);
  return join(cutAtoms(all, max));
}

/** Like `fitText` for places that show plain text, such as labels and footers: cut, not escaped. */
export function fitPlain(text: string, max: number): string {
  const whole = clean(text.slice(0, 4 * max + 1000)).replaceAll('\n', ' ');
  if (whole.length <= max) return whole;
  const all = [...segmenter.segment(whole.slice(0, max + 1))].map(({ segment }) => ({
    raw: segment,
    escaped: segment,
  }));
  return join(cutAtoms(all, max));
}

/** How long `text` is once it is escaped, in UTF-16 units. */
export function escapedLength(text: string, options: Options = {}): number {
  return escapeText(text, options).length;
}

function join(all: readonly Atom[]): string {
  return all.map((atom) => atom.escaped).join('');
}

/** The longest good beginning of `all` that fits in `max`, ellipsis included. */
function cutAtoms(all: readonly Atom[], max: number): Atom[] {
  let length = 0;
  let fits = 0;
  let sentence = 0;
  let sentenceLength = 0;
  let word = 0;
  for (const [index, atom] of all.entries()) {
    if (length + atom.escaped.length > max - 1) break;
    length += atom.escaped.length;
    fits = index + 1;
    const next = all[index + 1]?.raw ?? '';
    if (/^\s/.test(next) || next === '') word = fits;
    if (/[.!?]$/.test(atom.raw) && /^\s/.test(next) && !isAbbreviation(all, index)) {
      sentence = fits;
      sentenceLength = length;
    }
    // Scripts that write without blanks end their sentences without one too.
    if (/[。！？]/.test(atom.raw)) [sentence, sentenceLength] = [fits, length];
  }
  const ellipsis = { raw: '…', escaped: '…' };
  if (sentenceLength >= max / 2) return all.slice(0, sentence);
  const end = word > fits * 0.6 ? word : fits;
  return max < 1 ? [] : [...all.slice(0, end), ellipsis];
}

/** Whether the stop at `index` belongs to "e.g.", "et al.", an initial or the like. */
function isAbbreviation(all: readonly Atom[], index: number): boolean {
  const before = join(all.slice(Math.max(0, index - 6), index + 1));
  return /(?:^|[\s(\\])(?:e\.g|i\.e|etc|cf|vs|al|resp|Fig|Eq|Sec|[A-Z])\.$/.test(before);
}

function atoms(text: string, { links = true }: Options): Atom[] {
  const found: Atom[] = [];
  let lineStart = true;
  let index = 0;
  let plainFrom = 0;
  const flush = (to: number): void => {
    if (to > plainFrom) {
      for (const { segment } of segmenter.segment(text.slice(plainFrom, to))) {
        found.push({ raw: segment, escaped: segment });
      }
    }
  };
  while (index < text.length) {
    const character = text[index] as string;
    const raw = special(text, index, character, lineStart, links);
    if (raw === undefined) {
      index++;
    } else {
      flush(index);
      found.push(raw);
      index += raw.raw.length;
      plainFrom = index;
    }
    // "1. " and a blank leave us where a list item, a heading or a quote can still begin.
    lineStart = character === '\n' || (lineStart && /[\s\d]/.test(character));
  }
  flush(text.length);
  return found;
}

/** The atom that begins at `index` if what stands there must not go out as it is. */
function special(
  text: string,
  index: number,
  character: string,
  lineStart: boolean,
  links: boolean,
): Atom | undefined {
  if (character === 'h' && text.startsWith('http', index)) {
    const url = URL_ATOM.exec(text.slice(index, index + 2048))?.[0];
    // In angle brackets it ends where it ends: Discord would take a backslash behind it into it.
    if (url !== undefined && links) return { raw: url, escaped: `<${url}>` };
  }
  // Where no link begins here, none shall; nor an emoji's name such as :smile:.
  if (character === ':' && /^:(?:\/\/|[\w+-])/.test(text.slice(index, index + 3))) {
    return { raw: ':', escaped: '\\:' };
  }
  const acts =
    SPECIAL.has(character) ||
    (lineStart && (AT_LINE_START.has(character) || (character === '.' && index > 0)));
  return acts ? { raw: character, escaped: `\\${character}` } : undefined;
}
