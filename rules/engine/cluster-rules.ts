import type { CellSet } from './cell-set.ts'

/** What a rule asks of the facts that were cut into cells: a set per column it tests. */
export type RuleCells = ReadonlyMap<number, CellSet>

const WORD = 32
/** So few words that none need die early; as declared, what is found needs no sorting. */
const FEW = 12 * WORD

/**
 * Rules in an order in which those asking for the same literals stand together, so that whole words of the index die at
 * the first facts looked at. The answer never depends on it.
 */
export function clusterRules(rules: readonly RuleCells[], literalColumns: readonly number[]): number[] {
  const declared = [...rules.keys()]
  if (rules.length <= FEW) return declared
  const order: number[] = []
  divide(declared, literalColumns, rules, order)
  return order
}

function divide(
  members: readonly number[],
  columns: readonly number[],
  rules: readonly RuleCells[],
  order: number[],
): void {
  const column = members.length > WORD ? busiest(members, columns, rules) : undefined
  if (column === undefined) {
    for (const member of members) order.push(member)
    return
  }
  const rest = columns.filter((one) => one !== column)
  const alike = new Map<string, number[]>()
  const indifferent: number[] = []
  for (const member of members) {
    const set = rules[member]?.get(column)
    if (!set) {
      indifferent.push(member)
      continue
    }
    const key = set.join()
    const group = alike.get(key)
    if (group) group.push(member)
    else alike.set(key, [member])
  }
  for (const key of [...alike.keys()].sort()) divide(alike.get(key) ?? [], rest, rules, order)
  divide(indifferent, rest, rules, order)
}

function busiest(
  members: readonly number[],
  columns: readonly number[],
  rules: readonly RuleCells[],
): number | undefined {
  let best: number | undefined
  let most = 0
  for (const column of columns) {
    let asking = 0
    for (const member of members) if (rules[member]?.has(column)) asking++
    if (asking > most) [best, most] = [column, asking]
  }
  return best
}
