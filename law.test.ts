import { beforeAll, describe, expect, test } from 'vitest'
import { houseChecks } from './house/checks.ts'
import { judgeImports, ruleNames } from './house/import-law.ts'
import { inPlantedFolder, joined, pathTo, shareFolders, wayTo, type Planting } from './house/planted-folder.ts'
import { plantedTree } from './house/tree.ts'

/** One file importing another of ours, the way we write it. */
const ours = (from: string, to: string): Planting => ({
  texts: { [from]: `import '${wayTo(from, to)}'\n`, [to]: 'export const here = true\n' },
})
const byPath = (from: string, to: string): Planting => ({
  texts: { [from]: `import '${pathTo(from, to)}'\n`, [to]: 'export const here = true\n' },
})
const library = (from: string, name: string): Planting => ({
  texts: { [from]: `import '${name}'\n` },
  libraries: [name],
})

/** Every rule of the import law, broken once. */
const broken: Readonly<Record<string, Planting>> = {
  'package-rules': ours('rules/engine/judge.ts', 'lims/contract/shapes.ts'),
  'package-rules-tests': ours('rules/engine/judge.test.ts', 'lims/platform/clock.ts'),
  'package-oma': ours('lims/oma/record.ts', 'lims/contract/shapes.ts'),
  'package-oma-tests': ours('lims/oma/record.test.ts', 'lims/platform/clock.ts'),
  'package-contract': ours('lims/contract/jobs.ts', 'lims/platform/clock.ts'),
  'package-contract-tests': ours('lims/contract/jobs.test.ts', 'lims/client/lims-client.ts'),
  'package-client': ours('lims/client/lims-client.ts', 'lims/platform/clock.ts'),
  'package-client-tests': ours('lims/client/lims-client.test.ts', 'lims/start-lims.ts'),
  'package-platform': ours('lims/platform/db/database.ts', 'lims/client/lims-client.ts'),
  'package-platform-tests': ours('lims/platform/db/database.test.ts', 'lims/events/public.ts'),
  'package-testing': ours('lims/testing/simulator.ts', 'lims/devices/public.ts'),
  'package-testing-tests': ours('lims/testing/simulator.test.ts', 'cli/main.ts'),
  'package-lims': ours('lims/events/read-log.ts', 'portal/contract/orders.ts'),
  'package-lims-tests': ours('lims/events/read-log.test.ts', 'print-spooler/main.ts'),
  'package-portal-contract': ours('portal/contract/orders.ts', 'lims/platform/clock.ts'),
  'package-portal-contract-tests': ours('portal/contract/orders.test.ts', 'portal/server/main.ts'),
  'package-portal-web': ours('portal/web/orders/new-order.tsx', 'portal/server/orders/public.ts'),
  'package-portal-web-tests': ours('portal/web/orders/new-order.test.tsx', 'lims/platform/clock.ts'),
  'package-portal-server': ours('portal/server/orders/store.ts', 'lims/production/store.ts'),
  'package-portal-server-tests': ours('portal/server/orders/take-order.test.ts', 'lims/start-lims.ts'),
  'package-print-spooler': ours('print-spooler/main.ts', 'lims/printing/public.ts'),
  'package-print-spooler-tests': ours('print-spooler/main.test.ts', 'lims/printing/public.ts'),
  'package-seeds': ours('seeds/plant.ts', 'lims/platform/clock.ts'),
  'package-seeds-tests': ours('seeds/plant.test.ts', 'cli/main.ts'),
  'package-cli': ours('cli/commands/access/keys.ts', 'lims/access/store.ts'),
  'package-root': ours('bench/run.ts', 'cli/main.ts'),

  'by-name-rules': byPath('lims/releases/judge.ts', 'rules/engine/judge.ts'),
  'by-name-oma': byPath('lims/devices/answer.ts', 'lims/oma/record.ts'),
  'by-name-contract': byPath('lims/platform/http/mount.ts', 'lims/contract/endpoint.ts'),
  'by-name-client': byPath('cli/say.ts', 'lims/client/refused.ts'),
  'by-name-platform': byPath('lims/events/read-log.ts', 'lims/platform/clock.ts'),
  'by-name-testing': byPath('lims/events/read-log.test.ts', 'lims/testing/manual-clock.ts'),
  'by-name-lims': byPath('cli/main.ts', 'lims/start-lims.ts'),
  'by-name-seeds': byPath('cli/main.ts', 'seeds/plant.ts'),

  'lims-level-1': ours('lims/events/read-log.ts', 'lims/access/public.ts'),
  'lims-level-2': ours('lims/access/make-key.ts', 'lims/releases/public.ts'),
  'lims-level-3': ours('lims/releases/judge.ts', 'lims/stock/public.ts'),
  'lims-level-4': ours('lims/stock/reserve-blank.ts', 'lims/production/public.ts'),
  'lims-level-5': ours('lims/production/hold-job.ts', 'lims/webhooks/public.ts'),
  'lims-level-6': ours('lims/devices/answer.ts', 'lims/printing/public.ts'),
  'lims-level-7': ours('lims/overview/job-story.ts', 'lims/telemetry/public.ts'),
  'lims-door': ours('lims/production/create-job.ts', 'lims/releases/judge.ts'),
  'lims-door-tests': ours('lims/production/create-job.test.ts', 'lims/webhooks/store.ts'),
  'lims-composition-door': ours('lims/processes/api.ts', 'lims/access/store.ts'),
  'lims-composition-is-the-roof': ours('lims/production/create-job.ts', 'lims/processes/api.ts'),
  'lims-ground': ours('lims/app.ts', 'lims/access/public.ts'),

  'portal-level-1': ours('portal/server/events/read-log.ts', 'portal/server/access/public.ts'),
  'portal-level-2': ours('portal/server/access/sign-in.ts', 'portal/server/practices/public.ts'),
  'portal-level-3': ours('portal/server/practices/join.ts', 'portal/server/patients/public.ts'),
  'portal-level-4': ours('portal/server/patients/add-patient.ts', 'portal/server/catalogue/public.ts'),
  'portal-level-5': ours('portal/server/orders/take-order.ts', 'portal/server/till/public.ts'),
  'portal-level-6': ours('portal/server/billing/close-month.ts', 'portal/server/insight/public.ts'),
  'portal-level-7': ours('portal/server/insight/month.ts', 'portal/server/live/public.ts'),
  'portal-door': ours('portal/server/billing/close-month.ts', 'portal/server/orders/store.ts'),
  'portal-door-tests': ours('portal/server/orders/take-order.test.ts', 'portal/server/till/store.ts'),
  'portal-composition-door': ours('portal/server/processes/web.ts', 'portal/server/orders/store.ts'),
  'portal-composition-is-the-roof': ours('portal/server/orders/take-order.ts', 'portal/server/main.ts'),
  'portal-ground': ours('portal/server/app.ts', 'portal/server/orders/public.ts'),

  'home-of-knex': library('lims/access/make-key.ts', 'knex'),
  'home-of-pg': library('lims/platform/queue/worker.ts', 'pg'),
  'home-of-koa': library('lims/access/policy.ts', '@koa/router'),
  'home-of-redis': library('lims/platform/http/rate-limit.ts', 'ioredis'),
  'home-of-json-rules-engine': library('rules/engine/judge.ts', 'json-rules-engine'),
  'home-of-stripe': library('portal/server/billing/close-month.ts', 'stripe'),
  'home-of-puppeteer': library('portal/server/billing/invoice.ts', 'puppeteer'),
  'home-of-escpos': library('lims/printing/compose/ticket.ts', 'escpos-network'),
  'home-of-prom-client': library('lims/telemetry/yield.ts', 'prom-client'),
  'home-of-pino': library('lims/start-lims.ts', 'pino'),
  'home-of-rate-limiter': library('lims/access/free-sign-in.ts', 'rate-limiter-flexible'),
  'home-of-opentelemetry': library('lims/platform/http/mount.ts', '@opentelemetry/api'),
  'home-of-jose': library('portal/server/access/sign-in.ts', 'jose'),

  'place-from': ours('lims/kitchen/cook.ts', 'lims/platform/clock.ts'),
  'place-to': ours('lims/access/make-key.ts', 'lims/kitchen/cook.ts'),
  'no-circular': {
    texts: { 'lims/events/a.ts': "import type {} from './b.ts'\n", 'lims/events/b.ts': "import './a.ts'\n" },
  },
  'no-unresolvable': { texts: { 'lims/events/a.ts': "import './nowhere.ts'\n" } },
  'no-dev-dependency': { texts: { 'lims/events/a.ts': "import 'fast-check'\n" }, devLibraries: ['fast-check'] },
  'no-orphan': { texts: { 'lims/events/forgotten.ts': 'export const alone = true\n' } },
  'nobody-imports-tests': ours('lims/events/read-log.ts', 'lims/events/read-log.test.ts'),
  'browser-safe': { texts: { 'lims/client/lims-client.ts': "import 'node:fs'\n" } },
}

