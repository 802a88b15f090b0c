import { ORDERED_BY_HOUR, ordersOn } from './demand.ts'
import { routeOf, stations, type StationId, type Work } from './floor.ts'
import type { DayCount } from './lab-days.ts'
import type { OpenHours } from './open-hours.ts'

/** How much of the floor one order asks for on average, and where it goes from where. */
export interface Mix {
  /** Lenses (jobs, where they are joined) at each station for one order. */
  readonly visits: readonly number[]
  /** Of what leaves a station, the share that goes to each other. */
  readonly onward: readonly (readonly (readonly [to: number, share: number])[])[]
}

/** Machines or benches at each station; half a one is staffed half of the time. */
export type Machines = Readonly<Record<StationId, number>>

/** Lenses that are made again on the way, on top of those ordered. */
const MADE_AGAIN = 1.05

/** What a sample of orders needs, weighed as lenses and jobs. */
export function mixOf(sample: readonly { readonly lenses: number; readonly work: Work }[]): Mix {
  const visits = stations.map(() => 0)
  const moves = stations.map(() => stations.map(() => 0))
  for (const { lenses, work } of sample) {
    let from = -1
    for (const id of routeOf(work)) {
      const to = stations.findIndex((station) => station.id === id)
      const times = stations[to]?.joins === true ? 1 : lenses
      visits[to] = (visits[to] ?? 0) + times
      const row = moves[from]
      if (row) row[to] = (row[to] ?? 0) + times
      from = to
    }
  }
  return {
    visits: visits.map((sum) => (sum / sample.length) * MADE_AGAIN),
    onward: moves.map((row, from) =>
      row.flatMap((times, to) => (times === 0 ? [] : [[to, times / (visits[from] ?? 1)] as const])),
    ),
  }
}

/** A small lab still serves every station for a few hours a day. */
const LEAST = 0.2

/** Hours that a week is open, over the days on which orders come. */
const OPEN_MINUTES_A_DAY = ((5 * 16 + 8) * 60) / 6

/** As many machines, and hours of people beside them, as keep every station just as busy as it can bear. */
export function machinesFor(mix: Mix, jobsPerDay: number): Machines {
  const needed = stations.map(({ id, minutes, holds, busy }, at) => {
    const work = (jobsPerDay * (mix.visits[at] ?? 0) * minutes) / holds
    return [id, Math.max(LEAST, work / (OPEN_MINUTES_A_DAY * busy))] as const
  })
  // Every station has its entry: the list is mapped from all of them.
  return Object.fromEntries(needed) as Machines
}

/** Minutes of work that lie before each station, by the hour. */
export interface Backlog {
  readonly ahead: (station: number, minutes: number) => number
}

interface Flow {
  readonly seed: number
  readonly from: DayCount
  readonly jobsPerDay: number
  readonly mix: Mix
  readonly machines: Machines
  readonly hours: OpenHours
}

const HOURS_AT_ONCE = 24 * 28

/**
 * Queues as they would be with orders poured instead of counted: what comes in an hour, less what the machines can do in
 * it, flows on to the next stations. It follows from the numbers of orders alone, so that the queue of any hour is known
 * without making the jobs before it. Begins empty. Source: fluid model of an open network of queues.
 */
export function backlogOf(flow: Flow): Backlog {
  const count = stations.length
  const capacity = stations.map(({ id }) => flow.machines[id] * 60)
  const effort = stations.map(({ minutes, holds }) => minutes / holds)
  const known: Float64Array[] = []
  const queue = new Float64Array(count)
  const arriving = new Float64Array(count)
  const pick = stations.findIndex(({ id }) => id === 'pick')
  let today: readonly [day: number, orders: number] = [-1, 0]
  const work = (hour: number): void => {
    const day = flow.from + Math.floor(hour / 24)
    if (today[0] !== day) today = [day, ordersOn(flow.seed, day, flow.jobsPerDay)]
    const clock = hour % 24
    const share = (ORDERED_BY_HOUR[clock] ?? 1) - (clock === 0 ? 0 : (ORDERED_BY_HOUR[clock - 1] ?? 0))
    arriving[pick] = (arriving[pick] ?? 0) + today[1] * share * (flow.mix.visits[pick] ?? 0)
    const open = flow.hours.isOpen(flow.from * 24 + hour)
    const leaving = new Float64Array(count)
    for (let at = 0; at < count; at++) {
      const each = effort[at] ?? 1
      const waiting = (queue[at] ?? 0) + (arriving[at] ?? 0) * each
      const done = open ? Math.min(waiting, capacity[at] ?? 0) : 0
      queue[at] = waiting - done
      for (const [to, part] of flow.mix.onward[at] ?? []) leaving[to] = (leaving[to] ?? 0) + (done / each) * part
    }
    arriving.set(leaving)
  }
  const more = (): void => {
    const chunk = new Float64Array(HOURS_AT_ONCE * count)
    for (let hour = 0; hour < HOURS_AT_ONCE; hour++) {
      work(known.length * HOURS_AT_ONCE + hour)
      chunk.set(queue, hour * count)
    }
    known.push(chunk)
  }
  return {
    ahead: (station, minutes) => {
      const hour = Math.max(0, Math.floor(minutes / 60) - flow.from * 24)
      const chunk = Math.floor(hour / HOURS_AT_ONCE)
      while (known.length <= chunk) more()
      return known[chunk]?.[(hour % HOURS_AT_ONCE) * count + station] ?? 0
    },
  }
}
