import { breakageReasons } from './breakage-reasons.ts'
import type { Department } from './floor.ts'
import type { GeneratedJob } from './generated-job.ts'
import { isHoliday, weekdayOf } from './lab-days.ts'

type Counts = Map<string, number>

/** What a manager would ask of a year: shares are of one, days are means. */
export interface LabFigures {
  readonly jobs: number
  readonly share: (what: string) => number
  /** Lenses lost by a department, of all lenses. */
  readonly breakage: (department: Department) => number
  readonly breakageOf: (reason: string) => number
  readonly firstTimeRight: number
  readonly remakes: number
  readonly remakeShare: (reasonOrKind: string) => number
  readonly faulty: number
  readonly faultShare: (fault: string) => number
  readonly workingDays: (group: string) => number
  /** Calendar days that a remake takes, by kind of lens. */
  readonly remakeDays: (group: string) => number
}

const DAY = 86_400_000
const departmentOf = new Map(breakageReasons.map(({ code, department }) => [code, department]))

/** Evenings between two times on which the courier comes. */
function workingDaysBetween(from: number, until: number): number {
  let count = 0
  for (let day = Math.floor(from / DAY) + 1; day <= Math.floor(until / DAY); day++) {
    if (weekdayOf(day) !== 0 && weekdayOf(day) !== 6 && !isHoliday(day)) count += 1
  }
  return count
}

const add = (counts: Counts, key: string, by = 1): void => void counts.set(key, (counts.get(key) ?? 0) + by)
const of = (counts: Counts, key: string, all: number): number => (all === 0 ? 0 : (counts.get(key) ?? 0) / all)

function groupOf({ kind, surfaced, ar }: GeneratedJob['productSummary']): string {
  const lens = kind === 'single' ? (surfaced ? 'single surfaced' : 'single stock') : kind
  return ar === 'none' ? lens : `${lens} ar`
}

/** Counted in one walk; nothing of a job is kept. */
export function measureLab(jobs: Iterable<GeneratedJob>): LabFigures {
  const counts = (): Counts => new Map()
  const [shares, lost, remade, faults] = [counts(), counts(), counts(), counts()]
  const [days, times, remadeDays] = [counts(), counts(), counts()]
  let [count, lenses, right, remakes, faulty] = [0, 0, 0, 0, 0]
  for (const job of jobs) {
    const { productSummary: product, history, remakeOf, fault } = job
    count += 1
    lenses += product.lenses
    const { kind, stuff, light, design } = product
    for (const what of [kind, stuff, light, design, product.ar === 'none' ? 'no ar' : 'ar']) add(shares, what)
    add(shares, product.surfaced ? 'surfaced' : 'stock')
    if (product.lenses === 1) add(shares, 'one eye')
    if (job.configuration.job['order.priority'] !== 'standard') add(shares, 'rush')
    if (fault) add(faults, fault.kind)
    if (fault) faulty += 1
    let broken = 0
    for (const { kind: step, reason = '' } of history) {
      if (step !== 'broke') continue
      broken += 1
      add(lost, reason)
      add(lost, departmentOf.get(reason) ?? '')
      add(lost, 'all')
    }
    if (broken === 0 && remakeOf === undefined) right += 1
    const [from, until] = [Date.parse(job.orderedAt), Date.parse(history.at(-1)?.at ?? job.orderedAt)]
    const group = groupOf(product)
    add(days, group, workingDaysBetween(from, until))
    add(times, group)
    if (remakeOf === undefined) continue
    remakes += 1
    for (const what of [remakeOf.reason, kind, ...(product.ar === 'none' ? [] : ['ar'])]) {
      add(remade, what)
      add(remadeDays, what, (until - from) / DAY)
    }
  }
  return {
    jobs: count,
    share: (what) => of(shares, what, count),
    breakage: (department) => of(lost, department, lenses),
    breakageOf: (reason) => of(lost, reason, lost.get('all') ?? 0),
    firstTimeRight: right / count,
    remakes: remakes / count,
    remakeShare: (what) => of(remade, what, remakes),
    faulty: faulty / count,
    faultShare: (what) => of(faults, what, faulty),
    workingDays: (group) => of(days, group, times.get(group) ?? 0),
    remakeDays: (what) => of(remadeDays, what, remade.get(what) ?? 0),
  }
}
