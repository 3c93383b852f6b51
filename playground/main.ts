/** `npm run playground`: Paperboy on a Discord of its own, without any account. */
import '../src/node-version.cjs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Playground } from './launch.ts';

// Read only now: an older Node may stumble over what these files use.
const { launch } = await import('./launch.ts');

const digests = fileURLToPath(new URL('../digests', import.meta.url));
/** A few of our own digests are enough to try with; of a folder that was asked for, all. */
const wanted = process.env['DIGESTS_DIR'];
const folder =
  wanted === undefined ? { digestsDir: digests, mostDigests: 5 } : { digestsDir: resolve(wanted) };
let playground: Playground | undefined;
let isEnding = false;

function end(): void {
  // Asked twice, or while still starting: the exit itself takes bot and folder along.
  if (isEnding || playground === undefined) process.exit(0);
  isEnding = true;
  void playground.close().finally(() => process.exit(0));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

// A signal to npm alone ends npm and its shell, and never gets here; that the parent is gone does.
if (process.env['npm_lifecycle_event'] !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && !isEnding) end();
  }, 250).unref();
}

try {
  playground = await launch({
    port: Number(process.env['PORT'] ?? 4400),
    ...folder,
    print: (line) => {
      console.error(line);
    },
  });
  console.log(`Playground: ${playground.url}`);
  console.log(
    'Open it and try /papers search:transformer, or choose a paper in the menu under the digest. Ctrl-C ends it.',
  );
} catch (error) {
  console.error(`The playground could not start. ${(error as Error).message}`);
  process.exit(1);
}
