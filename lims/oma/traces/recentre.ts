import { setValue, usualEnding } from '../records/edit-message.ts'
import { faultOfLine, recordLine } from '../records/record-line.ts'
import { valueOf, type Message } from '../records/message.ts'
import { fieldsOf, numberOf } from '../records/read-value.ts'
import { formatNumber, formatValue } from '../records/write-value.ts'
import type { Eye, Finding } from '../refusal.ts'
import { traceLimits } from './check-traces.ts'
import { measureTrace } from './measure-trace.ts'
import { readTraces, type Traces } from './read-traces.ts'
import { traceBlocks } from './trace-blocks.ts'
import { nasalSign, pointsOf, type Trace } from './trace.ts'
import { writeTrace } from './write-trace.ts'

/** How far the boxed centre lay from the tracer's centre, mm, in towards the nose and up. */
export interface Shift {
  readonly eye: Eye
  readonly inward: number
  readonly up: number
}

/**
 * The same points seen from the boxed centre. Their angles are no longer equal, so the mode is U; none is moved or added. A
 * shape that some ray from its boxed centre meets twice, or misses, cannot be written so, and is refused.
 */
export function recentreTrace(trace: Trace): { trace: Trace; shift: Shift } | Finding {
  const { x, y } = measureTrace(trace).centre
  const moved = pointsOf(trace).map((point, at) => {
    const [dx, dy] = [point.x - x, point.y - y]
    const turn = Math.round((Math.atan2(dy, dx) * 18_000) / Math.PI)
    return { radius: Math.hypot(dx, dy) * 100, angle: (turn + 36_000) % 36_000, height: trace.heights?.[at] ?? 0 }
  })
  // The list begins where the angle does; from there on each must be beyond the one before it.
  const begin = moved.reduce((least, { angle }, at) => (angle < (moved[least]?.angle ?? 0) ? at : least), 0)
  const points = [...moved.slice(begin), ...moved.slice(0, begin)]
  const bad = points.findIndex(
    ({ angle, radius }, at) => radius < 1 || (at > 0 && angle <= (points[at - 1]?.angle ?? 0)),
  )
  if (bad >= 0) {
    const message = `TRCFMT: eye ${trace.eye} cannot be written from its boxed centre: some ray from there does not meet the shape once`
    return { code: 'trace_not_recentred', severity: 'refuse', label: 'TRCFMT', eye: trace.eye, message }
  }
  return {
    trace: {
      ...trace,
      mode: 'U',
      radii: points.map(({ radius }) => radius),
      angles: points.map(({ angle }) => angle),
      ...(trace.heights ? { heights: points.map(({ height }) => height) } : {}),
    },
    shift: { eye: trace.eye, inward: nasalSign(trace.eye) * x, up: y },
  }
}

/** Offsets from the frame centre shrink by what the centre moved, offsets to it grow. */
const OFFSETS: readonly (readonly [string, 'inward' | 'up', 1 | -1])[] = [
  ...(['FCOC', 'FCSG', 'FCBC'] as const).flatMap((pair) => both(pair, -1)),
  ...(['SBFC', 'FBFC'] as const).flatMap((pair) => both(pair, 1)),
]

function both(pair: string, sign: 1 | -1): [string, 'inward' | 'up', 1 | -1][] {
  return [
    [`${pair}IN`, 'inward', sign],
    [`${pair}UP`, 'up', sign],
  ]
}

/**
 * Shapes that were traced more than half a mm off their boxed centre are rewritten from it, and every offset that begins or
 * ends at the frame centre follows, so that the lens lies in the frame where it lay before. All other records stay. An eye
 * that cannot be moved whole, shape and offsets, is left as it is with a finding.
 */
export function recentreMessage(message: Message): { message: Message; shifts: Shift[]; findings: Finding[] } {
  const traces = readTraces(message)
  const moved = [traces.right, traces.left].filter((trace) => trace !== undefined && isOff(trace))
  let now = message
  const shifts: Shift[] = []
  const findings: Finding[] = []
  for (const trace of moved) {
    if (!trace) continue
    const centred = recentreTrace(trace)
    if ('code' in centred) {
      findings.push(centred)
      continue
    }
    const shifted = shiftOffsets(now, centred.shift, traces)
    if ('code' in shifted) {
      findings.push(shifted)
      continue
    }
    now = replaceTrace(shifted, centred.trace)
    shifts.push(centred.shift)
  }
  return { message: now, shifts, findings }
}

const isOff = (trace: Trace): boolean => {
  const { x, y } = measureTrace(trace).centre
  return Math.hypot(x, y) > traceLimits.offCentre
}

function replaceTrace(message: Message, trace: Trace): Message {
  const blocks = traceBlocks(message).blocks.filter(
    ({ label, eye, format }) => eye === trace.eye && label !== 'STHKFMT' && numberOf(format) !== 0,
  )
  const places = new Set(blocks.flatMap((block) => block.places))
  const first = Math.min(...places)
  const ending = usualEnding(message)
  const lines = writeTrace(trace).map(([label, value, style]) =>
    recordLine(label, formatValue(label, value, style), ending),
  )
  return { records: message.records.flatMap((record, at) => (at === first ? lines : places.has(at) ? [] : [record])) }
}

/** No frame is as wide, mm; a number beyond it is a fault that must not be carried on. */
const LARGEST_OFFSET = 200

function shiftOffsets(message: Message, shift: Shift, { right, left }: Traces): Message | Finding {
  let now = message
  for (const [label, part, sign] of OFFSETS) {
    const value = valueOf(now, label)
    if (value === undefined) continue
    const given = fieldsOf(value)
    const [only = ''] = given
    // One value is of the one eye there is a shape of, or of both: then it needs two places, since only one eye moves.
    const single = given.length === 1
    const fields = single && right && left ? [only, only] : given
    const place = single && !(right && left) ? 0 : shift.eye === 'R' ? 0 : 1
    const old = numberOf(fields[place])
    if (old === undefined) continue
    const decimals = Math.min(4, Math.max(2, fields[place]?.split('.')[1]?.trim().length ?? 0))
    const sum = old + sign * shift[part]
    const said = Math.abs(sum) > LARGEST_OFFSET ? '' : fields.with(place, formatNumber(sum, { decimals })).join(';')
    if (said === '' || faultOfLine(label, said)) {
      const message = `${label}: "${value.slice(0, 40)}" cannot be shifted with the frame centre of eye ${shift.eye}`
      return { code: 'trace_not_recentred', severity: 'refuse', label, eye: shift.eye, message }
    }
    now = setValue(now, label, said)
  }
  return now
}
