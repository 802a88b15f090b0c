import type { getTrace, Trace } from '@ils/contract/devices'
import type { AnswerOf } from '@ils/contract/endpoint'
import { valueOf } from '@ils/oma/records/message'
import { numbersOf } from '@ils/oma/records/read-value'
import { readMessage } from '@ils/oma/records/read-message'
import { drawTraces } from '@ils/oma/traces/draw-traces'
import { readDrills } from '@ils/oma/traces/read-drills'
import { readTraces } from '@ils/oma/traces/read-traces'
import type { TraceRow } from './store.ts'

export function showTrace(row: TraceRow): Trace {
  const { id, line, eyes, figures, faults } = row
  return { ...{ id, line, jobId: row.job_id, jobText: row.job_text, eyes, figures, faults }, at: row.at.toISOString() }
}

export function drawTrace(row: TraceRow): AnswerOf<typeof getTrace> {
  const message = readMessage(row.message)
  const { right, left } = readTraces(message)
  const [inward, up] = ['FCOCIN', 'FCOCUP'].map((label) => numbersOf(valueOf(message, label) ?? ''))
  const prpOf = (eye: 'right' | 'left') => {
    const [x, y] = [inward?.[eye], up?.[eye]]
    return x === undefined || y === undefined ? undefined : { inward: x, up: y }
  }
  const [prpRight, prpLeft] = [prpOf('right'), prpOf('left')]
  const svg = drawTraces({
    ...(right && { right }),
    ...(left && { left }),
    drills: readDrills(message).drills,
    prp: { ...(prpRight && { R: prpRight }), ...(prpLeft && { L: prpLeft }) },
    ...(row.figures.dbl !== null && { dbl: row.figures.dbl }),
    ...{ title: `Frame trace of ${row.job_text}`, id: row.id },
  })
  return { ...showTrace(row), message: row.message, svg }
}
