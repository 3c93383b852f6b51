import type { Converted } from './accents.ts';

/** How far apart quotation marks may stand that belong together. */
const MAX_QUOTE = 400;

/**
 * LaTeX's way of typing what keyboards lack: quotes of two marks, dashes of hyphens, `~` for a blank
 * that breaks no line. Undefined where the characters at `at` are nothing but themselves.
 */
export function readTypography(text: string, at: number): Converted | undefined {
  if (text.startsWith('``', at)) return openQuote(text, at);
  if (text.startsWith('--', at)) return dash(text, at);
  if (text[at] !== '~') return undefined;
  // Behind a blank it is "about", unless a link or a citation follows.
  const isDouble =
    /\s/.test(text[at - 1] ?? '') && /^\\[a-z]*(?:url|cite|ref)/.test(text.slice(at + 1, at + 12));
  if (isDouble) return { text: '', end: at + 1 };
  return isTie(text, at) ? { text: ' ', end: at + 1 } : undefined;
}

function openQuote(text: string, at: number): Converted | undefined {
  const rest = text.slice(at, at + MAX_QUOTE);
  // More than two of them are Markdown's; so are two that two of them close.
  const match = /^``(?!`)([^`]+?)(?:''|")/.exec(rest);
  if (match?.[1] === undefined || text[at - 1] === '`') return undefined;
  return { text: `“${match[1]}”`, end: at + match[0].length };
}

/** Between two words or numbers, or between blanks; elsewhere it may be an option or a name. */
function dash(text: string, at: number): Converted | undefined {
  const run = /^-+/.exec(text.slice(at, at + 4))?.[0] ?? '';
  if (run.length > 3) return undefined;
  const before = text[at - 1] ?? '';
  const after = text[at + run.length] ?? '';
  const isBetweenBlanks = /\s/.test(before) && /\s/.test(after);
  const isBetweenWords =
    /[\p{L}\p{N})}\]”'",.]/u.test(before) && /[\p{L}\p{N}({[“'"\\$]/u.test(after);
  if (!isBetweenBlanks && !isBetweenWords) return undefined;
  return { text: run.length === 3 ? '—' : '–', end: at + run.length };
}

/** "Section~3" and "et~al.", but not "~5%", "x~y", "5~10" or a path. */
function isTie(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text[at + 1] ?? '';
  if (/[\\$]/.test(after)) return /[^\s~]$/.test(before);
  if (/\d$/.test(before)) return /[A-Za-z(]/.test(after);
  if (/[)\].,]$/.test(before)) return /[a-z0-9]/.test(after);
  const isWord = /[A-Za-z]{2}$/.test(before) || /(?:^|\s)[aAI]$/.test(before);
  return isWord && /[A-Za-z0-9({"“`]/.test(after);
}
