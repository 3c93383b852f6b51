/** A formula in a text: from its first delimiter to after its last, and the body between them. */
export interface Span {
  from: number;
  to: number;
  bodyFrom: number;
  bodyTo: number;
}

/** Only found in LaTeX: a command, or an index in braces or of one character. */
const TEX = /\\[A-Za-z,;:!%&{}|]|\^|_\{|_\\|(?<![A-Za-z0-9]{2})_[A-Za-z0-9](?![A-Za-z0-9_])/;
const LONG_WORDS = /(?:^|[\s,;.(])[A-Za-z]{2,}[,;.]?\s+[A-Za-z]{2,}(?=[\s,;.:!?)]|$)/;
const STOP_WORD =
  /(?:^|\s)(?:and|or|to|in|for|with|is|are|of|the|at|on|by|as|we|per|from|than|an|million|billion|thousand|USD)(?=[\s,.;]|$)/;
const COMMAND = /\\[A-Za-z]+\*?/g;
const WORDS_IN_TEXT = /\\(?:text\w*|mbox|mathrm|operatorname|emph)\s*\{[^{}\\$]*\}/g;
/** `n`, `42`, `O(n)`. */
const NAME = /^\s*[A-Za-z0-9]+(?:\([A-Za-z0-9, ]*\))?\s*$/;
/** A plain formula is a name or a short expression. */
const MAX_PLAIN = 60;

/**
 * The formulas of a text by their first index: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. A dollar may also
 * be money or a shell variable: a pair of dollars is a formula only if its body looks like one and
 * not like prose.
 */
export function formulas(text: string): Map<number, Span> {
  const found = new Map<number, Span>();
  const { dollars, brackets } = delimiters(text);
  for (const span of [...dollarSpans(text, dollars), ...brackets]) found.set(span.from, span);
  return found;
}

function delimiters(text: string): { dollars: number[]; brackets: Span[] } {
  const dollars: number[] = [];
  const brackets: Span[] = [];
  let open: { at: number; close: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '$') dollars.push(at);
    if (character !== '\\') continue;
    const next = text[at + 1] ?? '';
    if (next === '(' || next === '[') {
      // Regular expressions escape brackets too, but hardly ever after a space.
      const isAfterSpace = at === 0 || /\s/.test(text[at - 1] ?? '');
      open = isAfterSpace ? { at, close: next === '(' ? ')' : ']' } : undefined;
    } else if (next === open?.close) {
      const end = at + 2;
      if (end === text.length || /[\s.,;:!?)]/.test(text[end] ?? '')) {
        const span = { from: open.at, to: end, bodyFrom: open.at + 2, bodyTo: at };
        const body = text.slice(span.bodyFrom, span.bodyTo);
        if (TEX.test(body) || (next === ')' && NAME.test(body))) brackets.push(span);
      }
      open = undefined;
    }
    at++;
  }
  return { dollars, brackets };
}

function dollarSpans(text: string, dollars: readonly number[]): Span[] {
  const paired = pairs(text, dollars, looksLikeFormula);
  const allMatch = paired.every((span) => span !== undefined) && dollars.length % 2 === 0;
  // If all dollars pair up, one unambiguous formula vouches for the others.
  if (allMatch && paired.some((span) => isUnambiguous(text, span))) return paired;
  return pairs(
    text,
    dollars,
    (text, span) => looksLikeFormula(text, span) && isUnambiguous(text, span),
  ).filter((span) => span !== undefined);
}

/** Pairs up dollars; if a pair isn't a formula, its second dollar may start the next pair. */
function pairs(
  text: string,
  dollars: readonly number[],
  accept: (text: string, span: Span) => boolean,
): (Span | undefined)[] {
  const spans: (Span | undefined)[] = [];
  let at = 0;
  while (at + 1 < dollars.length) {
    const from = dollars[at] ?? 0;
    const to = dollars[at + 1] ?? 0;
    if (to === from + 1) {
      const [close = 0, last = 0] = [dollars[at + 2], dollars[at + 3]];
      const span = { from, to: last + 1, bodyFrom: to + 1, bodyTo: close };
      const isDisplay = last === close + 1 && looksLikeFormula(text, span);
      spans.push(isDisplay ? span : undefined);
      at += isDisplay ? 4 : 2;
      continue;
    }
    const span = { from, to: to + 1, bodyFrom: from + 1, bodyTo: to };
    const isFormula = accept(text, span);
    spans.push(isFormula ? span : undefined);
    at += isFormula ? 2 : 1;
  }
  return spans;
}

/** Whether the body between the dollars can be a formula at all. */
function looksLikeFormula(text: string, { bodyFrom, bodyTo, to }: Span): boolean {
  const body = text.slice(bodyFrom, bodyTo);
  if (body.trim() === '' || /\n\s*\n/.test(body)) return false;
  const isTex = TEX.test(body);
  const prose = isTex ? body.replace(WORDS_IN_TEXT, ' ').replace(COMMAND, ' ') : body;
  if (LONG_WORDS.test(prose) || /["“”]|[.?!;]\s+[A-Za-z]{2}/.test(prose)) return false;
  if (STOP_WORD.test(prose)) return false;
  if (isTex) return /\\/.test(body) || !/\s$/.test(body) || /^\s/.test(body);
  if (body.length > MAX_PLAIN || /^\s/.test(body) !== /\s$/.test(body)) return false;
  return !(/^\d/.test(body) && /\d/.test(text[to] ?? '')) && !/^\{\w+\}/.test(body);
}

/** Whether it's a formula even without others in the text. */
function isUnambiguous(text: string, { bodyFrom, bodyTo, to }: Span): boolean {
  const body = text.slice(bodyFrom, bodyTo);
  if (TEX.test(body) || /^[-+=<>|*]+$/.test(body)) return true;
  const after = text.slice(to, to + 2);
  if (!/^[A-Za-z0-9_{]/.test(after)) return !/[/:=-]$/.test(body);
  return /^\d[\d.,]*$/.test(body)
    ? !/^\d/.test(after)
    : /^[A-Za-z]$/.test(body) && /^[A-Za-z]{2}/.test(after);
}
