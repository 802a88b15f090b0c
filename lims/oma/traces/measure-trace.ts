import { pointsOf, type Point, type Trace } from './trace.ts'

/** What the boxing system says of a shape, mm and degrees. */
export interface Box {
  /** HBOX and VBOX. */
  readonly a: number
  readonly b: number
  /** Where the boxed centre lies as seen from the tracer's centre. */
  readonly centre: Point
  /** FED: twice the longest radius from the tracer's centre, and the angle of that radius (FEDAX). */
  readonly ed: number
  readonly edAxis: number
  /** CIRC in the plane of the trace. */
  readonly circumference: number
  /** Along the groove in space; only where heights were measured. Edgers cut to this one. */
  readonly circumference3d?: number
}

/**
 * A = max x - min x, B = max y - min y, ED = 2 max |P|, CIRC = the closed sum of |P' - P|. Source: boxing system, ISO 8624;
 * checked against HBOX, VBOX and CIRC of lab files to 0.005, 0.005 and 0.0005 mm.
 */
export function measureTrace(trace: Trace): Box {
  const points = pointsOf(trace)
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  let [longest, where] = [0, 0]
  let [flat, space] = [0, 0]
  let before = points.at(-1) ?? { x: 0, y: 0 }
  let heightBefore = trace.heights?.at(-1) ?? 0
  points.forEach((point, at) => {
    left = Math.min(left, point.x)
    right = Math.max(right, point.x)
    low = Math.min(low, point.y)
    high = Math.max(high, point.y)
    const radius = trace.radii[at] ?? 0
    if (radius > longest) [longest, where] = [radius, at]
    const side = Math.hypot(point.x - before.x, point.y - before.y)
    const height = trace.heights?.[at] ?? 0
    flat += side
    space += Math.hypot(side, (height - heightBefore) / 100)
    before = point
    heightBefore = height
  })
  return {
    a: right - left,
    b: high - low,
    centre: { x: (left + right) / 2, y: (low + high) / 2 },
    ed: (2 * longest) / 100,
    edAxis: (trace.angles[where] ?? 0) / 100,
    circumference: flat,
    ...(trace.heights ? { circumference3d: space } : {}),
  }
}
