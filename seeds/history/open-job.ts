import type { ImportedJob } from '@ils/contract/imports'
import type { JobState, Track } from '@ils/contract/job-states'
import type { Eye, Rulebook } from '@ils/rules/language/rulebook'
import type { HistoryStep } from '../generator/history.ts'
import { stationIds } from '../generator/floor.ts'

type Route = NonNullable<ImportedJob['route']>

const BETWEEN = 10

/** The way that a job goes to its end, as its whole history shows it. */
export function routeOfHistory(history: readonly HistoryStep[], ordered: readonly Eye[]): Route {
  const visited = (fits: (step: HistoryStep) => boolean): ReadonlySet<string> =>
    new Set(history.filter((step) => step.kind === 'started' && fits(step)).map(({ station }) => station))
  const tracks: readonly (readonly [Track, ReadonlySet<string>])[] = [
    ...ordered.map((one) => [one, visited(({ eye }) => eye === one)] as const),
    ['pair', visited(({ eye }) => eye === undefined)],
  ]
  return tracks.flatMap(([eye, seen]) =>
    stationIds.flatMap((step, place) => (seen.has(step) ? [{ eye, step, at: (place + 1) * BETWEEN }] : [])),
  )
}

/**
 * What happened to a job that is still being made, as this floor would have written it: a lens that is only worked again
 * goes back no farther than its reason says, and a lens that waits for its blank keeps nobody else waiting.
 */
export function openEvents(
  past: readonly HistoryStep[],
  route: Route,
  catalogue: Rulebook['catalogue'],
): { readonly events: readonly HistoryStep[]; readonly status: JobState } {
  const reasons = new Map((catalogue['reasons'] ?? []).map(({ id, attributes }) => [id, attributes]))
  const passed = new Map<Track, number>()
  const events = past.filter((step) => {
    const { kind, eye, station, reason = '' } = step
    if (kind === 'held' || kind === 'resumed') return eye === undefined
    const track: Track = eye ?? 'pair'
    const place = placeOf(route, track, station)
    if (kind !== 'broke') return place >= (passed.get(track) ?? 0)
    const { lost, restart } = reasons.get(reason) ?? {}
    passed.set(track, lost === false && typeof restart === 'string' ? placeOf(route, track, restart) : 0)
    return true
  })
  const hold = events.findLast(({ kind }) => kind === 'held' || kind === 'resumed')
  return { events, status: hold?.kind === 'held' ? 'on_hold' : stateOf(events, route) }
}

const placeOf = (route: Route, track: Track, station: string): number =>
  Math.max(0, route.find(({ eye, step }) => eye === track && step === station)?.at ?? 0)

/** Made whole when its last step is done; how far it is before that, the floor knows by its steps. */
function stateOf(events: readonly HistoryStep[], route: Route): JobState {
  const end = events.findLast(({ kind }) => kind !== 'held' && kind !== 'resumed')
  const last = route.findLast(({ eye }) => eye === 'pair')?.step
  if (!end) return 'pending'
  return end.kind === 'finished' && end.eye === undefined && end.station === last ? 'completed' : 'in_production'
}
