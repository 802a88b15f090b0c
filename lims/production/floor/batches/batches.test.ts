import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepFloor } from '../../public.ts'

const clock = manualClock(new Date('2026-11-23T14:00:00.000Z'))
const station = 'ar-coat'
let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(withSmallChamber(readStandardLab()), { clock })
})
afterAll(() => lab.close())

/** The chamber of the standard lab holds 90 lenses; here 4. */
function withSmallChamber(files: ReadonlyMap<string, string>): Map<string, string> {
  const path = 'catalogue/stations.json'
  const stations = JSON.parse(files.get(path) ?? '[]') as { id: string; attributes: Record<string, unknown> }[]
  for (const { id, attributes } of stations) if (id === station) attributes['batchLenses'] = 4
  return new Map([...files, [path, JSON.stringify(stations)]])
}

/** Coated lenses from stock: both go from the pick to the chamber. */
async function jobsAtChamber(count: number, changes: object = {}): Promise<string[]> {
  const rx = { odSphere: -2, osSphere: -2.25, odPd: 31.5, osPd: 31.5, odHeight: 18, osHeight: 18 }
  const jobs: string[] = []
  for (let i = 0; i < count; i++) {
    const job = await lab.order({ coating: 'AR', prescription: rx, ...changes })
    for (const { eye } of (await lab.job(job)).lenses) if (eye !== 'pair') await lab.workTo(job, eye, station)
    jobs.push(job)
  }
  return jobs
}

const batchOf = async (id: string) => {
  const { items } = await lab.olga.client.listBatches({ query: { station } })
  return items.find((one) => one.id === id)
}
const closedOf = async (id: string) => (await lab.story(id)).find(({ type }) => type === 'batch.closed')?.data
const sweep = () => sweepFloor(lab.lims.app, new AbortController().signal)

it('a full batch closes by itself, runs, and its finish is the step of all that lay in it', async () => {
  const [one = '', two = '', three = ''] = await jobsAtChamber(3)
  await lab.done({ verb: 'batch-open', batch: 'AR-0', station, program: 'something-else' })
  const strange = await lab.scan({ verb: 'batch-add', batch: 'AR-0', job: one })
  expect(strange.sentence).toMatch(/^Batch AR-0 runs something-else, and these lenses need ar-/)
  await lab.done({ verb: 'batch-open', batch: 'AR-1', station, machine: 'CH-1' })
  expect((await lab.done({ verb: 'batch-add', batch: 'AR-1', job: one })).sentence).toBe(
    'Batch AR-1 takes both lenses; room for 2 more',
  )
  expect((await lab.scan({ verb: 'batch-add', batch: 'AR-1', job: one })).code).toBe('track_stop')
  await lab.done({ verb: 'batch-add', batch: 'AR-1', job: two, eye: 'right' })
  const tooMany = await lab.scan({ verb: 'batch-add', batch: 'AR-1', job: three })
  expect(tooMany.sentence).toBe('Batch AR-1 has room for 1 more, and these are 2')
  const alone = await lab.scan({ verb: 'finish', job: one, station })
  expect(alone.sentence).toBe(`The right lens of job ${one}: it lies in batch AR-1`)
  const full = { verb: 'batch-add', batch: 'AR-1', job: two, eye: 'left', scanId: 'batch-full-1' } as const
  expect((await lab.done(full)).sentence).toBe('Batch AR-1 takes the left lens; full: closed')
  expect((await lab.scan(full)).result).toBe('repeated')
  expect(await batchOf('AR-1')).toMatchObject({ state: 'closed', lenses: 4 })
  expect(await closedOf('AR-1')).toMatchObject({
    because: 'full',
    lenses: 4,
    machine: 'CH-1',
    program: strange.causes[0]?.value,
  })
  const shut = await lab.scan({ verb: 'batch-add', batch: 'AR-1', job: three })
  expect(shut.sentence).toBe('Batch AR-1 is closed, and must be open')

  await lab.done({ verb: 'hold', job: two, reason: 'a question' })
  const finish = { verb: 'batch-finish', batch: 'AR-1', scanId: 'batch-done-1' } as const
  expect((await lab.done(finish)).sentence).toBe('Batch AR-1 is out: Vacuum coat done for 4 lenses')
  expect((await lab.scan(finish)).result).toBe('repeated')
  for (const job of [one, two]) {
    expect(await lab.lens(job, 'left')).toMatchObject({ step: 'coat-inspection', batch: null })
  }
  expect((await lab.job(two)).status).toBe('on_hold')
  expect((await lab.scan({ verb: 'batch-finish', batch: 'AR-1' })).sentence).toBe(
    'Batch AR-1 is finished, and must be closed',
  )
})

