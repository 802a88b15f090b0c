import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab } from '@ils/testing/floor-lab'
import { floorRun } from '@ils/testing/floor-run'
import { openTestLims } from '@ils/testing/test-lims'
import { expect, it } from 'vitest'
import { sweepFloor } from './sweep-floor.ts'

it('many operators at two LIMS, with repeats, lost answers and late bulks: the floor stays possible, by its log alone', async () => {
  const lab = await openFloorLab(readStandardLab())
  const other = await openTestLims({ database: lab.lims.database, roles: ['api'] })
  const run = await floorRun(
    {
      doors: [lab.olga.client, other.client(lab.olga.key)],
      reader: lab.ann.client,
      db: lab.lims.database.db,
      sweep: () => sweepFloor(lab.lims.app, new AbortController().signal),
    },
    { seed: 61, operators: 12, jobs: 20, seconds: 5 },
  )
  expect(run.broken).toEqual([])
  expect(run.contradicted).toEqual([])
  expect(run.verdict.violations).toEqual([])
  // A run that did nothing would hold too.
  expect(run.applied).toBeGreaterThan(20)
  expect(run.refused).toBeGreaterThan(0)
  expect(run.repeated).toBeGreaterThan(5)
  await other.close()
  await lab.close()
})
