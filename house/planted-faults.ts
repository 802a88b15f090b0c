type Texts = Readonly<Record<string, string>>

interface Fault {
  /** Each has one fault. */
  readonly bad: readonly Texts[]
  readonly good: Texts
}

const tables = {
  'lims/migrations/0001.ts': 'export const sql = `create table jobs (id text); create table "lims"."trays" (id text)`',
  'lims/platform/queue/tables.ts': 'export const queueTables = () => `create table if not exists tasks (id text)`',
  'lims/platform/queue/store.ts': "export const add = (db: Db) => db('tasks').insert({})",
  'lims/production/store.ts': "export const add = (db: Db) => db.insert({}).into('jobs')",
  'portal/server/migrations/0001.sql': 'create table orders (id text);',
}
const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages })

/** Every check of the house, failed once; and what it must not mistake for a fault. */
export const faults: Readonly<Record<string, Fault>> = {
  'each table has one writer': {
    bad: [
      { ...tables, 'lims/webhooks/store.ts': "export const add = (db: Db) => db('jobs').insert({})" },
      {
        ...tables,
        'lims/production/hold-job.ts': "export const hold = (db: Db) => db<Row>('jobs as j').where({}).update({})",
      },
      {
        ...tables,
        'lims/production/hold-job.ts': 'export const hold = (db: Db) => db.raw(`update lims.jobs set held = ${x}`)',
      },
      {
        ...tables,
        'lims/stock/store.ts': "export const add = (db: Db) => db.raw('insert into tasks ' + 'values (1)')",
      },
      {
        ...tables,
        'lims/stock/store.ts': 'export const drop = (db: Db, name: string) => db.raw(`delete from ${name}`)',
      },
      {
        ...tables,
        'lims/stock/store.ts': "export async function drop(db: Db) { const q = db('jobs'); await q.del() }",
      },
      { ...tables, 'portal/server/orders/store.ts': "export const drop = (db: Db) => db('jobs').truncate()" },
    ],
    good: {
      ...tables,
      'lims/production/hold-job.test.ts': "await db('jobs').update({ at: null })",
      'lims/production/views.ts': "export const view = (db: Db) => db('jobs').select().forUpdate().of('jobs')",
      'lims/production/claim.ts':
        "export const claim = (db: Db) => db.raw('select id from jobs for update of jobs skip locked')",
      'lims/production/hash.ts': "export const hash = createHash('jobs-1').update('x').digest()",
    },
  },
  'no file is too long to read': {
    bad: [{ 'rules/engine/judge.ts': 'export const a = 1\n'.repeat(401) }],
    good: {
      'rules/engine/judge.ts': 'export const a = 1\n'.repeat(400),
      'rules/optics/index-table.ts': `// data table: Abbe numbers\n${'export const a = 1\n'.repeat(900)}`,
    },
  },
  'file names say what the file does': {
    bad: ['service', 'utils', 'helpers', 'types', 'constants', 'index']
      .flatMap((name) => [{ [`lims/stock/${name}.ts`]: '' }, { [`portal/web/orders/${name}.tsx`]: '' }])
      .concat({ 'lims/src/main.ts': '' }),
    good: { 'lims/stock/store.ts': '', 'portal/web/index.html': '', 'lims/releases/resource.ts': '' },
  },
  'each word means one thing': {
    bad: [
      { 'lims/stock/store.ts': 'export const of = (customerId: string) => customerId' },
      { 'lims/printing/lease.ts': 'export interface PrintJob {}' },
      { 'lims/platform/queue/run.ts': 'export const jobQueue = []' },
      { 'lims/migrations/0002.ts': 'export const sql = `alter table orders add customer_id text`' },
    ],
    good: {
      'portal/server/till/charge.ts': 'stripe.customers.create()',
      'lims/production/move-step.ts': 'export const jobStep = 1 // its position in the queue of jobs',
    },
  },
  'nothing of one machine or of yesterday is left behind': {
    bad: [
      { 'docs/start.md': 'Look into `/Users/somebody/ils` first.' },
      { '.ci/run': 'cd /home/somebody/out' },
      { 'lims/stock/store.ts': '// TODO: page' },
      { 'docs/plan.md': 'FIXME' },
    ],
    good: { 'docs/start.md': 'Of https://example.org/work/plan, ../work/x and mktemp XXXXXX.' },
  },
  'no test sleeps without a reason': {
    bad: [
      { 'lims/stock/stock.test.ts': "test.only('a', () => {}) // because" },
      { 'lims/stock/stock.test.ts': "describe.skip('a', () => {})" },
      { 'lims/stock/stock.test.ts': "test.concurrent.skip('a', () => {})" },
      { 'lims/stock/stock.test.ts': "test.skipIf(process.platform === 'win32')('a', () => {})" },
    ],
    good: {
      'lims/stock/stock.test.ts': "// Redis keeps no durable news.\ntest.skipIf(noRedis)('a', () => {})\nlist.only = 1",
    },
  },
  'no comment switches off every rule': {
    bad: [
      { 'lims/stock/store.ts': '/* eslint-disable */' },
      { 'lims/stock/store.ts': 'f() // eslint-disable-line -- I know better' },
      { 'lims/stock/store.ts': '// @ts-ignore\nf()' },
    ],
    good: { 'lims/stock/store.ts': '// eslint-disable-next-line no-console -- the parent reads this line\nf()' },
  },
  'packages come from the public registry': {
    bad: [
      { 'package-lock.json': lock({ 'node_modules/a': { resolved: 'http://10.0.0.7:4873/a/-/a-1.0.0.tgz' } }) },
      { '.npmrc': 'registry=http://10.0.0.7:4873' },
      { 'portal/.npmrc': '//registry.npmjs.org/:_authToken=x' },
    ],
    good: {
      'package-lock.json': lock({
        'node_modules/a': { resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' },
        'node_modules/@ils/lims': { resolved: 'lims' },
      }),
      '.npmrc': 'save-exact=true',
    },
  },
  'the lock has every optional package': {
    bad: [
      {
        'package-lock.json': lock({
          'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-darwin': '1' } },
          'node_modules/a-linux': {},
        }),
      },
    ],
    good: {
      'package-lock.json': lock({
        'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-darwin': '1' } },
        'node_modules/a-linux': {},
        'node_modules/a/node_modules/a-darwin': {},
      }),
    },
  },
  'links in Markdown lead somewhere': {
    bad: [
      { 'README.md': 'See [the plan](docs/plan.md).' },
      { 'docs/start.md': 'See [the readme](README.md).', 'README.md': '# ILS' },
      { 'README.md': '# ILS\n[back](#the-tree)' },
      { 'README.md': '[one]: docs/one.md' },
    ],
    good: {
      'README.md':
        '# ILS\n## The tree (no `src/`)\n[a](docs/start.md#first-steps) [b](#the-tree-no-src) [c](https://x.org/y.md) [d](docs/)\n`[e](none.md)`',
      'docs/start.md': '# First steps\n[up](../README.md)\n```\n[f](none.md)\n```',
    },
  },
}
