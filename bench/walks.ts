import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { countFiles } from './walks/files.ts';
import { countRun, type Run } from './walks/run-code.ts';
import { takeWalk, walks } from './walks/walk.ts';

/**
 * `npm run bench -- walks [--at FOLDER] [--list]`: how many files somebody reads who follows the bot
 * through its three flows. Each flow is walked once by the real process, already started, and V8
 * counts what runs meanwhile (`walks/coverage.ts`).
 *
 * - A file of `src` or `commands` counts if any code of it runs during the walk.
 * - A named function counts once, however often it is called: everything V8 has a name for, such as
 *   methods, accessors and functions assigned to a constant, but not the callbacks without one.
 * - Start-up isn't part of a walk; the 0.5 s after its visible end are, in which outcomes are stored.
 *
 * A table of the files themselves comes first. `--at` measures another checkout, with dependencies
 * installed. `--list` names the files and functions of each walk.
 */
export const run = async (): Promise<void> => {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      at: { type: 'string', default: '.' },
      list: { type: 'boolean', default: false },
    },
  });
  const root = pathToFileURL(`${resolve(values.at)}/`);
  const { files, lines, short, withOneImporter } = countFiles(root);
  print('| src and commands | |', '| --- | --- |');
  print(`| files | ${files} |`, `| lines | ${lines} |`);
  print(`| files of at most 25 lines | ${short} |`);
  print(`| files with exactly one importer | ${withOneImporter} |`, '');
  print('| walk | files | named functions |', '| --- | --- | --- |');
  const runs: { title: string; ran: Run }[] = [];
  for (const walk of walks) {
    const ran = countRun(await takeWalk(walk, root), root);
    print(`| ${walk.title} | ${ran.files.length} | ${ran.functions.length} |`);
    runs.push({ title: walk.title, ran });
  }
  if (!values.list) return;
  for (const { title, ran } of runs) {
    print('', `${title}:`);
    for (const file of ran.files) {
      const names = ran.functions.filter((each) => each.file === file).map(({ name }) => name);
      print(`- ${file}: ${names.join(', ')}`);
    }
  }
};

const print = (...lines: string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};
