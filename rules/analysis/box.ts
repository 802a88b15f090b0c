import { intersect, type CellSet } from '../engine/cell-set.ts'

/** A region: on each axis named (ascending) one of the cells of its set. Axes that are not named are free. */
export interface Box {
  readonly axes: readonly number[]
  readonly sets: readonly CellSet[]
}

export const EVERYWHERE: Box = { axes: [], sets: [] }

export const sideOf = (box: Box, axis: number): CellSet | undefined => {
  const at = box.axes.indexOf(axis)
  return at < 0 ? undefined : box.sets[at]
}

/** Null where nothing is in both. */
export function intersectBoxes(a: Box, b: Box): Box | null {
  const axes: number[] = []
  const sets: CellSet[] = []
  for (let i = 0, j = 0; i < a.axes.length || j < b.axes.length;) {
    const axisA = a.axes[i] ?? Infinity
    const axisB = b.axes[j] ?? Infinity
    const [setA, setB] = [a.sets[i] ?? [], b.sets[j] ?? []]
    if (axisA < axisB) {
      axes.push(axisA)
      sets.push(setA)
      i++
    } else if (axisB < axisA) {
      axes.push(axisB)
      sets.push(setB)
      j++
    } else {
      const both = setA === setB ? setA : intersect(setA, setB)
      if (both.length === 0) return null
      axes.push(axisA)
      sets.push(both)
      i++
      j++
    }
  }
  return { axes, sets }
}

export function meets(a: CellSet, b: CellSet): boolean {
  if (a === b) return true
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [endA, endB] = [a[i + 1] ?? 0, b[j + 1] ?? 0]
    if (Math.max(a[i] ?? 0, b[j] ?? 0) < Math.min(endA, endB)) return true
    if (endA <= endB) i += 2
    else j += 2
  }
  return false
}

export function boxesMeet(a: Box, b: Box): boolean {
  for (let i = 0, j = 0; i < a.axes.length && j < b.axes.length;) {
    const [axisA, axisB] = [a.axes[i] ?? 0, b.axes[j] ?? 0]
    if (axisA === axisB && !meets(a.sets[i] ?? [], b.sets[j] ?? [])) return false
    if (axisA <= axisB) i++
    if (axisB <= axisA) j++
  }
  return true
}

/** Every cell of `inner` is one of `outer`. */
export function covers(outer: CellSet, inner: CellSet): boolean {
  if (outer === inner) return true
  let i = 0
  for (let j = 0; j < inner.length; j += 2) {
    while (i < outer.length && (outer[i + 1] ?? 0) <= (inner[j] ?? 0)) i += 2
    if (i >= outer.length || (outer[i] ?? 0) > (inner[j] ?? 0) || (outer[i + 1] ?? 0) < (inner[j + 1] ?? 0))
      return false
  }
  return true
}

export function boxCovers(outer: Box, inner: Box): boolean {
  let j = 0
  for (let i = 0; i < outer.axes.length; i++) {
    const axis = outer.axes[i] ?? 0
    while (j < inner.axes.length && (inner.axes[j] ?? 0) < axis) j++
    if (inner.axes[j] !== axis || !covers(outer.sets[i] ?? [], inner.sets[j] ?? [])) return false
  }
  return true
}

/** Two intervals' lists at once. */
export function uniteSets(a: CellSet, b: CellSet): CellSet {
  const ends: [number, number][] = []
  for (const set of [a, b]) for (let i = 0; i < set.length; i += 2) ends.push([set[i] ?? 0, set[i + 1] ?? 0])
  ends.sort((x, y) => x[0] - y[0])
  const result: number[] = []
  for (const [from, to] of ends) {
    const last = result.length - 1
    if (last > 0 && from <= (result[last] ?? 0)) result[last] = Math.max(result[last] ?? 0, to)
    else result.push(from, to)
  }
  return result
}

const sameSet = (a: CellSet, b: CellSet): boolean =>
  a === b || (a.length === b.length && a.every((cell, i) => cell === b[i]))

/** The one axis on which two boxes with the same axes differ; -1: none, undefined: more than one. */
function onlyDifference(a: Box, b: Box): number | undefined {
  if (a.axes.length !== b.axes.length) return undefined
  let found = -1
  for (let i = 0; i < a.axes.length; i++) {
    if (a.axes[i] !== b.axes[i]) return undefined
    if (sameSet(a.sets[i] ?? [], b.sets[i] ?? [])) continue
    if (found >= 0) return undefined
    found = i
  }
  return found
}

/** One box for two where they differ on one axis only, or where one lies in the other; null where they do not. */
export function uniteBoxes(a: Box, b: Box): Box | null {
  if (boxCovers(a, b)) return a
  if (boxCovers(b, a)) return b
  const at = onlyDifference(a, b)
  if (at === undefined || at < 0) return null
  return { axes: a.axes, sets: a.sets.map((set, i) => (i === at ? uniteSets(set, b.sets[i] ?? []) : set)) }
}

const MOST_TO_MERGE = 64

/** The same region in fewer boxes, as far as pairs can be united. */
export function mergeBoxes(boxes: readonly Box[]): readonly Box[] {
  if (boxes.length < 2 || boxes.length > MOST_TO_MERGE) return boxes
  const merged = [...boxes]
  for (let changed = true; changed;) {
    changed = false
    for (let i = 0; i < merged.length; i++)
      for (let j = merged.length - 1; j > i; j--) {
        const [a, b] = [merged[i], merged[j]]
        const both = a && b ? uniteBoxes(a, b) : null
        if (!both) continue
        merged[i] = both
        merged.splice(j, 1)
        changed = true
      }
  }
  return merged
}
