import { subscript, superscript } from './alphabets.ts';
import { commandName, type Converted, groupEnd, skipSpaces, type Source } from './source.ts';

/** Commands that only change the appearance of words. */
const LOOKS = new Set(
  `emph textbf textit textsc texttt textrm textsf textsl textup textmd textnormal text underline
  uline mbox hbox`.split(/\s+/),
);
const CITATIONS = /^(?:cite[a-z]*|Cite[a-z]*|ref|eqref|cref|Cref|autoref)$/;

/** Commands without arguments that stand for words. Many papers define the short ones. */
const WORDS: Readonly<Record<string, string>> = {
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  BibTeX: 'BibTeX',
  ie: 'i.e.',
  eg: 'e.g.',
  etc: 'etc.',
  etal: 'et al.',
  textapprox: '≈',
  textasciitilde: '~',
  textasciicircum: '^',
  textbar: '|',
  textbullet: '•',
  textcopyright: '©',
  textdegree: '°',
  textdollar: '$',
  textellipsis: '…',
  textemdash: '—',
  textendash: '–',
  textgreater: '>',
  textless: '<',
  textmu: 'µ',
  textmultiply: '×',
  textpm: '±',
  textquotedblleft: '“',
  textquotedblright: '”',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotesingle: "'",
  textregistered: '®',
  textrightarrow: '→',
  textsection: '§',
  texttimes: '×',
  texttrademark: '™',
  textunderscore: '_',
  textyen: '¥',
  texteuro: '€',
  euro: '€',
};

/**
 * A command with text in braces: `\emph{x}`, `\url{x}`, `\href{x}{y}`, `\footnote{x}`, `\cite{x}`.
 *
 * @param before the end of the text shown before it
 * @param flatten flattens the source between two indices
 */
export function wrapped(
  source: Source,
  at: number,
  to: number,
  before: string,
  flatten: (from: number, to: number) => string,
): Converted | undefined {
  const name = commandName(source, at, to);
  const isCitation = CITATIONS.test(name);
  const isKnown =
    LOOKS.has(name) || isCitation || /^(?:url|href|footnote|text(?:super|sub)script)$/.test(name);
  if (!isKnown) return undefined;
  const start = at + 1 + name.length;
  const option = isCitation
    ? (/^\[([^\]]{0,80})\]/.exec(source.text.slice(start, start + 82)) ?? undefined)
    : undefined;
  const open = skipSpaces(source, start + (option?.[0].length ?? 0), to);
  const end = groupEnd(source, open, to);
  if (end === undefined) return undefined;
  if (LOOKS.has(name)) return { text: flatten(open + 1, end - 1), end };
  const raw = (): string => unescaped(source, open + 1, end - 1);
  if (isCitation) {
    const place = option?.[1] ? `, ${option[1].replaceAll('~', ' ')}` : '';
    return { text: `[${raw()}${place}]`, end };
  }
  if (name === 'url') return { text: raw(), end };
  if (name === 'href') {
    const shown = groupEnd(source, end, to);
    if (shown === undefined) return undefined;
    const text = flatten(end + 1, shown - 1);
    const url = raw();
    return { text: text === url ? url : `${text} (${url})`, end: shown };
  }
  const text = flatten(open + 1, end - 1);
  if (name === 'footnote') return { text: `${/\s$/.test(before) ? '' : ' '}(${text})`, end };
  const small = name === 'textsuperscript' ? superscript(text) : subscript(text);
  return { text: small ?? (name === 'textsuperscript' ? `^(${text})` : `_(${text})`), end };
}

/** A URL or citation key, in which the only LaTeX is a backslash before a special character. */
function unescaped(source: Source, from: number, to: number): string {
  source.steps += to - from;
  return source.text
    .slice(from, to)
    .replace(/\\([%&_#$~])(?:\{\})?/g, '$1')
    .trim();
}

/** A command that stands for words: `\ie`, `\LaTeX{}`, `\textapprox`. */
export function plainWord(source: Source, at: number, to: number): Converted | undefined {
  const name = commandName(source, at, to);
  const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  if (word === undefined) return undefined;
  const start = at + 1 + name.length;
  const end = source.text.startsWith('{}', start) ? Math.min(start + 2, to) : start;
  const isStopped = word.endsWith('.') && source.text[end] === '.';
  return { text: isStopped ? word.slice(0, -1) : word, end };
}
