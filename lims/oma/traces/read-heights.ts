import { numberOf } from '../records/read-value.ts'
import type { Eye, Finding } from '../refusal.ts'
import { faultOfAngles, readNumbers } from './read-numbers.ts'
import type { TraceBlock } from './trace-blocks.ts'
import { equalAngles, type Trace } from './trace.ts'

/**
 * Gives traces their heights. A shape without sound heights keeps its outline, with a warning: its circumference is then
 * the flat one, and edgers cut to the one in space.
 */
export function readHeights(
  blocks: readonly TraceBlock[],
  shapes: ReadonlyMap<Eye, Trace>,
): { traces: Map<Eye, Trace>; findings: Finding[] } {
  const traces = new Map(shapes)
  const findings: Finding[] = []
  for (const block of blocks) {
    if (block.label !== 'ZFMT' || numberOf(block.format) === 0) continue
    const { eye } = block
    const trace = eye === 'R' || eye === 'L' ? traces.get(eye) : undefined
    const heights = trace ? heightsOf(block, trace) : `eye ${eye ?? '?'} has no shape that they belong to`
    if (trace && typeof heights !== 'string') traces.set(trace.eye, { ...trace, heights })
    else if (typeof heights === 'string') {
      findings.push({ code: 'heights', severity: 'warn', label: 'Z', message: `Z: ${heights}; they are left out` })
    }
  }
  return { traces, findings }
}

function heightsOf(block: TraceBlock, trace: Trace): readonly number[] | string {
  if (numberOf(block.format) !== 1) return `format ${block.format} of heights is not read`
  if (trace.heights) return `eye ${trace.eye} has heights already`
  const count = numberOf(block.count)
  const heights = readNumbers(block.data['Z'] ?? [])
  if (typeof heights === 'string') return heights
  if (count === undefined || heights.length !== count) {
    return `eye ${trace.eye}: ${block.count} heights were promised and ${heights.length} came`
  }
  if (heights.length === 0) return `eye ${trace.eye}: there are none`
  if (block.mode !== 'U') {
    return heights.length === trace.radii.length && trace.mode === 'E'
      ? heights
      : between(equalAngles(heights.length), heights, trace.angles)
  }
  const angles = readNumbers(block.data['ZA'] ?? [])
  if (typeof angles === 'string') return angles
  return faultOfAngles(angles, heights.length) ?? between(angles, heights, trace.angles)
}

/** Heights at other angles than they were measured at, on the straight line between neighbours. Both lists of angles rise. */
function between(measured: readonly number[], heights: readonly number[], wanted: readonly number[]): number[] {
  const n = measured.length
  let next = 0
  return wanted.map((angle) => {
    while (next < n && (measured[next] ?? 0) < angle) next++
    const [before, after] = [(next + n - 1) % n, next % n]
    const from = (measured[before] ?? 0) - (next === 0 ? 36_000 : 0)
    const to = (measured[after] ?? 0) + (next === n ? 36_000 : 0)
    const share = to === from ? 0 : (angle - from) / (to - from)
    const [low, high] = [heights[before] ?? 0, heights[after] ?? 0]
    return low + (high - low) * share
  })
}
