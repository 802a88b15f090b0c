import type { Eye } from '@ils/rules/language/rulebook'
import { below, chance, drawn, lotOf, type Draw } from './draw.ts'
import type { Facts, Order } from './draw-order.ts'

/** What a practice gets wrong, so that the lab has to ask. */
export type FaultOfOrder =
  | 'addition-missing'
  | 'pd-missing'
  | 'axis-missing'
  | 'axis-impossible'
  | 'sign-missing'
  | 'frame-data-missing'
  | 'tint-unclear'
  | 'height-too-low'
  | 'power-mistyped'
  | 'phrase-unclear'

/** Shares of call-backs of a survey of laboratories: additions 30.5 %, distances 23.3 %, axis 11 %, sign 11 %, frame 9 %, tints 5.3 %. */
const SHARES: readonly (readonly [fault: FaultOfOrder, percent: number, possible: number])[] = [
  // With the part of orders that can have the fault at all: one of single vision lenses has no addition to forget.
  ['addition-missing', 30.5, 0.42],
  ['pd-missing', 23.3, 0.84],
  ['axis-missing', 7, 0.8],
  ['axis-impossible', 4, 0.8],
  ['sign-missing', 11, 0.93],
  ['frame-data-missing', 9, 0.84],
  ['tint-unclear', 5.3, 1],
  ['height-too-low', 4, 0.42],
  ['power-mistyped', 3, 1],
  ['phrase-unclear', 2.9, 1],
]

const LOT = lotOf(SHARES.map(([fault, percent, possible]) => [fault, percent / possible] as const))

/** Attempts at a fault for one that can be: practices' shares of faulty orders count those that are. */
export const ATTEMPTS = SHARES.reduce((sum, [, percent, possible]) => sum + percent / possible / 100, 0)

interface Written {
  readonly job: Facts
  readonly right: Facts
  readonly left: Facts
}

const has = (facts: Facts, id: string): boolean => facts[id] !== undefined && facts[id] !== null

const CAN: Readonly<Record<FaultOfOrder, (order: Order, eye: Facts) => boolean>> = {
  'addition-missing': (_, eye) => has(eye, 'rx.add'),
  'pd-missing': ({ work }) => !work.uncut,
  'axis-missing': (_, eye) => has(eye, 'rx.cylinder'),
  'axis-impossible': (_, eye) => has(eye, 'rx.cylinder'),
  'sign-missing': (_, eye) => eye['rx.sphere'] !== 0,
  'frame-data-missing': ({ work }) => !work.uncut,
  'tint-unclear': () => true,
  'height-too-low': ({ product }) => product.kind !== 'single',
  'power-mistyped': () => true,
  'phrase-unclear': () => true,
}

const TEXTS = ['like last time', 'G15 or similar', 'light brown, fading', 'see sample', 'sunglass dark']
const PHRASES = ['SUPERCLEAN', 'premium pack', 'same coating as before', 'AR deluxe+']

const text = (draw: Draw, texts: readonly string[]): string => texts[below(draw, texts.length)] ?? ''

/** Writes the fault into copies of the facts. */
const WRITE: Readonly<Record<FaultOfOrder, (draw: Draw, written: Written, eye: Facts) => void>> = {
  'addition-missing': (_, { right, left }) => {
    delete right['rx.add']
    delete left['rx.add']
  },
  'pd-missing': (draw, { right, left }, eye) => {
    if (chance(draw, 0.3)) delete eye['fitting.pd']
    else for (const facts of [right, left]) delete facts['fitting.pd']
  },
  'axis-missing': (_, __, eye) => {
    delete eye['rx.axis']
  },
  'axis-impossible': (draw, _, eye) => {
    eye['rx.axis'] = 181 + below(draw, 120)
  },
  'sign-missing': (_, __, eye) => {
    eye['rx.sphere'] = Math.abs(Number(eye['rx.sphere']))
    eye['rx.signMissing'] = true
  },
  'frame-data-missing': (draw, { job, right, left }) => {
    for (const facts of [right, left]) delete facts['frame.trace']
    for (const id of chance(draw, 0.5) ? ['frame.dbl'] : ['frame.a', 'frame.b', 'frame.ed']) delete job[id] // eslint-disable-line @typescript-eslint/no-dynamic-delete -- ids of a list of ours
  },
  'tint-unclear': (draw, { job }) => {
    delete job['tint.id']
    job['tint.text'] = text(draw, TEXTS)
  },
  'height-too-low': (draw, { right, left }) => {
    const height = 800 + 50 * below(draw, 8)
    for (const facts of [right, left]) facts['fitting.height'] = height
  },
  'power-mistyped': (_, __, eye) => {
    const sphere = Number(eye['rx.sphere'])
    // A zero too many, as far as a form lets it through.
    eye['rx.sphere'] = sphere === 0 ? 25_000 : Math.max(-29_000, Math.min(29_000, sphere * 10))
  },
  'phrase-unclear': (draw, { job }) => {
    job['order.untranslated'] = text(draw, PHRASES)
  },
}

/** The order as the practice wrote it, with one fault in it; null when it cannot have the fault that was drawn. */
export function writeFault(
  draw: Draw,
  order: Order,
): { readonly fault: FaultOfOrder; readonly written: Written } | null {
  const fault = drawn(draw, LOT)
  const side: Eye = order.ordered[below(draw, order.ordered.length)] ?? 'right'
  if (!CAN[fault](order, order[side])) return null
  const written = { job: { ...order.job }, right: { ...order.right }, left: { ...order.left } }
  WRITE[fault](draw, written, written[side])
  return { fault, written }
}
