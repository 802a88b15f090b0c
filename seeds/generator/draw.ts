/** Even between 0 and 1, never 1. Whoever holds one decides all that is drawn with it. */
export type Draw = () => number

/** First key of a place: what is drawn for one purpose never shifts what is drawn for another. */
export const streams = {
  ...{ demand: 1, frames: 2, practices: 3, times: 4, drifts: 5, spells: 6, batches: 7, skills: 8, histories: 9 },
  ...{ orders: 10, kinds: 11, remakes: 12, faults: 13, sample: 14 },
} as const

/** Rising probabilities from 0 to 1, each with the value below which that share lies. */
export type Quantiles = readonly (readonly [share: number, value: number])[]

const scramble = (state: number): number => {
  const once = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  const twice = Math.imul(once ^ (once >>> 15), 0x735a2d97)
  return twice ^ (twice >>> 15)
}

/**
 * A generator of its own for each seed and place (a stream, a day, a job …): what is drawn for one job never shifts what
 * is drawn for another, so that any day can be made alone. Source: splitmix32 over the keys, then Mulberry32.
 */
export function drawAt(seed: number, ...place: readonly number[]): Draw {
  let state = scramble(seed + 0x9e3779b9)
  for (const key of place) state = scramble(Math.imul(state, 31) + key + 0x9e3779b9)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A text as a key of a place. Source: FNV-1a. */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** Straight between the given points: no logarithm and no cosine, which engines round differently. */
export function valueAt(quantiles: Quantiles, share: number): number {
  let [before, low] = quantiles[0] ?? [0, 0]
  for (const [reached, value] of quantiles) {
    if (share < reached) return low + ((share - before) / (reached - before)) * (value - low)
    before = reached
    low = value
  }
  return low
}
const NORMAL: Quantiles = [
  [0.5, 0],
  [0.6, 0.2533],
  [0.7, 0.5244],
  [0.8, 0.8416],
  [0.85, 1.0364],
  [0.9, 1.2816],
  [0.95, 1.6449],
  [0.975, 1.96],
  [0.99, 2.3263],
  [0.995, 2.5758],
  [0.999, 3.0902],
  [0.9999, 3.719],
  [1, 4.2],
]
const EXPONENTIAL: Quantiles = [
  [0, 0],
  [0.1, 0.1054],
  [0.2, 0.2231],
  [0.3, 0.3567],
  [0.4, 0.5108],
  [0.5, 0.6931],
  [0.6, 0.9163],
  [0.7, 1.204],
  [0.8, 1.6094],
  [0.9, 2.3026],
  [0.95, 2.9957],
  [0.99, 4.6052],
  [0.999, 6.9078],
  [1, 9],
]

export function normal(draw: Draw): number {
  const share = draw()
  return share < 0.5 ? -valueAt(NORMAL, 1 - share) : valueAt(NORMAL, share)
}

export const exponential = (draw: Draw, mean: number): number => mean * valueAt(EXPONENTIAL, draw())

/** A whole number from 0 to below a bound. */
export const below = (draw: Draw, bound: number): number => Math.floor(draw() * bound)

export const chance = (draw: Draw, share: number): boolean => draw() < share

/** How many of something rare happen, when this many are expected. Source: Poisson; normal above 30. */
export function howMany(draw: Draw, expected: number): number {
  if (expected > 30) return Math.max(0, Math.round(expected + normal(draw) * Math.sqrt(expected)))
  const share = draw()
  let term = exponentialOf(-expected)
  let sum = term
  let count = 0
  while (share > sum && count < 100) {
    count += 1
    term *= expected / count
    sum += term
  }
  return count
}

/** e to a power of at most 0, by basic arithmetic alone: Taylor's series of a 64th of it, squared six times. */
function exponentialOf(power: number): number {
  const part = power / 64
  let value = 1 + part * (1 + (part / 2) * (1 + (part / 3) * (1 + (part / 4) * (1 + part / 5))))
  for (let time = 0; time < 6; time++) value *= value
  return value
}

/** Things with their weights added up once, to be drawn from often. */
export interface Lot<Thing> {
  readonly things: readonly Thing[]
  readonly reached: readonly number[]
}

export function lotOf<Thing>(weighed: readonly (readonly [Thing, number])[]): Lot<Thing> {
  let sum = 0
  const some = weighed.filter(([, weight]) => weight > 0)
  return { things: some.map(([thing]) => thing), reached: some.map(([, weight]) => (sum += weight)) }
}

/** Words by their weights. */
export function lotBy<Word extends string>(weights: Readonly<Partial<Record<Word, number>>>): Lot<Word> {
  // The keys of such a record are its words.
  return lotOf(Object.entries(weights) as [Word, number][])
}

export function drawn<Thing>(draw: Draw, { things, reached }: Lot<Thing>): Thing {
  const last = reached.length - 1
  const point = draw() * (reached[last] ?? 0)
  let at = 0
  while (at < last && point >= (reached[at] ?? 0)) at += 1
  const thing = things[at]
  if (thing === undefined) throw new Error('nothing can be drawn from an empty lot')
  return thing
}
