import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { ilsHere } from '@ils/testing/ils-here'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from './program.ts'

const ilsNow = ilsHere(runProgram)
const files = readStandardLab()
let lab: FloorLab
let jobId = ''

/** The standard lab, in which surfaced single vision lenses cost two dollars more. */
function dearer({ tables, ...rest }: Rulebook): Rulebook {
  const rows = (all: Rulebook['tables'][number]['rows']) =>
    all.map((row) => (row.id === 'sv-basic' ? { ...row, cells: [...row.cells.slice(0, -1), 2600] } : row))
  return { ...rest, name: 'Dearer', tables: tables.map((one) => ({ ...one, rows: rows(one.rows) })) }
}

beforeAll(async () => {
  lab = await openFloorLab(files)
  jobId = await lab.order()
  const { rulebook } = loadRulebook(files)
  if (!rulebook) throw new Error('the standard lab does not load')
  await lab.publish(dearer(rulebook), 1)
})
afterAll(() => lab.close())

const recall = (...args: string[]) =>
  ilsNow(['rules', 'recall', ...args], { ILS_URL: lab.lims.url, ILS_KEY: lab.ann.key })

describe('ils rules recall', () => {
  it('lists what a release decided, and ends with 1 where it would be decided differently now', async () => {
    const plain = await recall('1')
    expect(plain).toMatchObject({ code: 0 })
    expect(plain.out).toContain(`${jobId}   practice-0012   pending`)
    const compared = await recall('1', '--compare')
    expect(compared).toMatchObject({ code: 1 })
    expect(compared.out).toContain('Price: 65.00 USD before, 67.00 USD now')
    expect(compared.out).toContain('1 open jobs were decided by release 1, 1 would be decided differently now')
    expect(await recall('2')).toMatchObject({ code: 0, out: expect.stringContaining('No open job') })
    expect(await recall('99')).toMatchObject({ code: 1 })
  })

  it('says what it would do, does it when asked to, and needs a reason', async () => {
    expect(await recall('1', '--hold')).toMatchObject({ code: 2 })
    expect(await recall('1', '--hold', '--rejudge', '--reason', 'x')).toMatchObject({ code: 2 })
    const dry = await recall('1', '--rejudge', '--reason', 'new prices', '--dry')
    expect(dry.out).toContain('Of 1 jobs 1 would be judged anew, 0 would be held, 0 passed over')
    const done = await recall('1', '--rejudge', '--reason', 'new prices', '--yes', '--json')
    expect(JSON.parse(done.out)).toMatchObject({ release: 1, do: 'rejudge', jobs: [{ jobId, did: 'rejudged' }] })
    expect(await lab.olga.client.getJob({ params: { jobId } })).toMatchObject({ release: 2, total: 6700 })
  })
})
