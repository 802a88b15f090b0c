import { compileRelease } from '@ils/rules/engine/compile-release'
import type { CompiledGroup } from '@ils/rules/engine/compiled-group'
import { explain } from '@ils/rules/engine/explain-decision'
import { hashDecision } from '@ils/rules/engine/hash-decision'
import { judge, judgeBy } from '@ils/rules/engine/judge'
import type { Configuration } from '@ils/rules/language/rulebook'
import { judgeByReference } from '@ils/rules/reference/judge-by-reference'
import { matchByReference } from '@ils/rules/reference/reference-evaluator'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { generatedOrders, generatedRulebook } from './generated-rulebook.ts'
import { percentile, type Figure } from './measure.ts'

const RULES = 1000
const ORDERS = 500
const ROUNDS = 12
const MANY = 100_000

/** Whole decisions: all phases, both eyes, causes, what is given checked, against json-rules-engine for the conditions alone. */
export async function benchRulesDecision(): Promise<Figure[]> {
  const release = compileRelease(generatedRulebook(RULES, 7))
  const orders = generatedOrders(ORDERS, 3)
  const traced = generatedOrders(
    ORDERS,
    3,
    Array.from({ length: 1000 }, (_, n) => 2400 + ((n * 7) % 60)),
  )
  for (const order of orders.slice(0, 3)) {
    const [one, other] = [judge(release, 'order', order), await judgeByReference(release, 'order', order)]
    if (hashDecision(one) !== hashDecision(other)) throw new Error('the two evaluators disagree about a decision')
  }
  const ways: Record<string, (order: Configuration) => unknown> = {
    plain: (order) => judge(release, 'order', order),
    hashed: (order) => hashDecision(judge(release, 'order', order)),
    explained: (order) => explain(release, judge(release, 'order', order)),
  }
  const seen: Record<string, number[]> = { plain: [], hashed: [], explained: [], traced: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) seen[name]?.push(...timesOf(way, orders))
    seen['traced']?.push(...timesOf((order) => judge(release, 'order', order), traced))
  }
  const reference = await referenceMicroseconds(orders.slice(0, 5))
  const began = performance.now()
  for (let n = 0; n < MANY; n++) judge(release, 'order', orders[n % ORDERS] ?? fail())
  const manySeconds = (performance.now() - began) / 1000

  const figure = (name: string, what: string, most: number): Figure => {
    const times = (seen[name] ?? []).slice(ORDERS)
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    return {
      what: `${what}, ${RULES} rules, box frame`,
      seen: `mean ${Math.round(mean)} µs, p50 ${Math.round(percentile(times, 0.5))}, p99 ${Math.round(percentile(times, 0.99))}; 1/${Math.round(reference / mean)} of json-rules-engine`,
      goal: `mean ≤ ${most} µs`,
      met: mean <= most,
    }
  }
  const trace = (seen['traced'] ?? []).slice(ORDERS)
  return [
    figure('plain', 'Whole decision without its hash', 80),
    figure('hashed', 'Whole decision with its hash', 200),
    figure('explained', 'Whole decision with its full explanation', 1000),
    {
      what: 'Whole decision with a trace of 1,000 points for each eye, seen before',
      seen: `mean ${Math.round(trace.reduce((sum, time) => sum + time, 0) / trace.length)} µs, p50 ${Math.round(percentile(trace, 0.5))}`,
    },
    {
      what: `${MANY.toLocaleString('en')} decisions on one core`,
      seen: `${manySeconds.toFixed(1)} s`,
      goal: '≤ 10 s',
      met: manySeconds <= 10,
    },
  ]

  /** json-rules-engine for the same conditions and values; it does nothing of the rest of a decision. */
  async function referenceMicroseconds(some: readonly Configuration[]): Promise<number> {
    const asked: { group: CompiledGroup; facts: Record<string, FactValue> }[] = []
    for (const order of some) {
      judgeBy(
        (group, values) => {
          const facts = Object.fromEntries(release.facts.map(({ fact, slot }) => [fact.id, values[slot] ?? null]))
          asked.push({ group, facts })
          return group.index.match(values, group.matched)
        },
        release,
        'order',
        order,
      )
    }
    const start = performance.now()
    for (const { group, facts } of asked) await matchByReference(group.conditions, facts, release.rulebook.conditions)
    return ((performance.now() - start) * 1000) / some.length
  }
}

function timesOf(way: (order: Configuration) => unknown, orders: readonly Configuration[]): number[] {
  return orders.map((order) => {
    const start = performance.now()
    way(order)
    return (performance.now() - start) * 1000
  })
}

function fail(): never {
  throw new Error('there are no orders')
}
