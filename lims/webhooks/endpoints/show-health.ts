import type { ShownEndpoint } from '@ils/contract/webhooks'
import { findHealth } from '../deliveries/health/store.ts'
import type { App } from '../../app.ts'
import { showEndpoint } from './show-endpoint.ts'
import type { EndpointRow } from './store.ts'

const CALLING = { closed: 'usually', open: 'paused', half_open: 'on_trial' } as const

/** An endpoint with how it goes with it; one that was never called has no failures. */
export async function showWithHealth(app: App, row: EndpointRow): Promise<ShownEndpoint> {
  const health = await findHealth(app.db, row.id)
  return {
    ...showEndpoint(row, app.clock.now()),
    health: {
      calling: CALLING[health?.breaker ?? 'closed'],
      failuresInARow: health?.failuresInARow ?? 0,
      failingSince: health?.failingSince?.toISOString() ?? null,
      lastSuccessAt: health?.lastSuccessAt?.toISOString() ?? null,
      nextTryAt: health?.openUntil?.toISOString() ?? null,
    },
  }
}
