import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { lockStore, type StoreLock, tryLock } from '../../src/store/lock.ts';
import { openStore } from '../../src/store/open.ts';
import { sqliteFiles } from './backends.ts';
import { COMPILED } from './compiled.ts';

const backend = sqliteFiles();
const children: ChildProcess[] = [];
const locks: StoreLock[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const lock of locks.splice(0)) lock.release();
});
afterAll(() => backend.dispose());

/** Another process that wants the lock, and what it has said of it. */
function rival(url: string) {
  const script = join(import.meta.dirname, 'lock-worker.ts');
  const child = spawn(process.execPath, [script, url], {
    env: { ...process.env, ...COMPILED },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  child.stdout.on('data', (data) => (said += String(data)));
  const says = (word: string) =>
    expect.poll(() => said, { timeout: 15_000, interval: 20 }).toContain(word);
  return { child, says, said: () => said };
}

describe('the lock of a store', () => {
  it('belongs to one process at a time, and the next has it within a second', async () => {
    const url = backend.create();
    locks.push(await lockStore(url));
    const other = rival(url);
    await other.says('waiting');
    // The store may be opened and closed meanwhile, the lock's file is another one.
    await (await openStore(url)).close();
    expect(other.said()).toBe('waiting\n');
    locks[0]?.release();
    locks[0]?.release();
    await other.says('locked');
    expect(other.said()).toBe('waiting\nlocked\n');
    expect(tryLock(url)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')(
    'stays with a stopped process, and is freed when it is killed (needs POSIX)',
    async () => {
      const url = backend.create();
      const { child, says } = rival(url);
      await says('locked');
      child.kill('SIGSTOP');
      const onWait = vi.fn();
      const waiting = lockStore(url, { onWait, pollMs: 20 });
      expect(await Promise.race([waiting, wait(100, 'still waiting')])).toBe('still waiting');
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      const freed = performance.now();
      locks.push(await waiting);
      expect(performance.now() - freed).toBeLessThan(1000);
      expect(onWait).toHaveBeenCalledTimes(1);
    },
  );

  it("isn't taken twice by one process either, under any name", async () => {
    const url = backend.create();
    await (await openStore(url)).close();
    const other = join(backend.folder, `${randomUUID()}.db`);
    symlinkSync(url.slice('sqlite:'.length), other);
    locks.push(await lockStore(url));
    expect(tryLock(`sqlite:${other}`)).toBeUndefined();
  });

  it("isn't waited for any longer than wanted", async () => {
    const url = backend.create();
    locks.push(await lockStore(url));
    const ending = new AbortController();
    const waiting = lockStore(url, { signal: ending.signal, onWait: () => ending.abort() });
    await expect(waiting).rejects.toThrow('abort');
    await expect(lockStore(backend.create(), { signal: ending.signal })).rejects.toThrow('abort');
  });

  it('needs no file when the store has none', async () => {
    const [one, two] = [await lockStore('sqlite::memory:'), await lockStore('sqlite::memory:')];
    one.release();
    two.release();
  });

  it("says which file it can't use", async () => {
    const url = `sqlite:${join(backend.folder, randomUUID(), 'x.db')}`;
    mkdirSync(`${url.slice('sqlite:'.length)}-lock`, { recursive: true });
    await expect(lockStore(url)).rejects.toThrow(/^The lock file .*x\.db-lock can't be used: /);
  });
});
