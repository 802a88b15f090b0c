import type { Configuration } from '@ils/rules/language/rulebook'
import { ORDERED_BY_HOUR, ordersOn } from './demand.ts'
import { below, chance, drawAt, drawn, streams } from './draw.ts'
import { drawOrder, type Order } from './draw-order.ts'
import type { GeneratedJob } from './generated-job.ts'
import { planLab, type Lab, type LabPlan } from './lab.ts'
import { dateOf, dayCount, timeText, type DayCount } from './lab-days.ts'
import { makeHistory } from './make-history.ts'
import { planMaking } from './plan-making.ts'
import { ATTEMPTS, writeFault } from './orders-gone-wrong.ts'
import { comesBack, daysAfter, drawRemake, orderAgain, type RemakeRule } from './remakes.ts'

/** Remakes among all orders; practices differ. */
const REMAKES = 0.125
const DUPLICATES = 0.006
/** Good orders about which the lab itself has a question: three of ten call-backs are not the practice's fault. */
const QUESTIONS = 0.026
const CANDIDATES = 12

/** All jobs of a lab, day after day; nothing is kept of those that went by. */
export function* generateLab(plan: LabPlan): Generator<GeneratedJob, void, undefined> {
  const lab = planLab(plan)
  for (let day = 0; day < plan.days; day++) yield* jobsOf(lab, lab.firstDay + day)
}

/** The jobs ordered on one day, the same as when one walks there from the first. */
export const generateDay = (lab: Lab, date: string): readonly GeneratedJob[] => [...jobsOf(lab, dayCount(date))]

function* jobsOf(lab: Lab, day: DayCount): Generator<GeneratedJob, void, undefined> {
  const { seed, jobsPerDay } = lab.plan
  const draw = drawAt(seed, streams.times, day)
  const times = Array.from({ length: ordersOn(seed, day, jobsPerDay) }, () => minuteOf(draw()))
  times.sort((one, other) => one - other)
  for (const [slot, minute] of times.entries()) yield jobAt(lab, { day, slot }, day * 1440 + minute)
}

function minuteOf(share: number): number {
  const hour = ORDERED_BY_HOUR.findIndex((reached) => share < reached)
  const before = ORDERED_BY_HOUR[hour - 1] ?? 0
  return (hour + (share - before) / ((ORDERED_BY_HOUR[hour] ?? 1) - before)) * 60
}

/** A place among the orders of a lab. */
interface Slot {
  readonly day: DayCount
  readonly slot: number
}

const numberOf = ({ day, slot }: Slot): string =>
  `${dateOf(day).slice(2).replaceAll('-', '')}-${String(slot + 1).padStart(4, '0')}`

/** What an order would be if it were not one for something older. */
function newOrder({ plan, practices, frames, assortment }: Lab, { day, slot }: Slot): Order {
  const draw = drawAt(plan.seed, streams.orders, day, slot)
  return drawOrder(draw, drawn(draw, practices), frames, assortment)
}

type Kind = 'new' | 'remake' | 'duplicate'

function kindOf({ plan }: Lab, { day, slot }: Slot): Kind {
  const share = drawAt(plan.seed, streams.kinds, day, slot)()
  return share < REMAKES ? 'remake' : share < REMAKES + DUPLICATES ? 'duplicate' : 'new'
}

interface Asked {
  readonly order: Order
  readonly remake?: { readonly of: Slot; readonly rule: RemakeRule }
  readonly duplicate?: Slot
}

/** An older order of this day that is no remake itself; null when the draw finds none. */
function olderSlot(lab: Lab, day: DayCount, at: number): Slot | null {
  const count = day < lab.firstDay ? 0 : ordersOn(lab.plan.seed, day, lab.plan.jobsPerDay)
  const slot = { day, slot: Math.floor(at * count) }
  return count === 0 || kindOf(lab, slot) !== 'new' ? null : slot
}

/** Something older made again, if the lab is old enough to have it; otherwise a new order. */
function asked(lab: Lab, slot: Slot): Asked {
  const kind = kindOf(lab, slot)
  if (kind === 'new') return { order: newOrder(lab, slot) }
  const draw = drawAt(lab.plan.seed, streams.remakes, slot.day, slot.slot)
  const rule = drawRemake(draw)
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const back = kind === 'duplicate' ? 1 + below(draw, 3) : daysAfter(draw, rule)
    const of = olderSlot(lab, slot.day - back, draw())
    if (of === null) continue
    const first = newOrder(lab, of)
    if (kind === 'duplicate') return { order: first, duplicate: of }
    if (!comesBack(draw, rule, first)) continue
    return { order: orderAgain(draw, first, rule, dateOf(of.day)), remake: { of, rule } }
  }
  return { order: newOrder(lab, slot) }
}

type Parts = Pick<Order, 'ordered' | 'job' | 'right' | 'left'>

function configurationOf({ ordered, job, right, left }: Parts, day: DayCount, duplicate: boolean): Configuration {
  return { ordered, job: { ...job, 'order.date': dateOf(day), 'history.duplicates': duplicate ? 1 : 0 }, right, left }
}

function jobAt(lab: Lab, slot: Slot, orderedAt: number): GeneratedJob {
  const { order, remake, duplicate } = asked(lab, slot)
  const draw = drawAt(lab.plan.seed, streams.faults, slot.day, slot.slot)
  const again = remake !== undefined || duplicate !== undefined
  const bad = !again && chance(draw, order.practice.faulty * ATTEMPTS) ? writeFault(draw, order) : null
  const question = bad?.fault ?? (duplicate ? 'duplicate' : chance(draw, QUESTIONS) ? 'lab-question' : null)
  const meant = configurationOf(order, slot.day, duplicate !== undefined)
  const configuration = bad === null ? meant : configurationOf({ ...order, ...bad.written }, slot.day, false)
  const { product, work, ordered } = order
  return {
    number: numberOf(slot),
    practiceId: order.practice.id,
    orderedAt: timeText(orderedAt),
    configuration,
    ...(bad === null ? {} : { fault: { kind: bad.fault, meant } }),
    productSummary: { ...product, surfaced: work.surfaced, lenses: ordered.length },
    ...(remake && {
      remakeOf: { number: numberOf(remake.of), reason: remake.rule.reason, paidBy: remake.rule.paidBy },
    }),
    ...(duplicate && { duplicateOf: numberOf(duplicate) }),
    history:
      lab.plan.histories === false
        ? []
        : makeHistory(lab.floor, [slot.day, slot.slot], planMaking(order, orderedAt, question)),
  }
}
