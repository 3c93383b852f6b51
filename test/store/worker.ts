// Another process on the same store (see `Job`). It prints "ready" when the store is open, waits for a
// line, and then prints one JSON line for every write that the store has acknowledged.
import { once } from 'node:events';
import process from 'node:process';
import { openStore } from '../../src/store/open.ts';

const [mode, url = '', namespace = '', name = '', count = ''] = process.argv.slice(2);

/** Resolves when the pipe has the word: it must not be lost in the buffer of a killed process. */
function print(word: string): Promise<unknown> {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify(word)}\n`, resolve));
}

const store = await openStore(mode === 'create' ? 'sqlite::memory:' : url);
const keyv = store.keyv<string>(namespace);
await print('ready');
await once(process.stdin, 'data');

for (let i = 0; i < Number(count); i++) {
  if (mode === 'create') {
    const created = await openStore(`${url}.${i}`);
    await created.keyv(namespace).set(name, i);
    await created.close();
    continue;
  }
  if (mode === 'claim') {
    const key = `key ${i}`;
    if (await store.insertOnce(namespace, key, name)) await print(key);
    continue;
  }
  const key = `${name} ${i}`;
  const stored = keyv.set(key, `${key}: ${'x'.repeat(i % 3000)}`);
  // A test of a failing disk expects a rejection; false would be a swallowed one.
  const outcome = await stored.then(String, (error: unknown) => `refused: ${String(error)}`);
  await print(outcome === 'true' ? key : outcome);
  if (outcome === 'true') continue;
  if (mode !== 'persist') break;
  await once(process.stdin, 'data');
}
await store.close();
process.stdin.destroy();
