'use strict';

// Run by `npm ci`; see package.json. Plain JavaScript for Node 12, like bundled-node.cjs.
const { join } = require('path');
const { thisMachine, unlinkBroken } = require('./bundled-node.cjs');

if (unlinkBroken(join(__dirname, '..'), thisMachine())) {
  process.stderr.write(
    "The Node that \"npm ci\" installed can't run on this system, so npm's scripts use the system's own.\n",
  );
}
