import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepFloor } from '../public.ts'

const clock = manualClock(new Date('2026-11-23T14:00:00.000Z'))
let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab(), { clock })
})
afterAll(() => lab.close())
const sweep = () => sweepFloor(lab.lims.app, new AbortController().signal)
const typesOf = async (jobId: string) => (await lab.story(jobId)).map(({ type }) => type)

describe('a scan', () => {
  it('that is sent again changes nothing and gets the first answer', async () => {
    const job = await lab.order()
    const act = { verb: 'finish', job, station: 'calculate', scanId: 'again-0001' } as const
    const first = await lab.scan(act)
    const second = await lab.scan(act)
    expect(first).toMatchObject({ result: 'applied', status: 'in_production', station: 'pick' })
    expect(second).toEqual({ ...first, result: 'repeated' })
    expect((await typesOf(job)).filter((type) => type === 'job.moved')).toHaveLength(1)
  })

  it('that is sent twice at once is applied once', async () => {
    const job = await lab.order()
    const act = { verb: 'finish', job, station: 'calculate', scanId: 'at-once-0001' } as const
    const answers = await Promise.all([lab.scan(act), lab.scan(act), lab.scan(act)])
    expect(answers.map(({ result }) => result).sort()).toEqual(['applied', 'repeated', 'repeated'])
    expect((await typesOf(job)).filter((type) => type === 'job.moved')).toHaveLength(1)
  })

  it('with an id that another act had is refused', async () => {
    const job = await lab.order()
    await lab.done({ verb: 'start', job, station: 'calculate', scanId: 'reused-0001' })
    const other = await lab.scan({ verb: 'finish', job, station: 'calculate', scanId: 'reused-0001' })
    expect(other).toMatchObject({ result: 'refused', code: 'conflict', causes: [{ code: 'scan_id_reused' }] })
    expect((await lab.lens(job, 'right')).state).toBe('started')
  })

  it('that was refused stays refused when it is sent again, though it would be right by now', async () => {
    const job = await lab.order()
    const act = { verb: 'start', job, station: 'block', eye: 'right', scanId: 'early-0001' } as const
    const early = await lab.scan(act)
    await lab.workTo(job, 'right', 'block')
    expect(await lab.scan(act)).toEqual(early)
    expect((await lab.lens(job, 'right')).state).toBe('ready')
  })

  it('without a field that its verb needs, or with one it does not know, names them; corrected it may come again', async () => {
    const job = await lab.order()
    const broken = { verb: 'ship', job, opc: '1', scanId: 'corrected-0001' } as const
    expect(await lab.scan(broken)).toMatchObject({
      result: 'refused',
      code: 'invalid_request',
      sentence: 'Carrier: ship needs it; opc: ship has no such field',
    })
    const mended = await lab.scan({ verb: 'hold', job, reason: 'a question', scanId: 'corrected-0001' })
    expect(mended.result).toBe('applied')
  })

  it('of a job, a tray, a station or an eye that is not there says so', async () => {
    const job = await lab.order({ eyes: 'right' })
    const nobody = 'job_01h00000000000000000000000'
    expect((await lab.scan({ verb: 'free-tray', job: nobody })).sentence).toBe(`There is no job ${nobody}`)
    expect((await lab.scan({ verb: 'free-tray', job: 'tray:none' })).sentence).toBe('No job lies in tray none')
    expect((await lab.scan({ verb: 'start', job, station: 'moon' })).sentence).toMatch(/there is no station moon/i)
    const left = await lab.scan({ verb: 'start', job, station: 'calculate', eye: 'left' })
    expect(left.sentence).toBe(`Job ${job} has no left lens: it was not ordered`)
  })

  it('from a scanner whose clock is ahead is refused, and one from before is told at its time', async () => {
    const job = await lab.order()
    const ahead = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const act = { verb: 'finish', job, station: 'calculate' } as const
    expect((await lab.scan({ ...act, at: ahead })).causes).toMatchObject([{ code: 'ahead', field: 'at' }])
    const before = new Date(clock.now().getTime() - 600_000).toISOString()
    await lab.done({ ...act, at: before, operator: 'Paul' })
    const moved = (await lab.story(job)).find(({ type }) => type === 'job.moved')
    expect(moved).toMatchObject({ at: before, data: { operator: 'Paul' } })
  })
})

