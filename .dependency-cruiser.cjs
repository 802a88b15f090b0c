// The import law of the house, as tables and the rules that follow from them. `law.test.ts` plants a violation of every rule.
// Words may travel anywhere; calls only go down. Types are words too, but a type-only import still counts here: a module
// that knows another one's types has to be read together with it.

const either = (names) => `(${names.join('|')})`

/** Where a package lives. `lims` holds packages inside it, so its own files are what the others leave over. */
const homes = {
  rules: '^rules/',
  oma: '^lims/oma/',
  contract: '^lims/contract/',
  client: '^lims/client/',
  platform: '^lims/platform/',
  testing: '^lims/testing/',
  lims: '^lims/(?!(oma|contract|client|platform|testing)/)',
  'portal-contract': '^portal/contract/',
  'portal-web': '^portal/web/',
  'portal-server': '^portal/(?!(contract|web)/)',
  'print-spooler': '^print-spooler/',
  cli: '^cli/',
  seeds: '^seeds/',
  // The repository itself: configuration, checks and benches. It counts as a test.
  root: '^([^/]+[.][a-z]+$|(bench|house|[.]ci)/)',
}

/** What of `lims` may be started from outside: its processes, migrations and the files beside them, never a module. */
const limsFront = '^lims/((processes|migrations)/|[^/]+$)'
/** The same of the portal's server, and its contract. */
const portalFront = '^portal/(server/((processes|migrations)/|[^/]+$)|contract/)'

const anyone = ['contract', 'client', 'rules', 'oma']
/** Per package: which others it may import. Its tests may import `testing` and `seeds` as well. */
const mayImport = {
  rules: [],
  oma: [],
  contract: ['rules', 'oma'],
  client: ['contract'],
  platform: ['contract'],
  // It opens a whole LIMS and a whole portal for the tests of whoever asks.
  testing: [...anyone, 'platform', 'lims-front', 'portal-front'],
  lims: [...anyone, 'platform'],
  'portal-contract': ['contract', 'rules', 'oma'],
  'portal-web': [...anyone, 'portal-contract'],
  'portal-server': [...anyone, 'platform', 'portal-contract'],
  'print-spooler': [...anyone, 'platform'],
  seeds: anyone,
  cli: [...anyone, 'platform', 'testing', 'seeds', 'lims-front', 'portal-front'],
  root: [...anyone, 'platform', 'testing', 'seeds', 'lims-front', 'portal-front'],
}

const TEST = '[.]test[.]tsx?$'
const INSTALLED = '(^|/)node_modules/'
const roads = { ...homes, 'lims-front': limsFront, 'portal-front': portalFront }

const packageRules = Object.entries(mayImport).flatMap(([name, may]) => {
  const forbid = (rule, from, allowed) => ({
    name: rule,
    severity: 'error',
    comment: `${name} imports of ours only: ${allowed.length === 0 ? 'nothing' : allowed.join(', ')}`,
    from,
    to: {
      path: either(Object.values(homes)),
      pathNot: [INSTALLED, homes[name], ...allowed.map((other) => roads[other])],
    },
  })
  const inTests = [...new Set([...may, 'testing', 'seeds'])]
  // The CLI and the repository's own checks may do what a test may.
  if (inTests.length === may.length) return [forbid(`package-${name}`, { path: homes[name] }, may)]
  return [
    forbid(`package-${name}`, { path: homes[name], pathNot: TEST }, may),
    forbid(`package-${name}-tests`, { path: `${homes[name]}.*${TEST}` }, inTests),
  ]
})

/** The two servers: modules by level, from the ground up. */
const servers = {
  lims: {
    at: '^lims/',
    levels: [
      ['events'],
      ['access'],
      ['releases'],
      ['stock'],
      ['production'],
      ['devices', 'printing'],
      ['webhooks', 'live', 'telemetry', 'overview'],
    ],
  },
  portal: {
    at: '^portal/server/',
    levels: [
      ['events'],
      ['access'],
      ['practices'],
      ['patients', 'catalogue'],
      ['orders'],
      ['till', 'billing', 'purchasing'],
      ['insight', 'live'],
    ],
  },
}

