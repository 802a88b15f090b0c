import { Type } from '@sinclair/typebox'
import { eventKind } from '@ils/contract/event'
import { jobKinds } from '@ils/contract/jobs'
import { Nullable, Words } from '@ils/contract/shapes'
import { orderStates } from './order-states.ts'
import { closed } from './shapes.ts'

const text = (description: string) => Type.String({ description })
const maybe = (description: string) => Nullable(text(description))
const Day = Type.String({ format: 'date', description: 'A day' })

/** What every event of an order says. Never whom it is for, and nothing of the prescription. */
const ofOrder = {
  orderId: text('The order'),
  jobId: maybe('Its job at the lab'),
  status: Words(orderStates, 'Where it is now'),
}
const named = (type: string, means: string) => ({ type: `order.${type}`, version: 1, means })

export const orderTaken = eventKind({
  ...named('taken', 'A practice ordered'),
  data: Type.Object(
    {
      ...ofOrder,
      kind: Words(jobKinds, 'New, or made again'),
      original: maybe('The order that it makes again'),
      attempt: Type.Integer({ description: '1 for the first form of it; one more each time it was amended' }),
    },
    closed,
  ),
})
export const orderSent = eventKind({
  ...named('sent', 'The lab confirmed an order'),
  data: Type.Object({ ...ofOrder, promisedOn: Nullable(Day), queuePosition: Nullable(Type.Integer()) }, closed),
})
export const orderHeld = eventKind({
  ...named('held', 'An order waits until somebody does something'),
  data: Type.Object({ ...ofOrder, by: text('practice or lab'), reason: text('Why') }, closed),
})
export const orderMoved = eventKind({
  ...named('status_changed', 'An order came into another state'),
  data: Type.Object({ ...ofOrder, from: Words(orderStates, 'Where it was'), reason: maybe('Why') }, closed),
})
export const orderPromised = eventKind({
  ...named('promise_changed', 'The promised day of an order moved'),
  data: Type.Object({ ...ofOrder, from: Nullable(Day), promisedOn: Day, reason: maybe('Why') }, closed),
})
export const orderToldOf = eventKind({
  ...named('told_of', 'Something happened to an order at the lab'),
  data: Type.Object({ ...ofOrder, what: text('The event of the lab') }, closed),
})
export const orderCancelled = eventKind({
  ...named('cancelled', 'An order is not wanted any more'),
  data: Type.Object({ ...ofOrder, reason: text('Why'), fee: Type.Integer({ description: 'Minor units' }) }, closed),
})

export const patientErased = eventKind({
  type: 'patient.erased',
  version: 1,
  means: 'A patient cannot be read any more',
  data: Type.Object({ patientId: text('The patient') }, closed),
})

export const catalogueChanged = eventKind({
  type: 'catalogue.changed',
  version: 1,
  means: 'Orders are judged by another release',
  data: Type.Object({ release: Type.Integer({ description: 'Its number' }), hash: text('The ordering part') }, closed),
})

export const catalogueToldOf = eventKind({
  type: 'catalogue.told_of',
  version: 1,
  means: 'What a release changed for those who order is written down',
  data: Type.Object({ release: Type.Integer({ description: 'Its number' }) }, closed),
})

/** Every event of orders, patients and the catalogue, by hand. */
export const orderEventKinds = [
  orderTaken,
  orderSent,
  orderHeld,
  orderMoved,
  orderPromised,
  orderToldOf,
  orderCancelled,
] as const
