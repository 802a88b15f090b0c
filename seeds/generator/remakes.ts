import { below, chance, drawn, lotOf, normal, type Draw } from './draw.ts'
import type { Facts, Order } from './draw-order.ts'
import type { Kind } from './choose-product.ts'

/** Why a pair is made again, as the standard vocabulary calls it. */
export type RemakeReason =
  'coat-warranty' | 'prescriber-change' | 'non-adapt' | 'lab-error' | 'measurement' | 'frame-damaged' | 'lost'

export interface RemakeRule {
  readonly reason: RemakeReason
  readonly share: number
  /** Days from the first order to the second. */
  readonly after: readonly [least: number, most: number]
  readonly paidBy: 'lab' | 'practice' | 'maker'
  readonly oneEye: number
}

/** Warranty and errors of prescriptions are about seven of ten redos; progressives that are not got used to within 90 days. */
const remakeRules: readonly RemakeRule[] = [
  { reason: 'coat-warranty', share: 36, after: [40, 420], paidBy: 'maker', oneEye: 0.25 },
  { reason: 'prescriber-change', share: 34, after: [24, 80], paidBy: 'practice', oneEye: 0.2 },
  { reason: 'non-adapt', share: 10, after: [25, 90], paidBy: 'lab', oneEye: 0 },
  { reason: 'lab-error', share: 9, after: [23, 65], paidBy: 'lab', oneEye: 0.55 },
  { reason: 'measurement', share: 6, after: [24, 65], paidBy: 'practice', oneEye: 0.1 },
  { reason: 'frame-damaged', share: 3, after: [25, 300], paidBy: 'practice', oneEye: 0.2 },
  { reason: 'lost', share: 2, after: [25, 300], paidBy: 'practice', oneEye: 0.3 },
]

const LOT = lotOf(remakeRules.map((rule) => [rule, rule.share] as const))

export const drawRemake = (draw: Draw): RemakeRule => drawn(draw, LOT)

export const daysAfter = (draw: Draw, { after: [least, most] }: RemakeRule): number =>
  least + Math.floor(draw() * draw() * (most - least))

/** How much more often a kind comes back: progressives make up most of all redos. */
const COMES_BACK: Readonly<Record<Kind, number>> = {
  ...{ progressive: 1, office: 0.8, trifocal: 0.9, bifocal: 0.9, single: 0.33 },
}

/** Whether this order is one that comes back for this reason. */
export function comesBack(draw: Draw, { reason }: RemakeRule, { product, practice }: Order): boolean {
  if (reason === 'non-adapt') return product.kind === 'progressive' || product.kind === 'office'
  if (reason === 'coat-warranty' && product.ar === 'none') return false
  return chance(draw, COMES_BACK[product.kind] * Math.min(1, practice.remakes / 0.14))
}

const QUARTER = 250

function changePrescription(draw: Draw, eye: Facts): void {
  const what = draw()
  const step = chance(draw, 0.5) ? QUARTER : -QUARTER
  if (what < 0.6 || typeof eye['rx.axis'] !== 'number') {
    eye['rx.sphere'] = Number(eye['rx.sphere']) + step * (1 + below(draw, 2))
  } else if (what < 0.85) {
    eye['rx.axis'] = ((eye['rx.axis'] + (chance(draw, 0.5) ? 5 : 175) - 1) % 180) + 1
  } else if (typeof eye['rx.add'] === 'number') {
    eye['rx.add'] = Math.min(3500, Math.max(750, eye['rx.add'] + step))
  }
}

function measureAgain(draw: Draw, eye: Facts): void {
  eye['fitting.pd'] = Math.round(Number(eye['fitting.pd']) / 50 + normal(draw) * 2.5) * 50
}

/** The second order: the first one's facts, with what has changed between them. */
export function orderAgain(draw: Draw, first: Order, rule: RemakeRule, orderedFirst: string): Order {
  const job: Facts = {
    ...first.job,
    'order.kind': 'redo',
    'order.redoReason': rule.reason,
    'order.originalDate': orderedFirst,
    'order.redosBefore': 0,
    'order.originalKind': first.product.kind,
    'order.priority': rule.paidBy === 'lab' && chance(draw, 0.3) ? 'rush' : 'standard',
  }
  const [right, left] = [{ ...first.right }, { ...first.left }]
  const one = first.ordered.length === 2 && !first.work.freeform && chance(draw, rule.oneEye)
  const ordered = one ? [chance(draw, 0.5) ? ('right' as const) : ('left' as const)] : first.ordered
  if (rule.reason === 'prescriber-change') for (const eye of ordered) changePrescription(draw, { right, left }[eye])
  if (rule.reason === 'measurement') for (const eye of ordered) measureAgain(draw, { right, left }[eye])
  job['order.redoDiffers'] =
    rule.reason === 'prescriber-change' || rule.reason === 'measurement' || rule.reason === 'non-adapt'
  return { ...first, job, right, left, ordered, rush: job['order.priority'] === 'rush' }
}
