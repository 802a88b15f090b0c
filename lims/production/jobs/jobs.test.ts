import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { singleVision } from '@ils/testing/single-vision'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

const stepsOf = async (jobId: string) =>
  Object.fromEntries((await lab.job(jobId)).lenses.map(({ eye, steps }) => [eye, steps.map(({ step }) => step)]))
const countJobs = async () => {
  const { rows } = await lab.lims.database.db.raw<{ rows: { n: number }[] }>('select count(*)::int as n from jobs')
  return rows[0]?.n
}

describe('an order', () => {
  it('becomes a job with a promised day and a place in the queue', async () => {
    const made = await lab.olga.client.createJob({ body: singleVision })
    expect(made).toMatchObject({
      status: 'pending',
      estimatedCompletionDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
    expect(made.queuePosition).toBeGreaterThan(0)
    expect(await lab.olga.client.getJobStatus({ params: { jobId: made.jobId } })).toEqual(made)
  })

  it('sent again with its key is one job; sent twice at once too', async () => {
    const send = () => lab.olga.client.createJob({ body: singleVision, idempotencyKey: 'order-4711-a' })
    const before = await countJobs()
    const [one, two] = await Promise.allSettled([send(), send()])
    const again = await send()
    const answered = [one, two].flatMap((each) => (each.status === 'fulfilled' ? [each.value.jobId] : []))
    expect(new Set([...answered, again.jobId]).size).toBe(1)
    expect(await countJobs()).toBe((before ?? 0) + 1)
  })

  it('of which another took the last blanks is made of what can stand in for them, and of the first try nothing stays', async () => {
    const opcs = ['1001100004', '1056100004']
    await lab.receive(Object.fromEntries(opcs.map((opc) => [opc, 1])))
    const count = async (table: string) => (await lab.lims.database.db(table).select()).length
    const blanksOf = async (job: string) =>
      (await lab.job(job)).lenses.flatMap(({ opc }) => (opc === null ? [] : [opc]))
    expect(await blanksOf(await lab.order())).toEqual(opcs)
    const before = { judgements: await count('judgements'), jobs: await count('jobs') }
    expect(await blanksOf(await lab.order())).toEqual(['1001100022', '1001100022'])
    expect({ judgements: await count('judgements'), jobs: await count('jobs') }).toEqual({
      judgements: before.judgements + 1,
      jobs: before.jobs + 1,
    })
    for (const opc of opcs) {
      expect(await lab.olga.client.getBlank({ params: { opc } })).toMatchObject({ onHand: 1, reserved: 1 })
    }
    // They are there again for whoever comes next.
    await lab.receive(Object.fromEntries(opcs.map((opc) => [opc, 10])))
  })

  it('that cannot be made is refused with every cause, and nothing is kept', async () => {
    const before = await countJobs()
    const order = lab.order({ prescription: { odSphere: -36.25, osSphere: -6 }, frame: undefined })
    const error: unknown = await order.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'job_refused' })
    expect(String(error)).toMatch(/-36\.25/)
    expect(await countJobs()).toBe(before)
  })

  it('that looks like one of this month has to be confirmed; confirmed it is made', async () => {
    const alike = { patientRef: 'wearer-1', orderRef: 'A-1' }
    await lab.order(alike)
    const second: unknown = await lab.order({ ...alike, orderRef: 'A-2' }).catch((thrown: unknown) => thrown)
    expect(second).toMatchObject({ code: 'job_to_confirm' })
    const code = (second as { problem?: { causes?: { code: string }[] } }).problem?.causes?.[0]?.code ?? 'duplicate'
    await lab.order({ ...alike, orderRef: 'A-2', confirmed: [{ code, by: 'Olga' }] })
    await lab.order({ patientRef: 'wearer-2' })
    await lab.order({
      ...alike,
      prescription: { odSphere: -5, osSphere: -5, odPd: 31, osPd: 31, odHeight: 18, osHeight: 18 },
    })
  })

  it('of one eye makes one lens, and is shipped with one', async () => {
    const job = await lab.order({ eyes: 'right' })
    expect(Object.keys(await stepsOf(job))).toEqual(['right', 'pair'])
    await lab.workTo(job, 'pair', null)
    expect((await lab.done({ verb: 'ship', job, carrier: 'Parcel' })).status).toBe('shipped')
  })

  it('of uncut lenses is not edged and not mounted', async () => {
    const job = await lab.order({ service: 'uncut' })
    const steps = await stepsOf(job)
    expect(steps['right']).not.toContain('edge')
    expect(steps['pair']).not.toContain('mount')
    expect((await lab.job(job)).frameWay).toBe('none')
    await lab.workTo(job, 'pair', null)
    expect((await lab.job(job)).status).toBe('completed')
  })

  it('edged to a trace, with the frame at the practice, is edged and not mounted', async () => {
    const job = await lab.order({ service: 'edged' })
    const steps = await stepsOf(job)
    expect(steps['right']).toContain('edge')
    expect(steps['pair']).not.toContain('mount')
    expect((await lab.job(job)).frameWay).toBe('remote')
    await lab.workTo(job, 'pair', null)
    expect((await lab.job(job)).status).toBe('completed')
  })
})

