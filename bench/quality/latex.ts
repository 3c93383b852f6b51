import { readable } from '../../src/latex/readable.ts';
import { readArchive } from './archive.ts';

/** How many there are, and how many of them still show a backslash or a dollar. */
interface Share {
  all: number;
  left: number;
}

interface LatexReport {
  texts: number;
  formulas: Share;
  /** Commands, accents and escaped characters outside formulas. */
  commands: Share;
  /** The most frequent leftovers and how often each occurs; at most 20. */
  leftovers: [what: string, times: number][];
  /** Words of texts that changed although they have no LaTeX. */
  changed: { typographic: string[]; other: string[] };
}

// Found independently of the code under test: a pair of dollars with no other dollar in between.
const FORMULA = /\$\$[^$]+\$\$|\\\[(?:[^\\]|\\[^\]])*\\\]|(?<!\\)\$[^$]+?(?<!\\)\$/g;
const COMMAND = /\\(?:[A-Za-z]+|[^\sA-Za-z])/g;
const LATEX = /[\\$]|[\^_]\{/;
const MAX_LEFTOVERS = 20;

/**
 * Measures how readable the LaTeX in an archive's titles and abstracts becomes, and prints it as
 * Markdown.
 *
 * @param folder digests as Markdown files
 */
export async function run(folder: string): Promise<void> {
  const texts = (await readArchive(folder))
    .flatMap(({ papers }) => papers)
    .flatMap(({ title, abstract }) => [title, abstract]);
  process.stdout.write(markdownOf(measureLatex(texts)));
}

/** Counts what is still LaTeX source in titles and abstracts as the bot shows them. */
export function measureLatex(texts: readonly string[]): LatexReport {
  const formulas = { all: 0, left: 0 };
  const commands = { all: 0, left: 0 };
  const leftovers = new Map<string, number>();
  const changed: LatexReport['changed'] = { typographic: [], other: [] };
  const addLeftover = (what: string): void => {
    leftovers.set(what, (leftovers.get(what) ?? 0) + 1);
  };
  for (const text of texts) {
    const shown = readable(text);
    if (!LATEX.test(text)) {
      if (shown !== text) noteChange(changed, text, shown);
      continue;
    }
    for (const formula of text.match(FORMULA) ?? []) {
      formulas.all++;
      if (!isLeft(formula, text, shown)) continue;
      formulas.left++;
      addLeftover(formula);
    }
    commands.all += (text.replace(FORMULA, ' ').match(COMMAND) ?? []).length;
    for (const command of shown.replace(FORMULA, ' ').match(COMMAND) ?? []) {
      commands.left++;
      addLeftover(command);
    }
  }
  return {
    texts: texts.length,
    formulas,
    commands,
    leftovers: [...leftovers].sort(([, a], [, b]) => b - a).slice(0, MAX_LEFTOVERS),
    changed,
  };
}

/** Looks at the formula alone and in its text, where an amount of money beside it can mislead. */
function isLeft(formula: string, text: string, shown: string): boolean {
  return /[\\$]/.test(readable(formula)) || (text.includes(formula) && shown.includes(formula));
}

function noteChange(changed: LatexReport['changed'], text: string, shown: string): void {
  const isTypographic = withPlainSigns(text) === withPlainSigns(shown);
  const before = text.split(' ');
  const words = shown.split(' ').filter((word) => !before.includes(word));
  changed[isTypographic ? 'typographic' : 'other'].push(words.slice(0, 4).join(' '));
}

/** The text with typed and printed quotes, dashes and spaces made the same. */
function withPlainSigns(text: string): string {
  return text
    .replaceAll(/[“”]|``|''/g, '"')
    .replaceAll(/-{2,3}|[–—]/g, '-')
    .replaceAll('~', ' ');
}

function markdownOf({ texts, formulas, commands, leftovers, changed }: LatexReport): string {
  const row = (name: string, { all, left }: Share): string =>
    `| ${name} | ${all} | ${left} | ${all === 0 ? '–' : ((100 * left) / all).toFixed(1)} % |`;
  return `${texts} titles and abstracts

| LaTeX | in the archive | still source | share |
| ----- | -------------- | ------------ | ----- |
${row('formulas', formulas)}
${row('commands and accents outside formulas', commands)}

The most frequent leftovers:

${leftovers.map(([what, times]) => `- ${times} × \`${what}\``).join('\n')}

Texts without LaTeX that changed: ${changed.other.length}; quotes, dashes and ties only: ${changed.typographic.length}

${[...changed.other.map((change) => `- ${change}`), ...new Set(changed.typographic)].join(' · ')}
`;
}
