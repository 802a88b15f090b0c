import type { CompiledRelease } from '../engine/compile-release.ts'
import { judge } from '../engine/judge.ts'
import type { Configuration, Outcome } from '../language/rulebook.ts'
import type { Moment } from '../vocabulary/fact.ts'
import { compareDecisions, type KnownRules } from './compare-decisions.ts'
import { respects, ruleKnowledge, type Respect } from './rule-knowledge.ts'

/** One configuration of the past or of a test set, with where it came from. */
export interface Simulated {
  readonly configuration: Configuration
  readonly moment?: Moment
  /** Whatever the caller knows it by: a job's number, a judgement's id. */
  readonly id?: string
  readonly practice?: string
}

export interface SimulateOptions {
  /** How many examples of each respect are kept. */
  readonly examples?: number
  /** How often progress is told, in configurations. */
  readonly every?: number
  /** Awaited: a caller that shares its thread gives it away here, and can set `aborted` meanwhile. */
  readonly onProgress?: (done: number) => void | Promise<void>
  /** Hears of every configuration that is decided otherwise, where `examples` are only the first ones. */
  readonly onChange?: (change: SimulatedChange) => void
  readonly signal?: { readonly aborted: boolean }
}

/** One configuration that is decided otherwise, without the configuration itself. */
export interface SimulatedChange {
  /** Its place in the stream, from 0. */
  readonly at: number
  readonly id: string | null
  readonly practice: string | null
  readonly before: Outcome
  readonly after: Outcome
  readonly price: number
  readonly respects: readonly Respect[]
  /** Those that any of the respects is put down to. */
  readonly rules: readonly string[]
}

export interface Simulation {
  readonly before: string
  readonly after: string
  readonly judged: number
  readonly changed: number
  /** It was stopped: the numbers are those of what was judged until then. */
  readonly aborted: boolean
  readonly respects: Readonly<Record<Respect, Tally>>
  /** Minor units, after less before, over those that neither release refuses. */
  readonly priceDifference: number
  readonly outcomes: Readonly<Record<'before' | 'after', Readonly<Record<Outcome, number>>>>
}

export interface Tally {
  readonly total: number
  /** The first ones. */
  readonly examples: readonly Example[]
  /** Most affected first. One configuration may count for several rules; one that no rule explains counts for none. */
  readonly byRule: readonly Count[]
  readonly byPractice: readonly Count[]
  /** Changed although the same rules fired: the catalogue, a computed fact or the vocabulary is different. */
  readonly withoutRule: number
}

export interface Count {
  readonly name: string
  readonly count: number
}

export interface Example {
  /** Its place in the stream, from 0. */
  readonly at: number
  readonly id: string | null
  readonly practice: string | null
  readonly configuration: Configuration
  readonly moment: Moment
  readonly before: Outcome
  readonly after: Outcome
  readonly price: number
  readonly rules: readonly string[]
}

interface OpenTally {
  total: number
  withoutRule: number
  readonly examples: Example[]
  readonly byRule: Map<string, number>
  readonly byPractice: Map<string, number>
}

/** Judges a stream under two releases and counts what the second would have done otherwise. */
export async function simulate(
  before: CompiledRelease,
  after: CompiledRelease,
  stream: Iterable<Simulated> | AsyncIterable<Simulated>,
  options: SimulateOptions = {},
): Promise<Simulation> {
  const { examples = 50, every = 1000, onProgress, onChange, signal } = options
  const known: KnownRules = { before: ruleKnowledge(before), after: ruleKnowledge(after) }
  const outcomes = { before: noOutcomes(), after: noOutcomes() }
  // Object.fromEntries forgets its keys.
  const tallies = Object.fromEntries(respects.map((respect) => [respect, openTally()])) as Record<Respect, OpenTally>
  let judged = 0
  let changed = 0
  let priceDifference = 0
  const judgeBoth = (one: Simulated): void => {
    const { configuration, moment = 'order', id = null, practice = null } = one
    const was = judge(before, moment, configuration)
    const is = judge(after, moment, configuration)
    outcomes.before[was.outcome]++
    outcomes.after[is.outcome]++
    if (was.outcome !== 'refused' && is.outcome !== 'refused') priceDifference += is.job.total - was.job.total
    const difference = compareDecisions(was, is, known)
    if (!difference) return
    changed++
    const outcome = { before: was.outcome, after: is.outcome, price: difference.price }
    onChange?.({
      ...{ at: judged, id, practice, ...outcome, respects: difference.respects },
      rules: [...new Set([...difference.rules.values()].flat())].sort(),
    })
    for (const respect of difference.respects) {
      const tally = tallies[respect]
      const rules = difference.rules.get(respect) ?? []
      tally.total++
      if (rules.length === 0) tally.withoutRule++
      for (const rule of rules) tally.byRule.set(rule, (tally.byRule.get(rule) ?? 0) + 1)
      if (practice !== null) tally.byPractice.set(practice, (tally.byPractice.get(practice) ?? 0) + 1)
      if (tally.examples.length >= examples) continue
      tally.examples.push({ at: judged, id, practice, configuration, moment, ...outcome, rules })
    }
  }
  let aborted = signal?.aborted ?? false
  if (!aborted) {
    for await (const one of stream) {
      judgeBoth(one)
      judged++
      if (judged % every === 0) await onProgress?.(judged)
      aborted = signal?.aborted ?? false
      if (aborted) break
    }
  }
  return {
    before: before.hash,
    after: after.hash,
    judged,
    changed,
    aborted,
    // As above.
    respects: Object.fromEntries(respects.map((name) => [name, closed(tallies[name])])) as Record<Respect, Tally>,
    priceDifference,
    outcomes,
  }
}

const noOutcomes = (): Record<Outcome, number> => ({ accepted: 0, confirm: 0, hold: 0, refused: 0 })

const openTally = (): OpenTally => ({
  total: 0,
  withoutRule: 0,
  examples: [],
  byRule: new Map(),
  byPractice: new Map(),
})

function closed({ total, withoutRule, examples, byRule, byPractice }: OpenTally): Tally {
  return { total, examples, byRule: counted(byRule), byPractice: counted(byPractice), withoutRule }
}

const counted = (counts: ReadonlyMap<string, number>): Count[] =>
  [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
