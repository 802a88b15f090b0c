import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Cause, Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration, Eye } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { Fit, Fits, TreatmentFit } from './judged.ts'
import { summaryOf } from './summary-of.ts'

type Steps<T> = Generator<undefined, T, undefined>
const eyes: readonly Eye[] = ['right', 'left']

/**
 * For each design, material and treatment that could be chosen next: whether it fits what is there already. Each is judged,
 * one after the other, so that a caller can stop in between. What every choice is refused for says nothing about one of them,
 * and what is not filled in yet speaks against none.
 */
export function* fitsOf(release: CompiledRelease, configuration: Configuration): Steps<Fits> {
  const { job } = configuration
  const kinds = release.rulebook.catalogue
  const ids = (kind: string): string[] => (kinds[kind] ?? []).map(({ id }) => id)
  const chosen = Array.isArray(job['order.treatments']) ? (job['order.treatments'] as readonly string[]) : [] // a set holds words
  const set = (facts: Readonly<Record<string, FactValue>>): Configuration => ({
    ...configuration,
    job: { ...job, ...facts },
  })
  // In the order of the form: a lens does not have to fit what is chosen after it.
  const open = { 'material.id': null, 'order.treatments': [], 'tint.id': null }
  const designs = yield* among(release, ids('designs'), (id) => set({ ...open, 'design.id': id }))
  const materials = yield* among(release, ids('materials'), (id) =>
    set({ 'material.id': id, 'order.treatments': [], 'tint.id': null }),
  )
  const together = (ids: readonly string[]): Configuration => set({ 'order.treatments': [...new Set(ids)].sort() })
  const beside = yield* among(release, ids('treatments'), (id) => together([...chosen, id]))
  const treatments: TreatmentFit[] = []
  for (const fit of beside) {
    const misfit = fit.against.length > 0 && !chosen.includes(fit.id)
    const instead = misfit ? yield* insteadOf(release, chosen, fit.id, together) : null
    treatments.push(instead === null ? { ...fit, replaces: [] } : { ...fit, ...instead, against: [] })
  }
  return { designs, materials, treatments }
}

/** The fewest chosen treatments that give way for one that does not fit beside them: one of its kind, any one, or all. */
function* insteadOf(
  release: CompiledRelease,
  chosen: readonly string[],
  id: string,
  together: (ids: readonly string[]) => Configuration,
): Steps<Omit<TreatmentFit, 'id' | 'against'> | null> {
  const kinds = new Map((release.rulebook.catalogue['treatments'] ?? []).map((one) => [one.id, one.attributes['kind']]))
  const alike = chosen.filter((other) => kinds.get(other) === kinds.get(id))
  const without = refusalsOf(judge(release, 'order', together([])))
  const ways = [alike, ...chosen.map((one) => [one]), chosen].filter((way) => way.length > 0)
  for (const replaces of ways) {
    const decision = judge(release, 'order', together([...chosen.filter((one) => !replaces.includes(one)), id]))
    yield undefined
    const known = new Set(without.map(keyOf))
    if (refusalsOf(decision).every((cause) => known.has(keyOf(cause)))) return { ...measuresOf(decision), replaces }
  }
  return null
}

const refusalsOf = ({ causes }: Decision): readonly Cause[] =>
  causes.filter((cause) => cause.severity === 'refuse' && !isOpen(cause))

function measuresOf(decision: Decision): Pick<Fit, 'total' | 'thickest' | 'weight'> {
  const { total, lenses } = summaryOf(decision)
  const thickest = eyes.flatMap((eye) => lenses[eye]?.thickest ?? [])
  const weights = eyes.flatMap((eye) => lenses[eye]?.weight ?? [])
  return {
    total,
    thickest: thickest.length > 0 ? Math.max(...thickest) : null,
    weight: weights.length > 0 ? weights.reduce((sum, one) => sum + one, 0) : null,
  }
}

const isOpen = ({ code }: Cause): boolean => /(^|_)missing$/.test(code)
const keyOf = ({ code, field, eye, rule }: Cause): string => JSON.stringify([code, field, eye, rule])

function* among(
  release: CompiledRelease,
  ids: readonly string[],
  withIt: (id: string) => Configuration,
): Steps<readonly Fit[]> {
  const tried = []
  for (const id of ids) {
    const decision = judge(release, 'order', withIt(id))
    tried.push({ id, refusals: refusalsOf(decision), ...measuresOf(decision) })
    yield undefined
  }
  const counts = new Map<string, number>()
  for (const { refusals } of tried)
    for (const key of new Set(refusals.map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1)
  return tried.map(({ refusals, ...fit }) => ({
    ...fit,
    against: [
      ...new Set(refusals.filter((one) => counts.get(keyOf(one)) !== tried.length).map(({ message }) => message)),
    ],
  }))
}
