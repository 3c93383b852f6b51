'use strict';

// `npm ci` installs Node as an optional dependency and puts it first on the PATH of npm's scripts.
// This is plain JavaScript for Node 12, since it has to run where that Node is missing or can't run.
// It's separate from node-version.cjs, which ends an old Node as soon as it's loaded.
const { spawnSync } = require('child_process');
const { existsSync, readFileSync, unlinkSync } = require('fs');
const { join } = require('path');

/**
 * The state of the Node that `npm ci` installs for a machine.
 *
 * - `none`: there is none for this kind of machine
 * - `missing`: there is one, but it isn't installed
 * - `broken`: it's installed but can't run, say because the system's C library is too old
 * - `unlinked`: it runs, but npm's scripts don't find it
 * - `ready`: it runs, and npm's scripts find it
 *
 * @param {string} root the folder of package.json
 * @param {{ platform: string, arch: string, isMusl: boolean }} machine as `process` names them
 * @returns {'none' | 'missing' | 'broken' | 'unlinked' | 'ready'}
 */
function bundledNodeState(root, { platform, arch, isMusl }) {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const suffix = `-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const name = Object.keys(optionalDependencies).find((one) => one.endsWith(suffix));
  if (name === undefined) return 'none';
  const folder = join(root, 'node_modules', name);
  // The one for Linux needs glibc, which some musl systems can emulate.
  if (!existsSync(folder)) return isMusl ? 'none' : 'missing';
  const binary = join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (spawnSync(binary, ['--version'], { stdio: 'ignore' }).status !== 0) return 'broken';
  return existsSync(linkIn(root, 'node')) ? 'ready' : 'unlinked';
}

/**
 * Removes a Node that can't run from the PATH of npm's scripts, so that they use the system's own.
 *
 * @param {string} root the folder of package.json
 * @param {{ platform: string, arch: string, isMusl: boolean }} machine
 * @returns {boolean} whether there was one
 */
function unlinkBroken(root, machine) {
  if (bundledNodeState(root, machine) !== 'broken') return false;
  // On Windows npm creates one for each shell.
  for (const name of ['node', 'node.cmd', 'node.ps1']) {
    const link = linkIn(root, name);
    if (existsSync(link)) unlinkSync(link);
  }
  return true;
}

/**
 * What npm's scripts find under a name.
 *
 * @param {string} root
 * @param {string} name
 */
function linkIn(root, name) {
  return join(root, 'node_modules', '.bin', name);
}

/** The machine that this process runs on. */
function thisMachine() {
  const { platform, arch } = process;
  return { platform, arch, isMusl: platform === 'linux' && !hasGlibc() };
}

function hasGlibc() {
  /** @type {any} The types lack both fields. */
  const report = process.report;
  // Node 12 can't tell.
  if (!report) return true;
  report.excludeNetwork = true;
  return report.getReport().header.glibcVersionRuntime !== undefined;
}

module.exports = { bundledNodeState, thisMachine, unlinkBroken };
