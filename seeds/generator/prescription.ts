import { below, chance, drawn, exponential, lotBy, lotOf, normal, valueAt, type Draw, type Quantiles } from './draw.ts'

/** One eye as prescribed and measured: thousandths of a dioptre, hundredths of a millimetre, degrees. */
export interface EyeNeed {
  readonly sphere: number
  readonly cylinder: number | null
  readonly axis: number | null
  readonly add: number | null
  readonly pd: number
  readonly prism: { readonly amount: number; readonly base: number } | null
}

/** Who will wear the spectacles, as far as a lab ever knows. */
export interface Wearer {
  readonly age: number
  readonly right: EyeNeed
  readonly left: EyeNeed
}

/** Ages of those who order spectacles: school children, a dip about thirty, most of them presbyopes. */
const AGES: Quantiles = [
  [0, 4],
  [0.03, 8],
  [0.1, 15],
  [0.18, 22],
  [0.28, 31],
  [0.38, 40],
  [0.52, 49],
  [0.7, 59],
  [0.86, 69],
  [0.97, 80],
  [1, 92],
]

/** What both eyes have in common, dioptres: a peak about plano and a longer tail of myopes. */
const SPHERES: Quantiles = [
  [0, -16],
  [0.0005, -12],
  [0.002, -10],
  [0.01, -7.25],
  [0.03, -5.5],
  [0.08, -4],
  [0.15, -2.9],
  [0.25, -1.9],
  [0.35, -1.2],
  [0.45, -0.6],
  [0.53, -0.1],
  [0.63, 0.4],
  [0.75, 1],
  [0.86, 1.75],
  [0.93, 2.4],
  [0.97, 3.3],
  [0.99, 4.6],
  [0.998, 6.25],
  [0.9995, 8],
  [1, 11],
]

/** Between the eyes: mostly within a half, a few anisometropes. */
const DIFFERENCES: Quantiles = [
  [0, -5],
  [0.004, -3.2],
  [0.015, -2],
  [0.05, -1],
  [0.15, -0.5],
  [0.35, -0.15],
  [0.65, 0.15],
  [0.85, 0.5],
  [0.95, 1],
  [0.985, 2],
  [0.996, 3.2],
  [1, 5],
]

/** Addition wanted at an age; below 40 there is none. */
const ADDITIONS: Quantiles = [
  [0, 0.75],
  [40, 0.75],
  [44, 1],
  [48, 1.5],
  [52, 1.75],
  [56, 2],
  [61, 2.25],
  [68, 2.5],
  [95, 3],
]

/** Distance of both pupils together, mm, while one grows. */
const CHILD_PDS: Quantiles = [
  [0, 46],
  [4, 49],
  [8, 53],
  [12, 57],
  [16, 61],
  [18, 62],
]

const QUARTER = 250
const quarters = (dioptres: number): number => Math.round(dioptres * 4) * QUARTER

const AXES = lotBy({ with: 57, against: 25, oblique: 18 })

/** Axis of the right eye: about 180, about 90, or anywhere; most are written in fives. */
function axisFor(draw: Draw, age: number): number {
  const kind = drawn(draw, AXES)
  // The lid's pressure fades: what was with the rule turns against it with age.
  const turned = kind === 'with' && age > 60 && chance(draw, 0.35) ? 'against' : kind
  const middle = turned === 'with' ? 180 : turned === 'against' ? 90 : below(draw, 180)
  const spread = turned === 'oblique' ? 0 : 11
  return wrap(middle + normal(draw) * spread, chance(draw, 0.7) ? 5 : 1)
}

const wrap = (axis: number, step: number): number => {
  const turned = ((Math.round(axis / step) * step) % 180) + 180
  return turned % 180 === 0 ? 180 : turned % 180
}

function cylinderOf(draw: Draw): number {
  if (chance(draw, 0.2)) return 0
  return Math.max(-6000, -quarters(exponential(draw, 0.82)))
}

function pdOf(draw: Draw, age: number): number {
  if (age < 18) return valueAt(CHILD_PDS, age) + normal(draw) * 1.9
  return chance(draw, 0.46) ? 64 + normal(draw) * 3 : 61.4 + normal(draw) * 2.8
}

const BASES = lotOf([
  [0, 30],
  [180, 30],
  [90, 20],
  [270, 20],
] as const)

function prismOf(draw: Draw): EyeNeed['prism'] {
  return { amount: 500 * (1 + Math.min(7, Math.floor(exponential(draw, 2.2)))), base: drawn(draw, BASES) }
}

const halves = (mm: number): number => Math.round(mm * 2) * 50

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** A wearer with two eyes that belong together. */
export function drawWearer(draw: Draw, ages: 'all' | 'children' = 'all'): Wearer {
  const age = Math.floor(ages === 'children' ? 4 + draw() * 13 : valueAt(AGES, draw()))
  const common = valueAt(SPHERES, draw()) + (age > 50 ? 0.45 : age < 30 ? -0.35 : 0)
  const difference = valueAt(DIFFERENCES, draw()) / 2
  const cylinder = cylinderOf(draw)
  const fellow = chance(draw, 0.35) ? cylinder : within(cylinder + quarters(normal(draw) * 0.42), -6000, 0)
  const axis = axisFor(draw, age)
  // Eyes mirror each other about the nose.
  const mirrored = wrap(180 - axis + normal(draw) * 9, chance(draw, 0.7) ? 5 : 1)
  const add = age < 40 ? null : within(quarters(valueAt(ADDITIONS, age) + normal(draw) * 0.2), 750, 3500)
  const otherAdd = add !== null && chance(draw, 0.02) ? within(add + QUARTER, 750, 3500) : add
  const pd = within(pdOf(draw, age), 48, 74)
  const nose = normal(draw) * 0.55
  const prism = chance(draw, 0.025)
  const eye = (sphere: number, cyl: number, turned: number, addition: number | null, half: number): EyeNeed => ({
    sphere: within(quarters(sphere), -16000, 12000),
    cylinder: cyl === 0 ? null : cyl,
    axis: cyl === 0 ? null : turned,
    add: addition,
    pd: within(halves(half), 2400, 3800),
    prism: prism && chance(draw, 0.7) ? prismOf(draw) : null,
  })
  return {
    age,
    right: eye(common + difference, cylinder, axis, add, pd / 2 + nose),
    left: eye(common - difference, fellow, mirrored, otherAdd, pd / 2 - nose),
  }
}
