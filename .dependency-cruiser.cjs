// The rooms of the house and who may import whom. A broken rule breaks `npm run check`.
const only = (room, from, allowed) => ({
  name: `${room}-imports-downhill`,
  severity: 'error',
  from: { path: from },
  // Every room may tell the operator what is wrong.
  to: {
    path: '^(src|commands|playground|test|bench)/',
    pathNot: [allowed, '^src/operator-error\\.ts$'],
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
    only('builder', '^src/builder/', '^src/(builder|digest)/|^src/sources/types\\.ts$'),
    only('latex', '^src/latex/', '^src/latex/'),
    only('cite', '^src/cite/', '^src/(cite|digest|latex)/'),
    only('words', '^src/words/', '^src/words/'),
    only('embeds', '^src/embeds/', '^src/(embeds|digest|latex|words)/'),
    only('store', '^src/store/', '^src/store/'),
    only('delivery', '^src/delivery/', '^src/(delivery|digest|embeds|store)/'),
    only('discord', '^src/discord/', '^src/(discord/|embeds/|words/|command\\.ts$)'),
    only(
      'command',
      '^src/command\\.ts$',
      '^src/(builder|digest|embeds|library|store|delivery|words)/',
    ),
    only(
      'commands',
      '^commands/',
      '^(commands/|src/command\\.ts$|src/(embeds|digest|cite|words)/)',
    ),
    only('playground', '^playground/', '^playground/'),
    {
      name: 'command-takes-types-only',
      comment:
        'src/command.ts is a contract: it may name the types of other rooms, not run them, but for ' +
        'the words that a UserError is told in.',
      severity: 'error',
      from: { path: '^src/command\\.ts$' },
      to: { path: '^src/', pathNot: '^src/words/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-discord-knows-discord-js',
      severity: 'error',
      from: { path: '^(src|commands)/', pathNot: '^src/discord/' },
      to: { path: 'node_modules/(discord\\.js|@discordjs|undici)/' },
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
