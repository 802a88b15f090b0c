/** Work that waits at a station; a station may have several such rows. */
export interface QueuedWork {
  readonly station: string
  readonly minutes: number
}

export interface StationCapacity {
  readonly station: string
  readonly places: number
  readonly machines: number
}

/** The minutes that pass at each station until all that waits there now is done. */
export function waits(queued: Iterable<QueuedWork>, capacities: Iterable<StationCapacity>): Map<string, number> {
  const hands = new Map<string, number>()
  for (const { station, places, machines } of capacities) hands.set(station, Math.max(1, places * machines))
  const load = new Map<string, number>()
  for (const { station, minutes } of queued)
    load.set(station, (load.get(station) ?? 0) + minutes / (hands.get(station) ?? 1))
  return load
}

/** The minutes that a job waits at the stations ahead of it; both its lenses wait in the same queue, so each counts once. */
export function waitAhead(load: ReadonlyMap<string, number>, stationsAhead: Iterable<string>): number {
  let minutes = 0
  for (const station of new Set(stationsAhead)) minutes += load.get(station) ?? 0
  return minutes
}
