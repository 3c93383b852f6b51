'use strict';

// Ends the process with a sentence if its Node is too old. It's loaded before anything that an old
// Node can't read, and is plain JavaScript for Node 12 itself.
const { join } = require('path');
const { bundledNodeState, thisMachine } = require('./bundled-node.cjs');

/** The oldest major version with what Paperboy uses: Temporal, node:sqlite, type stripping. */
const OLDEST = 26;

/**
 * What to do about a Node that is too old; undefined if it isn't.
 *
 * @param {object} found
 * @param {string} found.version as in `process.versions.node`
 * @param {string} found.platform as `process.platform`
 * @param {string} found.arch as `process.arch`
 * @param {boolean} found.isMusl
 * @param {() => ReturnType<typeof bundledNodeState>} found.bundled called only when it matters
 * @param {string | undefined} found.script the npm script that is running, if any
 * @returns {string | undefined} one sentence
 */
function adviceFor({ version, platform, arch, isMusl, bundled, script }) {
  if (Number(version.split('.')[0]) >= OLDEST) return undefined;
  const machine = `${platform} ${arch}${isMusl ? ' with musl' : ''}`;
  const again =
    script === undefined ? 'then start this again' : `then run "${commandOf(script)}" again`;
  const install =
    `install Node ${OLDEST} or newer, from https://nodejs.org/en/download or with your system's ` +
    `package manager, ${again}.`;
  const advice = {
    none: `, for which "npm ci" installs no Node: ${install}`,
    broken: `, where the Node ${OLDEST} that "npm ci" installed can't run: ${install}`,
    missing: `: run "npm ci", which installs Node ${OLDEST} for this machine, ${again}.`,
    unlinked: `: run "npm ci", which lets npm use the Node ${OLDEST} that it installs, ${again}.`,
    ready:
      script === undefined
        ? `: start it with npm, which uses the Node ${OLDEST} that "npm ci" installed ("npm start", "npm run playground").`
        : `: put node_modules/.bin, where "npm ci" put Node ${OLDEST}, first on the PATH of npm's shell, ${again}.`,
  }[bundled()];
  return `Paperboy needs Node ${OLDEST} or newer, and this is Node ${version} on ${machine}${advice}`;
}

/** @param {string} script */
function commandOf(script) {
  return script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`;
}

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  const machine = thisMachine();
  const advice = adviceFor({
    version: process.versions.node,
    platform: machine.platform,
    arch: machine.arch,
    isMusl: machine.isMusl,
    bundled: () => bundledNodeState(join(__dirname, '..'), machine),
    script: process.env.npm_lifecycle_event,
  });
  process.stderr.write(`${advice}\n`);
  process.exit(1);
}

module.exports = { OLDEST, adviceFor };
