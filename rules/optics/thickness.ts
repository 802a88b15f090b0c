import { cosine, sine } from './angle.ts'
import { sagOfCurvature } from './curves.ts'
import { backCurveFor } from './lens-power.ts'
import type { Outline } from './outline.ts'
import { nasalSign, type Eye } from './prism.ts'

/** What a lens is ordered and made as; powers in dioptres, mm, degrees, prism by its base. */
export interface LensAsked {
  readonly eye: Eye
  readonly sphere: number
  readonly cylinder: number
  readonly axis: number
  /** Of the lens's own index, not the tool's. */
  readonly front: number
  readonly index: number
  readonly prismIn: number
  readonly prismUp: number
}

/**
 * A lens as a shape: thickness at its reference point, a spherical front, a toric back and the wedge of its prism.
 * The curvature of the back toward (x, y) is Euler's: (xx x² + xy x y + yy y²) / (x² + y²).
 */
export interface Lens {
  readonly centre: number
  readonly front: number
  readonly xx: number
  readonly xy: number
  readonly yy: number
  readonly slopeX: number
  readonly slopeY: number
}

/**
 * Back surface F2 = Fv' - F1/(1 - (t/n) F1) in both principal meridians, prism as a wedge of P/(100 (n - 1)) per mm toward
 * its base. Additions are left out: they lie on the front, or in an engine's surface.
 * Source: Jalie, Principles of Ophthalmic Lenses; Euler's theorem of curvature.
 */
export function lensOf(asked: LensAsked, centre: number): Lens {
  const perDioptre = -1 / (1000 * (asked.index - 1))
  const base = backCurveFor(asked.sphere, asked.front, centre, asked.index) * perDioptre
  const extra = asked.cylinder * perDioptre
  const across = sine(asked.axis)
  const along = cosine(asked.axis)
  const perPrism = 1 / (100 * (asked.index - 1))
  return {
    centre,
    front: -asked.front * perDioptre,
    xx: base + extra * across * across,
    xy: -2 * extra * across * along,
    yy: base + extra * along * along,
    slopeX: nasalSign(asked.eye) * asked.prismIn * perPrism,
    slopeY: asked.prismUp * perPrism,
  }
}

/**
 * Thickness at a point, mm from the reference point seen from the front: t = centre - sag1 + sag2 + wedge; NaN where a
 * surface does not reach. Source: Jalie, Principles of Ophthalmic Lenses.
 */
export function thicknessAt(lens: Lens, x: number, y: number): number {
  const squared = x * x + y * y
  if (squared === 0) return lens.centre
  const bent = lens.xx * x * x + lens.xy * x * y + lens.yy * y * y
  const backSag = bent / (1 + Math.sqrt(1 - (bent * bent) / squared))
  const frontBent = lens.front * squared
  const frontSag = frontBent / (1 + Math.sqrt(1 - lens.front * frontBent))
  return lens.centre - frontSag + backSag + lens.slopeX * x + lens.slopeY * y
}

/** Index of the outline's point where the lens is thickest; -1 when a surface does not reach. Source: every point is tried. */
export const thickestPoint = (lens: Lens, outline: Outline, x: number, y: number): number =>
  walkAround(lens, outline, x, y).thickest

/** The same for the thinnest point. Source: every point is tried. */
export const thinnestPoint = (lens: Lens, outline: Outline, x: number, y: number): number =>
  walkAround(lens, outline, x, y).thinnest

/** Where a lens is thickest and thinnest on its outline. */
interface Walk {
  readonly lens: Lens
  readonly outline: Outline
  readonly x: number
  readonly y: number
  readonly thickest: number
  readonly thinnest: number
}

/** Traces have more points; boxes have few, and theirs are written over by the next box. */
const FEW_POINTS = 64

/** The last two: of a pair the thickest edges are asked for and then the thinnest. */
const walks: (Walk | null)[] = [null, null]
let oldest = 0

