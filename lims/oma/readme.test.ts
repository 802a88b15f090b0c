import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)

/** `expression // → value` becomes a line that keeps both; the package is found from wherever the example lies. */
const probed = (code: string): string =>
  `export const seen: [unknown, unknown][] = []\n${code}`
    .replace(
      /^(\S.*?) \/\/ → (.*)$/gm,
      (_, expression: string, value: string) => `seen.push([${expression}, ${value}])`,
    )
    .replace(/'@ils\/oma\/([^']+)'/g, (_, path: string) => JSON.stringify(join(import.meta.dirname, `${path}.ts`)))

test('the README has an example of every part', () => {
  expect(examples).toHaveLength(5)
})

test.each(examples.map((code, at) => ({ code, at, title: /import \{ (\w+)/.exec(code)?.[1] ?? '' })))(
  'its example $at ($title) says what comes out',
  async ({ code }) => {
    const folder = mkdtempSync(join(tmpdir(), 'ils-oma-readme-'))
    try {
      const file = join(folder, 'example.ts')
      writeFileSync(file, probed(code))
      const { seen } = (await import(/* @vite-ignore */ file)) as { seen: [unknown, unknown][] }
      expect(seen.length).toBeGreaterThan(0)
      for (const [got, said] of seen) expect(got).toEqual(said)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