it('a batch whose time is over runs half full; an empty one waits on', async () => {
  const [job = ''] = await jobsAtChamber(1)
  await lab.done({ verb: 'batch-open', batch: 'AR-2', station })
  await lab.done({ verb: 'batch-open', batch: 'AR-3', station })
  await lab.done({ verb: 'batch-add', batch: 'AR-2', job })
  clock.advance(59 * 60_000)
  await sweep()
  expect((await batchOf('AR-2'))?.state).toBe('open')
  clock.advance(60_000)
  await sweep()
  await sweep()
  expect(await closedOf('AR-2')).toMatchObject({ because: 'due', lenses: 2 })
  expect((await batchOf('AR-3'))?.state).toBe('open')
  expect((await lab.scan({ verb: 'batch-close', batch: 'AR-3' })).sentence).toBe('Batch AR-3 is empty')
})

it('a lens broken or cancelled inside a batch is not in it any more, and makes room', async () => {
  const [one = '', two = '', three = '', four = ''] = await jobsAtChamber(4)
  await lab.done({ verb: 'batch-open', batch: 'AR-4', station })
  await lab.done({ verb: 'batch-add', batch: 'AR-4', job: one })
  await lab.done({ verb: 'batch-add', batch: 'AR-4', job: two, eye: 'right' })
  await lab.done({ verb: 'break', job: one, eye: 'right', station, reason: 'HAND' })
  await lab.done({ verb: 'cancel', job: two, reason: 'not wanted' })
  expect((await lab.done({ verb: 'batch-add', batch: 'AR-4', job: three })).sentence).toMatch(/room for 1 more$/)
  await lab.done({ verb: 'batch-close', batch: 'AR-4' })
  expect(await closedOf('AR-4')).toMatchObject({ because: 'asked', lenses: 3 })
  await lab.done({ verb: 'break', job: three, eye: 'left', station, reason: 'AR-PE' })
  expect((await lab.done({ verb: 'batch-finish', batch: 'AR-4' })).sentence).toMatch(/done for 2 lenses$/)
  expect(await lab.lens(one, 'right')).toMatchObject({ step: 'pick', attempt: 2 })
  expect(await lab.lens(three, 'right')).toMatchObject({ step: 'coat-inspection' })
  expect(await lab.lens(three, 'left')).toMatchObject({ step: 'pick', batch: null })

  // A batch that lost all it held does not run for nothing when it is due.
  await lab.done({ verb: 'batch-open', batch: 'AR-5', station })
  await lab.done({ verb: 'batch-add', batch: 'AR-5', job: four })
  await lab.done({ verb: 'break', job: four, eye: 'both', station, reason: 'HAND' })
  clock.advance(3_600_000)
  await sweep()
  expect((await batchOf('AR-5'))?.state).toBe('open')
})

it('a batch is of a chamber or bath, has a number of its own, and is there', async () => {
  const lensByLens = await lab.scan({ verb: 'batch-open', batch: 'X-1', station: 'polish' })
  expect(lensByLens.sentence).toMatch(/^Polish works lens by lens; batches are of /)
  expect(lensByLens.causes[0]?.limit).toEqual(expect.arrayContaining(['hard-coat', 'ar-coat', 'mirror']))
  await lab.done({ verb: 'batch-open', batch: 'X-2', station: 'hard-coat' })
  expect((await lab.scan({ verb: 'batch-open', batch: 'X-2', station })).sentence).toBe('There is a batch X-2 already')
  expect((await lab.scan({ verb: 'batch-close', batch: 'X-9' })).sentence).toBe('There is no batch X-9')
  const job = await lab.order()
  const early = await lab.scan({ verb: 'batch-add', batch: 'X-2', job, eye: 'right' })
  expect(early.sentence).toBe(`The right lens of job ${job}: Calculation is missing`)
  await lab.done({ verb: 'hold', job, reason: 'a question' })
  expect((await lab.scan({ verb: 'batch-add', batch: 'X-2', job })).causes).toMatchObject([{ code: 'on_hold' }])
})

it('two who fill the last place at once do not overfill it', async () => {
  const jobs = await jobsAtChamber(3)
  await lab.done({ verb: 'batch-open', batch: 'AR-6', station })
  const answers = await Promise.all(jobs.map((job) => lab.scan({ verb: 'batch-add', batch: 'AR-6', job })))
  expect(answers.filter(({ result }) => result === 'applied')).toHaveLength(2)
  expect(await batchOf('AR-6')).toMatchObject({ state: 'closed', lenses: 4 })
})

it('the log alone tells the same as the tables', async () => {
  expect((await lab.verdict()).violations).toEqual([])
})
