import type { Message } from '../records/message.ts'
import { valueOf } from '../records/message.ts'
import { numbersOf } from '../records/read-value.ts'
import type { Finding } from '../refusal.ts'
import { measureTrace } from './measure-trace.ts'
import type { Traces } from './read-traces.ts'
import type { Trace } from './trace.ts'

/** Above these, in mm, a person or a rule should know. */
export const traceLimits = { offCentre: 0.5, widthAgainstHbox: 0.5, rightAgainstLeft: 1 } as const

/** Holds sound shapes against the rest of their message and against each other. */
export function checkTraces(message: Message, traces: Traces): Finding[] {
  const hbox = numbersOf(valueOf(message, 'HBOX') ?? '', 'both')
  return [
    ...(traces.right ? checkOne(traces.right, hbox.right) : []),
    ...(traces.left ? checkOne(traces.left, hbox.left) : []),
    ...checkPair(traces),
  ]
}

function checkOne(trace: Trace, hbox: number | undefined): Finding[] {
  const { a, centre } = measureTrace(trace)
  const { eye } = trace
  const off = Math.hypot(centre.x, centre.y)
  const findings: Finding[] = []
  if (off > traceLimits.offCentre) {
    const message = `TRCFMT: eye ${eye} was traced ${mm(off)} from its boxed centre; the limit is ${mm(traceLimits.offCentre)}: recentre it`
    findings.push({
      ...{ code: 'trace_off_centre', severity: 'warn', label: 'TRCFMT' },
      eye,
      message,
      seen: round(off),
      limit: traceLimits.offCentre,
    })
  }
  if (hbox !== undefined && Math.abs(a - hbox) > traceLimits.widthAgainstHbox) {
    const message = `HBOX: eye ${eye} is said to be ${mm(hbox)} wide and was traced ${mm(a)}; they may differ by ${mm(traceLimits.widthAgainstHbox)}`
    findings.push({
      ...{ code: 'trace_width', severity: 'warn', label: 'HBOX' },
      eye,
      message,
      seen: round(a),
      limit: hbox,
    })
  }
  return findings
}

function checkPair({ right, left }: Traces): Finding[] {
  if (!right || !left) return []
  const [a, b] = [measureTrace(right).a, measureTrace(left).a]
  const differ = Math.abs(a - b)
  if (differ <= traceLimits.rightAgainstLeft) return []
  const message = `TRCFMT: the right eye is ${mm(a)} wide and the left ${mm(b)}; more than ${mm(traceLimits.rightAgainstLeft)} apart needs a word that it is so`
  return [
    {
      code: 'trace_asymmetry',
      severity: 'confirm',
      label: 'TRCFMT',
      message,
      seen: round(differ),
      limit: traceLimits.rightAgainstLeft,
    },
  ]
}

const round = (value: number): number => Math.round(value * 100) / 100
const mm = (value: number): string => `${value.toFixed(2)} mm`
