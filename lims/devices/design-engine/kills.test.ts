import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { deviceFolder, orderFreeform, toTheEngine } from '@ils/testing/devices/example-engine'
import { runDesignEngine } from '@ils/testing/devices/design-engine'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { repository, shippedLims } from '@ils/testing/running-ils'
import { afterAll, beforeAll, expect, it } from 'vitest'

const JOBS = 6
const KILLS = 2
let root: string
let lab: FloorLab
let serving: ChildProcess | undefined
const engine = new AbortController()

beforeAll(async () => {
  root = await deviceFolder()
  const env = { ILS_DEVICE_FOLDER: root }
  lab = await openFloorLab(readStandardLab(), { env, roles: ['api', 'worker', 'relay'] })
})
afterAll(async () => {
  engine.abort()
  serving?.kill('SIGKILL')
  await lab.close()
  await rm(root, { recursive: true })
})

/** A process of the role `devices` alone. */
function serve(): ChildProcess {
  const args = [shippedLims, 'devices']
  return spawn(process.execPath, args, {
    cwd: repository,
    env: {
      ...{ PATH: process.env['PATH'], DATABASE_URL: lab.lims.database.url, NODE_ENV: 'test' },
      ...{ ILS_LIMS_PORT: '0', ILS_DEVICE_FOLDER: root },
    },
    stdio: 'ignore',
  })
}

it('killed again and again, it asks for every job once and takes every answer once', async () => {
  const at = (name: string): string => `lds/${name}`
  const folders = { in: at('in'), out: at('out'), done: at('done'), failed: at('failed') }
  for (const folder of Object.values(folders)) await mkdir(join(root, folder), { recursive: true })
  await lab.ann.client.putLine({
    params: { lineId: 'lds' },
    body: { machine: 'LDS-1', kind: 'folder', folders, enabled: true },
  })
  const [inbox, outbox] = [join(root, folders.out), join(root, folders.in)]
  const answering = runDesignEngine({ inbox, outbox, signal: engine.signal, everyMs: 150 })
  const jobs: string[] = []
  for (let i = 0; i < JOBS; i++) jobs.push(await orderFreeform(lab))
  const requests = async () => (await lab.ann.client.listDesignRequests({ query: { limit: 200 } })).items
  serving = serve()
  for (let kill = 0; kill < KILLS; kill++) {
    // The next few come to the engine, and the process dies as soon as it has begun with one of them.
    for (const jobId of jobs.slice((kill * JOBS) / KILLS, ((kill + 1) * JOBS) / KILLS)) await toTheEngine(lab, jobId)
    const before = (await requests()).length
    await until('it has begun', async () => (await requests()).length > before, { withinMs: 60_000 })
    serving.kill('SIGKILL')
    await once(serving, 'exit')
    serving = serve()
  }
  await until(
    'every job stands before the pick',
    async () => {
      const all = await Promise.all(jobs.map((jobId) => lab.job(jobId)))
      return all.every(({ lenses }) => lenses.every(({ eye, step }) => eye === 'pair' || step === 'pick'))
    },
    { withinMs: 60_000, everyMs: 200 },
  )
  const asked = await requests()
  expect(asked.map(({ jobId }) => jobId).sort()).toEqual(jobs.toSorted())
  expect(asked.every(({ state, attempt }) => state === 'answered' && attempt === 1)).toBe(true)
  await until('every answer is put away', async () => (await readdir(outbox)).every((name) => name.endsWith('.sdf')))
  expect(await readdir(join(root, folders.failed))).toEqual([])
  for (const jobId of jobs) {
    const ended = (await lab.story(jobId)).filter(
      ({ type, data }) => type === 'job.moved' && data['step'] === 'design-engine' && data['did'] === 'finished',
    )
    expect(ended).toHaveLength(2)
  }
  const { events } = await lab.ann.client.readEvents({ query: { type: 'design.answered', limit: 1000 } })
  expect(new Set(events.map(({ subject }) => subject)).size).toBe(JOBS)
  expect(events).toHaveLength(JOBS)
  engine.abort()
  await answering
}, 240_000)
