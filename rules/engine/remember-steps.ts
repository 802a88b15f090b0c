import type { FactValue } from '../vocabulary/fact.ts'
import { priceAndPromise } from '../language/rulebook.ts'
import { openChoiceNumbers, type Combination } from './choice-numbers.ts'
import { choicesBehind, idsOf, writtenBy, type ChoicesBehind } from './choices-behind.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { Step } from './compiled-group.ts'
import type { Judgement } from './judgement.ts'
import { runOf, takeRun, type Run } from './run-step.ts'

/**
 * Runs for steps of which many hang on a few choices only: this material, that design. What these come to is worked out
 * once for each combination and then remembered, as long as it is only facts: whatever says something (a cause, a charge)
 * speaks anew, because it speaks of one order. Steps that can say nothing come first, those of few choices before those
 * that stand on them; all others keep their place, since causes and charges stand in the order of the steps.
 */
export function rememberSteps(
  steps: readonly Step[],
  facts: readonly CompiledFact[],
  tells: (step: Step) => boolean,
): Run[] {
  const choices = choicesBehind(steps, facts)
  const movable = movableOf(steps, choices, tells)
  const names = (step: Step): readonly string[] => choices.get(step) ?? []
  const first = new Map<string, Step[]>()
  for (const step of steps.filter((one) => movable.has(one)).sort((a, b) => names(a).length - names(b).length)) {
    const key = names(step).join(' ')
    first.set(key, [...(first.get(key) ?? []), step])
  }
  const all = new Set(steps.flatMap(names))
  const numbers = openChoiceNumbers<Outcome>(facts.filter(({ id }) => all.has(id)))
  const remembered = (alike: readonly Step[]): Run[] => {
    const chosen = numbers.combination(alike.flatMap(names))
    return chosen ? [rememberedRun(alike, facts, chosen)] : alike.map(runOf)
  }
  return [
    { ofJob: true, take: (_, { values }) => void numbers.read(values) },
    ...[...first.values()].flatMap(remembered),
    ...steps
      .filter((step) => !movable.has(step))
      .flatMap((step) => (choices.get(step) && mayBeSilent(step) ? remembered([step]) : runOf(step))),
  ]
}

/** Groups that mostly find nothing to complain of; others speak of every order, so that there is nothing to remember. */
const mayBeSilent = (step: Step): boolean =>
  step.kind === 'group' && !step.group.rules.some(({ type }) => priceAndPromise.has(type))

/** Steps that hang on choices and say nothing, as all do that they stand on or that write the same. */
function movableOf(steps: readonly Step[], choices: ChoicesBehind, tells: (step: Step) => boolean): ReadonlySet<Step> {
  const movable = new Set(steps.filter((step) => choices.get(step) && !tells(step)))
  for (let before = -1; before !== movable.size;) {
    before = movable.size
    const fixed = new Set(steps.filter((step) => !movable.has(step)).flatMap(writtenBy))
    for (const step of movable) if (idsOf(step).some((id) => fixed.has(id))) movable.delete(step)
  }
  return movable
}

/** What the steps wrote, in the order of `written`; null where they said something. */
type Outcome = readonly FactValue[] | null

function rememberedRun(steps: readonly Step[], facts: readonly CompiledFact[], chosen: Combination<Outcome>): Run {
  const runs = steps.map(runOf)
  const ids = new Set(steps.flatMap(writtenBy))
  const written = facts.filter(({ id }) => ids.has(id))
  return {
    ofJob: true,
    take: (judgement, job, match) => {
      const { lenses } = judgement
      const [lens] = lenses
      // A lens that is only looked at is not judged, so that it may differ from its fellow.
      const alike = lens !== undefined && judgement.fired === null && lenses.every(({ judged }) => judged)
      const known = alike ? chosen.known() : null
      if (known) {
        write(judgement, written, known)
        return
      }
      const before = saidSoFar(judgement)
      for (const run of runs) takeRun(judgement, run, match)
      if (known === null) return
      const silent = saidSoFar(judgement) === before
      chosen.keep(silent && lens ? written.map(({ slot, ofJob }) => (ofJob ? job : lens).values[slot] ?? null) : null)
    },
  }
}

function write({ job, lenses }: Judgement, written: readonly CompiledFact[], outcome: readonly FactValue[]): void {
  for (let at = 0; at < written.length; at++) {
    const { slot, ofJob } = written[at]! // at is below their number
    const value = outcome[at] ?? null
    if (ofJob) job.values[slot] = value
    for (const lens of lenses) lens.values[slot] = value
  }
}

/** Grows with whatever is said for the order's terms; routes and tolerances are none of these. */
function saidSoFar({ causes, undecided, charges, adjustments, workingHours, calendar }: Judgement): string {
  const counts = [causes.length, undecided.length, charges.length, adjustments.length]
  return [...counts, workingHours, calendar].join(' ')
}
