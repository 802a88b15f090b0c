import type { App } from '../../app.ts'
import { fanOutLag } from './fan-out/store.ts'
import { countOpenBreakers } from './health/store.ts'
import { longestWaitSeconds } from './store.ts'

/** Whether everybody is told in time, and who is not. */
export function watchDeliveries({ metrics, pool, clock }: App): void {
  metrics.gauge('ils_webhook_events_waiting', 'Events that were not looked through for whom to tell', () =>
    fanOutLag(pool),
  )
  metrics.gauge('ils_webhook_due_seconds', 'How long the oldest due delivery waits for a worker', () =>
    longestWaitSeconds(pool, clock.now()),
  )
  metrics.gauge('ils_webhook_breakers_open', 'Endpoints that are left alone because they fail', () =>
    countOpenBreakers(pool),
  )
}
