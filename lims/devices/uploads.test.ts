import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { bringTo, ellipse, eventsOf, lensOf, openLine, orderLenses, type ExampleLine } from '@ils/testing/floor-lines'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

describe('a tracer', () => {
  let line: ExampleLine
  beforeAll(async () => {
    line = await openLine(lab, 'TRC-1')
  })

  it('ends the tracing of a job with a shape, which is kept, measured and drawn', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    await lab.scan({ verb: 'bind-tray', job: jobId, tray: '7001' })
    const tracer = await line.connect()
    const data = [...ellipse('R', 50, 36), ...ellipse('L', 50, 36), ['DBL', '18'], ['PATIENT', 'Doe, John']] as const
    expect(await tracer.upload('TRC', '7001', data, [['TRCFMT', '1;400;E;R']])).toMatchObject({ done: true })
    expect(await lensOf(lab, jobId, 'pair')).toMatchObject({ step: 'mount' })
    const { items } = await lab.olga.client.listTraces({ query: { job: jobId } })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ line: line.id, jobText: '7001', eyes: ['right', 'left'], faults: [] })
    expect(items[0]?.figures.right).toMatchObject({ a: 50, b: 36, points: 400 })
    const whole = await lab.olga.client.getTrace({ params: { traceId: items[0]?.id ?? '' } })
    expect(whole.svg).toContain('Right eye: 50.00 mm wide, 36.00 mm high')
    expect(whole.message).toContain('PATIENT=\r\n')
    expect(whole.message).not.toContain('Doe')
    expect(await eventsOf(lab, 'trace.received')).toContainEqual(
      expect.objectContaining({ jobId, eyes: ['right', 'left'] }),
    )
    await until('what was said is written', async () =>
      (await line.show()).messages.some(({ about }) => about === 'store TRC'),
    )
    expect(JSON.stringify(await line.show())).not.toContain('Doe')
    tracer.end()
  })

  it('that sends the same once more, over a new connection, changes nothing', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    const data = ellipse('R', 48, 34)
    for (let i = 0; i < 3; i++) {
      const tracer = await line.connect()
      expect(await tracer.upload('TRC', jobId, data)).toMatchObject({ done: true })
      tracer.end()
    }
    expect((await lab.olga.client.listTraces({ query: { job: jobId } })).items).toHaveLength(1)
    const moved = (await eventsOf(lab, 'job.moved')).filter(
      (data) => data['jobId'] === jobId && data['step'] === 'trace',
    )
    expect(moved).toHaveLength(1)
  })

  it.each([
    ['a job that nobody knows', 'tray-9', ellipse('R', 50, 36), 1, /tray-9/],
    ['no shape', '', [['DBL', '18'] as [string, string]], 7, /TRCFMT missing/],
    [
      'fewer points than promised',
      '',
      ellipse('R', 50, 36).slice(0, -1),
      18,
      /400 radii were promised and 390 came|390 radii came/,
    ],
    [
      'a packed format',
      '',
      [
        ['TRCFMT', '4;400;E;R;F'],
        ['R', 'abc'],
      ] as [string, string][],
      17,
      /ormat 4/,
    ],
    ['a shape that is no frame', '', ellipse('R', 150, 36), 10, /150 mm, the limit is 120 mm/],
  ])('hears why %s is of no use, and nothing is kept', async (_, job, data, status, words) => {
    const jobId = job || (await orderLenses(lab, { traced: true }))
    const tracer = await line.connect()
    const end = await tracer.upload('TRC', jobId, data)
    expect(end).toMatchObject({ done: false, status })
    expect(end.said).toMatch(words)
    if (!job) {
      expect((await lab.olga.client.listTraces({ query: { job: jobId } })).items).toHaveLength(0)
      expect(await lensOf(lab, jobId, 'pair')).toMatchObject({ step: 'trace' })
    }
    tracer.end()
  })

  it('that stood beside the centre has its shape centred, and that is said', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    const tracer = await line.connect()
    expect(await tracer.upload('TRC', jobId, ellipse('R', 50, 36, { x: 2, y: -1 }))).toMatchObject({ done: true })
    const { items } = await lab.olga.client.listTraces({ query: { job: jobId } })
    expect(items[0]?.faults.map(({ code }) => code)).toEqual(['trace_off_centre'])
    expect(items[0]?.figures.right?.a).toBeCloseTo(50, 1)
    tracer.end()
  })
})

