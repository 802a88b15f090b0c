import { readMessage } from '@ils/oma/records/read-message'
import { readTraces } from '@ils/oma/traces/read-traces'
import { equalAngles, type Trace } from '@ils/oma/traces/trace'
import type { Db } from '@ils/platform/db/database'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { TracesOfJob } from '../answers/frame-records.ts'
import type { JobAtMachine } from '../../production/public.ts'
import { findTraceOfJob } from './store.ts'

/** The shape of a job's frame: as the lab measured it, or else as it was ordered. */
export async function tracesOfJob(db: Db, { job, configuration }: JobAtMachine): Promise<TracesOfJob> {
  const kept = await findTraceOfJob(db, job.id)
  const measured = kept && readTraces(readMessage(kept.message))
  const right = measured?.right ?? orderedTrace('R', configuration.right?.['frame.trace'])
  const left = measured?.left ?? orderedTrace('L', configuration.left?.['frame.trace'])
  return { ...(right && { right }), ...(left && { left }) }
}

function orderedTrace(eye: Trace['eye'], shape: FactValue | undefined): Trace | undefined {
  if (typeof shape !== 'object' || shape === null || !('format' in shape) || shape.format !== 'radii') return undefined
  const { mode, radii, angles } = shape
  if (!isNumbers(radii) || radii.length < 3) return undefined
  if (mode === 'E') return { eye, mode, radii, angles: equalAngles(radii.length) }
  return mode === 'U' && isNumbers(angles) && angles.length === radii.length ? { eye, mode, radii, angles } : undefined
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number')
