import { compileQuick, type ClosureContext, type Predicate } from './condition-closure.ts'
import type { CellSet } from './cell-set.ts'
import { isPlainLiteral, locate, type FactCells } from './fact-cells.ts'
import { readColumn, type FactColumn } from './fact-column.ts'
import { buildRows } from './index-rows.ts'
import type { IndexPlan } from './plan-index.ts'

export interface IndexStats {
  readonly rules: number
  /** Rules that cells answer wholly. */
  readonly indexed: number
  /** Rules of which cells answer a part and closures the rest. */
  readonly residual: number
  /** Rules evaluated every time, because cells cannot narrow them or because they may throw. */
  readonly fallback: number
  /** Facts, or paths in them, that cells were cut for. */
  readonly facts: number
  readonly bytes: number
}

export interface IndexedFact {
  readonly position: number
  readonly column: FactColumn
  readonly cells: FactCells
  /** Per cell the number of its row. */
  readonly rowOf: Int32Array
}

export interface BitIndex {
  readonly stats: IndexStats
  readonly facts: readonly IndexedFact[]
  readonly bits: Int32Array
  readonly words: number
  /** As RuleIndex.match, or -1: some value lies in no cell. */
  match: (values: readonly unknown[], into: Int32Array) => number
  /** Writes the number of each fact's row; false: some value lies in no cell. */
  locateAll: (values: readonly unknown[], into: Int32Array) => boolean
}

/** Below this many words a summary costs more than it saves. */
const WORDS_WORTH_A_SUMMARY = 12
/** Up to here insertion beats a walk over all words. */
const FEW = 12

export function makeBitIndex(
  plan: IndexPlan,
  context: ClosureContext,
  holds: (rule: number, values: readonly unknown[]) => boolean,
): BitIndex {
  const { placed, unplaced, guarded } = plan
  const words = Math.ceil(placed.length / 32)
  const setsOf = plan.cells.map(() => new Array<CellSet | undefined>(placed.length).fill(undefined))
  for (const [at, { cells }] of placed.entries())
    for (const [position, set] of cells) {
      const sets = setsOf[position]
      if (sets) sets[at] = set
    }
  const built = plan.cells
    .flatMap((cells, position) => {
      const column = context.columns[position]
      if (!cells || !column) return []
      return { position, column, cells, ...buildRows(setsOf[position] ?? [], cells.size, words) }
    })
    .sort((a, b) => a.density - b.density)
  const { bits, summary, summaryWords, facts } = pack(built, placed.length, words)
  const guards = guarded.flatMap((position) => context.columns[position] ?? [])
  const rules = Int32Array.from(placed, ({ rule }) => rule)
  const residuals = placed.map(({ open }) => residualOf(open.map(({ node }) => compileQuick(node, context))))
  const rowNumbers = new Int32Array(Math.max(1, facts.length))
  const count = rowNumbers.length
  const starts = new Int32Array(count)
  const withSummary = words >= WORDS_WORTH_A_SUMMARY
  const isInOrder = unplaced.length === 0 && rules.every((rule, at) => at === 0 || rule > (rules[at - 1] ?? 0))
  const sort = makeSort(plan.rules)

  const locateAll = (values: readonly unknown[], into: Int32Array): boolean => {
    for (let i = 0; i < facts.length; i++) {
      const fact = facts[i]! // i is below their number
      const { column } = fact
      const cell = locate(fact.cells, column.path ? readColumn(column, values) : values[column.slot])
      if (cell < 0) return false
      into[i] = fact.rowOf[cell] ?? 0
    }
    for (const guard of guards) if (!isPlainLiteral(readColumn(guard, values))) return false
    return true
  }

  /** The rules of one word that every row has. */
  const take = (word: number, values: readonly unknown[], into: Int32Array, found: number): number => {
    let live = bits[(starts[0] ?? 0) + word] ?? 0
    for (let i = 1; live !== 0 && i < count; i++) live &= bits[(starts[i] ?? 0) + word] ?? 0
    let next = found
    while (live !== 0) {
      const position = (word << 5) + 31 - Math.clz32(live & -live)
      live &= live - 1
      const residual = residuals[position]
      if (residual === undefined || residual(values)) into[next++] = rules[position] ?? 0
    }
    return next
  }

  /**
   * Most groups have at most as many rules as a word has bits. Facts that tell most rules apart stand first: once no rule
   * is left, the others need not be located, as long as none of them is a thing that its conversion could throw for.
   */
  const matchWord = (values: readonly unknown[], into: Int32Array): number => {
    let live = -1
    for (const { cells, column, rowOf } of facts) {
      const value = column.path ? readColumn(column, values) : values[column.slot]
      if (live === 0 && isHarmless(value)) continue
      const cell = locate(cells, value)
      if (cell < 0) return -1
      live &= bits[rowOf[cell] ?? 0] ?? 0
    }
    for (const guard of guards) if (!isPlainLiteral(readColumn(guard, values))) return -1
    let found = 0
    while (live !== 0) {
      const position = 31 - Math.clz32(live & -live)
      live &= live - 1
      const residual = residuals[position]
      if (residual === undefined || residual(values)) into[found++] = rules[position] ?? 0
    }
    return andUnplaced(values, into, found)
  }

  const andUnplaced = (values: readonly unknown[], into: Int32Array, already: number): number => {
    let found = already
    for (const { rule } of unplaced) if (holds(rule, values)) into[found++] = rule
    if (found > 1 && !isInOrder) sort(into, found)
    return found
  }

  const matchWords = (values: readonly unknown[], into: Int32Array): number => {
    if (!locateAll(values, rowNumbers)) return -1
    for (let i = 0; i < count; i++) starts[i] = (rowNumbers[i] ?? 0) * words
    let found = 0
    if (withSummary)
      for (let group = 0; group < summaryWords; group++) {
        let alive = -1
        for (let i = 0; alive !== 0 && i < count; i++)
          alive &= summary[(rowNumbers[i] ?? 0) * summaryWords + group] ?? 0
        while (alive !== 0) {
          found = take((group << 5) + 31 - Math.clz32(alive & -alive), values, into, found)
          alive &= alive - 1
        }
      }
    else for (let word = 0; word < words; word++) found = take(word, values, into, found)
    return andUnplaced(values, into, found)
  }

  const residual = residuals.filter((one) => one !== undefined).length
  const tables = facts.reduce((sum, { rowOf, cells }) => sum + rowOf.byteLength + cells.cuts.byteLength, 0)
  return {
    stats: {
      rules: plan.rules,
      indexed: placed.length - residual,
      residual,
      fallback: unplaced.length,
      facts: facts.length,
      bytes: bits.byteLength + summary.byteLength + tables,
    },
    facts,
    bits,
    words,
    match: words === 1 && facts.length > 0 ? matchWord : matchWords,
    locateAll,
  }
}

