import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { turnsBeside } from '../../src/store/turns.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-turns-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('turns shared through a store', () => {
  it('run one at a time, and each knows when the one before ended', () => {
    const url = `sqlite:${join(newFolder(), 'paperboy.db')}`;
    const [bot, tool] = [turnsBeside(url, 'arxiv'), turnsBeside(url, 'arxiv')];
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
    const one = turnsBeside(url, 'arxiv')?.take();
    const other = turnsBeside(url, 'others')?.take();
    const store = await openStore(url);
    await store.close();
    expect(other).toBeDefined();
    expect(readdirSync(folder)).toContain('paperboy-arxiv.db-lock');
    one?.end(0);
    other?.end(0);
  });

  it("aren't shared when the store ends with its process", () => {
    expect(turnsBeside('sqlite::memory:', 'arxiv')).toBeUndefined();
  });

  it('stay private when there is no store, and create no folder', () => {
    const folder = newFolder();
    const turns = turnsBeside(`sqlite:${join(folder, 'data/paperboy.db')}`, 'arxiv');
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
    const turns = turnsBeside(`sqlite:${join(folder, 'paperboy.db')}`, 'arxiv');
    expect(turns?.take()).toBeDefined();
    expect(turns?.take()).toBeDefined();
  });
});
