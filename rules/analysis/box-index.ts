import { isIn } from './domain.ts'
import { boxesMeet, intersectBoxes, type Box } from './box.ts'
import type { CellSet } from '../engine/cell-set.ts'
import type { Axis } from './space.ts'

/** Finds among boxes from one position to another (half-open) without looking at all of them. */
export interface BoxIndex {
  /** Positions of those that meet the box, ascending. */
  readonly meeting: (box: Box, from: number, to: number, into: number[]) => void
  /** Tries to find a part of the box that none of them meets; null says nothing. */
  readonly escape: (box: Box, from: number, to: number) => Box | null
}

const FEW = 64
const MOST_BUCKETS = 512
const ROUNDS = 4

/**
 * Of one axis: the places of a bucket belong together. With `each`, a bucket is one place and its row of bits are the boxes
 * that have it; else rows are of boxes that begin at or before the bucket, and of those that end at or after it.
 */
interface Rows {
  readonly axis: number
  /** Its place among the rows of all axes. */
  readonly at: number
  readonly size: number
  readonly starts: readonly number[]
  readonly each: Uint32Array | undefined
  readonly begun: Uint32Array
  readonly notEnded: Uint32Array
}

export function indexBoxes(boxes: readonly Box[], axes: readonly Axis[]): BoxIndex {
  const words = Math.ceil(boxes.length / 32)
  const constrained = new Set(boxes.flatMap((box) => box.axes))
  const rows = axes.filter(({ number }) => constrained.has(number)).map((axis, at) => rowsOf(axis, at, boxes, words))
  const byAxis = new Map(rows.map((one) => [one.axis, one]))
  /** Boxes that a row of bits may name though they do not meet: theirs is a set with holes, or buckets are coarse. */
  const loose = boxes.map((box) => box.axes.some((axis, i) => !isTight(box.sets[i] ?? [], byAxis.get(axis))))
  const bits = new Uint32Array(words)
  const line = new Uint32Array(words)
  const sides: (CellSet | undefined)[] = []
  const chosen: number[] = []
  const left: number[] = []

  const fill = (box: Box, from: number, to: number): void => {
    const [first, last] = [from >>> 5, (to + 31) >>> 5]
    bits.fill(0)
    bits.fill(0xffffffff, first, last)
    if (from % 32 > 0) bits[first] = 0xffffffff << (from % 32)
    if (to % 32 > 0) bits[last - 1] = (bits[last - 1] ?? 0) & ((1 << (to % 32)) - 1)
    for (const [i, axis] of box.axes.entries()) {
      const of = byAxis.get(axis)
      if (of) narrow(bits, of, box.sets[i] ?? [], words, line, first, last)
    }
  }

  return {
    meeting(box, from, to, into) {
      into.length = 0
      if (from >= to) return
      fill(box, from, to)
      const isLoose = box.axes.some((axis, i) => !isTight(box.sets[i] ?? [], byAxis.get(axis)))
      for (let word = from >>> 5; word < words; word++) {
        for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) {
          const position = word * 32 + 31 - Math.clz32(left & -left)
          const other = boxes[position]
          if ((!isLoose && !loose[position]) || (other && boxesMeet(box, other))) into.push(position)
        }
      }
    },
    escape(box, from, to) {
      if (from >= to) return box
      fill(box, from, to)
      const met: number[] = []
      for (let word = 0; word < words; word++) if (bits[word] !== 0) met.push(word)
      if (met.length === 0) return box
      for (const of of rows) {
        const at = box.axes.indexOf(of.axis)
        sides[of.at] = at < 0 ? undefined : box.sets[at]
        chosen[of.at] = -1
      }
      // First one fact after the other; then each once more, now that the others are known.
      for (let round = 0; round < ROUNDS; round++)
        for (const of of rows) {
          left.length = 0
          for (const word of met) {
            let now = bits[word] ?? 0
            for (let i = 0; i < rows.length && now !== 0; i++) {
              const bucket = chosen[i] ?? -1
              const other = rows[i]
              if (i !== of.at && bucket >= 0 && other) now &= rowAt(other, bucket * words + word)
            }
            line[word] = now
            if (now !== 0) left.push(word)
          }
          const { bucket, count } = emptiestBucket(of, sides[of.at], line, left)
          chosen[of.at] = bucket
          if (count === 0) return partOf(box, rows, chosen)
        }
      return null
    },
  }
}

/** What the chosen buckets leave of a box. */
function partOf(box: Box, rows: readonly Rows[], chosen: readonly number[]): Box {
  const axes: number[] = []
  const sets: CellSet[] = []
  for (const [i, { axis, starts, size }] of rows.entries()) {
    const bucket = chosen[i] ?? -1
    if (bucket < 0) continue
    axes.push(axis)
    sets.push([starts[bucket] ?? 0, starts[bucket + 1] ?? size])
  }
  return intersectBoxes(box, { axes, sets }) ?? box
}

const isTight = (set: CellSet, of: Rows | undefined): boolean =>
  of?.each !== undefined || (set.length === 2 && of !== undefined && of.starts.length < MOST_BUCKETS)

