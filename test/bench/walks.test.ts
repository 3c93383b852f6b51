import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { countFiles } from '../../bench/walks/files.ts';
import { countRun } from '../../bench/walks/run-code.ts';

it('bench walks counts files, lines and importers of src and commands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'walks-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = {
    'src/main.ts': "import { one } from './deep/one.ts';\nimport type { Two } from './two.ts';\n",
    'src/deep/one.ts': "export type { Two } from '../two.ts';\n",
    'src/two.ts': 'export interface Two {}\n',
    'commands/list.js': "export const list = () => import('../src/two.ts');\n",
    'test/main.test.ts': "import '../src/main.ts';\n",
    'src/notes.md': 'not code\n',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(folder, 'src/long.ts'), '// a line\n'.repeat(26));
  expect(countFiles(pathToFileURL(`${folder}/`))).toEqual({
    files: 5,
    lines: 2 + 1 + 1 + 1 + 26,
    short: 4,
    withOneImporter: 1,
  });
});

it('bench walks counts what ran in src and commands, each function once', () => {
  const root = new URL('file:///checkout/');
  const ran = (functionName: string, count: number) => ({
    functionName,
    isBlockCoverage: true,
    ranges: [
      { startOffset: 0, endOffset: 10, count },
      { startOffset: 2, endOffset: 5, count: 7 },
    ],
  });
  const script = (path: string, ...functions: ReturnType<typeof ran>[]) => ({
    scriptId: path,
    url: new URL(path, root).href,
    functions,
  });
  const coverage = [
    script('src/two.ts', ran('', 0), ran('parse', 3), ran('never', 0), ran('', 2)),
    script('src/callbacks.ts', ran('', 2)),
    script('src/idle.ts', ran('', 0), ran('never', 0)),
    script('commands/papers.ts', ran('run', 1)),
    script('node_modules/x/index.js', ran('x', 1)),
    script('../other/src/two.ts', ran('parse', 1)),
  ];
  expect(countRun(coverage, root)).toEqual({
    files: ['commands/papers.ts', 'src/callbacks.ts', 'src/two.ts'],
    functions: [
      { file: 'commands/papers.ts', name: 'run' },
      { file: 'src/two.ts', name: 'parse' },
    ],
  });
});
