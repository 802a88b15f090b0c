import type { Kind, Product, Stuff } from './choose-product.ts'
import type { Order } from './draw-order.ts'
import type { Expected, Making } from './history.ts'

/** Groups of materials that breakages know. */
const GROUPS: Readonly<Record<Stuff, string>> = {
  ...{ cr39: 'plain', mid: 'mid', trivex: 'trivex', poly: 'poly', hi160: 'high', hi167: 'high', hi174: 'high' },
}

/** Shares of surfaced lenses whose blank is not there: what is seldom bought is seldom kept. */
const OUT_OF_STOCK: Readonly<Record<Product['light'], number>> = {
  ...{ clear: 0.02, tint: 0.02, photochromic: 0.05, polarised: 0.05 },
}
const FINISHED_OUT_OF_STOCK = 0.008

/** Times as long in racks as others: progressives wait for their engine, finished lenses hardly at all. */
const PACES: Readonly<Record<Kind, number>> = {
  ...{ single: 1.1, bifocal: 1.25, trifocal: 1.25, progressive: 1.8, office: 1.8 },
}
const FINISHED_PACE = 0.45
const DRILLED_PACE = 1.15

/** What the floor has to know of an order to make it. */
export function planMaking(order: Order, orderedAt: number, question: string | null): Making {
  const { product, work, ordered, rush } = order
  return {
    ...{ orderedAt, rush, work, question },
    pace: (work.surfaced ? PACES[product.kind] : FINISHED_PACE) * (work.drilled ? DRILLED_PACE : 1),
    stuff: GROUPS[product.stuff],
    lenses: ordered.map((eye) => ({ eye, expected: expectedOf(order[eye]) })),
    outOfStock: work.surfaced ? OUT_OF_STOCK[product.light] : FINISHED_OUT_OF_STOCK,
  }
}

/** In minus cylinders, as a lensmeter shows it. */
function expectedOf(facts: Order['right']): Expected {
  const of = (id: string): number => Number(facts[id] ?? 0)
  const [sphere, cylinder, axis] = [of('rx.sphere'), of('rx.cylinder'), of('rx.axis')]
  if (cylinder <= 0) return { sphere, cylinder, axis }
  return { sphere: sphere + cylinder, cylinder: -cylinder, axis: axis > 90 ? axis - 90 : axis + 90 }
}
