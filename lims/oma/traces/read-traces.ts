import { bytesOfText } from '../bytes.ts'
import { unescapeBytes } from '../framing/escape.ts'
import type { Message } from '../records/message.ts'
import { numberOf } from '../records/read-value.ts'
import type { Eye, Finding } from '../refusal.ts'
import { readHeights } from './read-heights.ts'
import { faultOfAngles, readNumbers } from './read-numbers.ts'
import { traceBlocks, type TraceBlock } from './trace-blocks.ts'
import { equalAngles, type OpaqueTrace, type Trace } from './trace.ts'

export interface Traces {
  /** Shapes that are sound; one that is not has a finding that says why. */
  readonly right?: Trace
  readonly left?: Trace
  readonly opaque: readonly OpaqueTrace[]
  readonly findings: readonly Finding[]
}

/**
 * The shapes of a message. Format 1 is read; 2 to 6 are kept, since no source at hand gives their layout or a sample to
 * check it by. Nothing is re-spaced or repaired: points that are missing twist a shape without anybody seeing it.
 */
export function readTraces(message: Message): Traces {
  const { blocks, stray } = traceBlocks(message)
  const findings: Finding[] = []
  const opaque: OpaqueTrace[] = []
  const found = new Map<Eye, Trace>()
  const refuse = (code: string, label: string, text: string, more: Partial<Finding> = {}): void => {
    findings.push({ code, severity: 'refuse', label, message: `${label}: ${text}`, ...more })
  }
  for (const label of stray.filter((one) => one !== 'T')) {
    refuse('trace_without_format', label, `there is no ${label.startsWith('Z') ? 'ZFMT' : 'TRCFMT'} before it`)
  }
  const shapes = blocks.filter(({ label, format }) => label === 'TRCFMT' && numberOf(format) !== 0)
  for (const block of shapes) {
    const format = numberOf(block.format)
    if (format === undefined) {
      refuse('trace_format', 'TRCFMT', `"${block.format}" is not the number of a format`)
    } else if (format !== 1) {
      opaque.push(keep(block, format))
    } else {
      const read = readShape(block)
      if ('code' in read) findings.push(read)
      else if (shapes.filter(({ eye }) => eye === read.eye).length > 1) {
        refuse('trace_twice', 'TRCFMT', `there is more than one trace of eye ${read.eye}`, { eye: read.eye })
      } else {
        found.set(read.eye, read)
      }
    }
  }
  const heights = readHeights(blocks, found)
  const [right, left] = [heights.traces.get('R'), heights.traces.get('L')]
  return {
    ...(right ? { right } : {}),
    ...(left ? { left } : {}),
    opaque,
    findings: [...findings, ...heights.findings],
  }
}

/** 100 mm, in hundredths: twice what the largest lens has. */
const LARGEST_RADIUS = 10_000

function readShape(block: TraceBlock): Trace | Finding {
  const { eye, mode } = block
  const fault = (code: string, label: string, text: string, more: Partial<Finding> = {}): Finding => ({
    ...{ code, severity: 'refuse', label, message: `${label}: ${text}` },
    ...(eye === 'R' || eye === 'L' ? { eye } : {}),
    ...more,
  })
  if (eye === 'B') return fault('trace_eye', 'TRCFMT', 'eye B is for negotiation; a shape is of R or L')
  if (eye === undefined) return fault('trace_eye', 'TRCFMT', 'the fourth field names no eye: write R or L')
  if (mode !== 'E' && mode !== 'U') {
    return fault('trace_mode', 'TRCFMT', `mode "${mode}" is neither E (equal angles) nor U (unequal)`)
  }
  const count = numberOf(block.count)
  if (count === undefined || !Number.isInteger(count) || count < 3) {
    return fault('trace_count', 'TRCFMT', `"${block.count}" is not a number of radii from 3 on`, { seen: block.count })
  }
  const radii = block.data['R'] ? readNumbers(block.data['R']) : []
  if (typeof radii === 'string') return fault('trace_radius', 'R', `eye ${eye}: ${radii}`)
  if (radii.length !== count) {
    const said = radii.length === 0 ? 'there is no R record' : `${radii.length} radii came`
    const text = `eye ${eye}: ${count} radii were promised and ${said}`
    return fault('trace_count', 'R', text, { seen: radii.length, limit: count })
  }
  const bad = radii.findIndex((radius) => radius <= 0)
  if (bad >= 0) {
    const seen = radii[bad] ?? 0
    return fault('trace_radius', 'R', `eye ${eye}: radius ${bad + 1} is ${seen}: the tracer missed this point`, {
      seen,
    })
  }
  const large = radii.findIndex((radius) => radius > LARGEST_RADIUS)
  if (large >= 0) {
    const text = `eye ${eye}: radius ${large + 1} is ${radii[large] ?? 0}; the limit is ${LARGEST_RADIUS}`
    return fault('trace_radius', 'R', text, { seen: radii[large] ?? 0, limit: LARGEST_RADIUS })
  }
  const given = mode === 'U' ? readAngles(block, count) : equalAngles(count)
  if (typeof given === 'string') return fault('trace_angles', 'A', `eye ${eye}: ${given}`)
  return { eye, mode, ...(block.what === undefined ? {} : { what: block.what }), radii, angles: given }
}

function readAngles(block: TraceBlock, count: number): readonly number[] | string {
  const records = block.data['A']
  if (records === undefined) return 'mode U needs an A record with the angles'
  const angles = readNumbers(records)
  return typeof angles === 'string' ? angles : (faultOfAngles(angles, count) ?? angles)
}

function keep(block: TraceBlock, format: number): OpaqueTrace {
  const count = numberOf(block.count)
  // A line break inside the data is data: it is kept, all but the ending of the last line.
  const records = block.data['R'] ?? []
  const text = records.map(({ value, raw, kind }, at) => {
    const joined = records[at + 1]?.kind === 'continuation'
    return joined ? raw.slice(kind === 'continuation' ? 0 : raw.indexOf('=') + 1) : value
  })
  return {
    format,
    ...(block.eye === 'R' || block.eye === 'L' ? { eye: block.eye } : {}),
    ...(count === undefined ? {} : { count }),
    bytes: unescapeBytes(bytesOfText(text.join(''))),
  }
}
