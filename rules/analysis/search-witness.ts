import type { CompiledRelease } from '../engine/compile-release.ts'
import { judge } from '../engine/judge.ts'
import { eyes, type Configuration, type Rulebook } from '../language/rulebook.ts'
import type { Fact, FactValue, Moment } from '../vocabulary/fact.ts'
import { sideOf, type Box } from './box.ts'
import { chooseAtRandom, exampleIn } from './example-order.ts'
import type { ValueOf } from './holds.ts'
import { pseudoRandom } from './pseudo-random.ts'
import { isInput, type Space } from './space.ts'

export interface Search {
  readonly rulebook: Rulebook
  readonly space: Space
  /** Compiled when first asked for: most rulebooks need no search. Null when it cannot be. */
  readonly release: () => CompiledRelease | null
  /** Judgements that may still be made. */
  readonly budget: { left: number }
}

const PLAIN_TRIES = 300
const JUDGED_TRIES = 60
const SEED = 20_011

/** An order inside a region of which the claim is true, all facts included; null when none was met within the budget. */
export function searchWitness(
  region: Box,
  { moment, job }: { readonly moment: Moment; readonly job: boolean },
  claim: (valueOf: ValueOf) => boolean,
  search: Search,
): ValueOf | null {
  const { space } = search
  const involved = region.axes.flatMap((number) => space.axes[number] ?? [])
  if (!involved.some(({ opaque }) => opaque)) return confirmed(exampleIn(region, space), claim)
  const random = pseudoRandom(SEED)
  const needsJudging = involved.some(({ fact, guard }) => !isFree(fact, space) || (guard && !guardIsFree(guard, space)))
  return needsJudging
    ? searchJudged(region, { moment, job }, claim, { search, random })
    : searchPlain(region, space, claim, random)
}

const confirmed = (valueOf: ValueOf, claim: (valueOf: ValueOf) => boolean): ValueOf | null =>
  claim(valueOf) ? valueOf : null

const isFree = (fact: Fact | undefined, space: Space): boolean =>
  fact === undefined || space.view(fact.id)?.axis.opaque === false || isInput(fact)

const guardIsFree = ({ left, right }: { left: string; right: string }, space: Space): boolean =>
  [left, right].every((id) => isFree(space.facts.get(id), space))

/** Only tests of two given facts are in the way: points of the region, and those where the two are equal or a step apart. */
function searchPlain(
  region: Box,
  space: Space,
  claim: (valueOf: ValueOf) => boolean,
  random: () => number,
): ValueOf | null {
  const guards = region.axes.flatMap((number) => space.axes[number]?.guard ?? [])
  for (let i = 0; i < PLAIN_TRIES; i++) {
    const valueOf = exampleIn(region, space, chooseAtRandom(random))
    if (claim(valueOf)) return valueOf
    const guard = guards[i % guards.length]
    if (!guard) continue
    for (const [moved, to] of [
      [guard.left, guard.right],
      [guard.right, guard.left],
    ] as const) {
      const near = beside({ moved, to }, space, region, valueOf, [0, 1, -1][i % 3] ?? 0)
      if (near && claim(near)) return near
    }
  }
  return null
}

/** Moves one fact to the other's value, or a step beside it, where the region lets it. */
function beside(
  { moved: left, to: right }: { readonly moved: string; readonly to: string },
  space: Space,
  region: Box,
  valueOf: ValueOf,
  steps: number,
): ValueOf | null {
  const [a, b] = [space.view(left), space.view(right)]
  if (!a?.own || !b || a.axis === b.axis) return null
  const value = valueOf(right)
  const at = a.stretches([value]).find((place) => a.valueAt(place) === value)
  if (at === undefined) return null
  const place = at + steps
  const side = sideOf(region, a.axis.number) ?? [0, a.axis.domain.size]
  const inside = side.some((from, i) => i % 2 === 0 && place >= from && place < (side[i + 1] ?? 0))
  if (!inside) return null
  const moved = a.valueAt(place)
  return (id) => {
    const view = space.view(id)
    return view?.axis === a.axis ? (view.own ? moved : view.valueAt(place)) : valueOf(id)
  }
}

/** Whole orders, half of them a case of the rulebook bent into the region, through the evaluator. */
function searchJudged(
  region: Box,
  { moment, job }: { readonly moment: Moment; readonly job: boolean },
  claim: (valueOf: ValueOf) => boolean,
  { search, random }: { readonly search: Search; readonly random: () => number },
): ValueOf | null {
  const { rulebook, space, budget } = search
  const release = budget.left > 0 ? search.release() : null
  if (!release) return null
  for (let i = 0; i < JUDGED_TRIES && budget.left > 0; i++) {
    budget.left--
    const base = rulebook.cases[Math.floor(random() * (rulebook.cases.length + 1))]?.configuration
    const order = bend(base, region, space, random)
    for (const facts of factsOfDecision(release, moment, order, job)) {
      const valueOf = (id: string): unknown => facts.get(id) ?? null
      if (claim(valueOf)) return valueOf
    }
  }
  return null
}

/** Facts of the job, or of each ordered lens with the job's. */
export function factsOfDecision(
  release: CompiledRelease,
  moment: Moment,
  order: Configuration,
  job: boolean,
): ReadonlyMap<string, FactValue>[] {
  const decision = judge(release, moment, order)
  const ofJob = Object.entries(decision.job.facts)
  if (job) return [new Map(ofJob)]
  return eyes.flatMap((eye) => {
    const lens = decision.lenses[eye]
    return lens?.ordered ? [new Map([...ofJob, ...Object.entries(lens.facts)])] : []
  })
}

function bend(base: Configuration | undefined, region: Box, space: Space, random: () => number): Configuration {
  const valueOf = exampleIn(region, space, chooseAtRandom(random))
  const job: Record<string, FactValue> = Object.create(null) as Record<string, FactValue> // no inherited names
  // As above.
  const lens: Record<string, FactValue> = Object.create(null) as Record<string, FactValue>
  const fixed = new Set(region.axes.map((number) => space.axes[number]?.fact))
  for (const fact of space.facts.values()) {
    if (!isInput(fact)) continue
    const known = fact.scope === 'job' ? base?.job : (base?.right ?? base?.left)
    const keep = base !== undefined && !fixed.has(fact) && random() < 0.9
    const value = keep ? (known && Object.hasOwn(known, fact.id) ? known[fact.id] : null) : valueOf(fact.id)
    // exampleIn answers values of domains.
    if (value !== null && value !== undefined) (fact.scope === 'job' ? job : lens)[fact.id] = value as FactValue
  }
  const which = Math.floor(random() * 3)
  if (which === 0) return { ordered: ['right'], job, right: lens, ...(base?.left ? { left: base.left } : {}) }
  if (which === 1) return { ordered: ['left'], job, left: lens, ...(base?.right ? { right: base.right } : {}) }
  return { ordered: eyes, job, right: lens, left: lens }
}
