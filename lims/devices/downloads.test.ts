import { valueOf, type Message } from '@ils/oma/records/message'
import { readTraces } from '@ils/oma/traces/read-traces'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { bringTo, ellipse, eventsOf, lensOf, openLine, orderLenses, type ExampleLine } from '@ils/testing/floor-lines'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

const said = (message: Message | undefined, ...labels: string[]) =>
  labels.map((label) => `${label}=${(message && valueOf(message, label)) ?? ''}`)

describe('an edger', () => {
  let line: ExampleLine
  beforeAll(async () => {
    line = await openLine(lab, 'EDG-1')
  })

  it('lists its labels, gets those of the job in its own order, and has begun its step', async () => {
    const jobId = await orderLenses(lab)
    const tracing = await openLine(lab, 'TRC-2')
    const tracer = await tracing.connect()
    await tracer.upload('TRC', jobId, [...ellipse('R', 50.5, 36.4), ...ellipse('L', 50.5, 36.4), ['DBL', '18']])
    await bringTo(lab, jobId, 'edge')
    const edger = await line.connect()
    const wanted = [
      'LMATID',
      'SPH',
      'CYL',
      'AX',
      'HBOX',
      'VBOX',
      'DBL',
      'FCOCIN',
      'FCOCUP',
      'CLAMP',
      'PROC',
      'DO',
      'TRCFMT',
      'R',
    ]
    const labels = wanted.map((label) => ({ label, mandatory: ['LMATID', 'TRCFMT'].includes(label) }))
    expect(await edger.initialise('EDG', { definitions: { EDG: labels }, formats: [['TRCFMT', '1']] })).toMatchObject({
      done: true,
    })
    const end = await edger.download('EDG', jobId)
    expect(end.said).toBe('')
    expect(said(end.message, 'SPH', 'CYL', 'AX', 'HBOX', 'VBOX', 'DBL', 'DO')).toEqual([
      ...[
        'SPH=-6.25;-6.00',
        'CYL=-1.00;-0.75',
        'AX=90;80',
        'HBOX=50.50;50.50',
        'VBOX=36.40;36.40',
        'DBL=18.00',
        'DO=B',
      ],
    ])
    // (50.50 + 18) / 2 - 31.5 and 18 - 36.40 / 2: what was traced goes before what was typed.
    expect(said(end.message, 'FCOCIN', 'FCOCUP')).toEqual(['FCOCIN=2.75;2.75', 'FCOCUP=-0.20;-0.20'])
    expect(said(end.message, 'LMATID', 'CLAMP')).not.toContain('LMATID=')
    const traces = end.message && readTraces(end.message)
    expect([traces?.right?.radii.length, traces?.left?.radii.length]).toEqual([400, 400])
    expect(end.message?.records.filter(({ label }) => label === 'PROC').map(({ value }) => value)).toContainEqual(
      expect.stringMatching(/^R;EDG;Ostrum;Bisphere;LMATID;\d+$/),
    )
    expect(await lensOf(lab, jobId, 'right')).toMatchObject({ step: 'edge', state: 'started' })

    // A cable that was loose: it asks again, three times, and once more with another process on our side in between.
    for (let i = 0; i < 3; i++) {
      edger.end()
      const again = await line.connect()
      expect(await again.download('EDG', jobId)).toMatchObject({ done: true })
      again.end()
    }
    const begun = (await eventsOf(lab, 'job.moved')).filter(
      (data) => data['jobId'] === jobId && data['step'] === 'edge',
    )
    expect(begun.map(({ eye, did }) => `${String(eye)} ${String(did)}`).toSorted()).toEqual([
      'left started',
      'right started',
    ])
  })

  it('does not begin what it cannot end: a record that it must have is missing', async () => {
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'edge')
    const edger = await line.connect()
    await edger.initialise('EDG', { definitions: { EDG: [{ label: 'TRCFMT', mandatory: true }] } })
    expect(await edger.download('EDG', jobId)).toMatchObject({
      done: false,
      status: 7,
      said: 'STATUS=7 TRCFMT missing',
    })
    expect(await lensOf(lab, jobId, 'right')).toMatchObject({ step: 'edge', state: 'ready' })
    expect(await edger.initialise('EDG')).toMatchObject({ done: true })
    edger.end()
  })

  it('hears in the words of the floor why it may not begin', async () => {
    const jobId = await orderLenses(lab)
    const edger = await line.connect()
    const early = await edger.download('EDG', jobId)
    expect(early).toMatchObject({ done: false, status: 4 })
    expect(early.said).toMatch(/is missing/)
    await lab.scan({ verb: 'hold', job: jobId, reason: 'the practice calls back' })
    const held = await edger.download('EDG', jobId)
    expect(held).toMatchObject({ done: false, status: 2 })
    expect(held.said).toContain('the practice calls back')
    await lab.scan({ verb: 'cancel', job: jobId, reason: 'not wanted' })
    expect(await edger.download('EDG', jobId)).toMatchObject({ done: false, status: 2 })
    expect(await edger.download('EDG', 'nobody')).toMatchObject({ done: false, status: 1 })
    edger.end()
  })

  it('that came too early is served as soon as the job stands there', async () => {
    const jobId = await orderLenses(lab)
    const edger = await line.connect()
    expect(await edger.download('EDG', jobId)).toMatchObject({ done: false, status: 4 })
    await bringTo(lab, jobId, 'edge')
    expect(await edger.download('EDG', jobId)).toMatchObject({ done: true, said: '' })
    edger.end()
  })

  it('that does not drill does not get a drilled frame: the rules that decided the job say so', async () => {
    const jobId = await orderLenses(lab, { drilled: true })
    await bringTo(lab, jobId, 'edge')
    const edger = await line.connect()
    const end = await edger.download('EDG', jobId)
    expect(end).toMatchObject({ done: false, status: 9 })
    expect(end.said).toMatch(/does not drill/)
    edger.end()
  })

  it('that lists nothing gets what its class gets', async () => {
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'edge')
    const edger = await line.connect()
    expect(await edger.initialise('EDG')).toMatchObject({ done: true })
    const { message } = await edger.download('EDG', jobId)
    expect(message?.records.map(({ label }) => label)).toContain('CLAMP')
    expect(message?.records.map(({ label }) => label)).not.toContain('GBASEX')
    expect((await line.show()).known).toMatchObject({ device: 'EDG', format: 'preset' })
    expect(await edger.initialise('GEN')).toMatchObject({ done: false, status: 13 })
    edger.end()
  })
})

