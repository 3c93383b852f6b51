'use strict';

// Loaded with -r, which every Node knows, so that an old one gets as far as this check.
require('./node-version.cjs');
const { enableCompileCache } = require('module');

// Caches compiled TypeScript in the system's temporary folder: from its second start on, the process
// is ready sooner and never loads the compiler, which takes 25 MB in each thread. Where that folder
// can't be written, everything is compiled as on the first start.
enableCompileCache();

// node-cron reads the clock in the machine's own time zone, and so skips the hour that is repeated
// when that zone sets its clock back. Channels have time zones of their own, whatever this one is.
process.env.TZ = 'UTC';