describe('a station', () => {
  it('stops a lens whose earlier step is missing, and says which', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'generate')
    const early = await lab.scan({ verb: 'start', job, station: 'polish', eye: 'right' })
    expect(early).toMatchObject({ code: 'track_stop', sentence: `The right lens of job ${job}: Generate is missing` })
    const pair = await lab.scan({ verb: 'start', job, station: 'mount' })
    expect(pair.sentence).toBe(`The pair of job ${job}: it waits for the right lens: Generate is missing`)
  })

  it('stops a lens that never was to come there, or was there already', async () => {
    const job = await lab.order()
    const never = await lab.scan({ verb: 'start', job, station: 'ar-coat', eye: 'right' })
    expect(never.sentence).toBe(`The right lens of job ${job}: Vacuum coat is not on its way: it was not ordered`)
    await lab.workTo(job, 'right', 'pick')
    const again = await lab.scan({ verb: 'finish', job, station: 'calculate' })
    expect(again.sentence).toBe(`The right lens of job ${job}: Calculation was done already`)
  })

  it('begins once and ends once; a move ends the step before and begins the next', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'block')
    const act = { job, eye: 'right' } as const
    expect((await lab.done({ ...act, verb: 'start', station: 'block' })).sentence).toBe(
      'Tape and block begun for the right lens',
    )
    expect((await lab.scan({ ...act, verb: 'start', station: 'block' })).sentence).toMatch(/was begun already$/)
    expect((await lab.done({ ...act, verb: 'move', station: 'generate' })).station).toBe('generate')
    expect(await lab.lens(job, 'right')).toMatchObject({ step: 'generate', state: 'started', station: 'generate' })
    expect((await lab.done({ ...act, verb: 'finish', station: 'generate' })).sentence).toBe(
      'Generate done for the right lens; next: Polish',
    )
    const skipping = await lab.scan({ ...act, verb: 'move', station: 'deblock' })
    expect(skipping.sentence).toBe(`The right lens of job ${job}: Polish is missing`)
  })

  it('that needs the frame waits for it', async () => {
    const job = await lab.order({ frameWay: 'to_come' })
    await lab.workTo(job, 'right', null)
    await lab.workTo(job, 'left', null)
    expect(await lab.lens(job, 'pair')).toMatchObject({ step: 'mount', stop: 'the frame has not come' })
    const early = await lab.scan({ verb: 'start', job, station: 'mount' })
    expect(early.sentence).toBe(`The pair of job ${job}: the frame has not come`)
    await lab.done({ verb: 'frame-arrived', job })
    expect((await lab.scan({ verb: 'frame-arrived', job })).code).toBe('already_so')
    await lab.done({ verb: 'start', job, station: 'mount' })
  })
})

