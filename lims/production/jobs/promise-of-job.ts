import type { Lab } from '../lab/lab-of-release.ts'
import { type JobOnFloor, type LensOnFloor, type PlannedStep } from '../floor/job-on-floor.ts'
import { estimateOf, latestStart, promiseOf } from '../promise/promise.ts'
import { waitAhead } from '../promise/station-load.ts'
import type { WorkCalendar } from '../promise/work-calendar.ts'

/** Minutes that pass at each station until what stands before it is done. */
export type StationWaits = ReadonlyMap<string, number>

interface Moment {
  readonly lab: Lab
  readonly now: Date
  readonly waits: StationWaits
}

type ToPromise = Pick<JobOnFloor, 'lenses' | 'calendar' | 'workingHours' | 'hold'>

/** What is promised when the job is taken. */
export function firstPromise(job: ToPromise, moment: Moment) {
  const { calendar, estimate, remainingHours } = aheadOf(job, moment)
  const { promisedAt, day } = promiseOf({ calendar, estimate, first: null, current: null })
  return { promisedAt, promisedOn: day, latestStart: latestStart({ calendar, promisedAt, remainingHours }) }
}

/** The same job with its promise as it stands now. What is made whole or has left keeps the last one. */
export function withPromise(job: JobOnFloor, moment: Moment, because: string | null): JobOnFloor {
  if (job.endedAt !== null || job.lenses.every(({ state }) => state === 'done')) return job
  const { calendar, estimate, remainingHours } = aheadOf(job, moment)
  const { promisedAt: current, firstPromisedAt: first } = job
  const { promisedAt, day, changedDay } = promiseOf({ calendar, estimate, first, current })
  const start = latestStart({ calendar, promisedAt, remainingHours })
  return {
    ...job,
    ...{ promisedAt, promisedOn: changedDay ? day : job.promisedOn, latestStart: start },
    promiseReason: changedDay ? (because ?? reasonOf(job, moment, promisedAt > current)) : job.promiseReason,
  }
}

function reasonOf(job: JobOnFloor, { lab, waits }: Moment, later: boolean): string {
  if (!later) return 'it goes faster than was thought'
  if (job.hold) return `on hold: ${job.hold.reason}`
  const busiest = stationsAhead(job).toSorted((a, b) => (waits.get(b) ?? 0) - (waits.get(a) ?? 0))[0]
  const label = busiest === undefined ? '' : (lab.stations.get(busiest)?.label ?? busiest)
  return label !== '' && (waits.get(busiest ?? '') ?? 0) > 60
    ? `much work at ${label}`
    : 'it waited longer than was thought'
}

function aheadOf(job: ToPromise, { lab, now, waits }: Moment) {
  const calendar = calendarOf(job, lab)
  const pair = job.lenses.filter(({ eye }) => eye === 'pair')
  const minutesOf = (rest: (lens: LensOnFloor) => readonly PlannedStep[]) =>
    Math.max(0, ...job.lenses.filter(({ eye }) => eye !== 'pair').map((lens) => sum(rest(lens)))) +
    pair.reduce((all, lens) => all + sum(rest(lens)), 0)
  const remainingMinutes = minutesOf(stepsAhead)
  const totalMinutes = minutesOf(({ route }) => route)
  const { hold, workingHours } = job
  const estimate = estimateOf({
    ...{ calendar, now, workingHours, totalMinutes, remainingMinutes },
    waitMinutes: waitAhead(waits, stationsAhead(job)),
    held: hold !== null,
    heldUntil: hold?.until ? new Date(hold.until) : null,
  })
  const share = totalMinutes > 0 ? remainingMinutes / totalMinutes : 1
  return { calendar, estimate, remainingHours: Math.max(workingHours * share, remainingMinutes / 60) }
}

export const calendarOf = ({ calendar }: Pick<JobOnFloor, 'calendar'>, lab: Lab): WorkCalendar =>
  (calendar === null ? undefined : lab.calendars.get(calendar)) ?? lab.calendar

const stepsAhead = ({ route, at }: LensOnFloor): readonly PlannedStep[] => route.slice(at)
const stationsAhead = ({ lenses }: Pick<JobOnFloor, 'lenses'>): string[] =>
  lenses.flatMap((lens) => stepsAhead(lens).map(({ step }) => step))
const sum = (steps: readonly PlannedStep[]): number => steps.reduce((all, { minutes }) => all + minutes, 0)
