import { checkRulebook } from '../language/check-rulebook.ts'
import type { Fault } from '../language/fault.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { mergeOrder } from './merge-order.ts'
import { pathText, placeInWords } from './place-in-words.ts'
import { layOut, pickUp, strayCells, type Branch, type Tree } from './rulebook-tree.ts'
import { sameValue } from './same-value.ts'

export interface MergedRulebook {
  /** Nothing when there is a conflict: half a merge would pass for a whole one. */
  readonly rulebook: Rulebook | null
  readonly conflicts: readonly Conflict[]
}

export type ConflictKind =
  | 'both_changed'
  | 'both_added'
  | 'removed_and_changed'
  | 'both_moved'
  /** Each side is sound and the two together are not: one removed what the other began to use. */
  | 'consequence'

export interface Conflict {
  readonly kind: ConflictKind
  /** Names the place for a choice: `/tables/minus-limits/rows/r3/cells/when rx.sphere`. */
  readonly path: string
  /** `undefined` where a side has nothing. */
  readonly base: unknown
  readonly ours: unknown
  readonly theirs: unknown
  readonly sentence: string
}

export type Choice = 'base' | 'ours' | 'theirs'

/**
 * Three-way merge. Two people meet only in the same place: the judged part of one rule, one cell, one attribute of a
 * catalogue entry, one field of a fact or a group, one case. `choices` settles conflicts of an earlier try by their path.
 */
export function mergeRulebooks(
  base: Rulebook,
  ours: Rulebook,
  theirs: Rulebook,
  choices: ReadonlyMap<string, Choice> = new Map(),
): MergedRulebook {
  const conflicts: Conflict[] = []
  const merged = mergeTrees(
    [],
    { base: layOut(base), ours: layOut(ours), theirs: layOut(theirs) },
    { choices, conflicts },
  )
  if (conflicts.length > 0 || !merged) return { rulebook: null, conflicts }
  // A tree of rulebooks: each part comes from one of the three.
  const rulebook = pickUp(merged) as Rulebook
  if (sameValue(rulebook, ours) || sameValue(rulebook, theirs)) return { rulebook, conflicts }
  const consequences = faultsOfBoth(rulebook, ours, theirs)
  return { rulebook: consequences.length > 0 ? null : rulebook, conflicts: consequences }
}

interface Sides<T> {
  readonly base: T
  readonly ours: T
  readonly theirs: T
}

interface Merging {
  readonly choices: ReadonlyMap<string, Choice>
  readonly conflicts: Conflict[]
}

function mergeTrees(path: readonly string[], sides: Sides<Tree | undefined>, merging: Merging): Tree | undefined {
  const { base, ours, theirs } = sides
  if (sameTree(ours, theirs) || sameTree(base, theirs)) return ours
  if (sameTree(base, ours)) return theirs
  if (!isBranch(ours) || !isBranch(theirs) || ours.form !== theirs.form) return settle(path, sides, merging)
  // Two new things of one name are not one thing; two new collections are.
  if (base === undefined && !isMany(ours)) return settle(path, sides, merging)
  if (base !== undefined && (!isBranch(base) || base.form !== ours.form)) return settle(path, sides, merging)
  return mergeBranches(path, { base: base ?? { form: ours.form, parts: new Map() }, ours, theirs }, merging)
}

function mergeBranches(path: readonly string[], sides: Sides<Branch>, merging: Merging): Branch {
  const { base, ours, theirs } = sides
  const names = new Set([...base.parts.keys(), ...ours.parts.keys(), ...theirs.parts.keys()])
  const parts = new Map<string, Tree>()
  for (const name of names) {
    const part = { base: base.parts.get(name), ours: ours.parts.get(name), theirs: theirs.parts.get(name) }
    const merged = mergeTrees([...path, name], part, merging)
    if (merged) parts.set(name, merged)
  }
  if (ours.form !== 'items' && ours.form !== 'words') {
    const branch: Branch = { form: ours.form, parts }
    if (branch.form === 'table') keepStrayCells(path, branch, sides, merging)
    return branch
  }
  const namesOf = (branch: Branch): string[] => [...branch.parts.keys()]
  const orders = { base: namesOf(base), ours: namesOf(ours), theirs: namesOf(theirs) }
  const { order, conflict } = mergeOrder(orders.base, orders.ours, orders.theirs, new Set(parts.keys()))
  const choice = conflict ? merging.choices.get(pathText([...path, 'order'])) : undefined
  const chosen = choice
    ? mergeOrder(orders[choice], orders[choice], orders[choice], new Set(parts.keys())).order
    : order
  if (conflict && !choice) note('both_moved', [...path, 'order'], orders, merging)
  // Every kept name is in one of the orders, and a choice of order may lack some that another side brought.
  const all = [...new Set([...chosen, ...order])]
  return { form: ours.form, parts: new Map(all.flatMap((name) => entry(parts, name))) }
}