describe('a generator', () => {
  it('gets curves, thickness, blank and its own number of the material, and what its line says instead', async () => {
    const line = await openLine(lab, 'GEN-1', { settings: { overrides: { RNGD: '43.00;43.00' } } })
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'generate')
    const generator = await line.connect()
    const { message, said: why } = await generator.download('GEN', jobId)
    expect(why).toBe('')
    const decided = await lab.lims.app.db('job_makings').where({ job_id: jobId }).first<{ making: Making }>('making')
    const { right } = decided?.making.lenses ?? {}
    expect(said(message, 'LMATID')).toEqual([
      `LMATID=${String(decided?.making.job.make['label.LMATID@GEN-1'])};${String(decided?.making.job.make['label.LMATID@GEN-1'])}`,
    ])
    const field = (label: string) => Number(valueOf(message ?? { records: [] }, label)?.split(';')[0])
    expect(field('GBASEX')).toBeCloseTo(Number(right?.facts['lens.toolBase']) / 1000, 3)
    expect(field('GTHK')).toBeCloseTo(Number(right?.make['label.GTHK']) / 100, 2)
    expect(field('DIA')).toBeCloseTo(Number(right?.facts['blank.diameter']) / 100, 2)
    expect(field('TIND')).toBe(1.53)
    expect(said(message, 'RNGD', 'OPC')).toEqual([
      'RNGD=43.00;43.00',
      `OPC=${String(right?.make['label.OPC'])};${String(right?.make['label.OPC'])}`,
    ])
    generator.end()
  })

  it('is told of one lens where only one is made', async () => {
    const line = await openLine(lab, 'GEN-2')
    const jobId = await orderLenses(lab, { ordered: ['left'] })
    await bringTo(lab, jobId, 'generate')
    const generator = await line.connect()
    const { message } = await generator.download('GEN', jobId)
    expect(said(message, 'DO', 'SPH', 'GAX', 'PRVM')).toEqual(['DO=L', 'SPH=;-6.00', 'GAX=;80', 'PRVM=;0.00'])
    generator.end()
  })
})

interface Making {
  readonly job: { readonly make: Record<string, unknown> }
  readonly lenses: {
    readonly right?: { readonly make: Record<string, unknown>; readonly facts: Record<string, unknown> }
  }
}

describe('a conveyor', () => {
  it('hears which way a tray goes: by number, by word, by its own numbers', async () => {
    const line = await openLine(lab, 'CNV-1', { settings: { points: { '05': 'before-edging' } } })
    const [usual, drilled] = [await orderLenses(lab), await orderLenses(lab, { drilled: true })]
    const conveyor = await line.connect()
    const ask = async (job: string, point: string) => {
      const { message, said: why } = await conveyor.download('1234', job, [
        ['_DP', point],
        ['_DECISION', '0'],
      ])
      return message ? said(message, '_DP', '_DECISION').join(' ') : why
    }
    await conveyor.initialise('CNV', {
      definitions: {
        CNV: [
          { label: '_DP', mandatory: false },
          { label: '_DECISION', mandatory: true },
        ],
      },
    })
    const id = conveyor.assigned('CNV')
    const by = async (job: string, point: string) => {
      const { message, said: why } = await conveyor.download(id, job, [
        ['_DP', point],
        ['_DECISION', '0'],
      ])
      return message ? said(message, '_DP', '_DECISION').join(' ') : why
    }
    expect(await by(usual, '05')).toBe('_DP=05 _DECISION=2')
    expect(await by(usual, 'after-generator')).toBe('_DP=after-generator _DECISION=1')
    expect(await by(drilled, '3')).toBe('_DP=3 _DECISION=2')
    expect(await by(usual, '1')).toBe('_DP=1 _DECISION=1')
    expect(await by('77777', '3')).toBe('_DP=3 _DECISION=99')
    expect(await by(usual, '77')).toMatch(/STATUS=10/)
    expect(await ask(usual, '3')).toMatch(/STATUS=5/)
    // It moved nothing.
    expect(await lensOf(lab, usual, 'right')).toMatchObject({ state: 'ready' })
    conveyor.end()
  })
})
