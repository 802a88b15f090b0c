import { readMessage } from '@ils/oma/records/read-message'
import { measureTrace } from '@ils/oma/traces/measure-trace'
import { readTraces } from '@ils/oma/traces/read-traces'
import { valueOf } from '@ils/oma/records/message'
import { numberOf } from '@ils/oma/records/read-value'
import type { Trace } from '@ils/oma/traces/trace'
import type { Language } from '../../texts/say.tsx'
import { faultInWords } from '../../texts/trace-faults.ts'
import type { Facts } from './order-form.ts'

export interface TraceRead {
  readonly right: Facts
  readonly left: Facts
  readonly job: Facts
  readonly findings: readonly string[]
  readonly eyes: number
  /** How many kilobytes it may have, where it has more. */
  readonly tooLarge: number | null
}

const HUNDREDTHS = 100
const KILO = 1000
const MOST_BYTES = 300 * KILO

/** Shapes of a frame out of a file of a tracer, as facts of the order; what could not be read is said. */
export function readTraceFile(bytes: Uint8Array, language: Language): TraceRead {
  if (bytes.length > MOST_BYTES)
    return { right: {}, left: {}, job: {}, findings: [], eyes: 0, tooLarge: MOST_BYTES / KILO }
  const message = readMessage(bytes)
  const { right, left, findings } = readTraces(message)
  const either = right ?? left
  const bridge = numberOf(valueOf(message, 'DBL') ?? '')
  const box = either ? measureTrace(either) : null
  return {
    right: right ? { 'frame.trace': shapeOf(right) } : {},
    left: left ? { 'frame.trace': shapeOf(left) } : {},
    job: {
      ...(box && { 'frame.a': Math.round(box.a * HUNDREDTHS), 'frame.b': Math.round(box.b * HUNDREDTHS) }),
      ...(bridge !== undefined && { 'frame.dbl': Math.round(bridge * HUNDREDTHS) }),
    },
    findings: [...new Set(findings.map((finding) => faultInWords(finding, language)))],
    tooLarge: null,
    eyes: Number(right !== undefined) + Number(left !== undefined),
  }
}

const shapeOf = ({ mode, radii, angles }: Trace) => ({
  format: 'radii',
  mode,
  radii: [...radii],
  ...(mode === 'U' && { angles: [...angles] }),
})
