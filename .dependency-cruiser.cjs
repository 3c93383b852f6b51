// The modules and what each may import. A broken rule breaks `npm run check`.
const only = (room, from, allowed) => ({
  name: `${room}-imports-downhill`,
  severity: 'error',
  from: { path: from },
  to: {
    path: '^(src|commands|playground|test|bench)/',
    // Every module may tell the operator what is wrong.
    pathNot: [allowed, '^src/operator-error\\.ts$'],
    // A type costs nothing and runs nothing, so each is declared once and imported from anywhere.
    dependencyTypesNot: ['type-only'],
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('digest', '^src/digest/', '^src/digest/'),
    only('library', '^src/library/', '^src/(library|digest|latex)/'),
    only('sources', '^src/sources/', '^src/(sources|digest)/'),
    only('builder', '^src/builder/', '^src/(builder|digest)/'),
    only('latex', '^src/latex/', '^src/latex/'),
    only('cite', '^src/cite/', '^src/(cite|digest|latex)/'),
    only('words', '^src/words/', '^src/words/'),
    only('input', '^src/input/', '^src/(input|digest|words)/'),
    only('embeds', '^src/embeds/', '^src/((embeds|digest|latex|words)/|discord/api\\.ts$)'),
    only('store', '^src/store/', '^src/store/'),
    only('delivery', '^src/delivery/', '^src/(delivery|digest|embeds|store)/'),
    only('discord', '^src/discord/', '^src/(discord/|embeds/|words/|command\\.ts$)'),
    only('command', '^src/command\\.ts$', '^src/(words/|discord/api\\.ts$)'),
    only(
      'commands',
      '^commands/',
      '^(commands/|src/command\\.ts$|src/discord/api\\.ts$|src/(input|embeds|digest|cite|words)/)',
    ),
    {
      name: 'playground-imports-nothing-of-the-bot',
      severity: 'error',
      from: { path: '^playground/' },
      to: { path: '^(src|commands|test|bench)/', pathNot: '^src/node-version\\.cjs$' },
    },
    {
      name: 'only-discord-knows-discord-js',
      comment: 'Types included: others take them from src/discord/api.ts.',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: '^src/discord/' },
      to: { path: 'node_modules/(discord\\.js|undici)/' },
    },
    {
      name: 'discord-js-is-all-of-discord',
      comment: 'What it is made of is imported from discord.js, in the version that it comes with.',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/(@discordjs|discord-api-types)/' },
    },
    {
      name: 'no-discord-js-in-the-browser',
      severity: 'error',
      from: { path: '^playground/page/' },
      to: { path: 'node_modules/discord\\.js/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'gray-matter-behind-one-wrapper',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: '^src/digest/front-matter\\.ts$' },
      to: { path: 'node_modules/gray-matter/' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(src|commands|playground)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'product-uses-no-dev-dependency',
      severity: 'error',
      from: { path: '^(src|commands)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
