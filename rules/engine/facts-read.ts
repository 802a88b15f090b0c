import type { NestedCondition, TopLevelCondition } from './condition.ts'

/** Every fact that a condition may look at, references and shared conditions followed. */
export function factsRead(
  condition: TopLevelCondition,
  shared: Readonly<Record<string, TopLevelCondition>>,
): ReadonlySet<string> {
  const found = new Set<string>()
  const followed = new Set<string>()
  const follow = (node: NestedCondition): void => {
    if ('all' in node) node.all.forEach(follow)
    else if ('any' in node) node.any.forEach(follow)
    else if ('not' in node) follow(node.not)
    else if ('condition' in node) {
      const { condition: name } = node
      const meant = Object.hasOwn(shared, name) ? shared[name] : undefined
      if (!meant || followed.has(name)) return
      followed.add(name)
      follow(meant)
    } else {
      found.add(node.fact)
      const reference = factReferred(node.value)
      if (reference !== null) found.add(reference)
    }
  }
  follow(condition)
  return found
}

/** The id in `{ fact: id }`, or null for a literal. */
export function factReferred(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('fact' in value)) return null
  return typeof value.fact === 'string' ? value.fact : null
}
