import type { Track } from '@ils/contract/job-states'
import type { Decision, Visit } from '@ils/rules/engine/decision'
import type { LensOnFloor, PlannedStep } from '../floor/job-on-floor.ts'
import type { Lab } from '../lab/lab-of-release.ts'

const OPC_LABEL = 'label.OPC'
const OPC_FACT = 'lens.opc'

/** The lenses to be made, each with its way; the pair where something is done with both. */
export function lensesOf(decision: Decision, lab: Lab, now: Date): LensOnFloor[] {
  const eyes = (['right', 'left'] as const).flatMap((eye) => {
    const lens = decision.lenses[eye]
    if (!lens?.ordered) return []
    const opc = lens.make[OPC_LABEL] ?? lens.facts[OPC_FACT]
    return [newLens(eye, lens.route, lab, now, typeof opc === 'string' ? opc : null)]
  })
  const pair = decision.job.route.length === 0 ? [] : [newLens('pair', decision.job.route, lab, now, null)]
  return [...eyes, ...pair]
}

function newLens(eye: Track, visits: readonly Visit[], lab: Lab, since: Date, opc: string | null): LensOnFloor {
  return {
    ...{ eye, route: routeOf(visits, lab), at: 0, state: 'waiting', station: null, stop: null, attempt: 1, opc },
    ...{ lot: null, picked: false, passed: false, batch: null, since },
  }
}

const routeOf = (visits: readonly Visit[], { stations }: Lab): PlannedStep[] =>
  visits
    .map(({ step, at }) => ({ step, at, minutes: stations.get(step)?.minutes ?? 0 }))
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
const present = (facts: MakingOfLens['facts']): MakingOfLens['facts'] =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
