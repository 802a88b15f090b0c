import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url))
// Inside of the repository, from where the files find vitest.
mkdirSync(join(repository, 'node_modules', '.cache'), { recursive: true })
const folder = mkdtempSync(join(repository, 'node_modules', '.cache', 'closing-line-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const vitest = "import { it, describe, beforeAll, afterAll, expect } from 'vitest'\n"
const good = `${vitest}it('a', () => {}); it('b', () => {})`

/** Runs vitest over these files and answers the last line it prints, and its exit code. */
function lastLine(
  name: string,
  files: Readonly<Record<string, string>>,
  extra = '',
): [string | undefined, number | null] {
  const at = join(folder, name)
  mkdirSync(at)
  const reporter = join(repository, 'lims', 'testing', 'closing-line-reporter.ts')
  const config = `export default { test: { include: ['*.fixture.ts'], exclude: [], reporters: ['default', ${JSON.stringify(reporter)}], ${extra} } }`
  for (const [file, text] of Object.entries({ 'vitest.config.mjs': config, ...files }))
    writeFileSync(join(at, file), text)
  const run = spawnSync(
    process.execPath,
    [join(repository, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', at],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
    },
  )
  return [run.stdout.trimEnd().split('\n').at(-1), run.status]
}

it.each([
  ['what passed', { 'a.fixture.ts': good }, '2 passed, 0 failed', 0],
  [
    'what failed and what was left out',
    { 'a.fixture.ts': `${good}; it('c', () => { expect(1).toBe(2) }); it.skip('d', () => {}); it.todo('e')` }, // A fixture: these are what is counted.
    '2 passed, 1 failed, 2 skipped',
    1,
  ],
  [
    'a file that cannot be read as failed',
    { 'a.fixture.ts': good, 'b.fixture.ts': "import './nowhere.ts'" },
    '2 passed, 1 failed',
    1,
  ],
  ['a file without tests as failed', { 'a.fixture.ts': good, 'b.fixture.ts': 'export {}' }, '2 passed, 1 failed', 1],
  [
    'what came too late for any test as failed',
    {
      'a.fixture.ts': `${good}; setTimeout(() => { throw new Error('late') }, 0); it('c', () => new Promise((r) => setTimeout(r, 50)))`,
    },
    '3 passed, 1 failed',
    1,
  ],
])('counts %s', (name, files, line, code) => {
  expect(lastLine(name.replaceAll(' ', '-'), files)).toEqual([line, code])
})

it.each([
  ['before', `${good}; describe('c', () => { beforeAll(() => { throw new Error('no') }); it('d', () => {}) })`],
  ['after', `${good}; describe('c', () => { afterAll(() => { throw new Error('no') }); it('d', () => {}) })`],
])('counts a group whose work %s its tests failed', (when, text) => {
  const [line, code] = lastLine(`hook-${when}`, { 'a.fixture.ts': text })
  expect(line).toMatch(/^[23] passed, 1 failed(, 1 skipped)?$/)
  expect(code).toBe(1)
})

it('counts a run that could not even begin as failed', () => {
  const setup = 'export default () => { throw new Error("no database") }'
  expect(lastLine('setup', { 'a.fixture.ts': good, 'setup.mjs': setup }, "globalSetup: ['./setup.mjs']")).toEqual([
    '0 passed, 1 failed',
    1,
  ])
})

it('speaks after the table of coverage', () => {
  const coverage = "coverage: { enabled: true, provider: 'v8', include: ['*.ts'], reporter: ['text'] }"
  expect(lastLine('coverage', { 'a.fixture.ts': good }, coverage)).toEqual(['2 passed, 0 failed', 0])
})
