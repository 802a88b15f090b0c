import type { putLine } from '@ils/contract/devices'
import type { BodyOf } from '@ils/contract/endpoint'
import { until } from './condition.ts'
import { freePort } from './free-port.ts'
import type { FloorLab } from './floor-lab.ts'
import { connectMachine, type ExampleMachine, type MachineOptions } from './machine-on-line.ts'

type Input = BodyOf<typeof putLine, never>

export interface ExampleLine {
  readonly id: string
  readonly port: number
  connect(options?: MachineOptions): Promise<ExampleMachine>
  show(): Promise<Awaited<ReturnType<FloorLab['ann']['client']['getLine']>>>
}

/** A line that is served, to one of the machines of the standard lab. */
export async function openLine(lab: FloorLab, machine: string, more: Partial<Input> = {}): Promise<ExampleLine> {
  const id = `line-${machine.toLowerCase()}`
  const port = await freePort()
  const { client } = lab.ann
  await client.putLine({ params: { lineId: id }, body: { machine, kind: 'tcp', port, enabled: true, ...more } })
  const show = () => client.getLine({ params: { lineId: id } })
  await until(`line ${id} is served`, async () => (await show()).state === 'waiting')
  return { id, port, connect: (options) => connectMachine(port, options), show }
}

/** Brings a job to a station by hand, as people would: everything before it is done. */
export async function bringTo(lab: FloorLab, jobId: string, station: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const job = await lab.olga.client.getJob({ params: { jobId } })
    const here = job.lenses.filter(({ step, state }) => step === station && (state === 'ready' || state === 'started'))
    const ordered = job.lenses.filter(({ eye }) => eye !== 'pair').length
    if (here.length === ordered || here.some(({ eye }) => eye === 'pair')) return
    const lens = job.lenses.find((one) => one.step !== station && (one.state === 'ready' || one.state === 'started'))
    if (!lens?.step) throw new Error(`job ${jobId} does not get to ${station}: ${JSON.stringify(job.lenses)}`)
    const eye = lens.eye === 'pair' ? undefined : lens.eye
    if (lens.step === 'pick' && eye) {
      await lab.scan({ verb: 'pick', job: jobId, eye, mode: 'use', opc: lens.opc ?? '' })
      continue
    }
    if (lens.step === 'surface-inspection' && eye) {
      const act = { job: jobId, station: lens.step, eye, measured: { sphere: 0 } }
      await lab.scan({ verb: 'inspect', ...act, why: 'only a test' })
    }
    const done = await lab.scan({ verb: 'finish', job: jobId, station: lens.step, ...(eye && { eye }) })
    if (done.result === 'refused') throw new Error(done.sentence)
  }
  throw new Error(`job ${jobId} did not get to ${station}`)
}

export interface LensesWanted {
  /** The frame lies in the tray and is traced in the lab. */
  readonly traced?: boolean
  readonly drilled?: boolean
  readonly ordered?: ('right' | 'left')[]
}

/** Surfaced lenses of polycarbonate: -6.25 -1.00 x 90 and -6.00 -0.75 x 80; weaker ones where holes need a thin edge. */
export async function orderLenses(lab: FloorLab, wanted: LensesWanted = {}): Promise<string> {
  const { traced = false, drilled = false, ordered = ['right', 'left'] } = wanted
  const holes = {
    format: 'holes',
    holes: [
      [-2000, 300],
      [2000, 300],
    ],
  }
  const lens = { 'fitting.pd': 3150, 'fitting.height': 1800, ...(drilled && { 'frame.holes': holes }) }
  const job = {
    ...{ 'order.date': '2026-11-21', 'order.kind': 'new', 'order.service': 'complete', 'order.priority': 'standard' },
    ...{ 'order.treatments': ['hard'], 'order.trayed': traced, 'material.id': 'poly', 'design.id': 'sv-surfaced' },
    ...{ 'frame.type': drilled ? 'drilled' : 'plastic', 'frame.a': 5000, 'frame.b': 3600, 'frame.dbl': 1800 },
  }
  const configuration = {
    ...{ ordered, job },
    right: { 'rx.sphere': drilled ? -2500 : -6250, 'rx.cylinder': drilled ? -250 : -1000, 'rx.axis': 90, ...lens },
    left: { 'rx.sphere': drilled ? -2500 : -6000, 'rx.cylinder': -750, 'rx.axis': 80, ...lens },
  }
  const { jobId } = await lab.olga.client.createJob({ body: { configuration, practice: 'practice-0012' } })
  return jobId
}

/** An ellipse as a tracer sends it, 1/100 mm; `x` and `y` say where the tracer stood beside its centre, mm. */
export function ellipse(eye: 'R' | 'L', a: number, b: number, { x = 0, y = 0, points = 400 } = {}) {
  const radii = Array.from({ length: points }, (_, at) => {
    const t = (2 * Math.PI * at) / points
    const [dx, dy] = [Math.cos(t), Math.sin(t)]
    // Where the ray from the tracer meets ((X + x) / (a / 2))² + ((Y + y) / (b / 2))² = 1.
    const [p, q] = [(a / 2) ** 2, (b / 2) ** 2]
    const two = dx ** 2 / p + dy ** 2 / q
    const one = (x * dx) / p + (y * dy) / q
    const none = x ** 2 / p + y ** 2 / q - 1
    return Math.round((100 * (-one + Math.sqrt(one ** 2 - two * none))) / two)
  })
  const lines: [string, string][] = [['TRCFMT', `1;${points};E;${eye};F`]]
  for (let at = 0; at < points; at += 10) lines.push(['R', radii.slice(at, at + 10).join(';')])
  return lines
}

/** What events say, as they were written: the log brings them a moment later. */
export async function eventsOf(lab: FloorLab, type: string): Promise<Record<string, unknown>[]> {
  const rows = await lab.lims.app
    .db<{ n: number; type: string; data: Record<string, unknown> }>('events')
    .where({ type })
    .orderBy('n')
  return rows.map(({ data }) => data)
}

export async function lensOf(lab: FloorLab, jobId: string, eye: 'right' | 'left' | 'pair') {
  const { lenses } = await lab.olga.client.getJob({ params: { jobId } })
  return lenses.find((lens) => lens.eye === eye)
}