/** One walk finds both points, and answers for both: each is asked for on its own. */
function walkAround(lens: Lens, outline: Outline, x: number, y: number): Walk {
  if (outline.count < FEW_POINTS) return walk(lens, outline, x, y)
  for (const known of walks) if (known && isSame(known, lens, outline, x, y)) return known
  const walked = walk(lens, outline, x, y)
  walks[oldest] = walked
  oldest = 1 - oldest
  return walked
}

const isSame = (known: Walk, lens: Lens, outline: Outline, x: number, y: number): boolean =>
  known.outline === outline &&
  known.x === x &&
  known.y === y &&
  known.lens.centre === lens.centre &&
  known.lens.front === lens.front &&
  known.lens.xx === lens.xx &&
  known.lens.xy === lens.xy &&
  known.lens.yy === lens.yy &&
  known.lens.slopeX === lens.slopeX &&
  known.lens.slopeY === lens.slopeY

function walk(lens: Lens, outline: Outline, x: number, y: number): Walk {
  const { count, xs, ys } = outline
  const { centre, xx, xy, yy, slopeX, slopeY } = lens
  const sags = count < FEW_POINTS ? null : frontSags(lens.front, outline, x, y)
  let thickest = -1
  let thinnest = -1
  let most = -Infinity
  let least = Infinity
  for (let at = 0; at < count; at++) {
    // Both lists hold `count` numbers, and so do the sags.
    const dx = xs[at]! - x // see above
    const dy = ys[at]! - y // see above
    const squared = dx * dx + dy * dy
    const bent = xx * dx * dx + xy * dx * dy + yy * dy * dy
    // The same sum as `thicknessAt`, in its order, so that every bit is the same.
    const thickness =
      sags === null || squared === 0
        ? thicknessAt(lens, dx, dy)
        : centre - sags[at]! + bent / (1 + Math.sqrt(1 - (bent * bent) / squared)) + slopeX * dx + slopeY * dy // see above
    if (Number.isNaN(thickness)) return { lens, outline, x, y, thickest: -1, thinnest: -1 }
    if (thickness > most) {
      thickest = at
      most = thickness
    }
    if (thickness < least) {
      thinnest = at
      least = thickness
    }
  }
  return { lens, outline, x, y, thickest, thinnest }
}

/** Depths of one front at the points of a trace: the thickness of a lens is looked for by walking round it again and again. */
interface FrontSags {
  readonly depths: number[]
  outline: Outline | null
  front: number
  x: number
  y: number
}

const openSags = (): FrontSags => ({ depths: [], outline: null, front: 0, x: 0, y: 0 })
/** One for each eye of a pair. */
const kept: [FrontSags, FrontSags] = [openSags(), openSags()]

function frontSags(front: number, outline: Outline, x: number, y: number): readonly number[] {
  for (const one of kept)
    if (one.outline === outline && one.front === front && one.x === x && one.y === y) return one.depths
  const [next, other] = kept
  kept[0] = other
  kept[1] = next
  const { depths } = next
  next.outline = outline
  next.front = front
  next.x = x
  next.y = y
  for (let at = 0; at < outline.count; at++) {
    const dx = outline.xs[at]! - x // as in `walk`
    const dy = outline.ys[at]! - y // as in `walk`
    const bent = front * (dx * dx + dy * dy)
    depths[at] = bent / (1 + Math.sqrt(1 - front * bent))
  }
  return depths
}

/** Thickness at one point of the outline, NaN for a point that is none. Source: as for any point. */
export function thicknessAtPoint(lens: Lens, { xs, ys }: Outline, at: number, x: number, y: number): number {
  const px = xs[at]
  const py = ys[at]
  return px === undefined || py === undefined ? Number.NaN : thicknessAt(lens, px - x, py - y)
}

/**
 * Edge of a round lens of two spherical surfaces, powers in the lens's index: e = t - sag1 + sag2, heights in mm.
 * Source: Jalie, Principles of Ophthalmic Lenses.
 */
export function roundEdge(...[front, back, index, centre, height]: [number, number, number, number, number]): number {
  const perDioptre = 1 / (1000 * (index - 1))
  return centre - sagOfCurvature(front * perDioptre, height) + sagOfCurvature(-back * perDioptre, height)
}