function entry(parts: ReadonlyMap<string, Tree>, name: string): [string, Tree][] {
  const part = parts.get(name)
  return part ? [[name, part]] : []
}

/** A row that one side added with a test in a column that the other took away. */
function keepStrayCells(path: readonly string[], table: Branch, sides: Sides<Branch>, merging: Merging): void {
  for (const { row, column } of strayCells(table)) {
    const cell = (side: Branch): unknown => pickUpAt(side, ['rows', row, 'cells', column])
    const at = [...path, 'rows', row, 'cells', column]
    const values = { base: cell(sides.base), ours: cell(sides.ours), theirs: cell(sides.theirs) }
    if (!merging.choices.has(pathText(at))) note('removed_and_changed', at, values, merging)
  }
}

function pickUpAt(tree: Tree | undefined, path: readonly string[]): unknown {
  const end = path.reduce<Tree | undefined>((at, name) => (isBranch(at) ? at.parts.get(name) : undefined), tree)
  return end && pickUp(end)
}

function settle(path: readonly string[], sides: Sides<Tree | undefined>, merging: Merging): Tree | undefined {
  const choice = merging.choices.get(pathText(path))
  if (choice) return sides[choice]
  const { base, ours, theirs } = sides
  const kind = !ours || !theirs ? 'removed_and_changed' : base ? 'both_changed' : 'both_added'
  const value = (tree: Tree | undefined): unknown => tree && pickUp(tree)
  note(kind, path, { base: value(base), ours: value(ours), theirs: value(theirs) }, merging)
  return ours ?? theirs
}

const clauses: Record<ConflictKind, string> = {
  both_changed: 'was changed by both sides, and not to the same',
  both_added: 'was added by both sides, and not the same',
  removed_and_changed: 'was removed by one side and changed by the other',
  both_moved: 'was put into another order by both sides, and not into the same',
  consequence: 'does not hold together',
}

function note(kind: ConflictKind, path: readonly string[], values: Sides<unknown>, merging: Merging): void {
  const sentence = `${placeInWords(path)} ${clauses[kind]}.`
  merging.conflicts.push({ kind, path: pathText(path), ...values, sentence })
}

/** What is wrong with the two together and with neither alone. */
function faultsOfBoth(merged: Rulebook, ours: Rulebook, theirs: Rulebook): Conflict[] {
  const faults = checkRulebook(merged)
  if (faults.length === 0) return []
  const name = ({ code, subject, message }: Fault): string => JSON.stringify([code, subject, message])
  const known = new Set([...checkRulebook(ours), ...checkRulebook(theirs)].map(name))
  return faults
    .filter((fault) => !known.has(name(fault)))
    .map((fault) => ({
      kind: 'consequence',
      path: fault.pointer,
      base: undefined,
      ours: undefined,
      theirs: undefined,
      sentence: `Each side is sound alone, together they are not: ${fault.message}`,
    }))
}

const isBranch = (tree: Tree | undefined): tree is Branch => tree !== undefined && tree.form !== 'leaf'

const isMany = ({ form }: Branch): boolean => form === 'collection' || form === 'items' || form === 'words'

function sameTree(a: Tree | undefined, b: Tree | undefined): boolean {
  if (a === b) return true
  if (a?.form !== b?.form || !a || !b) return false
  if (a.form === 'leaf' || b.form === 'leaf') return sameValue(pickUp(a), pickUp(b))
  if (a.parts.size !== b.parts.size) return false
  if ((a.form === 'items' || a.form === 'words') && !sameValue([...a.parts.keys()], [...b.parts.keys()])) return false
  for (const [name, part] of a.parts) if (!sameTree(part, b.parts.get(name))) return false
  return true
}
