import type { FactValue } from '../vocabulary/fact.ts'
import { aggregated } from './aggregate-lenses.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { CompiledGroup, Step } from './compiled-group.ts'
import { engineCause, setFact, type Judgement, type Saying } from './judgement.ts'
import { awayFromZero } from './price-effect.ts'
import { sayValue } from './say-value.ts'
import { settleGroup } from './settle-group.ts'

/** Writes into `group.matched` which rules hold, and answers how many. */
export type Matcher = (group: CompiledGroup, values: readonly FactValue[]) => number

/** A step as it is taken: made once, of one form for all kinds, because it is taken in every judgement. */
export interface Run {
  /** Said of the job; otherwise of each lens. */
  readonly ofJob: boolean
  readonly take: (judgement: Judgement, saying: Saying, match: Matcher) => void
}

/** On the job, or on each lens. */
export function takeRun(judgement: Judgement, { ofJob, take }: Run, match: Matcher): void {
  if (ofJob) take(judgement, judgement.job, match)
  else for (const lens of judgement.lenses) take(judgement, lens, match)
}

export function runOf(step: Step): Run {
  const ofJob = step.kind === 'group' ? step.group.group.scope === 'job' : step.into.ofJob
  return { ofJob, take: takeOf(step) }
}

function takeOf(step: Step): Run['take'] {
  switch (step.kind) {
    case 'group': {
      const { group } = step
      if (group.rules.length + group.total.length === 0) return () => undefined
      return (judgement, saying, match) => {
        if (saying.judged) settleGroup(judgement, saying, group, match(group, saying.values))
      }
    }
    case 'compute': {
      const { into, from, needed, by, arguments: given } = step
      const isNumber = into.fact.type === 'number'
      return (judgement, saying) => {
        const { values } = saying
        for (let place = 0; place < from.length; place++) {
          const value = values[from[place] ?? 0] ?? null
          if (value === null && needed[place]) {
            setFact(judgement, saying, into, null)
            return
          }
          given[place] = value
        }
        const value = by.compute(given)
        if (isNumber && typeof value === 'number') setComputed(judgement, saying, into, value)
        else setFact(judgement, saying, into, value)
      }
    }
    case 'look up': {
      const { into, of, values } = step
      return (judgement, saying) => {
        const entry = saying.values[of]
        setFact(judgement, saying, into, (typeof entry === 'string' ? values.get(entry) : undefined) ?? null)
      }
    }
    case 'aggregate': {
      const { into, of, how } = step
      return (judgement, saying) => {
        setFact(judgement, saying, into, aggregated(judgement.lenses, of, how))
      }
    }
    case 'fellow': {
      const { into, of } = step
      return (judgement, saying) => {
        const fellow = judgement.lenses.find((lens) => lens.eye !== saying.eye)
        setFact(judgement, saying, into, fellow?.values[of] ?? null)
      }
    }
    case 'begin set': {
      const { into, of } = step
      return (judgement, saying) => {
        const from = saying.values[of]
        setFact(judgement, saying, into, Array.isArray(from) ? from : [])
      }
    }
  }
}

/** A computed number lies on its fact's steps, and outside of its range it is a cause like a given one. */
function setComputed(judgement: Judgement, saying: Saying, into: CompiledFact, value: number): void {
  const { step, min, max } = into
  const onStep = step === 1 ? value : awayFromZero(value / step) * step
  setFact(judgement, saying, into, onStep)
  if ((onStep >= min && onStep <= max) || !saying.judged) return
  const { fact } = into
  const limit = onStep < min ? min : max
  const message = `${fact.label} comes out at ${sayValue(fact, onStep)}, ${onStep < min ? 'below' : 'above'} ${sayValue(fact, limit)}`
  const said = { code: 'out_of_range', field: fact.id, message, seen: onStep, limit }
  judgement.causes.push(engineCause(saying, said))
}
