import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { expect, it } from 'vitest'
import { openFloorLab } from '../floor-lab.ts'
import { deviceRun } from './device-run.ts'

it('ten machines at once, every second one misbehaving: every job is done, and done once', async () => {
  const lab = await openFloorLab(readStandardLab())
  const { client } = await lab.member('Max', 'manager')
  const run = await deviceRun(client, { seed: 7, machines: 10, jobsEach: 2, confirmMs: 1500 })
  expect(run.wrong).toEqual([])
  expect(run.atOnce).toBe(10)
  // A run in which nothing was said would hold too.
  expect(run.messages).toBeGreaterThan(60)
  expect([...run.ways.keys()]).toEqual(['nak', 'drop-ack', 'fragment', 'duplicate', 'bad-crc'])
  await lab.close()
})
