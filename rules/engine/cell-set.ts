/** A set of cells of one fact as ascending half-open intervals, `[from, to, from, to, …]`: a range stays two numbers. */
export type CellSet = readonly number[]

export const NO_CELLS: CellSet = []

export const cellsBetween = (from: number, to: number): CellSet => (from < to ? [from, to] : NO_CELLS)

export function complement(set: CellSet, size: number): CellSet {
  const result: number[] = []
  let from = 0
  for (let i = 0; i < set.length; i += 2) {
    const start = set[i] ?? 0
    if (from < start) result.push(from, start)
    from = set[i + 1] ?? size
  }
  if (from < size) result.push(from, size)
  return result
}

export function intersect(a: CellSet, b: CellSet): CellSet {
  const result: number[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const endA = a[i + 1] ?? 0
    const endB = b[j + 1] ?? 0
    const from = Math.max(a[i] ?? 0, b[j] ?? 0)
    const to = Math.min(endA, endB)
    if (from < to) result.push(from, to)
    if (endA <= endB) i += 2
    else j += 2
  }
  return result
}

export function unite(a: CellSet, b: CellSet, size: number): CellSet {
  return complement(intersect(complement(a, size), complement(b, size)), size)
}

/** Cells in any order and more than once. */
export function cellsOf(cells: readonly number[]): CellSet {
  const result: number[] = []
  for (const cell of [...cells].sort((a, b) => a - b)) {
    const last = result.length - 1
    if (last > 0 && (result[last] ?? 0) >= cell) result[last] = cell + 1
    else result.push(cell, cell + 1)
  }
  return result
}
