'use strict';

// Preloaded with -r, which every Node knows, so that an old one gets as far as the check.
require('./node-version.cjs');
const { enableCompileCache } = require('module');

// Keeps what reading TypeScript comes to in the system's temporary folder: from its second start on
// the process is ready sooner and never loads the compiler, which takes 25 MB in each thread. Where
// nothing can be kept there, it is read as it was the first time.
enableCompileCache();

// node-cron reads the clock through the machine's own zone, and so leaves out the hour that is
// repeated where a zone puts its clock back. Channels have their own zones, whatever this is.
process.env.TZ = 'UTC';
