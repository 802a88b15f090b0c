import { breakageReasons, type BreakageReason } from './breakage-reasons.ts'
import { below, exponential, normal, valueAt, type Quantiles } from './draw.ts'
import { placeOf, stations, type Station, type StationId } from './floor.ts'
import type { HistoryStep, Making, Run } from './history.ts'
import { timeText } from './lab-days.ts'
import { batchTimes, powerBias, skillOf, spellOn } from './machine-state.ts'
import { shiftAt } from './open-hours.ts'

type Lens = Making['lenses'][number]

/** A lens that was lost so often is made with a person beside it. */
const MOST_BREAKAGES = 4

/** A step's time in parts of its mean. */
const PACE: Quantiles = [
  [0, 0.55],
  [0.15, 0.75],
  [0.5, 0.95],
  [0.85, 1.25],
  [0.97, 1.7],
  [1, 2.8],
]

/** Stations that work in loads, and minutes between the starts of two loads of a machine. */
const LOADS: Readonly<Partial<Record<StationId, number>>> = { 'hard-coat': 60, 'ar-coat': 120 }

/** Thousandths of a dioptre by which a sphere may be off. Source: ANSI Z80.1-2015, powers to 6.50. */
const TOLERANCE = 130
/** Standard deviation of what is left after polishing and measuring. */
const SCATTER = 32
const AXIS_SCATTER = 0.7

const reasonsAt: readonly (readonly BreakageReason[])[] = stations.map(({ id }) =>
  breakageReasons.filter((reason) => reason.seenAt === id),
)

interface Served {
  readonly start: number
  readonly finish: number
  readonly machine: string
  readonly operator: string | null
  readonly batch: string | null
}

const DAY = 1440

/** People of one shift who take turns at one machine. */
const CREW = 3

const nameOf = (station: Station, at: number, number: number): string =>
  `${station.machine.toLowerCase()}-${shiftAt(at)}-${String(number + 1)}`

/** When, where and by whom: the queue and the rack first, then the time of the step itself. */
function serve({ floor, making, draw }: Run, station: Station, place: number, ready: number): Served {
  const { hours } = floor
  const hurry = making.rush ? 0.25 : 1
  const staffed = floor.machines[station.id]
  const count = Math.ceil(staffed)
  const queue = floor.backlog.ahead(place, ready) / staffed
  const wait = (queue * (0.75 + 0.5 * draw()) + exponential(draw, station.rack) * making.pace) * hurry
  const number = below(draw, count)
  const machine = `${station.machine}-${String(number + 1)}`
  const every = LOADS[station.id]
  let begins = hours.workedUntil(ready) + wait
  let batch: string | null = null
  if (every !== undefined) {
    // Loads of several machines start one after the other.
    const shift = (every * number) / count
    const load = Math.ceil((begins - shift) / every)
    begins = load * every + shift
    batch = `${machine}/${String(load)}`
  }
  const start = hours.whenWorked(begins)
  // What a drum or rack does to all of its lenses takes the same time for all.
  const minutes = station.minutes * (batch === null ? valueAt(PACE, draw()) : 1)
  const finish = hours.whenWorked(begins + minutes)
  const operator = station.manned ? nameOf(station, start, below(draw, CREW * count)) : null
  return { start, finish, machine, operator, batch }
}

/** The reason for which a lens is lost here, if it is. */
function lossAt({ floor, making, draw, breakages }: Run, place: number, served: Served): BreakageReason | null {
  const share = draw()
  if (breakages >= MOST_BREAKAGES) return null
  const day = Math.floor(served.start / DAY)
  const skill = served.operator === null ? 1 : skillOf(floor.seed, served.operator)
  const spell = spellOn(floor.seed, served.machine, day)?.times ?? 1
  const batch = served.batch === null ? 1 : batchTimes(floor.seed, served.batch)
  const late = shiftAt(served.start) === 'late' ? 1.08 : 0.95
  const times = (skill * spell * batch * late) / 100_000
  let reached = 0
  for (const reason of reasonsAt[place] ?? []) {
    if (reason.only?.(making.work) === false) continue
    reached += Math.min(0.5, reason.rate * (reason.materials?.[making.stuff] ?? 1) * times)
    if (share < reached) return reason
  }
  return null
}

/** What the lensmeter reads after surfacing: what the generator adds just now, and what is left to chance. */
function measure({ floor, draw }: Run, lens: Lens, generated: Served): Readonly<Record<string, number>> {
  const bias = powerBias(floor.seed, generated.machine, generated.start / DAY)
  const { sphere, cylinder, axis } = lens.expected
  const turned = cylinder === 0 ? 0 : axis + Math.round(normal(draw) * AXIS_SCATTER)
  return {
    'measured.sphere': Math.round((sphere + bias + normal(draw) * SCATTER) / 10) * 10,
    'measured.cylinder': cylinder === 0 ? 0 : Math.min(0, Math.round((cylinder + normal(draw) * 25) / 10) * 10),
    ...(cylinder === 0 ? {} : { 'measured.axis': turned < 1 ? turned + 180 : turned > 180 ? turned - 180 : turned }),
  }
}

const powerLost = breakageReasons.find(({ code }) => code === 'INS-P') ?? null

export interface Visited {
  readonly served: Served
  readonly lost: BreakageReason | null
}

/** One lens (or, without one, the whole job) at one station: its steps are written down, and its loss if there is one. */
export function visitStation(run: Run, station: Station, ready: number, lens?: Lens, generated?: Served): Visited {
  const place = placeOf.get(station.id) ?? 0
  const served = serve(run, station, place, ready)
  const common = {
    station: station.id,
    ...(lens === undefined ? {} : { eye: lens.eye }),
    ...(served.operator === null ? {} : { operator: served.operator }),
    machine: served.machine,
    ...(served.batch === null ? {} : { batch: served.batch }),
  }
  const write = (at: number, kind: HistoryStep['kind'], more?: Partial<HistoryStep>): void => {
    run.steps.push({ at: timeText(at), kind, ...common, ...more })
  }
  write(served.start, 'started')
  let lost = lossAt(run, place, served)
  if (station.id === 'surface-inspection' && lens !== undefined && generated !== undefined) {
    const measured = measure(run, lens, generated)
    write(served.finish, 'inspected', { measured })
    const off = Math.abs((measured['measured.sphere'] ?? 0) - lens.expected.sphere)
    if (off > TOLERANCE && run.breakages < MOST_BREAKAGES) lost = powerLost
  }
  if (station.id === 'final') write(served.finish, 'inspected')
  if (lost === null) write(served.finish, 'finished')
  return { served, lost }
}
