import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, expect, it } from 'vitest'

const clock = manualClock(new Date('2026-11-23T14:00:00.000Z'))
const station = 'calculate'
let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab(), { clock })
})
afterAll(() => lab.close())

const page = (query: { limit?: number; after?: string } = {}, at = station) =>
  lab.olga.client.stationQueue({ params: { station: at }, query })
async function wholeQueue(limit: number): Promise<string[]> {
  const jobs: string[] = []
  for (let after: string | undefined; ;) {
    const { items, next } = await page({ limit, ...(after !== undefined && { after }) })
    jobs.push(...items.map(({ jobId }) => jobId))
    if (next === null) return jobs
    after = next
  }
}
const position = async (jobId: string) => (await lab.olga.client.getJobStatus({ params: { jobId } })).queuePosition

it('whoever has the least time to spare stands first, and at the same time whoever is in a hurry', async () => {
  const [coated, standard] = [await lab.order({ coating: 'AR' }), await lab.order()]
  const rush = await lab.order({ priority: 'rush' })
  const { items } = await page()
  const inOrder = items.map(({ jobId }) => jobId)
  expect(inOrder[0]).toBe(rush)
  expect(new Set(inOrder)).toEqual(new Set([coated, standard, rush]))
  expect(await Promise.all(inOrder.map(position))).toEqual([1, 2, 3])
  expect(items.map(({ slackHours }) => slackHours)).toEqual(
    items.map(({ slackHours }) => slackHours).toSorted((a, b) => a - b),
  )

  // The same latest start, told apart by the hurry alone.
  const { db } = lab.lims.database
  await db.raw(`update queue set latest_start = '2026-11-24T10:00:00Z' where station = ?`, [station])
  expect((await wholeQueue(10))[0]).toBe(rush)
  expect(await position(rush)).toBe(1)
})

it('a page goes on where the last one ended, though jobs come and go meanwhile', async () => {
  const jobs = await Promise.all(Array.from({ length: 12 }, () => lab.order()))
  const all = await wholeQueue(100)
  expect(all).toEqual(expect.arrayContaining(jobs))
  expect(new Set(all).size).toBe(all.length)
  for (const limit of [1, 3, 7]) expect(await wholeQueue(limit)).toEqual(all)
  expect(await Promise.all(all.map(position))).toEqual(all.map((_, i) => i + 1))

  const first = await page({ limit: 3 })
  await lab.done({ verb: 'finish', job: all[0] ?? '', station })
  await lab.order({ priority: 'rush' })
  const second = await page({ limit: 3, after: first.next ?? '' })
  expect(second.items.map(({ jobId }) => jobId)).toEqual(all.slice(3, 6))
})

it('what is held, stopped or gone does not stand in a queue as work to begin', async () => {
  const [held, toCome, gone] = [
    await lab.order(),
    await lab.order({ frameWay: 'to_come', eyes: 'left' }),
    await lab.order(),
  ]
  await lab.done({ verb: 'hold', job: held, reason: 'a question' })
  await lab.done({ verb: 'cancel', job: gone, reason: 'not wanted' })
  const jobs = await wholeQueue(100)
  expect(jobs).not.toContain(held)
  expect(jobs).not.toContain(gone)
  await lab.workTo(toCome, 'left', null)
  expect((await page({}, 'mount')).items).toMatchObject([
    { jobId: toCome, eye: 'pair', stop: 'the frame has not come' },
  ])
  const { stations } = await lab.olga.client.listStations({})
  expect(stations.find(({ id }) => id === 'mount')).toMatchObject({ waiting: 1, stopped: 1, started: 0 })
  await lab.done({ verb: 'resume', job: held })
  expect(await wholeQueue(100)).toContain(held)
})

it('a queue tells what is to be done: the blank, the program, the tray', async () => {
  const job = await lab.order()
  await lab.done({ verb: 'bind-tray', job, tray: '30001' })
  await lab.workTo(job, 'right', 'generate')
  const line = (await page({}, 'generate')).items.find(({ jobId }) => jobId === job)
  expect(line).toMatchObject({ eye: 'right', tray: '30001', opc: '1001100004', practice: 'practice-0012', attempt: 1 })
  await expect(page({}, 'moon')).rejects.toThrow('There is no station moon in the rules in force')
})

it('an order that comes in far behind is told the place that counting the whole queue gives', async () => {
  const { db } = lab.lims.database
  const first = await lab.order()
  await db.raw(
    `insert into jobs select (jsonb_populate_record(j, jsonb_build_object('id', 'job_0' || lpad(n::text, 25, '0')))).*
       from jobs j, generate_series(1, 700) n where j.id = ?`,
    [first],
  )
  // Some before what comes, some at the same moment, some of them in a hurry, some behind.
  await db.raw(
    `insert into queue select (jsonb_populate_record(q, jsonb_build_object('job_id', 'job_0' || lpad(n::text, 25, '0'),
         'latest_start', q.latest_start + (n % 3 - 1) * interval '1 hour' + n % 2 * interval '1 microsecond', 'rush', n % 5 / 4))).*
       from queue q, generate_series(1, 700) n where q.job_id = ? and q.eye = 'left'`,
    [first],
  )
  const told: (number | null)[] = []
  const counted: (number | null)[] = []
  // What goes ahead of others comes last here: within half a second the marks behind it do not know of it.
  const wishes = [{}, { coating: 'AR' as const }, {}, { priority: 'rush' as const }]
  await until('the marks are of the queue as it is', async () => {
    const made = await lab.submit()
    return made.queuePosition !== null && made.queuePosition === (await position(made.jobId))
  })
  for (const wish of wishes) {
    const made = await lab.submit(wish)
    told.push(made.queuePosition)
    counted.push(await position(made.jobId))
  }
  expect(told).toEqual(counted)
  expect(Math.max(...told.map(Number))).toBeGreaterThan(300)
})
