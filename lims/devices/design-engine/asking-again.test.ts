import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  deviceFolder,
  openEngine,
  orderFreeform,
  toTheEngine,
  type ExampleEngine,
} from '@ils/testing/devices/example-engine'

let root: string
let lab: FloorLab
let engine: ExampleEngine
const clock = manualClock()
beforeAll(async () => {
  root = await deviceFolder()
  lab = await openFloorLab(readStandardLab(), { env: { ILS_DEVICE_FOLDER: root }, clock })
  // Nobody reads what is asked.
  engine = await openEngine(lab, root, undefined, { settings: { answerMinutes: 10 } })
})
afterAll(async () => {
  await lab.close()
  await rm(root, { recursive: true })
})

const requestsOf = async (jobId: string) => (await lab.ann.client.listDesignRequests({ query: { job: jobId } })).items
const filesOf = async (id: string) => (await engine.files('out')).filter((name) => name.startsWith(id))

/** The file is there a moment before its row says that it is. */
const untilItWaits = (id: string, attempt: number) =>
  until('the request waits', async () => {
    const { rows } = await lab.lims.database.ownerDb.raw<{ rows: { waits: boolean }[] }>(
      'select due_at > asked_at as waits from lims.design_requests where id = ? and attempt = ?',
      [id, attempt],
    )
    return rows[0]?.waits
  })

it('an engine that does not answer is asked three times, and then a person has to look', async () => {
  const jobId = await orderFreeform(lab)
  await toTheEngine(lab, jobId)
  const [{ id }] = await until('it was asked', async () => {
    const found = await requestsOf(jobId)
    return found[0] ? [found[0]] : undefined
  })
  for (const attempt of [1, 2, 3]) {
    await until(`file ${attempt} is there`, async () => (await filesOf(id)).length === attempt)
    await untilItWaits(id, attempt)
    clock.advance(9 * 60_000)
    expect(await filesOf(id)).toHaveLength(attempt)
    clock.advance(2 * 60_000)
  }
  await until('it is given up', async () => (await requestsOf(jobId))[0]?.state === 'failed')
  const job = await lab.olga.client.getJob({ params: { jobId } })
  expect(job.hold).toMatchObject({
    owner: 'optics',
    reason: 'LDS-1 did not answer: it was asked 3 times, 10 minutes each',
  })
  expect(await requestsOf(jobId)).toHaveLength(1)
  await lab.scan({ verb: 'resume', job: jobId })
  await until('it is asked anew', async () => (await requestsOf(jobId)).length === 2)
})

it('a request whose file was not written when the process ended is written then, under the same name', async () => {
  const jobId = await orderFreeform(lab)
  await toTheEngine(lab, jobId)
  const request = await until('it was asked', async () => (await requestsOf(jobId))[0])
  await until('its file is there', async () => (await filesOf(request.id)).length === 1)
  await untilItWaits(request.id, 1)
  await rm(join(root, engine.folders.out, request.file))
  await lab.lims.database.ownerDb.raw('update lims.design_requests set due_at = asked_at where id = ?', [request.id])
  await until('its file is there again', async () => (await filesOf(request.id))[0] === request.file)
  expect((await requestsOf(jobId))[0]).toMatchObject({ attempt: 1, state: 'asked' })
})

it('an answer for a job that was cancelled meanwhile is kept and changes nothing', async () => {
  const jobId = await orderFreeform(lab, { ordered: ['right'] })
  await toTheEngine(lab, jobId)
  const first = await until('it was asked', async () => (await requestsOf(jobId))[0])
  await lab.scan({ verb: 'cancel', job: jobId, reason: 'the practice rang' })
  await writeFile(join(root, engine.folders.in, 'late.lms'), `REQ=LMS\r\nJOB=${jobId}\r\nSTATUS=0\r\n`)
  const ended = await until('its answer was read', async () => {
    const [request] = await requestsOf(jobId)
    return request && request.state !== 'asked' && request
  })
  expect(ended).toMatchObject({ id: first.id, state: 'failed', note: expect.stringContaining('do not wait') as string })
  await until('its file was put away', async () => (await engine.files('done')).includes('late.lms'))
})