/** Nothing that it is converted to could throw, and it is there. */
const isHarmless = (value: unknown): boolean =>
  value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'

type Built = Omit<IndexedFact, 'rowOf'> & ReturnType<typeof buildRows>

/** All rows one after the other, and over each a bit a word that is not empty. */
function pack(built: readonly Built[], rules: number, words: number) {
  const rows = built.flatMap((one) => one.rows)
  // Without any fact, one row lets every rule through.
  if (built.length === 0)
    rows.push(Int32Array.from({ length: words }, (_, word) => (rules - word * 32 >= 32 ? -1 : (1 << (rules & 31)) - 1)))
  const bits = new Int32Array(rows.length * words)
  const summaryWords = Math.ceil(words / 32)
  const summary = new Int32Array(rows.length * summaryWords)
  for (const [number, row] of rows.entries()) {
    bits.set(row, number * words)
    for (let word = 0; word < words; word++) {
      const at = number * summaryWords + (word >>> 5)
      if (row[word] !== 0) summary[at] = (summary[at] ?? 0) | (1 << (word & 31))
    }
  }
  let first = 0
  const facts = built.map(({ position, column, cells, rowOf, rows: own }): IndexedFact => {
    const begin = first
    first += own.length
    return { position, column, cells, rowOf: rowOf.map((row) => row + begin) }
  })
  return { bits, summary, summaryWords, facts }
}

function residualOf(parts: readonly Predicate[]): Predicate | undefined {
  const [first, ...rest] = parts
  if (!first || rest.length === 0) return first
  return (values) => first(values) && rest.every((part) => part(values))
}

/** A few by insertion; more by marking them, one bit a rule, and reading the marks in order. */
function makeSort(rules: number): (list: Int32Array, count: number) => void {
  const marks = new Int32Array(Math.ceil(rules / 32))
  return (list, count) => {
    if (count <= FEW) {
      insert(list, count)
      return
    }
    for (let i = 0; i < count; i++) {
      const rule = list[i] ?? 0
      marks[rule >>> 5] = (marks[rule >>> 5] ?? 0) | (1 << (rule & 31))
    }
    for (let word = 0, next = 0; next < count; word++) {
      let marked = marks[word] ?? 0
      if (marked === 0) continue
      marks[word] = 0
      while (marked !== 0) {
        list[next++] = (word << 5) + 31 - Math.clz32(marked & -marked)
        marked &= marked - 1
      }
    }
  }
}

function insert(list: Int32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const rule = list[i] ?? 0
    let at = i
    while (at > 0 && (list[at - 1] ?? 0) > rule) {
      list[at] = list[at - 1] ?? 0
      at--
    }
    list[at] = rule
  }
}
