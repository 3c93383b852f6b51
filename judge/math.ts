import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDigest } from '../src/digest/parse.ts';
import { judgeMath, type MathVerdict } from './math-verdict.ts';

/**
 * Judges how readable the LaTeX in the titles and abstracts of an archive becomes, and prints it as
 * Markdown.
 *
 * @param folder digests as Markdown files
 */
export function run(folder: string): Promise<void> {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => parseDigest(readFileSync(join(folder, name), 'utf8'), name).digest ?? [])
    .flatMap(({ papers }) => papers.flatMap(({ title, abstract }) => [title, abstract]));
  process.stdout.write(report(judgeMath(texts)));
  return Promise.resolve();
}

function report({ texts, formulas, commands, leftovers, changed }: MathVerdict): string {
  const row = (name: string, { all, left }: { all: number; left: number }): string =>
    `| ${name} | ${all} | ${left} | ${all === 0 ? '–' : ((100 * left) / all).toFixed(1)} % |`;
  return `${texts} titles and abstracts

| LaTeX | in the archive | still source | share |
| ----- | -------------- | ------------ | ----- |
${row('formulas', formulas)}
${row('commands and accents outside formulas', commands)}

The most frequent leftovers:

${leftovers.map(([what, times]) => `- ${times} × \`${what}\``).join('\n')}

Texts without LaTeX that changed: ${changed.other.length}; by quotes, dashes and ties: ${changed.typographic.length}

${[...changed.other.map((change) => `- ${change}`), ...new Set(changed.typographic)].join(' · ')}
`;
}
