import type { Entry } from '../records/build-message.ts'
import { OmaRefusal } from '../refusal.ts'
import type { Trace } from './trace.ts'

/** Lines of at most 80 characters, as some readers want: 10 radii of five digits and what stands between. */
const ON_A_LINE = 10

/** The records of a shape in format 1, in the order that readers need: TRCFMT, R, A, ZFMT, Z. */
export function writeTrace(trace: Trace, { onALine = ON_A_LINE }: { onALine?: number } = {}): Entry[] {
  const { eye, mode, radii, angles, heights, what = 'F' } = trace
  if (radii.length < 3 || radii.some((radius) => !(radius >= 0.5))) {
    throw new OmaRefusal('trace_radius', `R: eye ${eye} needs 3 or more radii above zero to be written`)
  }
  if (angles.length !== radii.length || (heights && heights.length !== radii.length)) {
    throw new OmaRefusal(
      'trace_count',
      `R: eye ${eye} has ${radii.length} radii, ${angles.length} angles, ${heights?.length ?? 0} heights`,
    )
  }
  const rounded = angles.map((angle) => Math.round(angle) % 36_000)
  return [
    ['TRCFMT', [1, radii.length, mode, eye, what]],
    ...lines('R', radii, onALine),
    ...(mode === 'U' ? lines('A', rounded, onALine) : []),
    ...(heights ? [['ZFMT', [1, heights.length, mode, eye, what]] as const, ...lines('Z', heights, onALine)] : []),
    ...(heights && mode === 'U' ? lines('ZA', rounded, onALine) : []),
  ]
}

function lines(label: string, values: readonly number[], onALine: number): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at < values.length; at += onALine) {
    entries.push([label, values.slice(at, at + onALine), { decimals: 0 }])
  }
  return entries
}
