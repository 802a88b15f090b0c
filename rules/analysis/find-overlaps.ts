import { boxesMeet, intersectBoxes, type Box } from './box.ts'
import { indexBoxes } from './box-index.ts'
import { boxesOfAll, type AnalysedRule, type Contest } from './contest.ts'
import { boxesMeeting, firesOn, refusalsFor, whereOf, type Examined, type Model } from './contest-model.ts'
import { uncovered } from './cover.ts'
import type { NewFinding } from './finding.ts'
import { factReferred } from '../engine/facts-read.ts'
import type { ValueOf } from './holds.ts'
import { factsOf, sayRegion, sentenceOf, witnessOf } from './region-words.ts'
import type { Report } from './report.ts'
import { searchWitness } from './search-witness.ts'

type OverlapKind = 'conflict' | 'overlap' | 'tie'

/** Pairs looked at one by one, with an example for each; beyond, they are counted. */
const MOST_EXAMINED = 1000
const MOST_PAIRS = 4_000_000
const REFUSAL_STEPS = 20_000

/** Rules of one contest that can fire together where only one of them can be meant; those in `silent` never speak anyway. */
export function findOverlaps(contest: Contest, model: Model, silent: ReadonlySet<AnalysedRule>, report: Report): void {
  if (contest.rules.length < 2 || !canClash(contest, model)) return
  const rules = contest.rules.filter((one) => !silent.has(one))
  const state = { examined: 0, pairs: 0, refusals: refusalsFor(contest, model) }
  // Only where one rule may speak a higher priority does not help.
  for (const alike of contest.group.hit === 'unique' ? [rules] : byPriority(rules))
    findAmong(alike, contest, model, state, report)
}

function byPriority(rules: readonly AnalysedRule[]): AnalysedRule[][] {
  const found = new Map<number, AnalysedRule[]>()
  for (const one of rules) {
    const known = found.get(one.rule.priority)
    if (known) known.push(one)
    else found.set(one.rule.priority, [one])
  }
  return [...found.values()]
}

interface State {
  examined: number
  pairs: number
  readonly refusals: readonly AnalysedRule[]
}

function findAmong(rules: readonly AnalysedRule[], contest: Contest, model: Model, state: State, report: Report): void {
  const { boxes, owners, starts } = boxesOfAll(rules)
  const index = indexBoxes(boxes, model.space.axes)
  const many = new Set<number>()
  const met: number[] = []
  for (const [position, box] of boxes.entries()) {
    const owner = owners[position] ?? 0
    const a = rules[owner]
    if (!a) continue
    index.meeting(box, starts[owner + 1] ?? boxes.length, boxes.length, met)
    for (const other of met) {
      const otherOwner = owners[other] ?? 0
      const b = rules[otherOwner]
      const kind = b && clashOf(contest, a, b)
      if (!kind) continue
      if (++state.pairs > MOST_PAIRS) {
        report.inexact(kind)
        return
      }
      if (a.boxes.length > 1 || b.boxes.length > 1) {
        const pair = owner * rules.length + otherOwner
        if (many.has(pair)) continue
        many.add(pair)
      }
      if (state.examined < MOST_EXAMINED && report.lists(kind)) {
        state.examined++
        const finding = examineOnce(kind, contest, [a, b], state.refusals, model)
        if (finding === 'undecided') report.count(kind, 'possible', false)
        else if (finding) report.add(finding)
      } else report.count(kind, a.opaque || b.opaque ? 'possible' : 'certain', state.refusals.length === 0)
    }
  }
}

function canClash({ group, rules, target }: Contest, { space }: Model): boolean {
  if (group.hit === 'unique' || group.hit === 'first') return true
  // What several say of a set is put together.
  if (group.hit !== 'collect' || space.facts.get(target)?.type === 'set') return false
  return rules.some(({ rule }) => setsOneValue(rule.event.type))
}

const setsOneValue = (type: string): boolean => type === 'derive' || type === 'use' || type === 'calendar'

