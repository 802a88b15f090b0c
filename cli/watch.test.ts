import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { until } from '@ils/testing/condition'
import { ilsCommand, repository, runIls } from '@ils/testing/running-ils'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { writeFolder } from './rulebook-folder.ts'

const home = mkdtempSync(join(tmpdir(), 'ils-watched-'))
const lab = join(home, 'lab')
beforeEach(() => {
  writeFolder(lab, writeRulebook(exampleRulebook))
})
afterAll(() => {
  rmSync(home, { recursive: true, force: true })
})

function edit(from: string, to: string, file = 'tables/prices.json'): void {
  const path = join(lab, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
}

interface Line {
  readonly ok: boolean
  readonly faults: readonly { readonly code: string }[]
  readonly cases: { readonly failed: readonly { readonly id: string }[] } | null
}

function startWatching() {
  const [program, args] = ilsCommand(['rules', 'watch', lab, '--json'])
  const child = spawn(program, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const over = new Promise<number | null>((resolve) => child.once('close', resolve))
  const lines = (): Line[] =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line)
  return { lines, child, over }
}

describe('ils rules watch', () => {
  it('checks at the start and after every save, and ends well by Ctrl-C', async () => {
    const { lines, child, over } = startWatching()
    const next = (count: number): Promise<Line | undefined> =>
      until(`check ${count} was said`, () => lines().length >= count && lines()[count - 1], { withinMs: 30_000 })
    expect(await next(1)).toMatchObject({ ok: true })
    edit('1500', '1650')
    expect(await next(2)).toMatchObject({ ok: false, cases: { failed: [{ id: 'plain-pair' }, expect.anything()] } })
    edit('1650', '1500')
    expect(await next(3)).toMatchObject({ ok: true })
    edit('"fitting.height"', '"fitting.hieght"', 'rules/can-be-made.json')
    expect(await next(4)).toMatchObject({ ok: false, cases: null, faults: [{ code: 'unknown_fact' }] })
    child.kill('SIGINT')
    expect(await over).toBe(0)
  })

  it('checks once for scripts, with an exit code', async () => {
    expect(await runIls(['rules', 'watch', lab, '--once'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/9 cases passed\n.*0 errors, 0 warnings/),
    })
    edit('1500', '1650')
    const said = await runIls(['rules', 'watch', lab, '--once', '--json'])
    expect(said.code).toBe(1)
    expect(JSON.parse(said.out)).toMatchObject({ ok: false, cases: { passed: 7 } })
    expect((await runIls(['rules', 'watch', join(home, 'nowhere')])).code).toBe(2)
  })
})
