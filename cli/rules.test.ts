import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ilsHere } from '@ils/testing/ils-here'
import type { Said } from '@ils/testing/running-ils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from './program.ts'

const ilsNow = ilsHere(runProgram)
const home = mkdtempSync(join(tmpdir(), 'ils-rules-'))
const lab = join(home, 'lab')
let copies = 0

const rules = (...args: string[]): Promise<Said> => ilsNow(['rules', ...args])
/** Of what a command says in JSON, the parts that are looked at. */
interface SaidJson {
  readonly hash: string
  readonly findings: readonly unknown[]
  readonly faults: readonly unknown[]
  readonly changes: readonly unknown[]
  readonly decision: { readonly outcome: string }
  readonly rules: number
  readonly fired: number
  readonly percent: number
}

const jsonOf = (said: Said): SaidJson => JSON.parse(said.out)

/** A copy of the lab with one text of one file replaced. */
function labWith(file: string, from: string, to: string): string {
  const copy = join(home, `lab-${++copies}`)
  cpSync(lab, copy, { recursive: true })
  const text = readFileSync(join(copy, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(copy, file), text.replace(from, to))
  return copy
}

beforeAll(async () => {
  const said = await rules('new', lab, '--small')
  expect(said).toMatchObject({ code: 0, err: '' })
})
afterAll(() => {
  rmSync(home, { recursive: true, force: true })
})

describe('ils rules on a sound rulebook', () => {
  it('validates it and names its hash', async () => {
    const said = await rules('validate', lab, '--json')
    expect(said.code).toBe(0)
    expect(jsonOf(said)).toEqual({ valid: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/), faults: [] })
    const { out } = await rules('validate', lab)
    expect(out).toContain(`sha256:${jsonOf(said).hash}`)
  })

  it('runs its cases', async () => {
    const said = await rules('test', lab)
    expect(said.code).toBe(0)
    expect(said.out).toContain('✓ plain-pair')
    expect(jsonOf(await rules('test', lab, '--only', 'plain-pair', '--json'))).toMatchObject({ passed: 1, failed: 0 })
  })

  it('finds nothing in it but advice', async () => {
    const said = await rules('lint', lab)
    expect(said.code).toBe(0)
    expect(said.out).toContain('0 errors, 0 warnings')
    expect((await rules('lint', lab, '--strict')).code).toBe(1)
    expect(jsonOf(await rules('lint', lab, '--json')).findings.length).toBeGreaterThan(0)
  })

  it('covers what its cases fire, and says when that is too little', async () => {
    const said = await rules('coverage', lab, '--min', '80')
    expect(said.code).toBe(0)
    expect(said.out).toMatch(/✗ +no-blank +can-be-made +0/)
    const conditions = await rules('coverage', lab, '--min-conditions', '95')
    expect(conditions.out).toMatch(/98 of 112 outcomes of conditions seen: 87[.]5 %, less than 95 %/)
    expect(conditions.code).toBe(1)
    const strict = await rules('coverage', lab, '--min', '100', '--json')
    expect(strict.code).toBe(1)
    expect(jsonOf(strict).percent).toBeCloseTo((jsonOf(strict).fired * 100) / jsonOf(strict).rules)
  })

  it('explains a refusal, the nearest order, and a rule that was silent', async () => {
    const said = await rules('explain', lab, 'height-too-low', '--rule', 'rush-fee')
    expect(said.code).toBe(0)
    for (const part of [
      'refused  It cannot be made as ordered: fitting height 17 mm is below 18 mm',
      'right fitting height 18 mm instead of 17 mm',
      'Why not rush-fee',
      'rush (no) is not yes',
    ]) {
      expect(said.out).toContain(part)
    }
    expect(jsonOf(await rules('explain', lab, 'height-too-low', '--json')).decision.outcome).toBe('refused')
  })

  it('explains whatever configuration a file holds', async () => {
    const file = join(home, 'order.json')
    writeFileSync(file, '{"ordered":["right"],"job":{"__proto__":1,"material.id":7},"right":"none"}')
    const said = await rules('explain', lab, file)
    expect(said.code).toBe(0)
    expect(said.out).toContain('material 7 is not a word')
    writeFileSync(file, '{"ordered"')
    expect(await rules('explain', lab, file)).toMatchObject({ code: 1, err: expect.stringContaining('is not JSON') })
  })

  it('is written as the tools write it, and brought there again', async () => {
    expect((await rules('format', lab, '--check')).code).toBe(0)
    const { hash } = jsonOf(await rules('validate', lab, '--json'))
    const untidy = labWith('tables/prices.json', '"id": "prices"', '\n\n  "id":     "prices"')
    cpSync(join(untidy, 'tables/diameters.json'), join(untidy, 'tables/Zz.json'))
    rmSync(join(untidy, 'tables/diameters.json'))
    const check = await rules('format', untidy, '--check', '--json')
    expect(check.code).toBe(1)
    expect(jsonOf(check)).toEqual({
      written: ['tables/diameters.json', 'tables/prices.json'],
      removed: ['tables/Zz.json'],
    })
    expect((await rules('format', untidy)).code).toBe(0)
    expect((await rules('format', untidy, '--check')).code).toBe(0)
    expect(jsonOf(await rules('validate', untidy, '--json')).hash).toBe(hash)
  })

  it('gets schemas beside it that are not read as part of it', async () => {
    const copy = labWith('rulebook.json', 'example', 'with-schemas')
    mkdirSync(join(copy, '.vscode'))
    writeFileSync(
      join(copy, '.vscode', 'settings.json'),
      '{"editor.tabSize": 2, "json.schemas": [{"url": "./mine.json"}]}',
    )
    expect((await rules('schemas', copy)).code).toBe(0)
    expect((await rules('schemas', copy)).code).toBe(0)
    const settings = JSON.parse(readFileSync(join(copy, '.vscode', 'settings.json'), 'utf8'))
    expect(settings).toMatchObject({ 'editor.tabSize': 2 })
    expect(settings['json.schemas']).toHaveLength(10)
    for (const { url } of settings['json.schemas'].slice(1)) expect(existsSync(join(copy, url))).toBe(true)
    expect((await rules('validate', copy)).code).toBe(0)
  })
})

