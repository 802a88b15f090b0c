import { moments, type Moment } from '../vocabulary/fact.ts'
import type { CompiledRelease } from './compile-release.ts'
import { rememberSteps } from './remember-steps.ts'
import { runOf, type Run } from './run-step.ts'
import { stepsForTerms, tells } from './steps-for-terms.ts'

/** The steps of a release as they are taken. */
interface Runs extends Readonly<Record<Moment, readonly Run[]>> {
  /** Those of the moment of ordering that can change what whoever orders is told. */
  readonly terms: readonly Run[]
}

// Beside the release, not in it: a step knows the judgement that it is taken in, and that knows its release.
const known = new WeakMap<CompiledRelease, Runs>()

export function runsOf(release: CompiledRelease): Runs {
  const made = known.get(release)
  if (made) return made
  const { steps, facts } = release
  const byMoment = moments.map((moment) => [moment, steps[moment].map(runOf)] as const)
  // Object.fromEntries forgets its keys.
  const runs: Runs = {
    ...(Object.fromEntries(byMoment) as Record<Moment, Run[]>),
    terms: rememberSteps(stepsForTerms(steps.order, facts), facts, (step) => tells(step, facts)),
  }
  known.set(release, runs)
  return runs
}
