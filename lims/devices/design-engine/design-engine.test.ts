import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMessage } from '@ils/oma/records/read-message'
import { valueOf } from '@ils/oma/records/message'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import type { EngineManners } from '@ils/testing/devices/design-engine'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringTo } from '@ils/testing/floor-lines'
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
const manners = new Map<string, EngineManners>()
/** A blank of 66 mm and 9 mm centre will do. */
const smaller: EngineManners = { labels: { MINDIA: '66.00;66.00', MINBCTHK: '9.00;9.00' } }
beforeAll(async () => {
  root = await deviceFolder()
  lab = await openFloorLab(readStandardLab(), { env: { ILS_DEVICE_FOLDER: root } })
  engine = await openEngine(lab, root, (_, job) => manners.get(job) ?? {})
})
afterAll(async () => {
  await engine.stop()
  await lab.close()
  await rm(root, { recursive: true })
})

const jobOf = (jobId: string) => lab.olga.client.getJob({ params: { jobId } })
const requestsOf = async (jobId: string) => (await lab.ann.client.listDesignRequests({ query: { job: jobId } })).items
const answeredFor = (jobId: string) =>
  until('the request has come to its end', async () => {
    const [request] = await requestsOf(jobId)
    return request && request.state !== 'asked' && request
  })

describe('a freeform job at the design engine', () => {
  it('is asked for, answered, and goes on to the pick', async () => {
    const jobId = await orderFreeform(lab)
    await toTheEngine(lab, jobId)
    const request = await answeredFor(jobId)
    expect(request).toMatchObject({ state: 'answered', line: 'lds-1', eyes: ['right', 'left'], attempt: 1 })
    expect(request.surfaceFiles).toHaveLength(2)
    await until('both stand before the pick', async () =>
      (await jobOf(jobId)).lenses.filter(({ eye }) => eye !== 'pair').every(({ step }) => step === 'pick'),
    )
    const asked = readMessage(await readFile(join(root, engine.folders.out, 'read', request.file)))
    expect(asked.records[0]?.raw).toBe('REQ=LDS\r\n')
    expect(valueOf(asked, 'JOB')).toBe(jobId)
    expect(valueOf(asked, 'LDVEN')).toBe('ORBIS;ORBIS')
    expect(valueOf(asked, 'LDNAM')).toBe('CLRMSV;CLRMSV')
    expect(valueOf(asked, 'SPH')).toBe('-2.00;-2.00')
    for (const label of ['HBOX', 'VBOX', 'DBL', 'IPD', 'FCOCIN', 'FCOCUP', 'LIND', 'MINTHKCD', 'MINEDG']) {
      expect(valueOf(asked, label), label).toBeDefined()
    }
    const answer = `${request.file.replace('.lds', '')}.lms`
    await until('the answer is put away', async () => (await engine.files('done')).includes(answer))
    expect(await engine.files('failed')).toEqual([])
  })

  it('is inspected by what the engine said, and not by what was ordered', async () => {
    const jobId = await orderFreeform(lab, { ordered: ['right'] })
    manners.set(jobId, { compensation: 0.5 })
    await toTheEngine(lab, jobId)
    expect(await answeredFor(jobId)).toMatchObject({ state: 'answered' })
    await until('the step is over', async () => (await jobOf(jobId)).lenses[0]?.step === 'pick')
    const { lenses } = await jobOf(jobId)
    await lab.scan({ verb: 'pick', job: jobId, eye: 'right', mode: 'use', opc: lenses[0]?.opc ?? '' })
    for (const station of ['block', 'generate', 'polish', 'engrave', 'deblock']) {
      expect(await lab.scan({ verb: 'finish', job: jobId, station, eye: 'right' })).toMatchObject({ result: 'applied' })
    }
    const inspect = (sphere: number) =>
      lab.scan({
        ...{ verb: 'inspect', job: jobId, station: 'surface-inspection', eye: 'right' },
        measured: { sphere, cylinder: 0 },
      })
    expect(await inspect(-2)).toMatchObject({ verdict: 'fail', sentence: expect.stringContaining('Sphere') as string })
    expect(await inspect(-1.5)).toMatchObject({ verdict: 'pass' })
  })

  it('is held with the reason of an engine that cannot, and asked again when it goes on', async () => {
    const jobId = await orderFreeform(lab)
    manners.set(jobId, { error: 'Corridor does not fit' })
    await toTheEngine(lab, jobId)
    const request = await answeredFor(jobId)
    expect(request).toMatchObject({ state: 'refused' })
    expect(request.note).toContain('Corridor does not fit')
    const job = await jobOf(jobId)
    expect(job.status).toBe('on_hold')
    expect(job.hold).toMatchObject({ code: 'engine_error', owner: 'optics' })
    manners.delete(jobId)
    await lab.scan({ verb: 'resume', job: jobId })
    await until('it was asked again', async () => (await requestsOf(jobId)).length === 2)
    expect(await answeredFor(jobId)).toMatchObject({ state: 'answered', attempt: 1 })
    await until('it goes on', async () => (await jobOf(jobId)).lenses[0]?.step === 'pick')
  })

  it('with a surface file that is not there is held, whatever the engine says', async () => {
    const jobId = await orderFreeform(lab)
    manners.set(jobId, { withoutFile: true })
    await toTheEngine(lab, jobId)
    expect(await answeredFor(jobId)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('surface file') as string,
    })
    expect((await jobOf(jobId)).hold).toMatchObject({ code: 'surface_file_missing' })
  })

  it('that was held by a person meanwhile keeps its answer, and its step ends when it goes on', async () => {
    const jobId = await orderFreeform(lab)
    manners.set(jobId, { silent: true })
    await toTheEngine(lab, jobId)
    await until('it was asked', async () => (await requestsOf(jobId)).length === 1)
    await lab.scan({ verb: 'hold', job: jobId, reason: 'the practice rang' })
    const [asked] = await requestsOf(jobId)
    for (const eye of ['R', 'L']) await writeFile(join(root, engine.folders.in, `late_${eye}.sdf`), 'x')
    await writeFile(
      join(root, engine.folders.in, 'late.lms'),
      `REQ=LMS\r\nJOB=${jobId}\r\nSTATUS=0\r\nLDPATH=R;late_R.sdf\r\nLDPATH=L;late_L.sdf\r\nINSSPH=-2.00;-2.00\r\n`,
    )
    expect(await answeredFor(jobId)).toMatchObject({ id: asked?.id, state: 'answered' })
    expect((await jobOf(jobId)).hold).toMatchObject({ reason: 'the practice rang' })
    await lab.scan({ verb: 'resume', job: jobId })
    await until('it goes on', async () => (await jobOf(jobId)).lenses[0]?.step === 'pick')
    expect(await requestsOf(jobId)).toHaveLength(1)
  })

  it('gets another blank where the engine needs less, and the first one is free again', async () => {
    const other = await openEngine(lab, root, () => smaller, { engine: 'LDS-2' })
    const lens = { 'rx.sphere': -2000, 'rx.add': 2000 }
    const order = () => orderFreeform(lab, { job: { 'design.id': 'ff-auto' }, lens, ordered: ['right'] })
    const opcOf = async (jobId: string) => (await jobOf(jobId)).lenses[0]?.opc ?? ''
    const answered = async (jobId: string) => {
      await toTheEngine(lab, jobId)
      expect(await answeredFor(jobId)).toMatchObject({ state: 'answered', eyes: ['right'] })
      await until('the step is over', async () => (await jobOf(jobId)).lenses[0]?.step === 'pick')
    }
    const first = await order()
    const large = await opcOf(first)
    await answered(first)
    const small = await opcOf(first)
    expect(small).not.toBe(large)
    const mia = await lab.member('Mia', 'lab')
    const named = { supplier: null, product: null, reorderAt: null, reorderTo: null }
    for (const opc of [large, small]) {
      await mia.client.putBlank({ params: { opc }, body: { ...named, label: opc } })
      await mia.client.receiveBlanks({ body: { lines: [{ opc, lot: 'L1', quantity: 1 }] } })
    }
    const reserved = () =>
      Promise.all([large, small].map(async (opc) => (await mia.client.getBlank({ params: { opc } })).reserved))
    const jobId = await order()
    expect(await reserved()).toEqual([1, 0])
    await answered(jobId)
    expect(await reserved()).toEqual([0, 1])
    const pick = (opc: string) => lab.scan({ verb: 'pick', job: jobId, eye: 'right', mode: 'use', opc })
    expect(await pick(large)).toMatchObject({ result: 'refused', code: 'conflict' })
    expect(await pick(small)).toMatchObject({ result: 'applied' })
    await other.stop()
  })

  it('tells the generator where its surface is, and an answer that comes again changes nothing', async () => {
    const jobId = await orderFreeform(lab)
    manners.set(jobId, { labels: { CORRLEN: '14.00;14.00' } })
    await toTheEngine(lab, jobId)
    const request = await answeredFor(jobId)
    const answer = `${request.file.replace('.lds', '')}.lms`
    await until('its answer is put away', async () => (await engine.files('done')).includes(answer))
    const told = async () =>
      (await lab.ann.client.readEvents({ query: { type: 'design.answered', limit: 1000 } })).events.filter(
        ({ subject }) => subject === request.id,
      ).length
    await until('it is told', async () => (await told()) === 1)
    // As a process would find it that ended before the file was put away.
    await copyFile(join(root, engine.folders.done, answer), join(root, engine.folders.in, `.ils-again-${answer}`))
    await until('it is put away too', async () => (await engine.files('done')).includes(`again-${answer}`))
    expect(await told()).toBe(1)
    expect(await requestsOf(jobId)).toMatchObject([{ id: request.id, state: 'answered' }])
    await bringTo(lab, jobId, 'generate')
    const folders = { in: 'gen/in', out: 'gen/out', done: 'gen/done', failed: 'gen/failed' }
    await lab.ann.client.putLine({
      params: { lineId: 'gen' },
      body: { machine: 'GEN-2', kind: 'folder', folders, enabled: true },
    })
    await until('its folders are there', async () => (await readdir(root)).includes('gen'))
    await until('it can be asked', async () => (await readdir(join(root, 'gen'))).length === 4)
    await writeFile(join(root, folders.in, 'ask.oma'), `REQ=GEN\r\nJOB=${jobId}\r\n`)
    const file = join(root, folders.out, `${jobId}-GEN.oma`)
    const generator = readMessage(await until('it is told', () => readFile(file)))
    expect(valueOf(generator, 'LDPATH')).toBe(request.surfaceFiles.join(';'))
  })

  it('tells whoever follows the log', async () => {
    const { events } = await lab.ann.client.readEvents({ query: { type: 'design.answered', limit: 100 } })
    expect(events.map(({ data }) => data['state'])).toEqual(expect.arrayContaining(['answered', 'refused', 'failed']))
  })
})

describe('an answer that nobody asked for', () => {
  it('is put away with the reason', async () => {
    await writeFile(join(root, engine.folders.in, 'strange.lms'), 'REQ=LMS\r\nJOB=4711\r\nSTATUS=0\r\nPATIENT=Doe\r\n')
    await until('it is put away', async () => (await engine.files('failed')).includes('strange.lms'))
    expect(await readFile(join(root, engine.folders.failed, 'strange.lms.txt'), 'utf8')).toContain(
      'asked for no job 4711',
    )
    await until('it was written down', async () => {
      const { messages } = await lab.ann.client.getLine({ params: { lineId: 'lds-1' } })
      return messages.some(({ text }) => text.includes('4711')) && !JSON.stringify(messages).includes('Doe')
    })
  })
})
