import { booleanOf, type ConditionLeaf, type NestedCondition, type TopLevelCondition } from '../engine/condition.ts'
import { EVERYWHERE, intersectBoxes, mergeBoxes, type Box } from './box.ts'
import { boxesOfLeaf, NotAnalysable, type LeafBoxes } from './leaf-boxes.ts'
import type { Space } from './space.ts'

const MOST_BOXES = 128
const MOST_DEPTH = 32

export type BoxesOf = (condition: NestedCondition, isRoot?: boolean) => readonly Box[]

/** Turns conditions into boxes; the same test is cut once only. */
export function makeBoxer(space: Space, shared: Readonly<Record<string, TopLevelCondition>>): BoxesOf {
  const leaves = new Map<string, LeafBoxes | NotAnalysable>()

  const leafBoxes = (leaf: ConditionLeaf): LeafBoxes => {
    const key = keyOf(leaf)
    let known = leaves.get(key)
    if (!known) leaves.set(key, (known = attempt(() => boxesOfLeaf(leaf, space))))
    if (known instanceof NotAnalysable) throw known
    return known
  }

  const convert = (
    node: NestedCondition,
    wanted: boolean,
    above: readonly string[],
    isRoot: boolean,
  ): readonly Box[] => {
    if (above.length > MOST_DEPTH) throw new NotAnalysable('its conditions are nested too deeply')
    // Whatever JSON holds may stand here.
    if (typeof node !== 'object' || (node as unknown) === null) throw new NotAnalysable('a condition is no object')
    if ('condition' in node && !(isRoot && booleanOf(node))) {
      const { condition: name } = node
      const meant = typeof name === 'string' && Object.hasOwn(shared, name) ? shared[name] : undefined
      if (!meant || above.includes(name)) throw new NotAnalysable('a shared condition is missing or refers to itself')
      return convert(meant, wanted, [...above, name], true)
    }
    const kind = booleanOf(node)
    // A number is no name of a shared condition, but counts as depth.
    const deeper = kind ? [...above, ''] : above
    // booleanOf has looked at the keys.
    const given = node as { any: readonly NestedCondition[]; all: readonly NestedCondition[]; not: NestedCondition }
    if (kind === 'not') return convert(given.not, !wanted, deeper, false)
    if (kind === undefined) {
      // What is neither a list nor a reference is a leaf, or refused by its missing fact.
      const { yes, no } = leafBoxes(node as ConditionLeaf)
      return wanted ? yes : no
    }
    const children = given[kind]
    if (!Array.isArray(children)) throw new NotAnalysable('a list of conditions is none')
    // Nothing below is true, under `any` as well: a table's row without a cell is such a rule.
    if (children.length === 0) return wanted ? [EVERYWHERE] : []
    const parts = children.map((child: NestedCondition) => () => convert(child, wanted, deeper, false))
    return (kind === 'all') === wanted ? productOf(parts) : unionOf(parts)
  }

  return (condition, isRoot = false) => convert(condition, true, [], isRoot)
}

function keyOf({ fact, operator, value, path, params }: ConditionLeaf): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  // Without quotation: most tests are such, and there are many of them.
  if (isPlain && path === undefined && params === undefined) return `${typeof value} ${value} ${operator} ${fact}`
  return JSON.stringify([fact, operator, value, path, params])
}

function attempt<T>(run: () => T): T | NotAnalysable {
  try {
    return run()
  } catch (error) {
    if (error instanceof NotAnalysable) return error
    throw error
  }
}

type Part = () => readonly Box[]

function productOf(parts: readonly Part[]): readonly Box[] {
  let product: readonly Box[] = [EVERYWHERE]
  for (const part of parts) {
    const boxes = part()
    const next: Box[] = []
    for (const a of product)
      for (const b of boxes) {
        const both = a === EVERYWHERE ? b : intersectBoxes(a, b)
        if (both) next.push(both)
      }
    product = next.length > 1 && boxes.length > 1 ? mergeBoxes(next) : next
    limit(product)
  }
  return product
}

function unionOf(parts: readonly Part[]): readonly Box[] {
  const union: Box[] = []
  for (const part of parts) {
    union.push(...part())
    if (union.length > 8 * MOST_BOXES) limit(union)
  }
  const merged = mergeBoxes(union)
  limit(merged)
  return merged
}

function limit(boxes: readonly Box[]): void {
  if (boxes.length > MOST_BOXES) throw new NotAnalysable(`its conditions fall into more than ${MOST_BOXES} regions`)
}
