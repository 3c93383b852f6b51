/** `npm run bench -- NAME`: runs one benchmark and prints what it measured. */
const benches: Record<string, () => Promise<{ run: () => Promise<void> }>> = {
  loopback: () => import('./loopback.ts'),
  delivery: () => import('./delivery.ts'),
  search: () => import('./search.ts'),
  quality: () => import('./quality.ts'),
  walks: () => import('./walks.ts'),
  screens: () => import('./screens.ts'),
};

const [name = ''] = process.argv.slice(2);
const load = benches[name];
if (load === undefined) {
  process.stderr.write(
    `There is no benchmark "${name}". There are: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(1);
}
await (await load()).run();
