import { booleanOf, type ConditionLeaf, type NestedCondition } from '../engine/condition.ts'
import { factReferred } from '../engine/facts-read.ts'
import { isRange } from '../engine/operator.ts'
import { boxesMeet, EVERYWHERE, intersectBoxes, type Box } from './box.ts'
import type { AnalysedRule } from './contest.ts'
import type { NewFinding } from './finding.ts'
import type { BoxesOf } from './rule-boxes.ts'
import { sayNumber } from './say-number.ts'
import type { Space } from './space.ts'

const MOST_SIBLINGS = 200

/** What is wrong with a rule by itself: nothing meets it, a branch or a test of it says nothing, a number is a slip. */
export function findInRule(one: AnalysedRule, boxesOf: BoxesOf, space: Space): NewFinding[] {
  const { rule, unanalysed, boxes } = one
  const about = { rules: [rule.id], group: rule.group, region: [], witness: null, certainty: 'certain' } as const
  if (unanalysed !== null)
    return [
      {
        ...about,
        id: `not-analysed:${rule.id}`,
        kind: 'not-analysed',
        message: `Rule ${rule.id} was not analysed: ${unanalysed}.`,
      },
    ]
  const findings: NewFinding[] = []
  const add = (kind: NewFinding['kind'], subject: string, message: string): void => {
    const id = subject === '' ? `${kind}:${rule.id}` : `${kind}:${rule.id}:${subject}`
    if (!findings.some((known) => known.id === id)) findings.push({ ...about, id, kind, message })
  }
  const never = boxes.length === 0
  if (never) add('unreachable', '', `No order can meet rule ${rule.id}: ${whyNever(rule.conditions, boxesOf)}.`)
  walk(rule.conditions, true, [EVERYWHERE], '')
  return findings

  /** `context`: where the rest of the rule holds; null below a `not`, where nothing follows from it. */
  function walk(node: NestedCondition, isRoot: boolean, context: readonly Box[] | null, path: string): void {
    if ('condition' in node && !(isRoot && booleanOf(node))) return
    if ('not' in node && !('all' in node) && !('any' in node)) return void walk(node.not, false, null, `${path}/not`)
    const kind = booleanOf(node)
    if (kind === 'all' || kind === 'any') {
      // booleanOf has looked at the keys.
      const children = (node as Record<typeof kind, readonly NestedCondition[]>)[kind]
      for (const [i, child] of children.entries()) {
        const at = `${path}/${kind}/${i}`
        const inside = context && kind === 'all' ? narrowed(context, children, i, boxesOf) : context
        if (kind === 'any' && inside && !never && !meetsAny(boxesOf(child), inside))
          add(
            'dead-branch',
            at,
            `In rule ${rule.id} the alternative ${sayCondition(child, space)} can never be the one that holds.`,
          )
        walk(child, false, inside, at)
      }
      return
    }
    lookAtLeaf(node as ConditionLeaf, path) // neither list nor reference
  }

  function lookAtLeaf(leaf: ConditionLeaf, path: string): void {
    const [box] = boxesOf(leaf)
    if (box?.axes.length === 0 && !isLimit(leaf, space))
      add('tautology', path, `In rule ${rule.id} the test ${sayCondition(leaf, space)} holds for every order.`)
    const fact = space.facts.get(leaf.fact)
    if (fact?.type !== 'number') return
    const { min = -Infinity, max = Infinity, step = 1 } = fact
    for (const literal of Array.isArray(leaf.value) ? (leaf.value as unknown[]) : [leaf.value]) {
      if (typeof literal !== 'number') continue
      const said = `In rule ${rule.id} ${fact.label || fact.id} is compared with ${sayNumber(fact, literal)}`
      const subject = `${leaf.fact}=${literal}`
      if (literal < min || literal > max)
        add('off-range', subject, `${said}, which lies outside of ${sayNumber(fact, min)} … ${sayNumber(fact, max)}.`)
      else if (literal % step !== 0)
        add('off-lattice', subject, `${said}, which is no multiple of ${sayNumber(fact, step)}.`)
    }
  }
}

/** A range that ends where the fact does was closed on purpose. */
function isLimit({ fact, operator, value }: ConditionLeaf, space: Space): boolean {
  const { min, max } = space.facts.get(fact) ?? {}
  return isRange(operator) && value !== undefined && (value === min || value === max)
}

function narrowed(
  context: readonly Box[],
  siblings: readonly NestedCondition[],
  except: number,
  boxesOf: BoxesOf,
): readonly Box[] | null {
  const child = siblings[except]
  // Only alternatives ask for it.
  if (child === undefined || siblings.length > MOST_SIBLINGS || !hasAny(child)) return context
  let boxes = context
  for (const [i, sibling] of siblings.entries()) {
    if (i === except) continue
    const of = boxesOf(sibling)
    boxes = boxes.flatMap((a) => of.flatMap((b) => intersectBoxes(a, b) ?? []))
    if (boxes.length > 1000) return null
  }
  return boxes
}

function hasAny(node: NestedCondition): boolean {
  if ('any' in node) return true
  return 'all' in node && node.all.some(hasAny)
}

const meetsAny = (boxes: readonly Box[], others: readonly Box[]): boolean =>
  boxes.some((a) => others.some((b) => boxesMeet(a, b)))

function whyNever(conditions: NestedCondition, boxesOf: BoxesOf): string {
  const parts = 'all' in conditions ? conditions.all : []
  const alone = parts.find((part) => boxesOf(part).length === 0)
  if (alone && 'fact' in alone) return `its test of ${alone.fact} never holds`
  for (const [i, a] of parts.entries())
    for (const b of parts.slice(i + 1))
      if (!meetsAny(boxesOf(a), boxesOf(b)) && 'fact' in a && 'fact' in b)
        return a.fact === b.fact
          ? `its tests of ${a.fact} exclude each other`
          : `its tests of ${a.fact} and ${b.fact} exclude each other`
  return 'its conditions exclude each other'
}

function sayCondition(node: NestedCondition, space: Space): string {
  if ('fact' in node) {
    const fact = space.facts.get(node.fact)
    const say = (value: unknown): string => {
      if (typeof value === 'number' && fact) return sayNumber(fact, value)
      return typeof value === 'string' ? value : JSON.stringify(value)
    }
    const literal = Array.isArray(node.value) ? node.value.map(say).join(', ') : say(node.value)
    const right = factReferred(node.value) ?? literal
    return `"${fact?.label ?? node.fact} ${node.operator} ${right.slice(0, 120)}"`
  }
  if ('condition' in node) return `"${node.condition}"`
  const [kind, parts]: [string, readonly NestedCondition[]] =
    'all' in node ? ['all', node.all] : 'any' in node ? ['any', node.any] : ['not', [node.not]]
  const said = parts.slice(0, 3).map((part) => sayCondition(part, space))
  return `${kind} of ${said.join(', ')}`
}
