import { complement, intersect, type CellSet } from '../engine/cell-set.ts'
import { covers, meets, uniteBoxes, type Box } from './box.ts'
import type { Axis } from './space.ts'

/** Steps that may still be taken; whoever runs out says so. */
export interface Budget {
  left: number
}

export interface Uncovered {
  /** Parts of the region that no box covers, each of them wholly uncovered. */
  readonly pieces: readonly Box[]
  /** False: steps or pieces ran out, there may be more. */
  readonly complete: boolean
}

type Sides = readonly (CellSet | undefined)[]

const DEEPEST = 1000

/**
 * What boxes leave open of a region. Takes a box that the region does not lie in, cuts the region along one of its sides,
 * and goes on with both halves; where no box is left, everything is uncovered. Halves that turn out alike are put together.
 */
export function uncovered(
  region: Box,
  boxes: readonly Box[],
  axes: readonly Axis[],
  { budget, most }: { readonly budget: Budget; readonly most: number },
): Uncovered {
  let room = most
  let complete = true
  const size = (axis: number): number => axes[axis]?.domain.size ?? 0

  const search = (start: Sides, among: readonly Box[], depth: number): Box[] => {
    const inner: { readonly sides: Sides; readonly active: readonly Box[] }[] = []
    let sides = start
    let active = among
    let found: Box[] = []
    for (;;) {
      budget.left -= active.length + 1
      if (budget.left < 0 || depth > DEEPEST || room <= 0) {
        complete = false
        break
      }
      const seen = look(active, sides, axes)
      if (seen === 'covered') break
      if (seen.axis < 0) {
        room--
        found = [boxOf(sides)]
        break
      }
      active = seen.active
      const { axis, set } = seen
      const side = sides[axis] ?? [0, size(axis)]
      inner.push({ sides: withSide(sides, axis, intersect(side, set)), active })
      const outside = intersect(side, complement(set, size(axis)))
      if (outside.length === 0) break
      sides = withSide(sides, axis, outside)
    }
    // Outside first: there fewer boxes are left, and whoever wants one piece only has it sooner.
    for (const part of inner.reverse()) {
      if (budget.left < 0 || room <= 0) complete = false
      else found = together(found, search(part.sides, part.active, depth + 1))
    }
    return found
  }

  const start: (CellSet | undefined)[] = new Array<undefined>(axes.length).fill(undefined)
  for (const [i, axis] of region.axes.entries()) start[axis] = region.sets[i]
  const pieces = search(start, boxes, 0)
  return {
    pieces: together(
      [],
      pieces.map((piece) => trimmed(piece, size)),
    ),
    complete,
  }
}

interface Look {
  readonly active: readonly Box[]
  /** Where to cut; -1: no box is left. */
  readonly axis: number
  readonly set: CellSet
}

/** Which boxes still meet the region, and where the one with the fewest sides left to cut should be cut. */
function look(boxes: readonly Box[], sides: Sides, axes: readonly Axis[]): Look | 'covered' {
  const active: Box[] = []
  let fewest = Infinity
  let axis = -1
  let cut: CellSet = []
  for (const box of boxes) {
    let open = 0
    let best = -1
    let apart = false
    for (let i = 0; i < box.axes.length; i++) {
      const at = box.axes[i] ?? 0
      const side = sides[at]
      const set = box.sets[i] ?? []
      if (side !== undefined) {
        if (covers(set, side)) continue
        if (!meets(set, side)) {
          apart = true
          break
        }
      }
      open++
      if (best < 0 || rank(axes[at]) < rank(axes[box.axes[best] ?? 0])) best = i
    }
    if (apart) continue
    if (open === 0) return 'covered'
    active.push(box)
    if (open >= fewest) continue
    fewest = open
    axis = box.axes[best] ?? -1
    cut = box.sets[best] ?? []
  }
  return { active, axis, set: cut }
}

/** What was chosen first, then measures, and last what is only known by searching: it then decides as little as possible. */
const rank = (axis: Axis | undefined): number => (axis?.opaque ? 2 : axis?.domain.few ? 0 : 1)

function withSide(sides: Sides, axis: number, set: CellSet): Sides {
  const next = sides.slice()
  next[axis] = set
  return next
}

function boxOf(sides: Sides): Box {
  const axes: number[] = []
  const sets: CellSet[] = []
  for (const [axis, set] of sides.entries()) {
    if (set === undefined) continue
    axes.push(axis)
    sets.push(set)
  }
  return { axes, sets }
}

const MOST_TO_UNITE = 100

function together(pieces: Box[], others: readonly Box[]): Box[] {
  if (pieces.length > MOST_TO_UNITE || others.length > MOST_TO_UNITE) return [...pieces, ...others]
  const result = [...pieces]
  for (const other of others) {
    let piece = other
    for (let i = 0; i < result.length;) {
      const one = result[i]
      const both = one ? uniteBoxes(one, piece) : null
      if (!both) {
        i++
        continue
      }
      piece = both
      result.splice(i, 1)
      i = 0
    }
    result.push(piece)
  }
  return result
}

/** Sides that say nothing are left out. */
function trimmed(box: Box, size: (axis: number) => number): Box {
  const kept = box.axes.flatMap((axis, i) => {
    const set = box.sets[i] ?? []
    return set[0] === 0 && set[1] === size(axis) ? [] : [i]
  })
  return { axes: kept.map((i) => box.axes[i] ?? 0), sets: kept.map((i) => box.sets[i] ?? []) }
}
