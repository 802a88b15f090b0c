import { numberOf, type CompiledRule } from './compile-effect.ts'
import type { CompiledGroup } from './compiled-group.ts'
import type { Fired } from './decision.ts'
import { firedAs } from './fired.ts'
import { engineCause, type Judgement, type Saying } from './judgement.ts'
import { sayEffect } from './say-effect.ts'

/** A target that more rules than one may speak for, and those that did, in the group's order. */
interface Contest {
  readonly target: number
  rules: readonly CompiledRule[]
  /** Nobody, when a contest of which only one may speak has two. */
  winner: CompiledRule | null
}

/** Lets the hit policy choose among the rules that fired, target by target, and says what the winners say. */
export function settleGroup(judgement: Judgement, saying: Saying, group: CompiledGroup, count: number): void {
  const silent = group.moment === 'order' && judgement.moment !== 'order'
  if (count <= 1 && group.total.length === 0) {
    // Mostly nobody speaks, or one alone, and then there is nothing to settle.
    const only = count === 0 ? undefined : group.rules[group.matched[0] ?? 0]
    if (!only) return
    sayEffect(judgement, saying, only.alone, group.group.hit, silent)
    if (judgement.fired && !silent) judgement.fired.push(firedAs(only, saying.eye, true))
    return
  }
  const contests = count === 0 ? NOBODY : contestsOf(group, saying, count)
  const { hit } = group.group
  const together = hit === 'collect' || hit === 'tightest'
  for (const { target, rules, winner } of contests) {
    if (together || (winner && rules.length === 1)) sayEffect(judgement, saying, rules, hit, silent)
    else if (winner) sayEffect(judgement, saying, winner.alone, hit, silent)
    else if (!silent) judgement.causes.push(conflict(saying, group, target, rules))
  }
  if (silent) return
  if (judgement.fired) noteFired(judgement.fired, saying, contests, together)
  if (group.total.length > 0) tellUndecided(judgement, saying, group, contests)
}

const NOBODY: readonly Contest[] = []

function contestsOf(group: CompiledGroup, saying: Saying, count: number): readonly Contest[] {
  const contests: Contest[] = []
  const { rules, matched, seats } = group
  for (let place = 0; place < count; place++) {
    const rule = rules[matched[place] ?? 0]
    if (!rule) continue
    const seat = seats[rule.target] ?? 0
    const contest = contests[seat - 1]
    if (contest) enter(contest, group, rule, saying)
    else seats[rule.target] = contests.push({ target: rule.target, rules: rule.alone, winner: rule })
  }
  for (const { target } of contests) seats[target] = 0
  return contests
}

function enter(contest: Contest, { group }: CompiledGroup, rule: CompiledRule, { values }: Saying): void {
  contest.rules = [...contest.rules, rule]
  if (group.hit === 'unique') contest.winner = null
  else if ((group.hit === 'highest' || group.hit === 'lowest') && contest.winner)
    contest.winner = weightier(contest.winner, rule, group.hit, values)
}

function noteFired(fired: Fired[], { eye }: Saying, contests: readonly Contest[], together: boolean): void {
  for (const { rules, winner } of contests)
    for (const rule of rules) fired.push(firedAs(rule, eye, together || rule === winner))
}

/** Of equals the first keeps its place; a rule that speaks without a number loses to one that has. */
function weightier(
  best: CompiledRule,
  rule: CompiledRule,
  hit: 'highest' | 'lowest',
  values: readonly unknown[],
): CompiledRule {
  const [a, b] = [weightOf(rule, values), weightOf(best, values)]
  if (a === null) return best
  if (b === null) return rule
  return (hit === 'highest' ? a > b : a < b) ? rule : best
}

function weightOf(rule: CompiledRule, values: readonly unknown[]): number | null {
  switch (rule.type) {
    case 'derive':
    case 'use':
      return numberOf(rule, 'value', values)
    case 'charge':
      return (numberOf(rule, 'unit', values) ?? 0) * (numberOf(rule, 'times', values) ?? 1)
    case 'adjust':
      return numberOf(rule, 'percent', values)
    case 'take':
      return numberOf(rule, 'workingHours', values)
    case 'visit':
      return numberOf(rule, 'at', values)
    case 'allow':
      return numberOf(rule, 'plus', values)
    case 'skip':
    case 'calendar':
    case 'refuse':
    case 'confirm':
    case 'advise':
    case 'hold':
      return null
  }
}

function conflict(saying: Saying, group: CompiledGroup, target: number, rules: readonly CompiledRule[]) {
  const name = group.targets[target] ?? ''
  const ids = rules.map(({ rule }) => rule.id)
  const message = `Rules contradict each other about ${name}: ${ids.join(', ')}`
  return engineCause(saying, { code: 'rules_conflict', field: name, message, limit: ids })
}

function tellUndecided(judgement: Judgement, saying: Saying, group: CompiledGroup, contests: readonly Contest[]): void {
  for (const { name, among } of group.total) {
    if (contests.some(({ target }) => among.includes(target))) continue
    const message = `No rule of ${group.group.title} says what ${name} is`
    judgement.undecided.push(engineCause(saying, { code: 'undecided', field: name, message }))
  }
}
