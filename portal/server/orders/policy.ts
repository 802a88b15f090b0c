import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { OrderRow } from './store.ts'

/** Orders are made by the people of a practice, for it. */
export function practiceToOrder(actor: Actor): string {
  if (actor.practice !== null) return actor.practice
  throw new Refusal('not_allowed', 'Orders are made by the people of a practice')
}

/** People of a practice see its orders; of others they do not even learn that they are there. The lab sees all. */
export function mustSeeOrder(actor: Actor, order: OrderRow | undefined, orderId: string): asserts order is OrderRow {
  if (order && (actor.practice === null || actor.practice === order.practice)) return
  const message = `There is no order ${orderId}`
  throw new Refusal('not_found', message, {
    causes: [{ code: 'unknown_order', field: 'params.orderId', message, value: orderId }],
  })
}

/** Whose orders are listed: one’s own practice’s, if one belongs to one. */
export function practiceToList(actor: Actor, asked: string | undefined): string | undefined {
  if (actor.practice === null || asked === undefined || asked === actor.practice)
    return asked ?? actor.practice ?? undefined
  const message = `You see the orders of ${actor.practice} only`
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'practice', field: 'query.practice', message, value: asked, limit: actor.practice }],
  })
}

/** Whom an order is for is the practice’s to know: the lab makes it without. */
export const maySeePatients = (actor: Actor): boolean =>
  actor.practice !== null && actor.scopes.includes('patients:read')