describe('an edger', () => {
  it('says that it is done, once or thrice, and the step is ended once', async () => {
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'edge')
    const line = await openLine(lab, 'EDG-1')
    const edger = await line.connect()
    await edger.download('EDG', jobId)
    for (let i = 0; i < 3; i++) {
      expect(
        await edger.upload('UPL', jobId, [
          ['MCIRC', '150.75;150.70'],
          ['N', String(i)],
        ]),
      ).toMatchObject({ done: true })
    }
    const ended = (await eventsOf(lab, 'job.moved')).filter(
      (data) => data['jobId'] === jobId && data['step'] === 'edge' && data['did'] === 'finished',
    )
    expect(ended.map(({ eye }) => eye)).toEqual(['right', 'left'])
    expect(ended[0]).toMatchObject({ machine: 'EDG-1', operator: 'EDG-1', note: 'MCIRC=150.75;150.70' })
    edger.end()
  })

  it('that says which lens is done ends the step of that one', async () => {
    const line = await openLine(lab, 'EDG-1')
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'edge')
    const edger = await line.connect()
    await edger.download('EDG', jobId)
    for (let i = 0; i < 2; i++) {
      expect(
        await edger.upload('UPL', jobId, [
          ['DO', 'L'],
          ['N', String(i)],
        ]),
      ).toMatchObject({ done: true })
    }
    expect(await lensOf(lab, jobId, 'left')).toMatchObject({ state: 'done' })
    expect(await lensOf(lab, jobId, 'right')).toMatchObject({ step: 'edge', state: 'started' })
    edger.end()
  })

  it('with a tracer of its own keeps the shape and ends nothing; and it inspects nothing', async () => {
    const line = await openLine(lab, 'EDG-2')
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'edge')
    const edger = await line.connect()
    await edger.download('EDG', jobId)
    expect(await edger.upload('TRC', jobId, ellipse('R', 50, 36))).toMatchObject({ done: true })
    expect((await lab.olga.client.listTraces({ query: { job: jobId } })).items).toHaveLength(1)
    expect(await edger.upload('INS', jobId, [['SPH', '-6.25;-6.00']])).toMatchObject({ done: false, status: 16 })
    expect(await lensOf(lab, jobId, 'right')).toMatchObject({ step: 'edge', state: 'started' })
    edger.end()
  })
})

describe('an inspection device', () => {
  let line: ExampleLine
  beforeAll(async () => {
    line = await openLine(lab, 'INS-1')
  })

  it('brings what it measured, and hears whether it is within the tolerances of the decision', async () => {
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'surface-inspection')
    const device = await line.connect()
    // The left one as a lensmeter that is set to plus cylinder writes it.
    const good = [
      ['INSSPH', '-6.25;-6.75'],
      ['INSCYL', '-1.00;+0.75'],
      ['INSAX', '90;170'],
    ] as const
    for (let i = 0; i < 2; i++) expect(await device.upload('INS', jobId, good)).toMatchObject({ done: true })
    const bad = await device.upload('INS', jobId, [
      ['INSSPH', '-5.25;'],
      ['INSCYL', '-1.00;'],
      ['INSAX', '90;'],
    ])
    expect(bad).toMatchObject({ done: false, status: 10 })
    expect(bad.said).toMatch(/right lens is out of tolerance/)
    const seen = (await eventsOf(lab, 'job.inspected')).filter((data) => data['jobId'] === jobId)
    expect(seen.map(({ eye, verdict }) => `${String(eye)} ${String(verdict)}`)).toEqual([
      'right pass',
      'left pass',
      'right fail',
    ])
    expect(seen[1]).toMatchObject({ machine: 'INS-1', measured: { sphere: -6, cylinder: -0.75, axis: 80 } })
    expect(await lensOf(lab, jobId, 'left')).toMatchObject({ step: 'surface-inspection' })
    device.end()
  })

  it('ends the step of what passes, where its line says so', async () => {
    const changed = await openLine(lab, 'INS-1', { settings: { finishOnPass: true } })
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'surface-inspection')
    const device = await changed.connect()
    const good = [
      ['SPH', '-6.25;-6.00'],
      ['CYL', '-1.00;-0.75'],
      ['AX', '90;80'],
    ] as const
    for (let i = 0; i < 2; i++) expect(await device.upload('INS', jobId, good)).toMatchObject({ done: true, said: '' })
    expect((await lensOf(lab, jobId, 'right'))?.step).not.toBe('surface-inspection')
    expect(await device.upload('INS', jobId, [['N', '1']])).toMatchObject({ status: 7 })
    device.end()
  })
})
