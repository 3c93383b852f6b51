// The modules and what each may import. A broken rule breaks `npm run check`.
const only = (module, from, allowed) => ({
  name: `${module}-imports-downhill`,
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
    only('latex', '^src/latex/', '^src/latex/'),
    only('cite', '^src/cite/', '^src/(cite|digest|latex)/'),
    only('archive', '^src/archive/', '^src/(archive|digest|latex)/'),
    only('search', '^src/search/', '^src/(search|archive|digest|latex)/'),
    only('sources', '^src/sources/', '^src/(sources|digest)/'),
    only('builder', '^src/builder/', '^src/(builder|digest)/'),
    only('i18n', '^src/i18n/', '^src/i18n/'),
    only('input', '^src/input/', '^src/(input|digest|i18n)/'),
    only('messages', '^src/messages/', '^src/((messages|digest|latex|i18n)/|discord/api\\.ts$)'),
    only('store', '^src/store/', '^src/store/'),
    only('schedule', '^src/schedule/', '^src/(schedule|digest)/'),
    only('delivery', '^src/delivery/', '^src/(delivery|digest|messages|schedule|store)/'),
    only('discord', '^src/discord/', '^src/(discord/|messages/|i18n/|command\\.ts$)'),
    only('command', '^src/command\\.ts$', '^src/(i18n/|discord/api\\.ts$)'),
    only(
      'commands',
      '^commands/',
      '^(commands/|src/command\\.ts$|src/discord/api\\.ts$|src/(input|messages|digest|cite|i18n)/)',
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
