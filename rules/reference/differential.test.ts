import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRules, type RuleProperties } from '../engine/compile-rules.ts'
import type { ConditionLeaf, NestedCondition, TopLevelCondition } from '../engine/condition.ts'
import { differentialPairs, makeRandom } from './differential.ts'
import { generateFacts, generateRules, type HostileRules } from './generate-hostile.ts'

const PAIRS = 20_000
const SEED = 20_261_121

test(`${PAIRS} hostile pairs of rules and facts: the answer is json-rules-engine's`, async () => {
  const { differences, ...seen } = await differentialPairs(PAIRS, SEED)
  expect(differences).toEqual([])
  expect(seen.pairs).toBe(PAIRS)
  // A run that mostly rejects or never fires would prove little.
  expect(seen.answered).toBeGreaterThan(PAIRS / 2)
  expect(seen.fired).toBeGreaterThan(PAIRS / 4)
})

/** The same facts before and after a change of the rules that must not matter. */
function unchangedBy(change: (set: HostileRules, random: () => number) => HostileRules, isAnswered = false): void {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = makeRandom(seed)
      const set = generateRules(random)
      const changed = change(set, random)
      for (let i = 0; i < 10; i++) {
        const facts = generateFacts(random, set.rules)
        const before = answer(set, facts)
        if (before !== 'throws' || !isAnswered) expect(answer(changed, facts)).toEqual(before)
      }
    }),
    { numRuns: 300, seed: SEED },
  )
}

function answer({ rules, conditions }: HostileRules, facts: Record<string, unknown>): unknown {
  try {
    const events = compileRules(rules, { conditions, allowUndefinedFacts: true }).evaluate(facts)
    return events.map((event) => JSON.stringify(event)).sort()
  } catch {
    return 'throws'
  }
}

test('the order of rules does not matter', () => {
  unchangedBy((set, random) => ({ ...set, rules: set.rules.toSorted(() => random() - 0.5) }))
})

test('a rule that never holds changes nothing', () => {
  const never: RuleProperties = { conditions: { not: { all: [] } }, event: { type: 'never' } }
  unchangedBy((set) => ({ ...set, rules: [never, ...set.rules, never] }))
})

test('two negations are none', () => {
  unchangedBy((set) => onConditions(set, (conditions) => ({ not: { not: conditions } })))
})

test('a list is any of its values', () => {
  unchangedBy((set) => onConditions(set, (conditions) => split(conditions) as TopLevelCondition)) // a root stays a root
})

test('a condition shared by name is the condition itself', () => {
  unchangedBy(({ rules, conditions, lenient }) => {
    const named = rules.map((rule, n) => [`rule ${n}`, rule.conditions] as const)
    return {
      rules: rules.map((rule, n) => ({ ...rule, conditions: { condition: `rule ${n}` } })),
      conditions: { ...conditions, ...Object.fromEntries(named) },
      lenient,
    }
  })
})

const onConditions = (set: HostileRules, change: (one: TopLevelCondition) => TopLevelCondition): HostileRules => ({
  ...set,
  rules: set.rules.map((rule) => ({ ...rule, conditions: change(rule.conditions) })),
})

function split(condition: NestedCondition): NestedCondition {
  if ('all' in condition) return { ...condition, all: condition.all.map(split) }
  if ('any' in condition) return { ...condition, any: condition.any.map(split) }
  if ('not' in condition) return { ...condition, not: split(condition.not) }
  if (!('operator' in condition) || condition.operator !== 'in' || !Array.isArray(condition.value)) return condition
  const { value, priority, ...leaf } = condition
  const each = value.map((one: unknown): ConditionLeaf => ({ ...leaf, operator: 'equal', value: one }))
  // Nothing is in an empty list, but an empty `any` is true.
  if (each.length === 0) return condition
  return { any: each, ...(priority === undefined ? {} : { priority }) }
}