/** What it means by the hit policy that both fire (of one priority, but for `unique`); null where that is as it should be. */
function clashOf({ group }: Contest, a: AnalysedRule, b: AnalysedRule): OverlapKind | null {
  const differ = a.says !== b.says || a.dynamic
  switch (group.hit) {
    case 'unique':
      return a.says === b.says ? 'overlap' : 'conflict'
    case 'first':
      return differ && orderIsChance(a, b) ? 'tie' : null
    case 'collect': {
      const both = setsOneValue(a.rule.event.type) && setsOneValue(b.rule.event.type)
      return both && a.says !== b.says ? 'conflict' : null
    }
    default:
      return null
  }
}

/** Rows of one table stand in an order that somebody chose. */
function orderIsChance(a: AnalysedRule, b: AnalysedRule): boolean {
  return a.table === null || a.table !== b.table
}

/** Of two rules that no edit touched, the last time's answer is this time's. */
function examineOnce(
  kind: OverlapKind,
  contest: Contest,
  [a, b]: readonly [AnalysedRule, AnalysedRule],
  refusals: readonly AnalysedRule[],
  model: Model,
): Examined {
  const { examined, before } = model
  const known = before && !before.refusalsDiffer ? before.examined.get(a)?.get(b) : undefined
  const found = known === undefined ? examine(kind, contest, [a, b], refusals, model) : known
  const ofA = examined.get(a)
  if (ofA) ofA.set(b, found)
  else examined.set(a, new Map([[b, found]]))
  return found
}

function examine(
  kind: OverlapKind,
  contest: Contest,
  [a, b]: readonly [AnalysedRule, AnalysedRule],
  refusals: readonly AnalysedRule[],
  model: Model,
): Examined {
  const { space, search } = model
  const ask = { budget: { left: REFUSAL_STEPS }, most: 4 }
  const mustDiffer = contest.group.hit === 'collect'
  const claim = (valueOf: ValueOf): boolean =>
    firesOn(a, valueOf, model) &&
    firesOn(b, valueOf, model) &&
    !(mustDiffer && saysAlike(a, b, valueOf)) &&
    !refusals.some((one) => firesOn(one, valueOf, model))
  let first: Box | null = null
  let complete = true
  for (const boxA of a.boxes)
    for (const boxB of b.boxes) {
      if (!boxesMeet(boxA, boxB)) continue
      const both = intersectBoxes(boxA, boxB)
      if (!both) continue
      const open = uncovered(both, boxesMeeting(refusals, both), space.axes, ask)
      complete &&= open.complete || open.pieces.length > 0
      for (const piece of open.pieces) {
        first ??= both
        const seen = searchWitness(piece, whereOf(contest), claim, search)
        if (seen) return say(kind, contest, [a, b], { region: both, seen }, model)
      }
    }
  if (!first) return complete ? null : 'undecided'
  return say(kind, contest, [a, b], { region: first, seen: null }, model)
}

function saysAlike(a: AnalysedRule, b: AnalysedRule, valueOf: ValueOf): boolean {
  const value = ({ rule: { event } }: AnalysedRule): unknown => {
    const said = event.params[event.type === 'calendar' ? 'id' : 'value']
    const fact = factReferred(said)
    return fact === null ? said : valueOf(fact)
  }
  return value(a) === value(b)
}

function say(
  kind: OverlapKind,
  { group, target }: Contest,
  [a, b]: readonly [AnalysedRule, AnalysedRule],
  { region: box, seen }: { readonly region: Box; readonly seen: ValueOf | null },
  { space, rulebook }: Model,
): NewFinding {
  const rules = [a.rule.id, b.rule.id]
  const region = sayRegion(box, space)
  const where = `for ${sentenceOf(region, space)}`
  const both = `${a.rule.id} and ${b.rule.id}`
  const message =
    kind === 'tie'
      ? `Of ${both} both fire ${where}, with the same priority: which of them says what ${target} is was left to their names.`
      : kind === 'overlap'
        ? `${both} say the same of ${target} ${where}, where only one rule may speak.`
        : group.hit === 'unique'
          ? `${both} contradict each other about ${target} ${where}.`
          : `${both} contradict each other about ${target} ${where}; only the first of them is heard.`
  return {
    id: `${kind}:${[...rules].sort().join(':')}`,
    kind,
    certainty: seen ? 'certain' : 'possible',
    rules,
    group: group.id,
    region,
    witness: seen && witnessOf(seen, factsOf([a.rule, b.rule], region, rulebook)),
    message,
  }
}
