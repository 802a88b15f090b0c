import type { ImportedJob } from '@ils/contract/imports'
import { tracks as allTracks, type Track } from '@ils/contract/job-states'
import type { LensOnFloor } from '../floor/job-on-floor.ts'
import { lensesOf } from '../jobs/lenses-of-decision.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import type { ImportedOrder } from './imported-order.ts'

/** Which tracks there are: as ordered, as the way says, or both eyes. */
export function tracksOfLine({ route, events }: ImportedJob, { configuration }: ImportedOrder, lab: Lab): Track[] {
  const named = new Set<Track>(route?.map(({ eye }) => eye))
  const ordered = configuration?.ordered ?? (['right', 'left'] as const).filter((eye) => named.has(eye))
  const eyes = ordered.length === 0 ? (['right', 'left'] as const) : ordered
  const joined =
    named.has('pair') ||
    (route === undefined &&
      events.some(({ station }) => station !== undefined && lab.stations.get(station)?.ofPair === true))
  return allTracks.filter((track) => (track === 'pair' ? joined : eyes.includes(track)))
}

/** The lenses with the way that the line gives them; else that of the rules in force; else that on which they were seen. */
export function lensesOfLine(
  line: ImportedJob,
  { decision }: ImportedOrder,
  lab: Lab,
  tracks: readonly Track[],
  isOpen: boolean,
): LensOnFloor[] {
  const since = new Date(line.receivedAt)
  const planned = decision === null ? [] : lensesOf(decision, lab, since)
  // What is closed went its own way, whatever the rules say of it today.
  if (line.route === undefined && (isOpen || line.events.length === 0)) return planned
  const places = new Map(planned.flatMap(({ route }) => route.map(({ step, at }) => [step, at])))
  return tracks.map((eye) => {
    const steps = line.route?.filter((one) => one.eye === eye) ?? seenSteps(line, eye, lab)
    const opc = planned.find((lens) => lens.eye === eye)?.opc ?? null
    return { ...untouched(eye, since), route: placed(steps, eye, places, lab), opc }
  })
}

interface StepOfLine {
  readonly step: string
  readonly at?: number
}

const BETWEEN = 10
/** Without a word about it the pair comes behind its lenses: a way has fewer steps than that. */
const OF_PAIR = 10_000

function placed(
  steps: readonly StepOfLine[],
  eye: Track,
  places: ReadonlyMap<string, number>,
  { stations }: Lab,
): LensOnFloor['route'] {
  let last = eye === 'pair' ? OF_PAIR : 0
  return steps.map(({ step, at = places.get(step) ?? last + BETWEEN }, i) => {
    // Said in their order, they are in their order.
    last = i === 0 ? at : Math.max(last + 1, at)
    return { step, at: last, minutes: stations.get(step)?.minutes ?? 0 }
  })
}

const untouched = (eye: Track, since: Date): Omit<LensOnFloor, 'route' | 'opc'> => ({
  ...{ eye, at: 0, state: 'waiting', station: null, stop: null, attempt: 1 },
  ...{ lot: null, picked: false, passed: false, batch: null, since },
})

function seenSteps({ events }: ImportedJob, eye: Track, lab: Lab): StepOfLine[] {
  const done = events.filter(({ type }) => type === 'finished').toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const seen = done.flatMap(({ station, eye: named }) => {
    if (station === undefined) return []
    const ofPair = lab.stations.get(station)?.ofPair === true
    const its = ofPair ? eye === 'pair' : eye !== 'pair' && (named === undefined || named === 'both' || named === eye)
    return its ? [station] : []
  })
  return [...new Set(seen)].map((step) => ({ step }))
}
