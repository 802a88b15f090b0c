import { canonicalJson } from '../language/canonical-json.ts'
import { targetOf } from '../engine/compile-effect.ts'
import { factReferred } from '../engine/facts-read.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import type { Group } from '../language/rulebook.ts'
import type { Box } from './box.ts'
import { NotAnalysable } from './leaf-boxes.ts'
import type { BoxesOf } from './rule-boxes.ts'
import type { Space } from './space.ts'

/** A rule with the region in which it fires. */
export interface AnalysedRule {
  readonly rule: ExpandedRule
  readonly target: string
  readonly boxes: readonly Box[]
  /** Why cells cannot hold it; then it has no boxes, and nothing is concluded from that. */
  readonly unanalysed: string | null
  /** Computed or derived facts, or a test of two facts, have a say in whether it fires. */
  readonly opaque: boolean
  /** Of what it would say: rules of one contest with equal numbers say the same. */
  readonly says: number
  /** The table that it is a row of. */
  readonly table: string | null
  /** What it says depends on the order. */
  readonly dynamic: boolean
}

/** Rules of one group that speak of the same thing, in the order of judgement. */
export interface Contest {
  readonly group: Group
  readonly target: string
  readonly rules: readonly AnalysedRule[]
}

/** What leaves a rule a say, or who leaves it none. */
export type Verdict =
  | { readonly kind: 'open'; readonly part: Box }
  | { readonly kind: 'shadowed'; readonly by: readonly AnalysedRule[] }
  | { readonly kind: 'undecided' }

/** Numbers for what rules say; they stay while rules are edited. */
export type Sayings = Map<string, number>

export function analyseRule(rule: ExpandedRule, boxesOf: BoxesOf, space: Space, sayings: Sayings): AnalysedRule {
  let boxes: readonly Box[] = []
  let unanalysed: string | null = null
  try {
    boxes = boxesOf(rule.conditions, true)
  } catch (error) {
    if (!(error instanceof NotAnalysable)) throw error
    unanalysed = error.message
  }
  const opaque = unanalysed !== null || boxes.some(({ axes }) => axes.some((axis) => space.axes[axis]?.opaque))
  const { said, dynamic } = resultOf(rule)
  const says = sayings.get(said) ?? sayings.size
  sayings.set(said, says)
  const { id } = rule
  const table = id.includes('#') ? id.slice(0, id.indexOf('#')) : null
  return { rule, target: targetOf(rule), boxes, unanalysed, opaque, says, dynamic, table }
}

/** Parameters that only explain are no part of what is decided. */
const EXPLAINS = new Set(['message', 'field', 'limit'])

function resultOf({ event }: ExpandedRule): { said: string; dynamic: boolean } {
  const params = Object.entries(event.params).filter(([name]) => !EXPLAINS.has(name))
  const dynamic = params.some(([, value]) => factReferred(value) !== null)
  return { said: canonicalJson([event.type, Object.fromEntries(params)]), dynamic }
}

/** Between rules of one contest, as they are judged. */
export function inOrder(a: AnalysedRule, b: AnalysedRule): number {
  return b.rule.priority - a.rule.priority || a.rule.row - b.rule.row || (a.rule.id < b.rule.id ? -1 : 1)
}

/** All boxes in the order of their rules, whose each is, and where each rule's begin. */
export function boxesOfAll(rules: readonly AnalysedRule[]): { boxes: Box[]; owners: number[]; starts: number[] } {
  const boxes: Box[] = []
  const owners: number[] = []
  const starts: number[] = []
  for (const [owner, one] of rules.entries()) {
    starts.push(boxes.length)
    for (const box of one.boxes) {
      boxes.push(box)
      owners.push(owner)
    }
  }
  return { boxes, owners, starts }
}

export const contestKey = (group: string, target: string): string => JSON.stringify([group, target])

export function contestsOf(rules: Iterable<AnalysedRule>, groups: ReadonlyMap<string, Group>): Map<string, Contest> {
  const found = new Map<string, { group: Group; target: string; rules: AnalysedRule[] }>()
  for (const one of rules) {
    const group = groups.get(one.rule.group)
    if (!group) continue
    const key = contestKey(group.id, one.target)
    const contest = found.get(key)
    if (contest) contest.rules.push(one)
    else found.set(key, { group, target: one.target, rules: [one] })
  }
  for (const { rules: of } of found.values()) of.sort(inOrder)
  return found
}
