import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'

/** Hands an order to the lab. However long the LIMS is away, it is tried. */
export const sendOrderTask = taskKind({
  name: 'send-order',
  data: Type.Object({ orderId: Type.String(), attempt: Type.Integer() }, { additionalProperties: false }),
  attempts: 1_000_000,
  backoff: { baseMs: 1000, factor: 2, mostMs: 15_000 },
  concurrency: 8,
  timeLimitMs: 120_000,
})

/** Compares orders on their way with the lab, and heals what differs. */
export const reconcileOrdersTask = taskKind({
  name: 'reconcile-orders',
  data: Type.Object({}, { additionalProperties: false }),
  // The next one comes in a minute.
  attempts: 1,
  concurrency: 1,
  timeLimitMs: 120_000,
})

/** Mails somebody what happened to an order. */
export const tellOfOrderTask = taskKind({
  name: 'tell-of-order',
  data: Type.Object({ orderId: Type.String(), accountId: Type.String() }, { additionalProperties: false }),
  concurrency: 4,
})
