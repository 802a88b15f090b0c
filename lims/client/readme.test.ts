import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFakeLims, type FakeLims } from '@ils/testing/fake-lims/open-fake-lims'
import { afterAll, beforeAll, expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
const testing = join(import.meta.dirname, '..', 'testing')

let fake: FakeLims
let folder: string
beforeAll(async () => {
  fake = await openFakeLims()
  folder = mkdtempSync(join(tmpdir(), 'ils-client-readme-'))
  process.env['LIMS_URL'] = fake.url
  process.env['LIMS_KEY'] = fake.makeKey({ practice: 'practice-0012' })
  process.env['WEBHOOK_SECRET'] = `whsec_${Buffer.alloc(32).toString('base64')}`
})
afterAll(async () => {
  for (const name of ['LIMS_URL', 'LIMS_KEY', 'WEBHOOK_SECRET']) Reflect.deleteProperty(process.env, name)
  rmSync(folder, { recursive: true })
  await fake.close()
})

/** `expression // → value` becomes a line that keeps both; packages are found from wherever the example lies. */
const probed = (code: string): string =>
  `export const seen: [unknown, unknown][] = []\n${code}`
    .replace(
      /^(\S.*?) \/\/ → (.*)$/gm,
      (_, expression: string, value: string) => `seen.push([${expression}, ${value}])`,
    )
    .replace(/'@ils\/lims-client\/([^']+)'/g, (_, path: string) =>
      JSON.stringify(join(import.meta.dirname, `${path}.ts`)),
    )
    .replace(/'@ils\/testing\/([^']+)'/g, (_, path: string) => JSON.stringify(join(testing, `${path}.ts`)))

test.each(examples.map((code, at) => ({ code, at })))(
  'example $at of the README says what comes out',
  async ({ code, at }) => {
    const file = join(folder, `example-${at}.ts`)
    writeFileSync(file, probed(code))
    const { seen } = (await import(/* @vite-ignore */ file)) as { seen: [unknown, unknown][] }
    expect(seen.length).toBeGreaterThan(0)
    for (const [got, said] of seen) expect(got).toEqual(said)
  },
)

test('the README has examples', () => {
  expect(examples.length).toBe(5)
})
