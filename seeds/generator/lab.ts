import { assortmentOf, type Assortment, type Catalogue } from './assortment.ts'
import { drawAt, drawn, streams, type Lot } from './draw.ts'
import { drawOrder } from './draw-order.ts'
import { frameLibrary, type FrameModel } from './frame-library.ts'
import type { Floor } from './history.ts'
import { dayCount, type DayCount } from './lab-days.ts'
import { backlogOf, machinesFor, mixOf, type Machines } from './load.ts'
import { openHours } from './open-hours.ts'
import { practicesOf, type Practice } from './practices.ts'

export interface LabPlan {
  readonly seed: number
  /** First day, `2024-01-01`. */
  readonly from: string
  readonly days: number
  /** Orders on an average day of Monday to Saturday, remakes among them. */
  readonly jobsPerDay: number
  /** Of the rulebook that the orders are meant for: designs, materials, products and blanks are looked at. */
  readonly catalogue: Catalogue
  readonly practices?: number
  /** Without histories, many more jobs a second. */
  readonly histories?: boolean
  /** More or fewer than the planner would buy: what if there were one edger more? */
  readonly machines?: Partial<Machines>
}

/** A lab with its people and machines: everything that its days are made from. */
export interface Lab {
  readonly plan: LabPlan
  readonly firstDay: DayCount
  readonly practices: Lot<Practice>
  readonly frames: Readonly<Record<FrameModel['use'], readonly FrameModel[]>>
  readonly assortment: Assortment
  readonly floor: Floor
}

const SAMPLE = 600

/** The floor is at work when the first order comes. */
const WARM_UP = 21

export function planLab(plan: LabPlan): Lab {
  const { seed, jobsPerDay } = plan
  const firstDay = dayCount(plan.from)
  const assortment = assortmentOf(plan.catalogue)
  const practices = practicesOf(seed, plan.practices ?? Math.max(8, Math.round(jobsPerDay / 2.5)))
  const frames = frameLibrary(seed)
  const sample = Array.from({ length: SAMPLE }, (_, at) => {
    const draw = drawAt(seed, streams.sample, at)
    const { ordered, work } = drawOrder(draw, drawn(draw, practices), frames, assortment)
    return { lenses: ordered.length, work }
  })
  const mix = mixOf(sample)
  const machines = { ...machinesFor(mix, jobsPerDay), ...plan.machines }
  const from = firstDay - WARM_UP
  const hours = openHours(from)
  const backlog = backlogOf({ seed, from, jobsPerDay, mix, machines, hours })
  return { plan, firstDay, practices, frames, assortment, floor: { seed, hours, backlog, machines } }
}
