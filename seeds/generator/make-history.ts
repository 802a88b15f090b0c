import { below, chance, drawAt, exponential, streams } from './draw.ts'
import { routeOf, stations, type Station } from './floor.ts'
import type { Floor, HistoryStep, Making, Run } from './history.ts'
import { isHoliday, timeText, weekdayOf } from './lab-days.ts'
import { visitStation, type Visited } from './visit-station.ts'

const DAY = 1440
const COURIER = 17 * 60

const named: ReadonlyMap<string, Station> = new Map(stations.map((station) => [station.id, station]))

/** The courier comes at five, Monday to Friday. */
function collectedAfter(minutes: number): number {
  let day = Math.ceil((minutes - COURIER) / DAY)
  while (weekdayOf(day) === 0 || weekdayOf(day) === 6 || isHoliday(day)) day += 1
  return day * DAY + COURIER
}

/** Everything that happens to one job, from the order to the courier, in the order of time. */
export function makeHistory(floor: Floor, place: readonly number[], making: Making): readonly HistoryStep[] {
  const draw = drawAt(floor.seed, streams.histories, ...place)
  const run: Run = { floor, making, draw, steps: [], breakages: 0 }
  const route = routeOf(making.work).flatMap((id) => named.get(id) ?? [])
  const alone = route.filter(({ joins }) => !joins)
  const together = route.filter(({ joins }) => joins)
  const begun = enter(run)
  let ready = Math.max(...making.lenses.map((lens) => makeLens(run, alone, lens, begun)))
  for (let at = 0; at < together.length; at++) {
    const station = together[at]
    if (station === undefined) break
    const visited = visitStation(run, station, ready)
    ready = visited.served.finish
    if (visited.lost === null) continue
    const lens = making.lenses[below(draw, making.lenses.length)]
    if (lens === undefined) break
    lose(run, station, visited, lens)
    // The spectacles wait for the new lens, and go through all that they share again.
    ready = makeLens(run, alone, lens, ready)
    at = -1
  }
  run.steps.push({ at: timeText(collectedAfter(ready)), station: 'pack', kind: 'shipped' })
  // Texts of one length and time zone are in the order of time.
  return run.steps.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

/** The order comes in; a question about it costs a day or several. Answers when the floor may begin. */
function enter({ floor, making, draw, steps }: Run): number {
  const { orderedAt, question } = making
  steps.push({ at: timeText(orderedAt), station: 'calculate', kind: 'ordered' })
  if (question === null) return orderedAt + 1
  const held = orderedAt + 2 + exponential(draw, 20)
  const asked = floor.hours.workedUntil(held) + 30 + Math.min(4000, exponential(draw, 900))
  const resumed = floor.hours.whenWorked(asked)
  steps.push({ at: timeText(held), station: 'calculate', kind: 'held', reason: question })
  steps.push({ at: timeText(resumed), station: 'calculate', kind: 'resumed', reason: question })
  return resumed + 1
}

/** One lens until it is ready to be joined with the other; broken ones begin anew. Answers when it is ready. */
function makeLens(run: Run, route: readonly Station[], lens: Making['lenses'][number], begun: number): number {
  let ready = waitForBlank(run, lens, begun)
  let generated: Visited['served'] | undefined
  for (let at = 0; at < route.length; at++) {
    const station = route[at]
    if (station === undefined) break
    const visited = visitStation(run, station, ready, lens, generated)
    ready = visited.served.finish
    if (station.id === 'generate') generated = visited.served
    if (visited.lost === null) continue
    lose(run, station, visited, lens)
    at = -1
  }
  return ready
}

function waitForBlank({ floor, making, draw, steps }: Run, { eye }: Making['lenses'][number], begun: number): number {
  if (!chance(draw, making.outOfStock)) return begun
  const arrives = floor.hours.whenWorked(floor.hours.workedUntil(begun) + 240 + exponential(draw, 900))
  const step = { station: 'pick', eye, reason: 'no_blank' } as const
  steps.push({ ...step, at: timeText(begun), kind: 'held' }, { ...step, at: timeText(arrives), kind: 'resumed' })
  return arrives
}

function lose(run: Run, station: Station, { served, lost }: Visited, { eye }: Making['lenses'][number]): void {
  run.breakages += 1
  run.steps.push({
    ...{ at: timeText(served.finish), station: station.id, kind: 'broke', eye, machine: served.machine },
    ...(served.operator === null ? {} : { operator: served.operator }),
    ...(served.batch === null ? {} : { batch: served.batch }),
    ...(lost === null ? {} : { reason: lost.code }),
  })
}
