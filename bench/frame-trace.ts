const POINTS = 400
const HALF_A = 25
const HALF_B = 18
/** Between an ellipse (2) and a box. */
const ROUND = 2.6

/** A file of a tracer with the shape of both eyes of a plastic frame, 50 by 36, as machines write it. */
export function frameTrace(): string {
  const radii = Array.from({ length: POINTS }, (_, i) => {
    const angle = (2 * Math.PI * i) / POINTS
    const [x, y] = [Math.abs(Math.cos(angle)) / HALF_A, Math.abs(Math.sin(angle)) / HALF_B]
    return Math.round(100 * (x ** ROUND + y ** ROUND) ** (-1 / ROUND))
  })
  const lines: string[] = ['JOB="4711"', 'DBL=18.00']
  for (const [eye, shape] of [['R', radii] as const, ['L', radii] as const]) {
    lines.push(`TRCFMT=1;${POINTS};E;${eye};F`)
    for (let at = 0; at < POINTS; at += 10) lines.push(`R=${shape.slice(at, at + 10).join(';')}`)
  }
  return `${lines.join('\r\n')}\r\n`
}
