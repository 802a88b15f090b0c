import type { Shape } from '@ils/rules/vocabulary/fact'
import { cosine, sine } from '@ils/rules/optics/angle'
import { below, chance, drawAt, drawn, lotBy, normal, streams, type Draw } from './draw.ts'

export type Mount = 'full' | 'nylor' | 'drilled'

/** A model that practices sell, in one size: hundredths of a millimetre. */
export interface FrameModel {
  readonly id: string
  readonly use: 'dress' | 'child' | 'safety' | 'sport'
  readonly mount: Mount
  readonly stuff: 'plastic' | 'metal'
  readonly a: number
  readonly b: number
  readonly dbl: number
  readonly ed: number
  readonly edAxis: number
  /** Dioptres of index 1.530, thousandths. */
  readonly curve: number
  readonly wrapAngle: number
  /** One object for all jobs with this frame: what is computed from it is computed once. */
  readonly traces: () => { readonly right: Shape; readonly left: Shape }
}

const POINTS = 400
const MODELS = 240

const USES = lotBy({ dress: 84, child: 8, safety: 4, sport: 4 })
const MOUNTS = lotBy({ full: 76, nylor: 15, drilled: 9 })

interface Outline {
  readonly a: number
  readonly b: number
  /** Squareness on average, above against below, towards the nose against the temple. */
  readonly square: readonly [number, number, number]
}

/**
 * Superellipse whose squareness changes along its way; every such point stays inside the box and touches it at the four
 * middles, so that A and B are exact. Nasal is +x for the right eye.
 */
function radiusAt({ a, b, square: [middle, above, nasal] }: Outline, degrees: number): number {
  const [x, y] = [cosine(degrees), sine(degrees)]
  const power = middle + above * y + nasal * x
  const sum = Math.pow(Math.abs((2 * x) / a), power) + Math.pow(Math.abs((2 * y) / b), power)
  return Math.round(Math.pow(sum, -1 / power))
}

const radiiOf = (outline: Outline): readonly number[] =>
  Array.from({ length: POINTS }, (_, at) => radiusAt(outline, (360 * at) / POINTS))

const traceOf = (radii: readonly number[]): Shape => ({ format: 'radii', mode: 'E', radii })

/** The left eye's is mirrored: its nasal side lies at 180 degrees. Source: OMA/VCA Data Communication Standard, TRCFMT. */
const mirrored = (radii: readonly number[]): readonly number[] =>
  radii.map((_, at) => radii[(POINTS / 2 - at + POINTS) % POINTS] ?? 0)

const tenths = (mm: number): number => Math.round(mm * 10) * 10

const SIZES = {
  dress: { a: 52.4, spread: 2.5, dbl: 17.2 },
  child: { a: 46, spread: 1.8, dbl: 15.8 },
  safety: { a: 55, spread: 1.6, dbl: 17.5 },
  sport: { a: 57.5, spread: 1.8, dbl: 17 },
} as const

function boxOf(draw: Draw, use: FrameModel['use']): { a: number; b: number; dbl: number } {
  const { a: middle, spread, dbl } = SIZES[use]
  const size = normal(draw)
  const a = Math.min(63, Math.max(38, Math.round(middle + size * spread)))
  const ratio = Math.min(0.88, Math.max(0.58, 0.72 + normal(draw) * 0.065))
  // Wide lenses come with a narrow bridge.
  const bridge = Math.round(Math.min(23, Math.max(12, dbl - size * 0.7 + normal(draw) * 1.2)))
  return { a: a * 100, b: tenths(a * ratio), dbl: bridge * 100 }
}

function modelOf(seed: number, at: number): FrameModel {
  const draw = drawAt(seed, streams.frames, at)
  const use = drawn(draw, USES)
  const mount = use === 'dress' ? drawn(draw, MOUNTS) : 'full'
  const box = boxOf(draw, use)
  const square = [2.55 + 0.5 * draw(), 0.25 * normal(draw), -0.2 + 0.15 * normal(draw)] as const
  const sized = { ...box, square: square.map((part, i) => (i === 0 ? part : Math.max(-0.45, Math.min(0.45, part)))) }
  const outline: Outline = { a: sized.a, b: sized.b, square: [square[0], sized.square[1] ?? 0, sized.square[2] ?? 0] }
  const longest = longestOf(outline)
  let traces: ReturnType<FrameModel['traces']> | undefined
  return {
    id: `F${String(1001 + at)}`,
    ...{ use, mount, ...box },
    stuff: mount === 'full' && chance(draw, use === 'dress' ? 0.62 : 0.95) ? 'plastic' : 'metal',
    ed: 2 * longest.radius,
    edAxis: longest.axis,
    curve: use === 'sport' ? 6000 + 1000 * below(draw, 3) : 3000 + 1000 * below(draw, 3),
    wrapAngle: use === 'sport' ? 12 + below(draw, 10) : 2 + below(draw, 6),
    traces: () => {
      if (traces === undefined) {
        const radii = radiiOf(outline)
        traces = { right: traceOf(radii), left: traceOf(mirrored(radii)) }
      }
      return traces
    },
  }
}

function longestOf(outline: Outline): { radius: number; axis: number } {
  let [radius, axis] = [0, 0]
  for (let degrees = 0; degrees < 360; degrees += 0.9) {
    const here = radiusAt(outline, degrees)
    if (here > radius) [radius, axis] = [here, Math.round(degrees)]
  }
  return { radius, axis: axis % 180 === 0 ? 180 : axis % 180 }
}

/** Whatever the practices of a lab sell, by use. */
export function frameLibrary(seed: number): Readonly<Record<FrameModel['use'], readonly FrameModel[]>> {
  const all = Array.from({ length: MODELS }, (_, at) => modelOf(seed, at))
  const of = (use: FrameModel['use']): readonly FrameModel[] => all.filter((model) => model.use === use)
  return { dress: of('dress'), child: of('child'), safety: of('safety'), sport: of('sport') }
}
