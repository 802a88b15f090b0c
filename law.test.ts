import { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { houseChecks } from './house/checks.ts'
import { judgeImports, ruleNames } from './house/import-law.ts'
import { faults } from './house/planted-faults.ts'
import { inPlantedFolder, joined, shareFolders, wayTo, type Planting } from './house/planted-folder.ts'
import { violations as broken } from './house/planted-violations.ts'
import { plantedTree } from './house/tree.ts'

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
    })

    test.each(Object.keys(broken))('%s', (rule) => {
      expect(seen.get(rule)).toEqual([rule])
    })
  })

  test('finds a file that nobody imports and nobody starts', async () => {
    const texts = {
      'lims/events/forgotten.ts': "import './public.ts'\n",
      'lims/events/public.ts': 'export const here = true\n',
      'lims/main.ts': "import './events/public.ts'\n",
    }
    expect(await inPlantedFolder({ texts }, async (folder) => (await judgeImports(folder)).needless)).toEqual([
      'lims/events/forgotten.ts',
    ])
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

describe('the checks of the house', () => {
  test('each has a plant', () => {
    expect(Object.keys(faults).sort()).toEqual(Object.keys(houseChecks).sort())
  })

  test.each(Object.entries(faults))('%s: sees what is wrong, and only that', (name, { bad, good }) => {
    const check = houseChecks[name]
    expect(bad.map((texts) => check?.(plantedTree(texts)).length)).toEqual(bad.map(() => 1))
    expect(check?.(plantedTree(good))).toEqual([])
  })
})

describe('the lint rules', () => {
  // An existing file lends its place in the program to each planted text.
  const place = 'lims/platform/refusal.ts'
  let eslint: ESLint
  beforeAll(() => {
    // With CI set the parser believes that each file is read once, and would not see what is planted.
    process.env['TSESTREE_SINGLE_RUN'] = 'false'
    eslint = new ESLint({ cwd: import.meta.dirname })
  })
  afterAll(() => {
    delete process.env['TSESTREE_SINGLE_RUN']
  })
  const rulesOf = async (text: string, filePath = place): Promise<string[]> => {
    const [result] = await eslint.lintText(text, { filePath })
    return [...new Set(result?.messages.map((message) => message.ruleId ?? message.message))]
  }

  test.each([
    ['export default 1\n', 'no-restricted-syntax'],
    ["export * from './clock.ts'\n", 'no-restricted-syntax'],
    ['export enum Lens {\n  Left,\n}\n', 'no-restricted-syntax'],
    ['export const at = (): number => Date.now()\n', 'no-restricted-syntax'],
    ['export const at = (): Date => new Date()\n', 'no-restricted-syntax'],
    ['export const dice = (): number => Math.random()\n', 'no-restricted-syntax'],
    ['export namespace Lens {\n  export const side = 1\n}\n', '@typescript-eslint/no-namespace'],
    ['export const lens: any = 1\n', '@typescript-eslint/no-explicit-any'],
    ['export const url = process.env.DATABASE_URL\n', 'no-restricted-properties'],
    ["console.log('here')\n", 'no-console'],
    ['export const first = (all: string[]): string => all[0]!\n', 'house/assertion-needs-reason'],
    ["// eslint-disable-next-line no-console\nconsole.log('here')\n", 'house/exception-needs-reason'],
    ['// @ts-expect-error\nexport const lens: string = 1\n', '@typescript-eslint/ban-ts-comment'],
    ['export function go(): void {\n  Promise.reject(new Error())\n}\n', '@typescript-eslint/no-floating-promises'],
  ])('%j is refused', async (text, rule) => {
    expect(await rulesOf(text)).toEqual([rule])
  })

  test('what is allowed passes', async () => {
    const text = [
      '// The caller has counted them.',
      'export const first = (all: string[]): string => all[0]!',
      '// eslint-disable-next-line no-console -- the parent process reads this line',
      "console.log('ready')",
      'export const later = (at: Date): Date => new Date(at.getTime() + 1)',
      '',
    ].join('\n')
    expect(await rulesOf(text)).toEqual([])
    expect(await rulesOf('export const now = (): Date => new Date()\n', 'lims/platform/clock.ts')).toEqual([])
    expect(await rulesOf('export default {}\n', 'vitest.config.ts')).toEqual([])
  })

  test('a rule of arithmetic may not look outside', async () => {
    // No program is needed for it, so the file need not exist.
    const { rules } = (await eslint.calculateConfigForFile('rules/engine/judge.ts')) as {
      rules: Record<string, unknown[]>
    }
    expect(JSON.stringify(rules['no-restricted-globals'])).toContain('fetch')
    expect(rules['no-restricted-syntax']?.length).toBeGreaterThan(5)
  })
})
