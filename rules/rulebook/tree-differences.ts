import { pickUp, type Branch, type Tree } from './rulebook-tree.ts'
import { sameValue } from './same-value.ts'

/** A place at which two trees part. */
export interface TreeDifference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

/** Every place once, as deep as both sides have it. What is there on one side only is told whole. */
export function* treeDifferences(
  before: Tree | undefined,
  after: Tree | undefined,
  path: readonly string[] = [],
): Generator<TreeDifference> {
  if (!before || !after) {
    if (before ?? after)
      yield { kind: before ? 'removed' : 'added', path, before: valueOf(before), after: valueOf(after) }
    return
  }
  if (before.form === 'leaf' || after.form === 'leaf' || before.form !== after.form) {
    const values = { before: pickUp(before), after: pickUp(after) }
    if (!sameValue(values.before, values.after)) yield { kind: 'changed', path, ...values }
    return
  }
  for (const name of new Set([...before.parts.keys(), ...after.parts.keys()])) {
    yield* treeDifferences(before.parts.get(name), after.parts.get(name), [...path, name])
  }
  const orders = ordersOf(before, after)
  if (orders && !sameValue(orders.before, orders.after)) yield { kind: 'moved', path, ...orders }
}

/** Of what both have. Lists that are sorted on both sides have no order of their own. */
function ordersOf(before: Branch, after: Branch): { before: string[]; after: string[] } | undefined {
  if (before.form !== 'items' && before.form !== 'words') return undefined
  const common = (one: Branch, other: Branch): string[] => [...one.parts.keys()].filter((name) => other.parts.has(name))
  return { before: common(before, after), after: common(after, before) }
}

const valueOf = (tree: Tree | undefined): unknown => tree && pickUp(tree)

/** The tree's own order does not count where a rulebook's hash does not count it. */
export const isSortedAnyway = (path: readonly string[]): boolean =>
  path[0] === 'catalogue' || (path.length === 1 && path[0] !== 'groups')