const serverRules = Object.entries(servers).flatMap(([server, { at, levels }]) => {
  const modules = either(levels.flat())
  // What every module stands on, and what stands on every module.
  const ground = `${at}(app|settings|version)[.]ts$`
  const composition = `${at}(?!(app|settings|version)[.]ts$)((processes|migrations)/|[^/]+[.]ts$)`
  const files = (names) => `${at}[^/]+/${either(names)}[.]ts$`
  return [
    ...levels.map((level, index) => ({
      name: `${server}-level-${index + 1}`,
      severity: 'error',
      comment: `${level.join(', ')}: calls only strictly lower levels; news goes up as events`,
      from: { path: `${at}${either(level)}/`, pathNot: TEST },
      to: { path: `${at}${either(levels.slice(index).flat())}/`, pathNot: `${at}$1/` },
    })),
    {
      name: `${server}-door`,
      severity: 'error',
      comment: 'a module calls another only through its public.ts',
      from: { path: `${at}${modules}/`, pathNot: TEST },
      to: { path: `${at}${modules}/`, pathNot: [`${at}$1/`, files(['public'])] },
    },
    {
      name: `${server}-door-tests`,
      severity: 'error',
      comment: 'a test may look from any level, but only through public.ts, example.ts and what a process may serve',
      from: { path: `${at}${modules}/.*${TEST}` },
      to: {
        path: `${at}${modules}/`,
        pathNot: [`${at}$1/`, files(['public', 'example', '[a-z-]*routes', 'reactions', 'tasks', 'tables'])],
      },
    },
    {
      name: `${server}-composition-door`,
      severity: 'error',
      comment:
        'a process lists what it serves: public.ts, routes.ts, reactions.ts, tasks.ts; migrations list tables.ts',
      from: { path: composition, pathNot: TEST },
      to: {
        path: `${at}${modules}/`,
        pathNot: files(['public', '[a-z-]*routes', 'reactions', 'tasks', 'tables']),
      },
    },
    {
      name: `${server}-composition-is-the-roof`,
      severity: 'error',
      comment: 'processes, migrations and the starting files stand on the modules; no module may lean on them',
      from: { path: [`${at}${modules}/`, ground], pathNot: TEST },
      to: { path: composition },
    },
    {
      name: `${server}-ground`,
      severity: 'error',
      comment: 'app.ts, settings.ts and version.ts lie under every module and know none',
      from: { path: ground },
      to: { path: `${at}${modules}/` },
    },
  ]
})

/** Libraries have one home, so that each can be replaced by editing one folder. Tests are bound as well. */
const libraries = {
  knex: { names: ['knex'], home: ['^lims/platform/db/', '/(store|views)[.]ts$', '^(lims|portal/server)/migrations/'] },
  pg: { names: ['pg'], home: ['^lims/platform/(db|embedded-postgres)/', '^lims/testing/'] },
  koa: {
    names: ['koa', '@koa/[^/]+', 'koa-[^/]+'],
    home: ['^lims/platform/http/', '/[a-z-]*routes[.]ts$', '^(lims|portal/server)/processes/'],
  },
  redis: { names: ['bull', 'ioredis'], home: ['^lims/platform/(queue|live)/'] },
  'json-rules-engine': { names: ['json-rules-engine'], home: ['^rules/reference/'] },
  stripe: { names: ['stripe'], home: ['^portal/server/till/'] },
  // One PDF path for every page we print. Tests and proofs drive a browser to see our own screens.
  puppeteer: {
    names: ['puppeteer', 'puppeteer-core', '@sparticuz/chromium'],
    home: ['^lims/platform/pdf[.]ts$', '^lims/testing/screens/', `^portal/web/.*${TEST}`],
  },
  escpos: { names: ['escpos', 'escpos-[^/]+', '@point-of-sale/[^/]+'], home: ['^print-spooler/printers/'] },
  'prom-client': { names: ['prom-client'], home: ['^lims/platform/metrics/'] },
  pino: { names: ['pino'], home: ['^lims/platform/log/'] },
  'rate-limiter': { names: ['rate-limiter-flexible'], home: ['^lims/platform/http/'] },
  opentelemetry: { names: ['@opentelemetry/[^/]+'], home: ['^lims/platform/(metrics|tracing)/'] },
  // The client is given its sockets by whoever uses it; its tests and the fake LIMS have to bring some.
  ws: { names: ['ws'], home: ['^lims/platform/live/', '^lims/testing/', `^lims/client/.*${TEST}`] },
  jose: { names: ['jose'], home: ['^lims/access/', '^portal/server/access/'] },
  argon2: { names: ['@node-rs/argon2'], home: ['^portal/server/access/'] },
  'openid-client': { names: ['openid-client'], home: ['^portal/server/access/'] },
  nodemailer: { names: ['nodemailer'], home: ['^portal/server/access/'] },
}