describe('a tray', () => {
  it('holds one job, is found by its number, and goes to another only when that is meant', async () => {
    const [one, two] = [await lab.order(), await lab.order()]
    await lab.done({ verb: 'bind-tray', job: one, tray: '10001' })
    expect((await lab.scan({ verb: 'bind-tray', job: one, tray: '10001' })).code).toBe('already_so')
    const taken = await lab.scan({ verb: 'bind-tray', job: two, tray: '10001' })
    expect(taken.sentence).toBe(`Tray 10001 holds job ${one}: free it, or scan with reassign`)
    await lab.done({ verb: 'finish', job: 'tray:10001', station: 'calculate' })
    expect((await lab.lens(one, 'right')).step).toBe('pick')

    await lab.done({ verb: 'bind-tray', job: two, tray: '10001', reassign: true })
    expect((await lab.job(one)).tray).toBeNull()
    expect((await lab.story(one)).at(-1)).toMatchObject({ type: 'job.tray_freed', data: { tray: '10001' } })
    const moved = await lab.scan({ verb: 'bind-tray', job: two, tray: '10002' })
    expect(moved.causes).toMatchObject([{ code: 'already_in_tray' }])
    await lab.done({ verb: 'bind-tray', job: two, tray: '10002', reassign: true })
    await lab.done({ verb: 'free-tray', job: two })
    expect((await lab.scan({ verb: 'free-tray', job: two })).sentence).toBe(`Job ${two} lies in no tray`)
  })

  it('that is lost is found where it was scanned last', async () => {
    const job = await lab.order()
    await lab.done({ verb: 'bind-tray', job, tray: '10003' })
    await lab.done({ verb: 'finish', job: 'tray:10003', station: 'calculate' })
    clock.advance(60_000)
    await lab.done({ verb: 'pick', job, eye: 'right', mode: 'short', station: 'pick', operator: 'Rosa' })
    const tray = await lab.olga.client.findTray({ params: { tray: '10003' } })
    expect(tray).toMatchObject({ jobId: job, status: 'on_hold' })
    expect(tray.seen.map(({ station, operator }) => `${operator} at ${station}`)).toEqual([
      'Rosa at pick',
      'Olga at calculate',
    ])
    await expect(lab.olga.client.findTray({ params: { tray: 'never' } })).rejects.toThrow(
      'No tray never was ever scanned',
    )
  })

  it('which two jobs want at once is one job’s', async () => {
    const jobs = [await lab.order(), await lab.order(), await lab.order()]
    const answers = await Promise.all(jobs.map((job) => lab.scan({ verb: 'bind-tray', job, tray: '10004' })))
    expect(answers.filter(({ result }) => result === 'applied')).toHaveLength(1)
    // Each takes the tray of another: nobody ends in two, and nobody waits for ever.
    const trays = ['10004', '10005', '10006']
    await Promise.all(
      jobs.flatMap((job, i) =>
        trays.map((_, k) => lab.scan({ verb: 'bind-tray', job, tray: trays[(i + k) % 3] ?? '', reassign: true })),
      ),
    )
    const lying = await Promise.all(jobs.map(async (job) => (await lab.job(job)).tray))
    const bound = lying.filter((tray) => tray !== null)
    expect(new Set(bound).size).toBe(bound.length)
  })
})

describe('a hold', () => {
  it('stops every work with its reason, and a resume lets it go on where it was', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'polish')
    const held = await lab.done({ verb: 'hold', job, reason: 'axis to be confirmed', owner: 'the desk' })
    expect(held).toMatchObject({ status: 'on_hold', sentence: 'On hold: axis to be confirmed' })
    const work = await lab.scan({ verb: 'start', job, station: 'polish', eye: 'right' })
    expect(work.sentence).toBe(`Job ${job} is on hold: axis to be confirmed (the desk has to act)`)
    expect((await lab.scan({ verb: 'ship', job, carrier: 'x' })).causes).toMatchObject([{ code: 'on_hold' }])
    expect((await lab.olga.client.getJobStatus({ params: { jobId: job } })).queuePosition).toBeNull()
    expect((await lab.done({ verb: 'resume', job, why: 'confirmed' })).status).toBe('in_production')
    expect((await lab.scan({ verb: 'resume', job })).sentence).toBe(`Job ${job} is not on hold`)
    await lab.done({ verb: 'start', job, station: 'polish', eye: 'right' })
  })

  it('with an end is ended by the clock of the lab, and one without stays', async () => {
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const [short, long] = [await lab.order(), await lab.order()]
    await lab.done({ verb: 'hold', job: short, reason: 'lunch', until })
    await lab.done({ verb: 'hold', job: long, reason: 'a question' })
    const past = await lab.scan({ verb: 'hold', job: long, reason: 'x', until: clock.now().toISOString() })
    expect(past.causes).toMatchObject([{ code: 'past', field: 'until' }])
    clock.advance(3_599_000)
    await sweep()
    expect((await lab.job(short)).status).toBe('on_hold')
    clock.advance(1000)
    await sweep()
    await sweep()
    expect((await lab.job(short)).status).toBe('pending')
    expect((await lab.job(long)).status).toBe('on_hold')
    const resumed = (await lab.story(short)).filter(({ type }) => type === 'job.resumed')
    expect(resumed).toMatchObject([{ actor: { kind: 'system' }, data: { why: `the hold ended at ${until}` } }])
  })
})

