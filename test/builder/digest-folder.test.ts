import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { publish, removeStaleDrafts, republish } from '../../src/builder/digest-folder.ts';
import { isDigestFile } from '../../src/digest/day.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { digestOf, markdownOf } from '../support/digest.ts';

const DAY = '2026-06-12';
const FILE = `${DAY}---Hot-Papers.md`;

async function newFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'paperboy-publish-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

describe('publishing a digest', () => {
  it('names the file after its day and leaves nothing else behind', async () => {
    const directory = await newFolder();
    expect(await publish(directory, DAY, 'text')).toEqual({ file: FILE, isNew: true });
    expect(await readdir(directory)).toEqual([FILE]);
    expect(await readFile(join(directory, FILE), 'utf8')).toBe('text');
  });

  it('never replaces a file of that day, not even a dangling link', async () => {
    for (const name of [FILE, `${DAY}.md`, `${DAY}---x.md`]) {
      const directory = await newFolder();
      await symlink('nowhere', join(directory, name));
      expect(await publish(directory, DAY, 'text')).toEqual({ file: name, isNew: false });
      expect(await readdir(directory)).toEqual([name]);
    }
  });

  it('writes one whole file when several run at once', async () => {
    const directory = await newFolder();
    const texts = Array.from({ length: 20 }, (_, at) => String(at).repeat(10_000));
    const done = await Promise.all(texts.map((text) => publish(directory, DAY, text)));
    expect(done.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await readdir(directory)).toEqual([FILE]);
    const winner = done.findIndex(({ isNew }) => isNew);
    expect(await readFile(join(directory, FILE), 'utf8')).toBe(texts[winner]);
  });

  it('is all or nothing when the process is killed, and leaves no half digest', async () => {
    const directory = await newFolder();
    let leftovers = 0;
    for (let kill = 0; kill < 6; kill++) {
      const folder = join(directory, String(kill));
      await mkdir(folder);
      const worker = join(import.meta.dirname, 'publish-worker.ts');
      const child = spawn(process.execPath, [worker, folder, 'y'.repeat(100_000)]);
      await once(child.stdout, 'data');
      const gone = once(child, 'close');
      // At an arbitrary point of its work.
      setTimeout(() => child.kill('SIGKILL'), 20 + kill * 7);
      await gone;
      const names = await readdir(folder);
      for (const name of names.filter(isDigestFile)) {
        expect((await readFile(join(folder, name), 'utf8')).length).toBe(100_000);
      }
      const rest = names.filter((name) => !isDigestFile(name));
      leftovers += rest.length;
      expect(rest.every((name) => name.startsWith('.paperboy-'))).toBe(true);
      await removeStaleDrafts(folder, Date.now() + 3_600_000);
      expect((await readdir(folder)).every(isDigestFile)).toBe(true);
    }
    // Not every kill hits while a draft exists, but most of the time it should.
    expect(leftovers).toBeGreaterThan(0);
  });

  it("says why it can't write, and leaves no draft", async () => {
    const directory = await newFolder();
    await expect(publish(join(directory, 'nowhere'), DAY, 'text')).rejects.toThrow(
      /^The digests folder .*nowhere can't be written to: it doesn't exist \(ENOENT\)$/,
    );
  });

  // With the system's own limit for the size of files, which Windows doesn't have.
  it.skipIf(process.platform === 'win32')('says that the disk is full', async () => {
    const directory = await newFolder();
    const worker = join(import.meta.dirname, 'publish-worker.ts');
    const command = `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`;
    const child = spawn('bash', [
      '-c',
      command,
      process.execPath,
      worker,
      directory,
      'y'.repeat(60_000),
    ]);
    let said = '';
    child.stderr.on('data', (data) => (said += String(data)));
    await once(child, 'close');
    expect(said).toContain("can't be written to: the disk is full (EFBIG)");
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('republishing a digest', () => {
  it('replaces the text that was read', async () => {
    const directory = await newFolder();
    await writeFile(join(directory, FILE), 'before');
    expect(await republish(directory, FILE, { before: 'before', text: 'after' })).toBe(true);
    expect(await readFile(join(directory, FILE), 'utf8')).toBe('after');
    expect(await readdir(directory)).toEqual([FILE]);
  });

  it('leaves a file alone that has changed or disappeared since it was read', async () => {
    const directory = await newFolder();
    await writeFile(join(directory, FILE), 'by hand');
    expect(await republish(directory, FILE, { before: 'before', text: 'after' })).toBe(false);
    expect(await readFile(join(directory, FILE), 'utf8')).toBe('by hand');
    await rm(join(directory, FILE));
    expect(await republish(directory, FILE, { before: 'before', text: 'after' })).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('leftover drafts', () => {
  it('are removed once they are old, and nothing else is', async () => {
    const directory = await newFolder();
    const now = Date.now();
    const names = ['.paperboy-old.tmp', '.paperboy-new.tmp', '.other.tmp', 'paperboy-x.tmp', FILE];
    for (const name of names) {
      await writeFile(join(directory, name), '');
      const age = name.includes('new') ? 60_000 : 3_600_000;
      await utimes(join(directory, name), (now - age) / 1000, (now - age) / 1000);
    }
    await removeStaleDrafts(directory, now);
    expect((await readdir(directory)).sort()).toEqual(
      names.filter((name) => !name.includes('old')).sort(),
    );
  });

  it("aren't digests to the archive", async () => {
    const directory = await newFolder();
    const text = markdownOf(digestOf({ day: DAY, papers: [{}] }));
    await writeFile(join(directory, '.paperboy-2026-06-12.tmp'), text);
    await writeFile(join(directory, FILE), text);
    const archive = await openArchive({
      directory,
      log: () => undefined,
      stableMs: 0,
      now: () => Date.now() + 3_600_000,
    });
    onTestFinished(() => archive.close());
    expect(archive.days()).toEqual([DAY]);
    expect(archive.digest(DAY)?.file).toBe(FILE);
  });
});
