import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createSharedTurns, lockStore, type StoreLock, tryLock } from '../../src/store/lock.ts';
import { openStore } from '../../src/store/open.ts';
import { sqliteFiles } from './stores.ts';
import { COMPILED } from './compiled.ts';

const backend = sqliteFiles();
const children: ChildProcess[] = [];
const locks: StoreLock[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const lock of locks.splice(0)) lock.release();
});
afterAll(() => backend.dispose());

/** A new folder for a store of its own. */
function newFolder(): string {
  const folder = join(backend.folder, randomUUID());
  mkdirSync(folder);
  return folder;
}

/** Another process that wants the lock, and what it has printed. */
function startRival(url: string) {
  const script = join(import.meta.dirname, 'lock-worker.ts');
  const child = spawn(process.execPath, [script, url], {
    env: { ...process.env, ...COMPILED },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  const prints = (word: string) =>
    expect.poll(() => output, { timeout: 15_000, interval: 20 }).toContain(word);
  return { child, prints, output: () => output };
}

describe('the lock of a store', () => {
  it('belongs to one process at a time, and goes to the next within a second', async () => {
    const url = backend.create();
    locks.push(await lockStore(url));
    const other = startRival(url);
    await other.prints('waiting');
    // Opening and closing the store doesn't release it, since the lock is another file.
    await (await openStore(url)).close();
    expect(other.output()).toBe('waiting\n');
    locks[0]?.release();
    locks[0]?.release();
    await other.prints('locked');
    expect(other.output()).toBe('waiting\nlocked\n');
    expect(tryLock(url)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')(
    'stays with a stopped process, and is freed when it is killed (needs POSIX)',
    async () => {
      const url = backend.create();
      const { child, prints } = startRival(url);
      await prints('locked');
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

  it("isn't given to the same process twice, under any name", async () => {
    const url = backend.create();
    await (await openStore(url)).close();
    const other = join(backend.folder, `${randomUUID()}.db`);
    symlinkSync(url.slice('sqlite:'.length), other);
    locks.push(await lockStore(url));
    expect(tryLock(`sqlite:${other}`)).toBeUndefined();
  });

  it('is no longer waited for once the signal is aborted', async () => {
    const url = backend.create();
    locks.push(await lockStore(url));
    const ending = new AbortController();
    const waiting = lockStore(url, { signal: ending.signal, onWait: () => ending.abort() });
    await expect(waiting).rejects.toThrow('abort');
    await expect(lockStore(backend.create(), { signal: ending.signal })).rejects.toThrow('abort');
  });

  it('needs no file for a store in memory', async () => {
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

describe('turns shared through a store', () => {
  it('run one at a time, and each knows when the one before ended', () => {
    const url = `sqlite:${join(newFolder(), 'paperboy.db')}`;
    const [bot, tool] = [createSharedTurns(url, 'arxiv'), createSharedTurns(url, 'arxiv')];
    const first = bot?.take();
    expect(first?.lastEnded).toBe(-Infinity);
    expect(tool?.take()).toBeUndefined();
    expect(bot?.take()).toBeUndefined();
    const at = Date.parse('2026-06-13T06:00:00.250Z');
    first?.end(at);
    const second = tool?.take();
    expect(second?.lastEnded).toBeCloseTo(at, 0);
    expect(bot?.take()).toBeUndefined();
    second?.end(second.lastEnded);
    const third = bot?.take();
    expect(third?.lastEnded).toBeCloseTo(at, 0);
    third?.end(at);
  });

  it('hold up neither other names nor the store', async () => {
    const folder = newFolder();
    const url = `sqlite:${join(folder, 'paperboy.db')}`;
    const one = createSharedTurns(url, 'arxiv')?.take();
    const other = createSharedTurns(url, 'others')?.take();
    const store = await openStore(url);
    await store.close();
    expect(other).toBeDefined();
    expect(readdirSync(folder)).toContain('paperboy-arxiv.db-lock');
    one?.end(0);
    other?.end(0);
  });

  it("aren't shared when the store ends with its process", () => {
    expect(createSharedTurns('sqlite::memory:', 'arxiv')).toBeUndefined();
  });

  it('stay private when there is no store, and create no folder', () => {
    const folder = newFolder();
    const turns = createSharedTurns(`sqlite:${join(folder, 'data/paperboy.db')}`, 'arxiv');
    expect(turns?.take()?.lastEnded).toBe(-Infinity);
    expect(turns?.take()?.lastEnded).toBe(-Infinity);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a folder', (mark: string) => mkdirSync(mark)],
    ['no lock', (mark: string) => writeFileSync(mark, 'x'.repeat(5000))],
  ])('stay private when the lock is %s', (_what, make) => {
    const folder = newFolder();
    make(join(folder, 'paperboy-arxiv.db-lock'));
    const turns = createSharedTurns(`sqlite:${join(folder, 'paperboy.db')}`, 'arxiv');
    expect(turns?.take()).toBeDefined();
    expect(turns?.take()).toBeDefined();
  });
});
