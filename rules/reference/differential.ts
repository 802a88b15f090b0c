import type { RuleEvent, RuleProperties } from '../engine/compile-rules.ts'
import { compileRules } from '../engine/compile-rules.ts'
import type { TopLevelCondition } from '../engine/condition.ts'
import { generateFacts, generateRules } from './generate-hostile.ts'
import { evaluateByReference } from './reference-evaluator.ts'

export interface Difference {
  readonly rules: readonly RuleProperties[]
  readonly conditions: Readonly<Record<string, TopLevelCondition>>
  readonly facts: Readonly<Record<string, unknown>>
  readonly allowUndefinedFacts: boolean
  readonly reference: string
  readonly compiled: string
}

export interface DifferentialRun {
  readonly pairs: number
  /** Pairs that both evaluators answered, and those that both rejected. */
  readonly answered: number
  readonly rejected: number
  readonly fired: number
  readonly differences: readonly Difference[]
}

const FACTS_PER_SET = 20
const MOST_KEPT = 5

/** Random rules against random facts, both hostile: the compiled answer must be json-rules-engine's, rejections included. */
export async function differentialPairs(count: number, seed: number): Promise<DifferentialRun> {
  const random = makeRandom(seed)
  const differences: Difference[] = []
  let [pairs, answered, rejected, fired] = [0, 0, 0, 0]
  while (pairs < count && differences.length < MOST_KEPT) {
    const { rules, conditions, lenient } = generateRules(random)
    const allowUndefinedFacts = lenient || random() < 0.7
    const options = { conditions, allowUndefinedFacts }
    const compiled = attempt(() => compileRules(rules, options))
    for (let i = 0; i < (rules.length > 200 ? 3 : FACTS_PER_SET) && pairs < count; i++) {
      const facts = generateFacts(random, rules)
      const reference = await evaluateByReference(rules, facts, options).then(said, () => 'rejected')
      const ours = 'error' in compiled ? 'rejected' : sayOf(attempt(() => compiled.value.evaluate(facts)))
      pairs++
      if (reference === 'rejected') rejected++
      else answered++
      if (reference !== 'rejected' && reference !== '[]') fired++
      if (reference !== ours)
        differences.push({ rules, conditions, facts, allowUndefinedFacts, reference, compiled: ours })
    }
  }
  return { pairs, answered, rejected, fired, differences }
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown }

function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

const sayOf = (events: Attempt<readonly RuleEvent[]>): string => ('error' in events ? 'rejected' : said(events.value))

/** As a multiset: json-rules-engine's own order is that of completion. */
const said = (events: readonly RuleEvent[]): string => JSON.stringify(events.map((one) => JSON.stringify(one)).sort())

/** Mulberry32: small, and the same on every machine. */
export function makeRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
