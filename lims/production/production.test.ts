import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

it('a job goes from its order to its parcel, and every step of it is said', async () => {
  const jobId = await lab.order()
  expect(await lab.job(jobId)).toMatchObject({ status: 'pending', version: 1 })
  await lab.workTo(jobId, 'right', 'polish')
  expect((await lab.job(jobId)).status).toBe('in_production')
  await lab.workTo(jobId, 'pair', 'final')
  expect((await lab.job(jobId)).status).toBe('quality_check')
  await lab.workTo(jobId, 'pair', null)
  expect(await lab.done({ verb: 'ship', job: jobId, carrier: 'Parcel', tracking: '1Z-7' })).toMatchObject({
    status: 'shipped',
    sentence: 'Left with Parcel, 1Z-7',
  })

  const story = await lab.story(jobId)
  expect(story.map(({ subjectVersion }) => subjectVersion)).toEqual(story.map((_, i) => i + 1))
  expect(story.filter(({ type }) => type === 'job.status_changed').map(({ data }) => data['status'])).toEqual([
    ...['in_production', 'quality_check', 'completed', 'shipped'],
  ])
  const moves = story.filter(({ type, data }) => type === 'job.moved' && data['eye'] === 'right')
  expect(moves.map(({ data }) => data['step'])).toEqual([
    ...['calculate', 'pick', 'block', 'generate', 'polish', 'deblock', 'surface-inspection', 'hard-coat'],
    ...['finish-block', 'edge'],
  ])
})

it('the log alone tells the same as the tables', async () => {
  expect(await lab.verdict()).toMatchObject({ jobs: 1, violations: [] })
})
