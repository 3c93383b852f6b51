// Outside text for Discord: cleaned, cut to length and escaped, always in this order and always
// here. It shows as it was written, and nothing in it acts: no formatting, mention, masked link or
// heading.

/** Control characters, and marks that change the writing direction. */
// eslint-disable-next-line no-control-regex -- control characters are what gets removed
const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** A bare URL without what may be punctuation after it. */
const URL_ATOM =
  /^https?:\/\/[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?(?:[/?#](?:[\w./~%?=&#+:;,!$@-]*[\w/])?|(?!\.?[\w@:-]))/;

/** Longer addresses aren't linked: they would take the place of text. */
const MAX_URL = 300;

/** What has a meaning in Discord's Markdown anywhere in a line. */
const SPECIAL = new Set('\\*_~|`<[]()@');

/** What has one only at the start of a line: headings, subtext, quotes, lists. */
const AT_LINE_START = new Set('#->+');

interface Options {
  /** Whether bare URLs stay links (default) or become plain text. */
  links?: boolean;
}

/** A piece of text that is never cut apart, as it was and as Discord must get it. */
interface Atom {
  raw: string;
  escaped: string;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Removes control characters, and reduces runs of blanks to one and of empty lines to one. */
export function clean(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Escapes text of any length. Use `fitText` for text that may be too long. */
export function escapeText(text: string, options: Options = {}): string {
  return atoms(clean(text), options)
    .map((atom) => atom.escaped)
    .join('');
}

/**
 * Cuts and escapes text, so that it has at most `max` UTF-16 units after escaping. The cut is at the
 * end of a sentence if one ends in the second half, else between words, with an ellipsis. Takes time
 * linear in `max`.
 */
export function fitText(text: string, max: number, options: Options = {}): string {
  const whole = clean(text.length > 4 * max + 1000 ? text.slice(0, 4 * max + 1000) : text);
  // Escaping never shortens a text, so nothing beyond `max` is needed.
  const all = atoms(whole.slice(0, max + 1), options);
  const length = all.reduce((sum, atom) => sum + atom.escaped.length, 0);
  if (length <= max && whole.length <= max) return join(all);
  return join(cutAtoms(all, max));
}

/** Cuts text without escaping it, for places that show plain text, such as labels and footers. */
export function fitPlain(text: string, max: number): string {
  const whole = clean(text.slice(0, 4 * max + 1000)).replaceAll('\n', ' ');
  if (whole.length <= max) return whole;
  const all = [...segmenter.segment(whole.slice(0, max + 1))].map(({ segment }) => ({
    raw: segment,
    escaped: segment,
  }));
  return join(cutAtoms(all, max));
}

/** Invisible; put into a text, it keeps what's around it from being one word or sign. */
const ZERO_WIDTH_SPACE = '\u200B';

/** In the label of a masked link: what would format it, and what looks like it and doesn't. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '*': '∗',
  '`': 'ˋ',
  '|': '∣',
  '~': '∼',
  '[': '(',
  ']': ')',
};

/** Brackets that a label may have: each pair closed, none inside another or before a parenthesis. */
const PAIRED_BRACKETS = /^(?:[^[\]]|\[[^[\]]*\](?!\())*$/;

/**
 * A masked link, in one line. In its label escaping doesn't work, and Discord shows the whole link as
 * plain text if the label contains something like an address or a mention. So what would have a
 * meaning is replaced by what looks the same.
 *
 * @param max how much of the label is shown, in UTF-16 units; invisible marks may be added to that
 * @param url an `https` address; with any other, or none, only the label is returned
 */
export function maskedLink(label: string, max: number, url: string | undefined): string {
  const href = httpsUrl(url);
  if (href === undefined) return fitText(label.replaceAll('\n', ' '), max, { links: false });
  const shown = fitPlain(label, max);
  const isPaired = PAIRED_BRACKETS.test(shown);
  const safe = shown
    .replace(isPaired ? /[*`|~]/g : /[*`|~[\]]/g, (mark) => LOOKALIKES[mark] ?? mark)
    // One alone has no meaning, and titles have names such as `pi_0`.
    .replace(/_(?=.*_)|(?<=_.*)_/g, 'ˍ')
    .replace(/<|:(?=[/\w+-])|@(?=everyone|here)/g, (mark) => mark + ZERO_WIDTH_SPACE);
  return safe === '' ? '' : `[${safe}](${href})`;
}

/** The address as it may stand in a masked link; undefined if it isn't a safe `https` address. */
export function httpsUrl(url: string | undefined): string | undefined {
  if (url === undefined || url.length > MAX_URL || !URL.canParse(url)) return undefined;
  const { protocol, username, password, href } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  const linkable = href.replace(
    /[()<>\\"'\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return linkable.length > MAX_URL ? undefined : linkable;
}

/** The length of a text after escaping, in UTF-16 units. */
export function escapedLength(text: string, options: Options = {}): number {
  return escapeText(text, options).length;
}

function join(all: readonly Atom[]): string {
  return all.map((atom) => atom.escaped).join('');
}

/** The longest beginning that ends well and fits in `max`, ellipsis included. */
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
    // Scripts without blanks between words have none after a sentence either.
    if (/[。！？]/.test(atom.raw)) [sentence, sentenceLength] = [fits, length];
  }
  const ellipsis = { raw: '…', escaped: '…' };
  if (sentenceLength >= max / 2) return all.slice(0, sentence);
  const end = word > fits * 0.6 ? word : fits;
  return max < 1 ? [] : [...all.slice(0, end), ellipsis];
}

/** Whether the full stop at `index` belongs to "e.g.", "et al.", an initial or the like. */
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
    // After "1. " or a blank, a list item, a heading or a quote can still begin.
    lineStart = character === '\n' || (lineStart && /[\s\d]/.test(character));
  }
  flush(text.length);
  return found;
}

/** The atom that starts at `index` if it must be escaped; undefined if it can stay as it is. */
function special(
  text: string,
  index: number,
  character: string,
  lineStart: boolean,
  links: boolean,
): Atom | undefined {
  if (character === 'h' && text.startsWith('http', index)) {
    const url = URL_ATOM.exec(text.slice(index, index + 2048))?.[0];
    // The brackets mark its end. Without them Discord would include a backslash after it.
    if (url !== undefined && links) return { raw: url, escaped: `<${url}>` };
  }
  // Prevents any other link, and emoji names such as :smile:.
  if (character === ':' && /^:(?:\/\/|[\w+-])/.test(text.slice(index, index + 3))) {
    return { raw: ':', escaped: '\\:' };
  }
  const isSpecial =
    SPECIAL.has(character) ||
    (lineStart && (AT_LINE_START.has(character) || (character === '.' && index > 0)));
  return isSpecial ? { raw: character, escaped: `\\${character}` } : undefined;
}
