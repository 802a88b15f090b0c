import type { Trx } from '@ils/platform/db/database'
import { wakeAfterCommit } from '@ils/platform/db/wake'
import type { App } from '../../app.ts'
import { deliveryChannel } from './channels.ts'
import { forgetHealth } from './health/store.ts'
import { skipPending, wakeLanes } from './store.ts'

export interface Missed {
  /** Whether what it missed is sent; else that is skipped and can be sent later. */
  readonly replay: boolean
  /** Of what it missed only what was written down from then on; null: all. */
  readonly since: Date | null
}

/** To be done in the transaction that sets an endpoint going again. */
export async function resumeLanes(app: App, trx: Trx, endpointId: string, { replay, since }: Missed): Promise<void> {
  const now = app.clock.now()
  // First: whoever settles deliveries holds this row before those.
  await forgetHealth(trx, endpointId)
  if (!replay || since) await skipPending(trx, endpointId, { before: replay ? since : null, now })
  await wakeLanes(trx, endpointId, now)
  wakeAfterCommit(app.pool, trx, deliveryChannel(app.schema))
}