const rowAt = ({ each, begun, notEnded }: Rows, at: number): number =>
  each ? (each[at] ?? 0) : (begun[at] ?? 0) & (notEnded[at] ?? 0)

function narrow(
  bits: Uint32Array,
  of: Rows,
  set: CellSet,
  words: number,
  line: Uint32Array,
  ...[first, last]: readonly [number, number]
): void {
  const { each, begun, notEnded, starts } = of
  if (each) {
    line.fill(0)
    for (let i = 0; i < set.length; i += 2)
      for (let place = set[i] ?? 0; place < (set[i + 1] ?? 0); place++)
        for (let word = first; word < last; word++) line[word] = (line[word] ?? 0) | (each[place * words + word] ?? 0)
    for (let word = first; word < last; word++) bits[word] = (bits[word] ?? 0) & (line[word] ?? 0)
    return
  }
  const low = bucketOf(starts, set[0] ?? 0) * words
  const high = bucketOf(starts, (set.at(-1) ?? 1) - 1) * words
  for (let word = first; word < last; word++) {
    const now = bits[word] ?? 0
    if (now !== 0) bits[word] = now & (begun[high + word] ?? 0) & (notEnded[low + word] ?? 0)
  }
}

/** Of the buckets that the set has a part of, the one in which fewest of the boxes are left. */
function emptiestBucket(
  of: Rows,
  set: CellSet | undefined,
  bits: Uint32Array,
  active: readonly number[],
): { bucket: number; count: number } {
  const { starts, size } = of
  const best = { bucket: -1, count: Infinity }
  const from = set ? bucketOf(starts, set[0] ?? 0) : 0
  const to = set ? bucketOf(starts, (set.at(-1) ?? size) - 1) + 1 : starts.length
  const tries = Math.min(to - from, FEW)
  for (let i = 0; i < tries; i++) {
    const bucket = from + Math.floor((i * (to - from)) / tries)
    if (set && set.length > 2 && !touches(set, starts[bucket] ?? 0, starts[bucket + 1] ?? size)) continue
    let count = 0
    const row = bucket * bits.length
    for (const word of active) {
      count += bitsIn((bits[word] ?? 0) & rowAt(of, row + word))
      if (count >= best.count) break
    }
    if (count >= best.count) continue
    best.count = count
    best.bucket = bucket
    if (count === 0) break
  }
  return best
}

const touches = (set: CellSet, from: number, to: number): boolean =>
  isIn(set, from) || set.some((place, i) => i % 2 === 0 && place >= from && place < to)

function bitsIn(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555)
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333)
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function rowsOf({ number: axis, domain: { size } }: Axis, at: number, boxes: readonly Box[], words: number): Rows {
  const none = new Uint32Array()
  const setOf = (box: Box): CellSet => {
    const side = box.axes.indexOf(axis)
    return side < 0 ? [0, size] : (box.sets[side] ?? [])
  }
  if (size <= FEW) {
    const each = new Uint32Array(size * words)
    for (const [position, box] of boxes.entries()) {
      const set = setOf(box)
      for (let i = 0; i < set.length; i += 2)
        for (let place = set[i] ?? 0; place < (set[i + 1] ?? 0); place++) mark(each, place * words, position)
    }
    return { axis, at, size, starts: Array.from({ length: size }, (_, i) => i), each, begun: none, notEnded: none }
  }
  const ends = boxes.map((box): readonly [number, number] => {
    const set = setOf(box)
    return [set[0] ?? 0, (set.at(-1) ?? 1) - 1]
  })
  const starts = bucketsOf(ends).filter((place) => place < size)
  const begun = new Uint32Array(starts.length * words)
  const notEnded = new Uint32Array(starts.length * words)
  for (const [position, [from, to]] of ends.entries()) {
    mark(begun, bucketOf(starts, from) * words, position)
    mark(notEnded, bucketOf(starts, to) * words, position)
  }
  for (let i = words; i < begun.length; i++) begun[i] = (begun[i] ?? 0) | (begun[i - words] ?? 0)
  for (let i = notEnded.length - words - 1; i >= 0; i--) notEnded[i] = (notEnded[i] ?? 0) | (notEnded[i + words] ?? 0)
  return { axis, at, size, starts, each: undefined, begun, notEnded }
}

function mark(rows: Uint32Array, row: number, position: number): void {
  const at = row + (position >>> 5)
  rows[at] = (rows[at] ?? 0) | (1 << (position & 31))
}

/** Buckets begin where boxes begin and behind where they end, thinned out evenly when there are too many. */
function bucketsOf(ends: readonly (readonly [number, number])[]): number[] {
  const cuts = [...new Set([0, ...ends.flatMap(([from, to]) => [from, to + 1])])].sort((a, b) => a - b)
  if (cuts.length < MOST_BUCKETS) return cuts
  return Array.from({ length: MOST_BUCKETS }, (_, i) => cuts[Math.floor((i * cuts.length) / MOST_BUCKETS)] ?? 0)
}

function bucketOf(starts: readonly number[], place: number): number {
  let low = 0
  let high = starts.length
  while (low + 1 < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle
  }
  return low
}
