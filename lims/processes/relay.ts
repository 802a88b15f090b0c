import { runSealer } from '@ils/platform/audit/seal-entries'
import { runRelay } from '@ils/platform/events/relay'
import { forgetOldKeys } from '@ils/platform/idempotency/store'
import { accessReactions } from '../access/reactions.ts'
import type { App } from '../app.ts'
import { forgetOldMessages } from '../devices/public.ts'
import { callSweep } from '../production/public.ts'
import { forgetOldDeliveries, runFanOut } from '../webhooks/public.ts'

/** Every reaction of the LIMS, by hand. */
const reactions = [...accessReactions]

const SWEEP_MS = 60_000
const HOUSEKEEPING_MS = 600_000
const KEEP_IDEMPOTENCY_DAYS = 7
const MOST_FORGOTTEN = 10_000

/** Carries events to reactions and webhooks, seals the audit trail, and forgets what is past its time. */
export function startRelay(app: App, databaseUrl: string, holder: string) {
  const { listener, metrics } = app
  const relay = runRelay<App>({ app, databaseUrl, listener, metrics, reactions, holder })
  const sealer = runSealer(app, databaseUrl)
  const webhooks = runFanOut(app, databaseUrl)
  const housekeeping = setInterval(() => {
    forgetOldKeys(app.pool, KEEP_IDEMPOTENCY_DAYS, MOST_FORGOTTEN).catch((error: unknown) => {
      app.log.warn({ err: error }, 'old idempotency keys could not be forgotten')
    })
    forgetOldMessages(app).catch((error: unknown) => {
      app.log.warn({ err: error }, 'old messages of lines could not be forgotten')
    })
    forgetOldDeliveries(app).catch((error: unknown) => {
      app.log.warn({ err: error }, 'old deliveries of webhooks could not be forgotten')
    })
  }, HOUSEKEEPING_MS)
  housekeeping.unref()
  const sweep = setInterval(() => {
    callSweep(app).catch((error: unknown) => {
      app.log.warn({ err: error }, 'the sweep of the floor could not be called')
    })
  }, SWEEP_MS)
  sweep.unref()
  return {
    get holding() {
      return relay.holding
    },
    async close() {
      clearInterval(housekeeping)
      clearInterval(sweep)
      await Promise.all([relay.close(), sealer.close(), webhooks.close()])
    },
  }
}
