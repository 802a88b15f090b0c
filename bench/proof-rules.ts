import { compileRelease } from '@ils/rules/engine/compile-release'
import { decisionBytes } from '@ils/rules/engine/hash-decision'
import { judge } from '@ils/rules/engine/judge'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { fuzzRulebooks } from '@ils/rules/language/fuzz-rulebooks'
import type { Configuration } from '@ils/rules/language/rulebook'
import { differentialPairs } from '@ils/rules/reference/differential'
import fc from 'fast-check'

const PAIRS = 200_000
const INPUTS = 100_000

interface Proof {
  readonly good: boolean
  readonly lines: readonly string[]
}

/** The compiled rules against json-rules-engine, and anything at all as a rulebook and as a configuration, at length. */
export async function proveRules(seed: number): Promise<Proof> {
  const proofs = [await provePairs(seed), proveRulebooks(seed), proveConfigurations(seed)]
  return { good: proofs.every(({ good }) => good), lines: proofs.flatMap(({ lines }) => lines) }
}

async function provePairs(seed: number): Promise<Proof> {
  const { pairs, answered, rejected, fired, differences } = await differentialPairs(PAIRS, seed)
  const lines = [
    `hostile pairs of rules and facts given to json-rules-engine and to the compiled rules: ${pairs}`,
    `of these answered by both: ${answered} (${fired} with events), rejected by both: ${rejected}`,
    `answered differently: ${differences.length}`,
    ...differences.map((difference) => JSON.stringify(difference)),
  ]
  return { good: differences.length === 0, lines }
}

function proveRulebooks(seed: number): Proof {
  // What is accepted must also compile and judge.
  const { inputs, accepted, faults, broken } = fuzzRulebooks(INPUTS, seed, (rulebook) => {
    const release = compileRelease(rulebook)
    for (const { moment, configuration } of rulebook.cases.slice(0, 2)) judge(release, moment ?? 'order', configuration)
  })
  const lines = [
    `anything as a rulebook: ${inputs} inputs, ${accepted} accepted and judged by, ${faults} faults told of the others`,
    `thrown, or changed by being written and read: ${broken.length}`,
    ...broken.map((one) => JSON.stringify(one)),
  ]
  return { good: broken.length === 0, lines }
}

/** Any JSON for a configuration, and the example's own with any JSON for one of its values. */
function proveConfigurations(seed: number): Proof {
  const release = compileRelease(exampleRulebook)
  const known = exampleRulebook.cases.map((one) => one.configuration)
  const facts = exampleRulebook.vocabulary.map(({ id }) => id)
  const outcomes: Record<string, number> = {}
  const changed = fc
    .tuple(
      fc.constantFrom(...known),
      fc.constantFrom('job', 'right', 'left'),
      fc.constantFrom(...facts),
      fc.jsonValue(),
    )
    .map(([one, where, fact, value]) => ({ ...one, [where]: { ...one[where as 'job'], [fact]: value } })) // one of three
  const run = fc.check(
    fc.property(fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 3, arbitrary: changed }), (given) => {
      const decision = judge(release, 'order', given as Configuration) // anything at all, on purpose
      outcomes[decision.outcome] = (outcomes[decision.outcome] ?? 0) + 1
      return decisionBytes(decision) === decisionBytes(judge(release, 'order', given as Configuration)) // as above
    }),
    { numRuns: INPUTS, seed },
  )
  const lines = [
    `anything as a configuration: ${run.numRuns} inputs, ${JSON.stringify(outcomes)}`,
    `thrown, or not the same bytes twice: ${run.failed ? JSON.stringify(run.counterexample) : 0}`,
  ]
  return { good: !run.failed, lines }
}