const rulesBroken = async (planting: Planting): Promise<string[]> =>
  inPlantedFolder(planting, async (folder) => {
    const { violations } = await judgeImports(folder)
    return [...new Set(violations.map(({ rule }) => rule))].sort()
  })

describe('the import law', () => {
  test('has a plant for every rule and no other', () => {
    expect(Object.keys(broken).sort()).toEqual([...ruleNames].sort())
  })

  describe('sees a violation of each kind, and calls it by one name', () => {
    const seen = new Map<string, string[]>()
    beforeAll(async () => {
      for (const folder of shareFolders(broken)) {
        const { violations } = await inPlantedFolder(joined(folder.values()), judgeImports)
        for (const [rule, { texts }] of folder) {
          seen.set(rule, [...new Set(violations.filter(({ from }) => from in texts).map((found) => found.rule))])
        }
      }
    }, 60_000)

    test.each(Object.keys(broken))('%s', (rule) => {
      expect(seen.get(rule)).toEqual([rule])
    })
  })

  test('counts a type as well', async () => {
    const text = "import type { Job } from '../production/public.ts'\nexport const job: Job | null = null\n"
    const texts = { 'lims/stock/reserve.ts': text, 'lims/production/public.ts': 'export type Job = string\n' }
    expect(await rulesBroken({ texts })).toEqual(['lims-level-4'])
  })

  test.each(
    Object.entries({
      lims: {
        at: 'lims',
        levels: [
          ['events'],
          ['access'],
          ['releases'],
          ['stock'],
          ['production'],
          ['devices', 'printing'],
          ['webhooks', 'telemetry', 'overview'],
        ],
      },
      portal: {
        at: 'portal/server',
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
    }),
  )('lets calls of %s go strictly down, for every pair of modules', async (_, { at, levels }) => {
    const modules = levels.flatMap((names, level) => names.map((name) => ({ name, level })))
    const pairs = modules.flatMap((a) => modules.filter((b) => b !== a).map((b) => ({ a, b })))
    const texts: Record<string, string> = {}
    for (const { name } of modules) texts[`${at}/${name}/public.ts`] = 'export const here = true\n'
    for (const { a, b } of pairs) texts[`${at}/${a.name}/asks-${b.name}.ts`] = `import '../${b.name}/public.ts'\n`

    const refused = await inPlantedFolder({ texts }, async (folder) => (await judgeImports(folder)).violations)

    const upward = pairs.filter(({ a, b }) => b.level >= a.level)
    expect(refused.map(({ from }) => from).sort()).toEqual(
      upward.map(({ a, b }) => `${at}/${a.name}/asks-${b.name}.ts`).sort(),
    )
  })

  test('leaves a house alone that keeps it', async () => {
    const imports = (file: string, ...others: string[]): [string, string] => [
      file,
      others.map((other) => `import '${other.includes('.') ? wayTo(file, other) : other}'\n`).join(''),
    ]
    const texts = Object.fromEntries([
      imports('rules/engine/judge.ts', 'rules/language/rule.ts'),
      imports('rules/reference/reference.ts', 'json-rules-engine', 'rules/engine/judge.ts'),
      imports('rules/engine/judge.test.ts', 'node:fs', 'vitest', 'rules/engine/judge.ts', 'seeds/plant.ts'),
      ['rules/language/rule.ts', 'export const rule = 1\n'],
      ['lims/oma/record.ts', 'export const record = 1\n'],
      imports('lims/contract/jobs.ts', 'rules/language/rule.ts', 'lims/oma/record.ts'),
      imports('lims/client/lims-client.ts', 'lims/contract/jobs.ts'),
      imports('lims/platform/db/database.ts', 'knex', 'pg', 'lims/contract/jobs.ts', 'node:path'),
      imports('lims/platform/http/mount.ts', 'koa', '@koa/router', 'rate-limiter-flexible'),
      imports('lims/platform/queue/redis.ts', 'bull', 'ioredis'),
      imports(
        'lims/platform/queue/queue.test.ts',
        'vitest',
        'lims/testing/test-lims.ts',
        'lims/platform/queue/redis.ts',
      ),
      imports('lims/platform/log/log.ts', 'pino'),
      imports('lims/platform/metrics/metrics.ts', 'prom-client', '@opentelemetry/api'),
      imports('lims/testing/test-lims.ts', 'lims/start-lims.ts', 'lims/client/lims-client.ts', 'pg'),
      imports('lims/app.ts', 'lims/platform/db/database.ts'),
      imports('lims/start-lims.ts', 'lims/processes/api.ts', 'lims/app.ts', 'lims/migrations/migrations.ts'),
      imports('lims/migrations/migrations.ts', 'lims/access/tables.ts', 'lims/platform/db/database.ts'),
      imports(
        'lims/processes/api.ts',
        'koa',
        'lims/access/routes.ts',
        'lims/access/audit-routes.ts',
        'lims/access/public.ts',
      ),
      ['lims/access/tables.ts', 'export const tables = 1\n'],
      imports('lims/access/routes.ts', 'koa', 'lims/contract/jobs.ts', 'lims/access/store.ts'),
      imports('lims/access/audit-routes.ts', 'lims/access/store.ts'),
      imports('lims/access/public.ts', 'jose', 'lims/access/store.ts'),
      imports('lims/access/store.ts', 'knex', 'lims/app.ts', 'lims/events/public.ts'),
      imports('lims/events/public.ts', 'lims/app.ts'),
      imports('lims/releases/judge.ts', 'rules/engine/judge.ts', 'lims/access/public.ts', 'lims/events/public.ts'),
      imports(
        'lims/access/make-key.test.ts',
        'lims/webhooks/public.ts',
        'lims/stock/example.ts',
        'lims/testing/test-lims.ts',
      ),
      imports('lims/webhooks/public.ts', 'lims/events/public.ts'),
      imports('lims/stock/example.ts', 'lims/contract/jobs.ts'),
      imports('portal/contract/orders.ts', 'lims/contract/jobs.ts'),
      imports(
        'portal/web/main.tsx',
        'portal/contract/orders.ts',
        'lims/client/lims-client.ts',
        'rules/engine/judge.ts',
      ),
      imports(
        'portal/server/till/public.ts',
        'stripe',
        'portal/server/orders/public.ts',
        'lims/platform/db/database.ts',
      ),
      imports('portal/server/orders/public.ts', 'lims/client/lims-client.ts', 'portal/contract/orders.ts'),
      imports(
        'print-spooler/printers/thermal.ts',
        'escpos-network',
        'lims/client/lims-client.ts',
        'lims/oma/record.ts',
      ),
      imports('seeds/plant.ts', 'lims/client/lims-client.ts', 'rules/language/rule.ts'),
      imports(
        'cli/main.ts',
        'lims/start-lims.ts',
        'lims/processes/api.ts',
        'seeds/plant.ts',
        'lims/testing/test-lims.ts',
      ),
      imports('bench/run.ts', 'fast-check', 'lims/start-lims.ts', 'lims/testing/test-lims.ts'),
    ])
    const libraries = [
      'json-rules-engine',
      'knex',
      'pg',
      'koa',
      '@koa/router',
      'rate-limiter-flexible',
      'bull',
      'ioredis',
    ]
    const planting = {
      texts,
      libraries: [...libraries, 'pino', 'prom-client', '@opentelemetry/api', 'jose', 'stripe', 'escpos-network'],
      devLibraries: ['vitest', 'fast-check'],
    }
    expect(await rulesBroken(planting)).toEqual([])
  })
})
