import type { Configuration } from '../language/rulebook.ts'
import type { FactValue, Moment } from '../vocabulary/fact.ts'
import { aggregated } from './aggregate-lenses.ts'
import { assembleDecision } from './assemble-decision.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { CompiledFact, CompiledGroup } from './compiled-group.ts'
import type { Decision } from './decision.ts'
import { engineCause, openJudgement, setFact, type Judgement, type Saying } from './judgement.ts'
import { plainConfiguration } from './plain-configuration.ts'
import type { Step } from './compiled-group.ts'
import { awayFromZero } from './price-effect.ts'
import { readConfiguration } from './read-configuration.ts'
import { sayValue } from './say-value.ts'
import { settleGroup } from './settle-group.ts'

/** Writes into `group.matched` which rules hold, and answers how many. */
export type Matcher = (group: CompiledGroup, values: readonly FactValue[]) => number

const byIndex: Matcher = (group, values) => group.index.match(values, group.matched)

/**
 * What a release says of a configuration at a moment. Takes any configuration, however wrong: what is wrong with it is a
 * cause. The same release and configuration give the same decision, byte for byte.
 */
export function judge(release: CompiledRelease, moment: Moment, configuration: Configuration): Decision {
  return judgeBy(byIndex, release, moment, configuration)
}

/** The same with the matching of conditions left to somebody else: how two evaluators are compared. */
export function judgeBy(
  match: Matcher,
  release: CompiledRelease,
  moment: Moment,
  configuration: Configuration,
): Decision {
  const judgement = openJudgement(release, moment, plainConfiguration(configuration))
  readConfiguration(judgement)
  for (const step of release.steps[moment]) take(judgement, step, match)
  for (const adjust of judgement.adjustments) adjust()
  return assembleDecision(judgement)
}

function take(judgement: Judgement, step: Step, match: Matcher): void {
  const scope = step.kind === 'group' ? step.group.group.scope : step.into.fact.scope
  if (scope === 'job') return void takeFor(judgement, judgement.job, step, match)
  for (const lens of judgement.lenses) takeFor(judgement, lens, step, match)
}

function takeFor(judgement: Judgement, saying: Saying, step: Step, match: Matcher): void {
  switch (step.kind) {
    case 'group':
      if (!saying.judged || step.group.rules.length + step.group.total.length === 0) return
      settleGroup(judgement, saying, step.group, match(step.group, saying.values))
      return
    case 'compute':
      return void setComputed(judgement, saying, step.into, computed(saying, step))
    case 'look up': {
      const entry = saying.values[step.of]
      const value = typeof entry === 'string' ? step.values.get(entry) : undefined
      return void setFact(judgement, saying, step.into, value ?? null)
    }
    case 'aggregate':
      return void setFact(judgement, saying, step.into, aggregated(judgement.lenses, step.of, step.how))
    case 'fellow': {
      const fellow = judgement.lenses.find((lens) => lens.eye !== saying.eye)
      return void setFact(judgement, saying, step.into, fellow?.values[step.of] ?? null)
    }
    case 'begin set': {
      const from = saying.values[step.of]
      return void setFact(judgement, saying, step.into, Array.isArray(from) ? from : [])
    }
  }
}

function computed(saying: Saying, step: Step & { kind: 'compute' }): FactValue {
  const { from, needed, arguments: given } = step
  for (let place = 0; place < from.length; place++) {
    const value = saying.values[from[place] ?? 0] ?? null
    if (value === null && needed[place]) return null
    given[place] = value
  }
  return step.by.compute(given)
}

/** A computed number lies on its fact's steps, and outside of its range it is a cause like a given one. */
function setComputed(judgement: Judgement, saying: Saying, into: CompiledFact, value: FactValue): void {
  if (typeof value !== 'number') return void setFact(judgement, saying, into, value)
  const { fact } = into
  const { step = 1, min = -Infinity, max = Infinity } = fact
  const onStep = step === 1 ? value : awayFromZero(value / step) * step
  setFact(judgement, saying, into, onStep)
  if ((onStep >= min && onStep <= max) || !saying.judged) return
  const limit = onStep < min ? min : max
  const message = `${fact.label} comes out at ${sayValue(fact, onStep)}, ${onStep < min ? 'below' : 'above'} ${sayValue(fact, limit)}`
  const said = { code: 'out_of_range', field: fact.id, message, seen: onStep, limit }
  judgement.causes.push(engineCause(saying, said))
}
