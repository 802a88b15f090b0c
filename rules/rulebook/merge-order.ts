/** Where the names of a merged list stand. */
export interface MergedOrder {
  readonly order: readonly string[]
  /** Both sides moved what was there, and not to the same places. */
  readonly conflict: boolean
}

/**
 * Three orders of one list become one, the same whichever side is called ours. What was in the base keeps the order of
 * the side that moved it; what is new follows the neighbour behind which it was written; two that were written behind the
 * same neighbour stand by name. A list that was sorted on all sides stays sorted.
 */
export function mergeOrder(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  kept: ReadonlySet<string>,
): MergedOrder {
  if ([base, ours, theirs].every(isSorted)) return { order: [...kept].sort(byName), conflict: false }
  const old = new Set(base)
  const common = (side: readonly string[]): string[] => side.filter((name) => old.has(name) && kept.has(name))
  // Only what all three have can have been moved.
  const there = new Set(theirs)
  const everywhere = new Set(ours.filter((name) => old.has(name) && there.has(name)))
  const shared = (side: readonly string[]): string => JSON.stringify(side.filter((name) => everywhere.has(name)))
  const [was, is, other] = [shared(base), shared(ours), shared(theirs)]
  const conflict = is !== was && other !== was && is !== other

  const skeleton = common(is !== was ? ours : other !== was ? theirs : base)
  const inSkeleton = new Set(skeleton)
  const missing = common(base).filter((name) => !inSkeleton.has(name))
  const spine = missing.length === 0 ? skeleton : insertBehind(skeleton, base, missing)

  const chains = [...chainsOf(ours, old, kept), ...chainsOf(theirs, old, kept)]
  chains.sort((a, b) => byName(a.names.join('\n'), b.names.join('\n')))
  const placed = new Set<string>()
  const behind = new Map<string | null, string[]>()
  for (const { after, names } of chains) {
    const fresh = names.filter((name) => !placed.has(name))
    for (const name of fresh) placed.add(name)
    behind.set(after, [...(behind.get(after) ?? []), ...fresh])
  }
  const order = [null, ...spine].flatMap((name) => [...(name === null ? [] : [name]), ...(behind.get(name) ?? [])])
  return { order, conflict }
}

/** Runs of new names, each with the kept name of the base that it was written behind; `null` is the beginning. */
function chainsOf(
  side: readonly string[],
  old: ReadonlySet<string>,
  kept: ReadonlySet<string>,
): { readonly after: string | null; readonly names: string[] }[] {
  const chains: { after: string | null; names: string[] }[] = []
  let after: string | null = null
  let current: string[] | undefined
  for (const name of side) {
    if (!kept.has(name)) continue
    if (old.has(name)) {
      after = name
      current = undefined
    } else if (current) current.push(name)
    else chains.push({ after, names: (current = [name]) })
  }
  return chains
}

/** A conflict over a removed thing may keep it although the side that moved others has it no longer. */
function insertBehind(skeleton: readonly string[], base: readonly string[], missing: readonly string[]): string[] {
  const result = [...skeleton]
  for (const name of missing) {
    const before = base.slice(0, base.indexOf(name)).findLast((other) => result.includes(other))
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, name)
  }
  return result
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const isSorted = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || byName(names[index - 1] ?? '', name) < 0)
