// Plain JavaScript: it must run on the very Node versions that it turns away.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Paperboy needs Node 24 or newer and this is ${process.versions.node}: start it with npm start, which brings its own on most machines, or install Node 24 from https://nodejs.org.\n`,
  );
  process.exit(1);
}
