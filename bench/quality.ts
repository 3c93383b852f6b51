/**
 * `npm run bench -- quality NAME [FOLDER]`: measures how good something is rather than how fast, on
 * the archive in a folder, and prints a table.
 */
const measurements: Record<
  string,
  () => Promise<{ run: (folder: string, words: readonly string[]) => Promise<void> }>
> = {
  'key-sentences': () => import('./quality/key-sentences.ts'),
  latex: () => import('./quality/latex.ts'),
  search: () => import('./quality/search.ts'),
};

/** The published archive, if it's next to the project; `digests` has only a single day. */
const ARCHIVE = '../shared/corpus';

export const run = async (): Promise<void> => {
  const [name = '', folder = ARCHIVE, ...words] = process.argv.slice(3);
  const load = measurements[name];
  if (load === undefined) {
    const names = Object.keys(measurements).join(', ');
    process.stderr.write(`There is no quality benchmark "${name}". There are: ${names}\n`);
    process.exit(1);
  }
  await (await load()).run(folder, words);
};
