import type { ImportedEvent, ImportedJob } from '@ils/contract/imports'
import type { Cause } from '@ils/contract/problem'
import type { Track } from '@ils/contract/job-states'
import type { Lab } from '../lab/lab-of-release.ts'

/** One thing that happened, to the tracks that it was about, and where in the line it stands. */
export interface PastEvent extends Omit<ImportedEvent, 'at' | 'eye'> {
  readonly at: Date
  readonly tracks: readonly Track[]
  readonly field: string
}

export interface Bounds {
  /** Of the line, for causes. */
  readonly field: string
  readonly now: Date
  readonly lab: Lab
  readonly tracks: readonly Track[]
}

/** All that happened, in the order of time; steps that are said to be done and that no event tells are told by themselves. */
export function pastOfLine(
  line: ImportedJob,
  bounds: Bounds,
): { readonly past: PastEvent[]; readonly causes: Cause[] } {
  const told = line.events.map((event, i): PastEvent => {
    const { at, eye: _, ...rest } = event
    return { ...rest, at: new Date(at), tracks: tracksOf(event, bounds), field: `${bounds.field}.events.${i}` }
  })
  const finished = new Set(
    told.flatMap(({ type, station, tracks }) =>
      type === 'finished' ? tracks.map((eye) => `${eye} ${station ?? ''}`) : [],
    ),
  )
  const steps = (line.route ?? []).flatMap(({ eye, step, doneAt }, i): PastEvent[] => {
    if (doneAt === undefined || finished.has(`${eye} ${step}`)) return []
    const field = `${bounds.field}.route.${i}.doneAt`
    return [{ at: new Date(doneAt), type: 'finished', station: step, tracks: [eye], field }]
  })
  const past = [...told, ...steps].sort((a, b) => a.at.getTime() - b.at.getTime())
  return { past, causes: [...misplaced(past, line, bounds), ...incomplete(past)] }
}

/** A step of the pair is the pair’s, whatever eye is named; without an eye both lenses are meant. */
function tracksOf({ station, eye, type }: ImportedEvent, { lab, tracks }: Bounds): Track[] {
  const lenses = tracks.filter((one) => one !== 'pair')
  const ofPair = station !== undefined && lab.stations.get(station)?.ofPair === true
  if (ofPair && (type === 'started' || type === 'finished')) return ['pair']
  return eye === undefined || eye === 'both' ? lenses : [eye]
}

function misplaced(past: readonly PastEvent[], { receivedAt }: ImportedJob, { now }: Bounds): Cause[] {
  const taken = new Date(receivedAt)
  return past.flatMap(({ at, field }): Cause[] => {
    const value = at.toISOString()
    const where = field.endsWith('doneAt') ? field : `${field}.at`
    if (at > now) {
      const message = `${where}: ${value} lies ahead of now`
      return [{ code: 'ahead', field: where, message, value, limit: now.toISOString() }]
    }
    if (at >= taken) return []
    const message = `${where}: ${value} lies before the job was taken (receivedAt ${receivedAt})`
    return [{ code: 'before_received', field: where, message, value, limit: receivedAt }]
  })
}

const NEEDS: Readonly<Record<ImportedEvent['type'], readonly ('station' | 'reason' | 'carrier')[]>> = {
  started: ['station'],
  finished: ['station'],
  breakage: ['station', 'reason'],
  held: ['reason'],
  resumed: [],
  inspected: ['station'],
  shipped: ['carrier'],
  cancelled: ['reason'],
}

function incomplete(past: readonly PastEvent[]): Cause[] {
  return past.flatMap((event) =>
    NEEDS[event.type]
      .filter((name) => event[name] === undefined)
      .map((name) => {
        const field = `${event.field}.${name}`
        return { code: 'missing', field, message: `${field}: ${event.type} needs it`, value: null }
      }),
  )
}
