import type { Configuration, Eye } from '../language/rulebook.ts'
import type { FactValue, Moment } from '../vocabulary/fact.ts'
import { candidateValues } from './candidate-values.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { Cause, Decision } from './decision.ts'
import { givenBehind } from './given-behind.ts'
import { judge } from './judge.ts'
import { stepOf } from './say-condition.ts'
import { sayValue } from './say-value.ts'

/** One change of one given fact, and what would become of the order. */
export interface Suggestion {
  readonly field: string
  readonly eye: Eye | null
  readonly from: FactValue
  readonly to: FactValue
  readonly outcome: Decision['outcome']
  /** Codes of the refusals that go away with it. */
  readonly clears: readonly string[]
  readonly sentence: string
}

const MOST_FIELDS = 16
const MOST_JUDGEMENTS = 2000

export interface Nearest {
  readonly suggestions: readonly Suggestion[]
  /** It was judged as often as was allowed: there may be other changes, and nearer ones. */
  readonly cut: boolean
}

/**
 * The smallest single changes that would flip a refusal, the refused field's own first. Each was judged: none is a guess.
 * When no single change is enough, those that clear at least one refusal.
 */
export function nearest(release: CompiledRelease, moment: Moment, configuration: Configuration): readonly Suggestion[] {
  const search = searchNearest(release, moment, configuration, MOST_JUDGEMENTS)
  for (;;) {
    const step = search.next()
    if (step.done === true) return step.value.suggestions
  }
}

/** The same, one judgement after the other: a caller with others to serve does that in between, and says when it is enough. */
export function* searchNearest(
  release: CompiledRelease,
  moment: Moment,
  configuration: Configuration,
  mostJudgements: number,
): Generator<undefined, Nearest, undefined> {
  const before = judge(release, moment, configuration)
  const refusals = before.causes.filter(({ severity }) => severity === 'refuse')
  if (refusals.length === 0) return { suggestions: [], cut: false }
  let left = mostJudgements
  function* tried(place: Place, value: FactValue): Trial {
    if (left-- <= 0) return null
    yield undefined
    return compare(place, value, refusals, judge(release, moment, changed(configuration, place, value)))
  }
  const found: Suggestion[] = []
  for (const place of placesOf(release, configuration, refusals)) {
    const best = yield* nearestAt(release, place, (value) => tried(place, value))
    if (best) found.push(best)
  }
  const flipping = found.filter(({ outcome }) => outcome !== 'refused')
  return { suggestions: flipping.length > 0 ? flipping : found, cut: left < 0 }
}

/** Comes to its end after a judgement, or at once when there were enough. */
type Trial = Generator<undefined, Suggestion | null, undefined>

interface Place {
  readonly compiled: CompiledFact
  readonly eye: Eye | null
  readonly value: FactValue
}

/** Given facts that the refusals hang on: the field that each names, then what its rule looks at, however indirectly. */
function placesOf(release: CompiledRelease, configuration: Configuration, refusals: readonly Cause[]): Place[] {
  const places = new Map<string, Place>()
  const add = (slot: number, eye: Eye | null): void => {
    const compiled = release.facts[slot]
    if (compiled?.fact.source.kind !== 'given' || compiled.fact.type === 'shape') return
    const at = compiled.fact.scope === 'job' ? null : eye
    if (compiled.fact.scope === 'lens' && at === null) {
      for (const one of configuration.ordered) add(slot, one)
      return
    }
    const given = at === null ? configuration.job : configuration[at]
    const id = compiled.fact.id
    const value = given && Object.hasOwn(given, id) ? (given[id] ?? null) : null
    const key = `${at ?? ''} ${id}`
    if (!places.has(key)) places.set(key, { compiled, eye: at, value })
  }
  const fieldsFirst = refusals.map(({ field, eye }) => ({ slot: release.slots.get(field ?? '') ?? -1, eye }))
  for (const { slot, eye } of fieldsFirst) add(slot, eye)
  for (const cause of refusals) for (const slot of givenBehind(release, cause)) add(slot, cause.eye)
  return [...places.values()].slice(0, MOST_FIELDS)
}

function changed(configuration: Configuration, { compiled, eye }: Place, value: FactValue): Configuration {
  const { id } = compiled.fact
  if (eye === null) return { ...configuration, job: { ...configuration.job, [id]: value } }
  return { ...configuration, [eye]: { ...configuration[eye], [id]: value } }
}

function compare(
  { compiled: { fact }, eye, value: from }: Place,
  to: FactValue,
  refusals: readonly Cause[],
  after: Decision,
): Suggestion | null {
  const key = ({ code, field, eye: of, rule }: Cause): string => JSON.stringify([code, field, of, rule])
  const still = new Set(after.causes.filter(({ severity }) => severity === 'refuse').map(key))
  const before = new Set(refusals.map(key))
  const clears = refusals.filter((cause) => !still.has(key(cause))).map(({ code }) => code)
  // A change that trades one refusal for another is no help.
  if (clears.length === 0 || [...still].some((one) => !before.has(one))) return null
  const where = eye === null ? '' : `${eye} `
  const sentence = `${where}${fact.label} ${sayValue(fact, to)} instead of ${sayValue(fact, from)}`
  return { field: fact.id, eye, from, to, outcome: after.outcome, clears: [...new Set(clears)], sentence }
}

/** Literals that rules compare it with come first, nearest first; then steps that double, and a search between. */
function* nearestAt(release: CompiledRelease, { compiled, value }: Place, tried: (value: FactValue) => Trial): Trial {
  let partial: Suggestion | null = null
  let best: Suggestion | null = null
  for (const candidate of candidateValues(release, compiled, value)) {
    const suggestion = yield* tried(candidate)
    if (suggestion === null) continue
    if (suggestion.outcome !== 'refused') {
      best = suggestion
      break
    }
    if ((partial?.clears.length ?? 0) < suggestion.clears.length) partial = suggestion
  }
  const { fact } = compiled
  if (fact.type !== 'number' || typeof value !== 'number') return best ?? partial
  return nearer(best, yield* searchOutwards(value, stepOf(release, fact.id), fact, tried), value) ?? partial
}

const flips = (one: Suggestion | null): one is Suggestion => one !== null && one.outcome !== 'refused'

function nearer(a: Suggestion | null, b: Suggestion | null, from: number): Suggestion | null {
  if (!a || !b) return a ?? b
  return Math.abs(Number(b.to) - from) < Math.abs(Number(a.to) - from) ? b : a
}

/** Finds a limit that no literal names, as of a computed thickness: doubles the step until it flips, then halves back. */
function* searchOutwards(
  from: number,
  step: number,
  { min = -Infinity, max = Infinity }: CompiledFact['fact'],
  tried: (value: number) => Trial,
): Trial {
  let best: Suggestion | null = null
  for (const direction of [1, -1]) {
    let refusedAt = 0
    for (let steps = 1; steps <= 4096; steps *= 2) {
      const value = from + direction * steps * step
      if (value < min || value > max) break
      let suggestion = yield* tried(value)
      if (!flips(suggestion)) {
        refusedAt = steps
        continue
      }
      let acceptedAt = steps
      while (acceptedAt - refusedAt > 1) {
        const middle = Math.floor((acceptedAt + refusedAt) / 2)
        const between = yield* tried(from + direction * middle * step)
        if (flips(between)) [acceptedAt, suggestion] = [middle, between]
        else refusedAt = middle
      }
      best = nearer(best, suggestion, from)
      break
    }
  }
  return best
}
