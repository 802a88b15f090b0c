import type { Track } from '@ils/contract/job-states'
import type { Decision, Visit } from '@ils/rules/engine/decision'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { LensOnFloor, PlannedStep } from '../floor/job-on-floor.ts'
import { programSlot } from '../lab/program-slot.ts'
import type { Lab } from '../lab/lab-of-release.ts'

const OPC_LABEL = 'label.OPC'
const OPC_FACT = 'lens.opc'

/** The lenses to be made, each with its way; the pair where something is done with both. */
export function lensesOf(decision: Decision, lab: Lab, now: Date): LensOnFloor[] {
  const eyes = (['right', 'left'] as const).flatMap((eye) => {
    const lens = decision.lenses[eye]
    if (!lens?.ordered) return []
    const opc = lens.make[OPC_LABEL] ?? lens.facts[OPC_FACT]
    const route = routeOf(lens.route, lab, (slot) => lens.make[slot] ?? decision.job.make[slot])
    return [newLens(eye, route, now, typeof opc === 'string' ? opc : null)]
  })
  const pair =
    decision.job.route.length === 0
      ? []
      : [
          newLens(
            'pair',
            routeOf(decision.job.route, lab, (slot) => decision.job.make[slot]),
            now,
            null,
          ),
        ]
  return [...eyes, ...pair]
}

function newLens(eye: Track, route: readonly PlannedStep[], since: Date, opc: string | null): LensOnFloor {
  return {
    eye,
    route,
    at: 0,
    state: 'waiting',
    station: null,
    stop: null,
    attempt: 1,
    opc,
    lot: null,
    picked: false,
    passed: false,
    batch: null,
    since,
  }
}

type MadeWith = (slot: string) => FactValue | undefined

const routeOf = (visits: readonly Visit[], { stations }: Lab, madeWith: MadeWith): PlannedStep[] =>
  visits
    .map(({ step, at }): PlannedStep => {
      const program = madeWith(programSlot(step))
      const minutes = stations.get(step)?.minutes ?? 0
      return typeof program === 'string' ? { step, at, minutes, program } : { step, at, minutes }
    })
    .sort((a, b) => a.at - b.at || (a.step < b.step ? -1 : 1))

/** What machines, tickets and inspections ask of a decision: programs and labels, tolerances, price. */
export interface MakingOfJob {
  readonly job: Pick<Decision['job'], 'make' | 'tolerances' | 'charges' | 'total'>
  readonly lenses: Readonly<Partial<Record<'right' | 'left', MakingOfLens>>>
}
type MakingOfLens = Pick<NonNullable<Decision['lenses']['right']>, 'make' | 'tolerances' | 'facts'>

export function makingOf({ job, lenses }: Decision): MakingOfJob {
  const { make, tolerances, charges, total } = job
  const ofLens = (lens: Decision['lenses']['right']) =>
    lens && { make: lens.make, tolerances: lens.tolerances, facts: present(lens.facts) }
  const right = ofLens(lenses.right)
  const left = ofLens(lenses.left)
  return { job: { make, tolerances, charges, total }, lenses: { ...(right && { right }), ...(left && { left }) } }
}

/** Most facts of a lens do not apply to it. */
function present(facts: MakingOfLens['facts']): MakingOfLens['facts'] {
  const found: Record<string, MakingOfLens['facts'][string]> = {}
  for (const id in facts) {
    const value = facts[id]
    if (value !== null && value !== undefined) found[id] = value
  }
  return found
}
