import { readPath, type PathReader } from './json-path.ts'

/** Stands for a fact that was not given where that is not allowed: whoever reads it ends the evaluation. */
export const MISSING: unique symbol = Symbol('missing fact')

/** What tests look at: one fact, or what a path finds in it. */
export interface FactColumn {
  readonly slot: number
  readonly fact: unknown
  readonly path: PathReader | undefined
  /** Its path may throw, so a rule that looks here must always be evaluated. */
  readonly broken: boolean
}

class UndefinedFact extends Error {
  override readonly name = 'UndefinedFact'
}

export interface FactColumns {
  readonly columns: FactColumn[]
  /** The position of a column, made at first sight. */
  of: (fact: unknown, path: unknown) => number
}

export function makeFactColumns(slotOf: (factId: string) => number): FactColumns {
  const columns: FactColumn[] = []
  const known = new Map<number, Map<unknown, number>>()
  return {
    columns,
    of(fact, path) {
      // Whatever is no text names no fact; the slot's owner decides what that means (cast: typed callers cannot get here).
      const slot = slotOf(fact as string)
      const key = Boolean(path) ? path : ''
      let paths = known.get(slot)
      if (!paths) known.set(slot, (paths = new Map<unknown, number>()))
      let position = paths.get(key)
      if (position === undefined) {
        position = columns.push({ slot, fact, ...pathOf(path) }) - 1
        paths.set(key, position)
      }
      return position
    },
  }
}

function pathOf(path: unknown): Pick<FactColumn, 'path' | 'broken'> {
  if (!path) return { path: undefined, broken: false }
  try {
    return { path: readPath(path), broken: false }
  } catch (error) {
    const refuse = () => {
      throw error
    }
    return { path: refuse, broken: true }
  }
}

export function readColumn(column: FactColumn, values: readonly unknown[]): unknown {
  const value = values[column.slot]
  if (value === MISSING) throw new UndefinedFact(`Undefined fact: ${String(column.fact)}`)
  // A path on anything but an object is ignored: the value itself is compared.
  return column.path && typeof value === 'object' && value !== null ? column.path(value) : value
}
