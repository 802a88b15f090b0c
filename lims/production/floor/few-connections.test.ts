import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { singleVision } from '@ils/testing/single-vision'
import { openTestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

/** A process that just came up and knows nothing yet, with two connections. */
async function withFewConnections<T>(run: (client: typeof lab.olga.client) => Promise<T>): Promise<T> {
  const small = await openTestLims({ database: lab.lims.database, roles: ['api'], env: { ILS_DATABASE_POOL: '2' } })
  try {
    return await run(small.client(lab.olga.key))
  } finally {
    await small.close()
  }
}

it('more orders at once than there are connections are all taken: none waits for a connection while it holds one', async () => {
  const made = await withFewConnections((client) =>
    Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        client.createJob({ body: singleVision, idempotencyKey: `few-connections-${i}` }),
      ),
    ),
  )
  expect(new Set(made.map(({ jobId }) => jobId)).size).toBe(12)
})

it('more scans at once than there are connections are all answered, those that ask the rules too', async () => {
  const jobs: string[] = []
  for (let i = 0; i < 8; i++) jobs.push(await lab.order())
  for (const job of jobs) await lab.workTo(job, 'right', 'surface-inspection')
  const acts = jobs.flatMap((job) => [
    { verb: 'inspect', job, eye: 'right', station: 'surface-inspection', measured: { sphere: -6.25 } } as const,
    { verb: 'cancel', job, reason: 'not wanted' } as const,
  ])
  const answers = await withFewConnections((client) =>
    Promise.all(acts.map((act, i) => client.scan({ body: { scanId: `few-${i}-at-once`, ...act } }))),
  )
  expect(answers).toHaveLength(16)
  expect(answers.filter(({ result, code }) => result === 'refused' && code !== 'job_over')).toEqual([])
})