const libraryRules = Object.entries(libraries).map(([library, { names, home }]) => ({
  name: `home-of-${library}`,
  severity: 'error',
  comment: `${library} has one home; ask what lives there instead`,
  // A bench may hold the bare library beside what we made of it.
  from: { pathNot: [INSTALLED, '^bench/', ...home] },
  // A library that is not installed keeps its bare name.
  to: { path: `(^|/node_modules/|^node_modules/)(@types/)?${either(names)}(/|$)` },
}))

const known = [
  homes.root,
  either(['rules', 'print-spooler', 'cli', 'seeds'].map((folder) => `^${folder}/`)),
  '^lims/(oma|contract|client|platform|testing|processes|migrations)/',
  '^lims/[^/]+$',
  `^lims/${either(servers.lims.levels.flat())}/`,
  '^portal/(contract|web)/',
  '^portal/server/((processes|migrations)/|[^/]+$)',
  `^portal/server/${either(servers.portal.levels.flat())}/`,
  '^portal/[^/]+$',
]

/** The workspaces that others import at all. */
const imported = ['rules', 'oma', 'contract', 'client', 'platform', 'testing', 'lims', 'seeds']

const nameRules = imported.map((name) => ({
  name: `by-name-${name}`,
  severity: 'error',
  comment: `${name} is imported by its package name: a path into it would not survive the build`,
  from: { pathNot: [INSTALLED, homes[name]] },
  to: { dependencyTypesNot: ['aliased-workspace'], path: homes[name] },
}))

const generalRules = [
  {
    name: 'place-from',
    severity: 'error',
    comment: 'a folder the law does not know has no law: give it a level or a package in .dependency-cruiser.cjs',
    from: { pathNot: [INSTALLED, ...known] },
    to: {},
  },
  {
    name: 'place-to',
    severity: 'error',
    comment: 'a folder the law does not know has no law: give it a level or a package in .dependency-cruiser.cjs',
    from: {},
    to: { dependencyTypes: ['local', 'localmodule', 'aliased-workspace'], pathNot: [INSTALLED, ...known] },
  },
  {
    name: 'no-circular',
    severity: 'error',
    comment: 'two files that need each other are one file, or hide a third',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    severity: 'error',
    comment: 'nothing on this machine answers to that name',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-dev-dependency',
    severity: 'error',
    comment: 'shipped code runs where dev dependencies are not installed',
    from: { pathNot: [TEST, homes.root, homes.testing] },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'no-orphan',
    severity: 'error',
    comment: 'nobody needs it and it needs nobody',
    // Tools find their configuration by its name, and vitest its reporters by their path.
    from: { orphan: true, pathNot: ['^[^/]+[.](mjs|cjs)$', '[.]config[.](ts|mjs)$', '-reporter[.]ts$', '[.]d[.]ts$'] },
    to: {},
  },
  {
    name: 'nobody-imports-tests',
    severity: 'error',
    comment: 'what two tests share is an example.ts or lives in lims/testing',
    from: {},
    to: { path: [TEST, '^bench/.*[.]bench[.]ts$'] },
  },
  {
    name: 'browser-safe',
    severity: 'error',
    comment: 'these packages run in a browser too',
    from: { path: ['^rules/', '^lims/(oma|contract|client)/', '^portal/(web|contract)/'], pathNot: TEST },
    to: { dependencyTypes: ['core'] },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...packageRules, ...serverRules, ...libraryRules, ...nameRules, ...generalRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|[.]ils|[.]git)/' },
    tsPreCompilationDeps: true,
    // A dependency named in any package.json between the file and the top counts; knip asks for the nearest.
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // Our packages offer their sources under `development`.
      conditionNames: ['development', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
}
