import { readable } from '../src/latex/readable.ts';

/** How many there are, and how many still show a backslash or a dollar. */
interface Share {
  all: number;
  left: number;
}

export interface MathVerdict {
  texts: number;
  formulas: Share;
  /** Commands, accents and escaped signs outside of formulas. */
  commands: Share;
  /** What is left most often, with how often; at most 20. */
  leftovers: [what: string, times: number][];
  /** Texts without LaTeX that did not stay as they were: what became of what. */
  changed: { typographic: string[]; other: string[] };
}

// Found without the code that is judged: a pair of dollars with no blank line between them.
const FORMULA = /\$\$[^$]+\$\$|\\\[(?:[^\\]|\\[^\]])*\\\]|(?<!\\)\$[^$]+?(?<!\\)\$/g;
const COMMAND = /\\(?:[A-Za-z]+|[^\sA-Za-z])/g;
const LATEX = /[\\$]|[\^_]\{/;
const MAX_LEFTOVERS = 20;

/** Judges titles and abstracts; a text may be empty. */
export function judgeMath(texts: readonly string[]): MathVerdict {
  const formulas = { all: 0, left: 0 };
  const commands = { all: 0, left: 0 };
  const times = new Map<string, number>();
  const changed: MathVerdict['changed'] = { typographic: [], other: [] };
  const leave = (what: string): void => {
    times.set(what, (times.get(what) ?? 0) + 1);
  };
  for (const text of texts) {
    const shown = readable(text);
    if (!LATEX.test(text)) {
      if (shown !== text) note(changed, text, shown);
      continue;
    }
    for (const formula of text.match(FORMULA) ?? []) {
      formulas.all++;
      // As it was shown where it stands: money beside it may have led astray.
      if (!isLeft(formula, text, shown)) continue;
      formulas.left++;
      leave(formula);
    }
    commands.all += (text.replace(FORMULA, ' ').match(COMMAND) ?? []).length;
    for (const command of shown.replace(FORMULA, ' ').match(COMMAND) ?? []) {
      commands.left++;
      leave(command);
    }
  }
  const leftovers = [...times].sort(([, one], [, other]) => other - one).slice(0, MAX_LEFTOVERS);
  return { texts: texts.length, formulas, commands, leftovers, changed };
}

function isLeft(formula: string, text: string, shown: string): boolean {
  return /[\\$]/.test(readable(formula)) || (text.includes(formula) && shown.includes(formula));
}

function note(changed: MathVerdict['changed'], text: string, shown: string): void {
  const isSame = plain(text) === plain(shown);
  const words = shown.split(' ').filter((word) => !text.split(' ').includes(word));
  changed[isSame ? 'typographic' : 'other'].push(words.slice(0, 4).join(' '));
}

/** A text in which typed and printed quotes, dashes and blanks are the same. */
function plain(text: string): string {
  return text
    .replaceAll(/[“”]|``|''/g, '"')
    .replaceAll(/-{2,3}|[–—]/g, '-')
    .replaceAll('~', ' ');
}
