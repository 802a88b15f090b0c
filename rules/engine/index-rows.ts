import type { CellSet } from './cell-set.ts'

/** One row of bits a cell: the rules whose tests of that fact all pass there. Equal rows are kept once. */
export interface IndexRows {
  /** Per cell the number of its row. */
  readonly rowOf: Int32Array
  readonly rows: readonly Int32Array[]
  /** The share of bits set, over all rows: the lower, the sooner it is worth looking at. */
  readonly density: number
}

export function buildRows(sets: readonly (CellSet | undefined)[], cells: number, words: number): IndexRows {
  const bits = new Int32Array(cells * words)
  // Only where an interval begins and ends; what lies between follows from the row before.
  const turn = (cell: number, word: number, bit: number) => {
    if (cell < cells) bits[cell * words + word] = (bits[cell * words + word] ?? 0) ^ bit
  }
  for (const [position, set] of sets.entries()) {
    const word = position >>> 5
    const bit = 1 << (position & 31)
    if (set) for (const edge of set) turn(edge, word, bit)
    else turn(0, word, bit)
  }
  for (let at = words; at < bits.length; at++) bits[at] = (bits[at] ?? 0) ^ (bits[at - words] ?? 0)

  const rowOf = new Int32Array(cells)
  const rows: Int32Array[] = []
  const byHash = new Map<number, number[]>()
  for (let cell = 0; cell < cells; cell++) {
    const row = bits.subarray(cell * words, (cell + 1) * words)
    const hash = hashOf(row)
    const alike = byHash.get(hash)
    const same = alike?.find((one) => isEqual(rows[one], row))
    rowOf[cell] = same ?? rows.length
    if (same !== undefined) continue
    if (alike) alike.push(rows.length)
    else byHash.set(hash, [rows.length])
    rows.push(row)
  }
  const set = rows.reduce((sum, row) => sum + row.reduce((inRow, word) => inRow + bitCount(word), 0), 0)
  return { rowOf, rows, density: set / (rows.length * Math.max(1, sets.length)) }
}

function hashOf(row: Int32Array): number {
  let hash = 0
  for (const word of row) hash = (Math.imul(hash, 31) + word) | 0
  return hash
}

const isEqual = (a: Int32Array | undefined, b: Int32Array): boolean => a?.every((word, at) => word === b[at]) === true

function bitCount(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
