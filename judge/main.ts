/** `npm run judge -- NAME [FOLDER]`: judges one skill on the archive in a folder, and prints a table. */
const judges: Record<
  string,
  () => Promise<{ run: (folder: string, words: readonly string[]) => Promise<void> }>
> = {
  math: () => import('./math.ts'),
  search: () => import('./search.ts'),
};

/** The real archive, where it lies beside the project; `digests` has one day only. */
const ARCHIVE = '../shared/corpus';

const [name = '', folder = ARCHIVE, ...words] = process.argv.slice(2);
const load = judges[name];
if (load === undefined) {
  process.stderr.write(
    `There is nothing to judge called "${name}"; there are: ${Object.keys(judges).join(', ')}\n`,
  );
  process.exit(1);
}
await (await load()).run(folder, words);
