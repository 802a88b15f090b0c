import { createHash } from 'node:crypto'
import type { TraceFigures } from '@ils/contract/devices'
import { deviceEvents } from '@ils/contract/device-events'
import { textOf } from '@ils/oma/records/write-message'
import type { Answer } from '@ils/oma/session/question'
import { measureTrace } from '@ils/oma/traces/measure-trace'
import type { Trace } from '@ils/oma/traces/trace'
import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { sayNatural } from '@ils/rules/vocabulary/natural-number'
import { keepFrame, type FrameFacts, type JobAtMachine } from '../../production/public.ts'
import { lensesAt } from '../answers/begin-step.ts'
import type { AboutJob, Desk } from '../answers/desk.ts'
import { answerNo, answerToScan } from '../answers/refused-answer.ts'
import { scanOfMachine } from '../answers/scan-of-machine.ts'
import { insertTrace, type TraceRow } from '../traces/store.ts'
import { readShapes, type Shapes } from './read-shapes.ts'

/** Keeps the shape of a frame, ends its tracing and says so: all of it, or the tracer hears why not. */
export async function keepTrace(desk: Desk, found: JobAtMachine, asked: AboutJob): Promise<Answer> {
  const shapes = readShapes(asked.message)
  if (!('message' in shapes && 'traces' in shapes)) return shapes
  const { app } = desk
  const { compiled } = await app.rules.release(found.job.release)
  const facts = knownFacts(compiled, frameFacts(shapes))
  const absurd = beyondFacts(compiled, facts)
  if (absurd !== undefined) return answerNo('value out of range', absurd)
  const digest = createHash('sha256').update(textOf(shapes.message)).digest('base64url')
  return inTransaction(app.db, async (trx) => {
    const notNow = await endTracing({ ...desk, app: { ...app, db: trx } }, found, asked, digest)
    if (notNow) return notNow
    const row = rowOf(desk, found, asked, shapes, digest)
    if (await insertTrace(trx, row)) {
      await keepFrame(trx, found.job.id, facts)
      await sayReceived(desk, trx, found, row)
    }
    return {}
  })
}

async function endTracing(
  desk: Desk,
  { job }: JobAtMachine,
  { message }: AboutJob,
  digest: string,
): Promise<Answer | undefined> {
  const { station, dev } = desk.machine
  // By a machine that does other work, once more, or where no step asks for it: the newest shape counts.
  if (dev !== 'TRC' || station === null || lensesAt(job.lenses, station).length === 0) return undefined
  const answer = await scanOfMachine(desk, desk.app, job.id, message, { verb: 'finish' }, [
    station,
    job.version,
    digest,
  ])
  return answer.result === 'refused' ? answerToScan(answer) : undefined
}

function rowOf({ app, line }: Desk, { job }: JobAtMachine, asked: AboutJob, shapes: Shapes, digest: string): TraceRow {
  const { right, left } = shapes.traces
  return {
    ...{ id: app.ids('trc'), line: line.id, job_id: job.id, job_text: asked.job.slice(0, 80), digest },
    eyes: [...(right ? ['right' as const] : []), ...(left ? ['left' as const] : [])],
    ...{ message: textOf(shapes.message), figures: figuresOf(shapes), at: app.clock.now() },
    faults: shapes.faults.map(({ code, severity, message }) => ({ code, severity, message })),
  }
}

const figuresOf = ({ traces, dbl }: Shapes): TraceFigures => ({
  right: traces.right ? boxOf(traces.right) : null,
  left: traces.left ? boxOf(traces.left) : null,
  dbl,
})

function boxOf(trace: Trace): NonNullable<TraceFigures['right']> {
  const { a, b, ed, circumference, circumference3d } = measureTrace(trace)
  const round = (mm: number): number => Math.round(mm * 1000) / 1000
  return {
    ...{ a: round(a), b: round(b), ed: round(ed), circumference: round(circumference) },
    ...{ circumference3d: circumference3d === undefined ? null : round(circumference3d), points: trace.radii.length },
  }
}

/** Of the rulebook: hundredths of a mm; a trace as `{format: 'radii', …}`. */
function frameFacts({ traces: { right, left }, dbl }: Shapes): FrameFacts {
  const one = right ?? left
  const box = one && measureTrace(one)
  const hundredths = (mm: number): number => Math.round(mm * 100)
  return {
    job: {
      ...(box && { 'frame.a': hundredths(box.a), 'frame.b': hundredths(box.b) }),
      ...(dbl !== null && { 'frame.dbl': hundredths(dbl) }),
    },
    ...(right && { right: { 'frame.trace': shapeOf(right) } }),
    ...(left && { left: { 'frame.trace': shapeOf(left) } }),
  }
}

/** A rulebook that does not ask for a frame has no such facts, and would refuse them. */
function knownFacts({ rulebook }: CompiledRelease, { job, right, left }: FrameFacts): FrameFacts {
  const given = new Set(rulebook.vocabulary.filter(({ source }) => source.kind === 'given').map(({ id }) => id))
  const known = (facts: FrameFacts['job']): FrameFacts['job'] =>
    Object.fromEntries(Object.entries(facts).filter(([id]) => given.has(id)))
  return { job: known(job), ...(right && { right: known(right) }), ...(left && { left: known(left) }) }
}

/** What is beyond the limits of the rulebook is no frame: kept, it would make the job unjudgeable. */
function beyondFacts({ rulebook }: CompiledRelease, { job }: FrameFacts): string | undefined {
  for (const { id, label, min, max, unit } of rulebook.vocabulary) {
    const value = job[id]
    if (typeof value !== 'number') continue
    const limit = min !== undefined && value < min ? min : max !== undefined && value > max ? max : undefined
    if (limit === undefined) continue
    const name = typeof label === 'string' ? label : id
    return `${name} is ${sayNatural(value, unit)}, the limit is ${sayNatural(limit, unit)}`
  }
  return undefined
}

const shapeOf = ({ mode, radii, angles }: Trace) => ({
  ...{ format: 'radii', mode, radii: radii.map(Math.round) },
  ...(mode === 'U' && { angles: angles.map(Math.round) }),
})

async function sayReceived(
  { app, line, machine }: Desk,
  trx: Trx,
  { job }: JobAtMachine,
  row: TraceRow,
): Promise<void> {
  const faults = row.faults.map(({ message }) => message)
  await record(
    app,
    trx,
    deviceEvents.traceReceived,
    {
      ...{ subject: row.id, subjectVersion: 1, practice: job.practice },
      data: { traceId: row.id, line: line.id, jobId: row.job_id, eyes: row.eyes, faults },
    },
    system(machine.id),
  )
}
