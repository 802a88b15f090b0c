import { canonicalJson } from '../language/canonical-json.ts'
import { FORMAT, type Outcome } from '../language/rulebook.ts'
import { sha256Hex } from '../language/sha256.ts'
import type { FactValue, Shape } from '../vocabulary/fact.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { Cause, Charge, Decision, JobDecision, LensDecision, Visit } from './decision.ts'
import type { Judgement, Saying } from './judgement.ts'

export function assembleDecision(judgement: Judgement): Decision {
  const { release, moment, lenses } = judgement
  const causes = causesOf(judgement)
  const said: Partial<Record<'right' | 'left', LensDecision>> = {}
  for (const lens of lenses.toReversed()) if (lens.eye !== null) said[lens.eye] = lensDecision(release, lens)
  // Here and wherever a part of a decision is made, keys stand in their canonical order: its bytes are written at once.
  const decision: Decision = {
    causes,
    fired: judgement.fired ?? [],
    job: jobDecision(judgement),
    language: FORMAT,
    lenses: said,
    moment,
    outcome: outcomeOf(causes),
    release: release.hash,
    unconfirmed: unconfirmedOf(judgement),
  }
  made.add(decision)
  return decision
}

const made = new WeakSet<Decision>()

/** It came from here, and nobody has written it anew. */
export function isAsMade(decision: Decision): boolean {
  return made.has(decision)
}

export function causesOf({ causes, undecided }: Judgement): readonly Cause[] {
  if (undecided.length === 0) return causes
  return causes.some(({ severity }) => severity === 'refuse') ? causes : [...causes, ...undecided]
}

export function outcomeOf(causes: readonly Cause[]): Outcome {
  let worst: Outcome = 'accepted'
  for (const { severity, settled } of causes) {
    if (severity === 'refuse') return 'refused'
    if (severity === 'hold') worst = 'hold'
    else if (severity === 'confirm' && !settled && worst === 'accepted') worst = 'confirm'
  }
  return worst
}

/** World facts that rules read and nobody was asked for. */
export function unconfirmedOf({ release, moment, configuration, job, lenses }: Judgement): string[] {
  const unasked: string[] = []
  for (const slot of release.worldRead[moment]) {
    const fact = release.facts[slot]?.fact
    if (!fact) continue
    const sayings = fact.scope === 'job' ? [job] : lenses.filter((lens) => lens.judged)
    const given = (saying: Saying) => (saying.eye === null ? configuration.job : configuration[saying.eye])
    if (sayings.some((saying) => (given(saying)?.[fact.id] ?? null) === null)) unasked.push(fact.id)
  }
  return unasked.sort()
}

function lensDecision(release: CompiledRelease, lens: Saying): LensDecision {
  return {
    facts: factsOf(release.factsOf.lens, lens),
    make: madeOf(lens),
    ordered: lens.judged,
    route: routeOf(lens),
    tolerances: lens.allowances,
  }
}

function jobDecision({ release, job, charges, workingHours, calendar }: Judgement): JobDecision {
  return {
    charges,
    facts: factsOf(release.factsOf.job, job),
    make: madeOf(job),
    promise: { calendar, workingHours },
    route: routeOf(job),
    tolerances: job.allowances,
    total: totalOf(charges),
  }
}

export function totalOf(charges: readonly Charge[]): number {
  let total = 0
  for (const { amount } of charges) total += amount
  return total
}

function madeOf({ make }: Saying): Record<string, FactValue> {
  const made: Record<string, FactValue> = {}
  for (const slot of [...make.keys()].sort()) put(made, slot, make.get(slot) ?? null)
  return made
}

function routeOf({ visits, skipped }: Saying): Visit[] {
  const route = visits.filter(({ step }) => !skipped.has(step))
  return route.length < 2 ? route : route.sort((a, b) => a.at - b.at || (a.step < b.step ? -1 : 1))
}

function factsOf(facts: readonly CompiledFact[], { values }: Saying): Record<string, FactValue> {
  const found = noFacts()
  for (const { slot, id, type } of facts) {
    const value = values[slot] ?? null
    found[id] = type === 'shape' && value !== null ? digestOf(value as Shape) : value // a shape by its type
  }
  return found
}

/** Without a prototype every name is a plain key, `__proto__` too; and hundreds of them are set in half the time. */
const noFacts = (): Record<string, FactValue> => ({ __proto__: null })

/** A plain key, whatever it is called: `__proto__` too. */
function put(into: Record<string, FactValue>, key: string, value: FactValue): void {
  if (key === '__proto__')
    Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true })
  else into[key] = value
}

const digests = new WeakMap<object, string>()

/** Traces of a thousand points enter the bytes by their digest; the caller keeps the points. */
function digestOf(shape: Shape): string {
  const known = digests.get(shape)
  if (known !== undefined) return known
  const digest = `sha256:${sha256Hex(canonicalJson(shape))}`
  digests.set(shape, digest)
  return digest
}
