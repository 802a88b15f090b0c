import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepFloor } from './sweep-floor.ts'

const DAY_MS = 86_400_000
const clock = manualClock(new Date('2026-11-23T14:00:00.000Z'))
let lab: FloorLab
let jobs: string[]
beforeAll(async () => {
  // Without a relay nobody calls the sweep but this test.
  lab = await openFloorLab(readStandardLab(), { clock, roles: ['api', 'worker'] })
  jobs = await Promise.all(Array.from({ length: 12 }, () => lab.order()))
  jobs.sort()
})
afterAll(() => lab.close())

const sweep = (pace?: { page: number; forMs: number }) => sweepFloor(lab.lims.app, new AbortController().signal, pace)
const promised = () =>
  Promise.all(
    jobs.map(async (jobId) => {
      const { estimatedCompletionDate } = await lab.olga.client.getJobStatus({ params: { jobId } })
      return estimatedCompletionDate
    }),
  )
/** Which of the jobs, by their place, are promised for another day than before. */
const moved = async (before: readonly unknown[]) =>
  (await promised()).flatMap((day, i) => (day === before[i] ? [] : [i]))

it('a sweep that has no time for all goes on where the last one ended, and then begins again', async () => {
  const first = await promised()
  clock.advance(14 * DAY_MS)
  const page = { page: 5, forMs: 0 }
  await sweep(page)
  expect(await moved(first)).toEqual([0, 1, 2, 3, 4])
  await sweep(page)
  expect(await moved(first)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  await sweep(page)
  const second = await promised()
  expect(await moved(first)).toHaveLength(jobs.length)
  clock.advance(14 * DAY_MS)
  await sweep(page)
  expect(await moved(second)).toEqual([0, 1, 2, 3, 4])
  await sweep()
  await sweep()
  expect(await moved(second)).toHaveLength(jobs.length)
})

it('jobs whose promise does not move are read together, not one by one', async () => {
  const before = await promised()
  let reads = 0
  const { db } = lab.lims.app
  const count = ({ sql }: { sql: string }): void => void (reads += /route.* from lenses/.test(sql) ? 1 : 0)
  db.on('query', count)
  await sweep()
  db.off('query', count)
  expect(reads).toBe(1)
  expect(await moved(before)).toEqual([])
})