describe('ils rules on two rulebooks', () => {
  it('says in words what differs', async () => {
    expect(await rules('diff', lab, lab)).toMatchObject({ code: 0 })
    const other = labWith('tables/prices.json', '1500', '1650')
    const said = await rules('diff', lab, other)
    expect(said).toMatchObject({ code: 1, err: '' })
    expect(said.out).toBe('~ Table prices, row cr39: unit is “1650” instead of “1500”.\n1 difference\n')
    expect(jsonOf(await rules('diff', lab, other, '--json')).changes).toMatchObject([
      { kind: 'changed', subject: 'cell', id: 'prices#cr39', before: 1500, after: 1650 },
    ])
  })
})

describe('ils rules on a faulty rulebook', () => {
  it('says file, line and column of every fault, in order', async () => {
    const bad = labWith('rules/can-be-made.json', '"fitting.height"', '"fitting.hieght"')
    writeFileSync(join(bad, 'accepted.json'), '[{"finding": 1]')
    const said = await rules('validate', bad)
    expect(said.code).toBe(1)
    expect(said.out).toContain(`${join(bad, 'accepted.json')}:1:`)
    rmSync(join(bad, 'accepted.json'))
    const again = await rules('validate', bad)
    const [first = ''] = again.out.split('\n')
    expect(first).toMatch(/rules\/can-be-made[.]json:\d+:\d+ {2}unknown_fact {2}.*did you mean `fitting[.]height`/)
    const [, line = '0'] = /json:(\d+):/.exec(first) ?? []
    const text = readFileSync(join(bad, 'rules/can-be-made.json'), 'utf8').split('\n')
    expect(text[Number(line) - 1]).toContain('fitting.hieght')
    for (const command of ['lint', 'test', 'coverage'] as const) {
      const other = await rules(command, bad, '--json')
      expect(other.code, command).toBe(1)
      expect(jsonOf(other).faults[0], command).toMatchObject({ code: 'unknown_fact', line: Number(line) })
    }
  })

  it('says which case failed, and what was seen instead', async () => {
    const said = await rules('test', labWith('tables/prices.json', '1500', '1650'), '--quiet')
    expect(said.code).toBe(1)
    expect(said.out).toContain('total: expected 3000, seen 3300')
    expect(said.out).toContain('✗ 2 cases failed of 9')
  })

  it('calls two rules that contradict each other an error', async () => {
    const said = await rules('lint', labWith('tables/generator-programs.json', '"poly", "-"', '"*", "-"'))
    expect(said.code).toBe(1)
    expect(said.out).toContain('generator-programs#p4')
  })
})

describe('ils rules used wrongly', () => {
  it.each([
    [['validate'], 'missing required argument'],
    [['frobnicate'], 'unknown command'],
    [['validate', lab, '--jsno'], 'unknown option'],
    [['coverage', lab, '--min', 'most'], 'Write a number'],
    [['validate', join(home, 'nothing')], 'There is no folder'],
    [['validate', join(lab, 'rulebook.json')], 'is a file'],
    [['validate', home], `One lies in ${lab}`],
    [['validate', join(lab, 'rules')], 'There is no rulebook.json'],
    [['new', lab], 'is not empty'],
    [['test', lab, '--only', 'nobody'], 'There is no case nobody'],
    [['explain', lab, 'nobody'], 'neither a case of the rulebook nor a file'],
    [['explain', lab, 'plain-pair', '--rule', 'toString'], 'There is no rule toString'],
  ])('%j ends with 2 and says why', async (args, complaint) => {
    const said = await rules(...args)
    expect(said.err).toContain(complaint)
    expect(said.code).toBe(2)
  })

  it('follows no link out of the folder', async () => {
    const copy = labWith('rulebook.json', 'example', 'linked')
    symlinkSync(join(lab, 'groups.json'), join(copy, 'cases', 'more.json'))
    const said = await rules('validate', copy)
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('is a link out of the folder') })
    rmSync(join(copy, 'cases', 'more.json'))
    symlinkSync('.', join(copy, 'cases', 'ring'))
    expect(await rules('validate', copy)).toMatchObject({ code: 1, err: expect.stringContaining('is a link') })
  })

  it('reads only text', async () => {
    const copy = labWith('rulebook.json', 'example', 'bytes')
    writeFileSync(join(copy, 'cases', 'bytes.json'), Buffer.from([0x22, 0xff, 0x22]))
    expect(await rules('validate', copy)).toMatchObject({ code: 1, err: expect.stringContaining('is not UTF-8 text') })
  })
})
