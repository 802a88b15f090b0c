import { Engine, type RuleProperties as EngineRule, type TopLevelCondition as EngineCondition } from 'json-rules-engine'
import { clonePlain } from '../engine/clone-plain.ts'
import type { CompileOptions, RuleEvent, RuleProperties } from '../engine/compile-rules.ts'
import type { TopLevelCondition } from '../engine/condition.ts'

/**
 * The events json-rules-engine itself gives, used as documented. A new Engine every time: its status belongs to the
 * engine and not to the run, so runs that overlap lose rules silently.
 */
export async function evaluateByReference(
  rules: readonly RuleProperties[],
  facts: Readonly<Record<string, unknown>>,
  options: CompileOptions = {},
): Promise<RuleEvent[]> {
  const { events } = await engineFor(rules, options).run(facts)
  return events
}

/** The positions, ascending, of the conditions that hold. */
export async function matchByReference(
  conditions: readonly TopLevelCondition[],
  facts: Readonly<Record<string, unknown>>,
  shared: Readonly<Record<string, TopLevelCondition>> = {},
): Promise<number[]> {
  const rules = conditions.map((one, position) => ({ conditions: one, event: { type: 'holds', params: { position } } }))
  const options = { conditions: shared, allowUndefinedFacts: true }
  const events = await evaluateByReference(rules, facts, options)
  return events.map(({ params }) => Number(params?.['position'])).sort((a, b) => a - b)
}

/** What json-rules-engine finds along a path in a value. */
export async function readPathByReference(value: unknown, path: string): Promise<unknown> {
  const { almanac } = await engineFor([]).run({ value })
  return almanac.factValue('value', {}, path)
}

/** An engine to be run once; apart only so that a benchmark can leave its building out of the time. */
export function engineFor(rules: readonly RuleProperties[], options: CompileOptions = {}): Engine {
  // It writes into the rules it is given; its types are ours without `readonly`.
  const own = clonePlain(rules) as EngineRule[]
  const engine = new Engine(own, { allowUndefinedFacts: options.allowUndefinedFacts ?? false })
  for (const [name, condition] of Object.entries(options.conditions ?? {}))
    engine.setCondition(name, clonePlain(condition) as EngineCondition) // as above
  return engine
}
