/** `npm run playground`: Paperboy on a Discord of its own; no account needed. */
import '../src/node-version.cjs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Playground } from './launch.ts';

// Loaded only now, since an older Node might fail on what these files use.
const { launch } = await import('./launch.ts');

const digests = fileURLToPath(new URL('../digests', import.meta.url));
/**
 * The sample and a few of our own digests are enough for a try. From a folder of the user's own, take
 * them all and nothing else.
 */
const wanted = process.env['DIGESTS_DIR'];
const folder =
  wanted === undefined
    ? { digestsDir: digests, mostDigests: 5, withSample: true }
    : { digestsDir: resolve(wanted) };
let playground: Playground | undefined;
let isEnding = false;

function end(): void {
  // On a second signal or during the start, exit at once; the bot and its folder go with the
  // process.
  if (isEnding || playground === undefined) process.exit(0);
  isEnding = true;
  void playground.close().finally(() => process.exit(0));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

// A signal sent only to npm ends npm and its shell and never arrives here, but the parent's end
// shows.
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