describe('a cancellation', () => {
  const cancel = (jobId: string, more: object = {}) =>
    lab.olga.client.cancelJob({ params: { jobId }, body: { reason: 'not wanted', ...more } })

  it('costs nothing before a blank is picked, and a share of the price afterwards', async () => {
    const [early, late] = [await lab.order(), await lab.order()]
    expect(await cancel(early, { dry: true })).toMatchObject({ cancelled: false, fee: 0 })
    expect((await lab.job(early)).status).toBe('pending')
    expect(await cancel(early)).toMatchObject({ cancelled: true, fee: 0 })

    await lab.workTo(late, 'right', 'block')
    const { total } = await lab.job(late)
    const asked = await cancel(late, { dry: true })
    expect(asked.fee).toBeGreaterThan(0)
    expect(asked.fee).toBeLessThanOrEqual(total)
    expect(await cancel(late)).toEqual({ ...asked, cancelled: true })
    expect(await cancel(late)).toMatchObject({ cancelled: true, fee: asked.fee })
    expect(await lab.job(late)).toMatchObject({ status: 'cancelled', fee: asked.fee, estimatedCompletionDate: null })
    const said = (await lab.story(late)).filter(({ type }) => type === 'job.cancelled')
    expect(said).toMatchObject([{ data: { fee: asked.fee, rules: ['cancel-fee'] } }])
  })

  it('lets go of the blanks that were promised', async () => {
    await lab.receive({ '1001100004': 10 })
    const reserved = async () => (await lab.olga.client.getBlank({ params: { opc: '1001100004' } })).reserved
    const before = await reserved()
    const job = await lab.order()
    expect(await reserved()).toBe(before + 1)
    await lab.done({ verb: 'cancel', job, reason: 'not wanted' })
    expect(await reserved()).toBe(before)
  })
})

describe('a job made again', () => {
  const again = (jobId: string, body: object) =>
    lab.olga.client.remakeJob({
      params: { jobId },
      body: body as Parameters<typeof lab.olga.client.remakeJob>[0]['body'],
    })

  it('by the lab’s fault keeps all of its order, with nothing typed again', async () => {
    const original = await lab.order({ patientRef: 'wearer-7', orderRef: 'R-1' })
    await lab.workTo(original, 'pair', null)
    await lab.done({ verb: 'ship', job: original, carrier: 'Parcel' })
    const { jobId } = await again(original, { kind: 'remake', reason: 'lab-error' })
    expect(await lab.job(jobId)).toMatchObject({
      ...{
        kind: 'remake',
        original,
        reason: 'lab-error',
        patientRef: 'wearer-7',
        orderRef: 'R-1',
        practice: 'practice-0012',
      },
    })
    expect(await stepsOf(jobId)).toEqual(await stepsOf(original))
    expect((await lab.story(original)).at(-1)).toMatchObject({
      type: 'job.remade',
      data: { by: jobId, kind: 'remake' },
    })
    await lab.workTo(jobId, 'pair', null)
  })

  it('may be of one eye, may change the order, and may be a non-adapt', async () => {
    const original = await lab.order()
    const one = await again(original, { kind: 'remake', reason: 'lab-error', eyes: ['left'] })
    expect(Object.keys(await stepsOf(one.jobId))).toEqual(['left', 'pair'])
    const changed = {
      ...singleVision,
      prescription: { ...(singleVision['prescription' as never] as object), odSphere: -5.75 },
    }
    const redo = await again(original, { kind: 'redo', reason: 'prescriber-change', order: changed })
    expect(await lab.job(redo.jobId)).toMatchObject({ kind: 'redo', original })
    const other = await again(original, { kind: 'non_adapt', reason: 'non-adapt', order: changed })
    expect(await lab.job(other.jobId)).toMatchObject({ kind: 'non_adapt', original, reason: 'non-adapt' })
  })
})

it('a practice sees its own jobs, and of others not even that they are there', async () => {
  const job = await lab.order({ patientRef: 'wearer-9' })
  const own = await lab.member('Own', 'ecp', 'practice-0012')
  const foreign = await lab.member('Foreign', 'ecp', 'practice-0099')
  const params = { jobId: job }
  expect((await own.client.getJob({ params })).id).toBe(job)
  const unseen = `There is no job ${job}`
  await expect(foreign.client.getJob({ params })).rejects.toThrow(unseen)
  await expect(foreign.client.getJobStatus({ params })).rejects.toThrow(unseen)
  await expect(foreign.client.cancelJob({ params, body: { reason: 'x' } })).rejects.toThrow(unseen)
  await expect(foreign.client.remakeJob({ params, body: { kind: 'remake', reason: 'lab-error' } })).rejects.toThrow(
    unseen,
  )
  expect((await foreign.client.listJobs({ query: {} })).items).toEqual([])
  await expect(foreign.client.listJobs({ query: { practice: 'practice-0012' } })).rejects.toThrow(
    /see practice practice-0099 only/,
  )
  const { items } = await own.client.listJobs({ query: { limit: 5 } })
  expect(new Set(items.map(({ practice }) => practice))).toEqual(new Set(['practice-0012']))
})

it('the log alone tells the same as the tables', async () => {
  expect((await lab.verdict()).violations).toEqual([])
})