describe('shipping', () => {
  it('is refused until all is made, and frees the tray; what left is not worked on any more', async () => {
    const job = await lab.order({ eyes: 'left' })
    await lab.done({ verb: 'bind-tray', job, tray: '20001' })
    await lab.workTo(job, 'pair', 'pack')
    const early = await lab.scan({ verb: 'ship', job, carrier: 'Parcel' })
    expect(early.sentence).toMatch(/is not made whole: the pair stands before Pack/)
    await lab.workTo(job, 'pair', null)
    expect((await lab.job(job)).status).toBe('completed')
    await lab.done({ verb: 'ship', job, carrier: 'Parcel' })
    expect(await lab.job(job)).toMatchObject({ status: 'shipped', tray: null, shipped: { carrier: 'Parcel' } })
    for (const verb of ['hold', 'cancel'] as const) {
      expect(await lab.scan({ verb, job, reason: 'too late' })).toMatchObject({
        code: 'job_over',
        sentence: `Job ${job} was shipped on 2026-11-23`,
      })
    }
    const again = await lab.scan({ verb: 'ship', job, carrier: 'Parcel' })
    expect(again.code).toBe('job_over')
    await lab.done({ verb: 'bind-tray', job: await lab.order(), tray: '20001' })
  })
})

describe('scans kept without a network', () => {
  it('come late, mixed up and twice, and are applied once and in their order', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'block')
    clock.advance(3_600_000)
    const began = clock.now().getTime() - 3_000_000
    const steps = ['block', 'generate', 'polish', 'deblock']
    const scans = steps.map((station, i) => ({
      ...({ scanId: `offline-${station}`, verb: 'finish', job, station, eye: 'right' } as const),
      at: new Date(began + i * 60_000).toISOString(),
    }))
    const [block, generate, polish, deblock] = scans
    const mixed = [polish, deblock, block, polish, generate].filter((one) => one !== undefined)
    const { answers } = await lab.olga.client.scanMany({ body: { scans: mixed } })
    expect(answers.map(({ scanId, result }) => `${scanId} ${result}`)).toEqual([
      ...['offline-polish applied', 'offline-deblock applied', 'offline-block applied'],
      ...['offline-polish repeated', 'offline-generate applied'],
    ])
    const twice = await lab.olga.client.scanMany({ body: { scans: [...mixed].reverse() } })
    expect(new Set(twice.answers.map(({ result }) => result))).toEqual(new Set(['repeated']))
    expect((await lab.lens(job, 'right')).step).toBe('surface-inspection')
    const moves = (await lab.story(job)).filter(({ type }) => type === 'job.moved').slice(-4)
    expect(moves.map(({ data, at }) => [data['step'], at])).toEqual(scans.map(({ station, at }) => [station, at]))
  })

  it('that contradict what happened meanwhile are refused to whoever scanned, and hold up nothing else', async () => {
    const [one, two] = [await lab.order(), await lab.order()]
    await lab.done({ verb: 'cancel', job: one, reason: 'not wanted' })
    const at = new Date(clock.now().getTime() - 60_000).toISOString()
    const { answers } = await lab.olga.client.scanMany({
      body: {
        scans: [
          { scanId: 'late-cancelled', verb: 'finish', job: one, station: 'calculate', at },
          { scanId: 'late-good-one', verb: 'finish', job: two, station: 'calculate', at },
        ],
      },
    })
    expect(answers).toMatchObject([
      { result: 'refused', code: 'job_over', jobId: one },
      { result: 'applied', jobId: two },
    ])
  })
})

it('nobody of a practice works on the floor or sees it', async () => {
  const job = await lab.order()
  const portal = await lab.member('Portal', 'service', 'practice-0012')
  await expect(
    portal.client.scan({ body: { scanId: 'foreign-0001', verb: 'hold', job, reason: 'x' } }),
  ).rejects.toThrow("These credentials see practice practice-0012 only: the floor is the lab's")
  await expect(portal.client.stationQueue({ params: { station: 'pick' }, query: {} })).rejects.toThrow(/the floor is/)
  await expect(portal.client.listBatches({ query: {} })).rejects.toThrow(/the floor is/)
  await expect(portal.client.findTray({ params: { tray: '10001' } })).rejects.toThrow(/the floor is/)
})

it('the log alone tells the same as the tables', async () => {
  expect((await lab.verdict()).violations).toEqual([])
})
