import type { Delivery, WholeDelivery } from '@ils/contract/webhook-deliveries'
import type { AttemptRow, DeliveryRow } from './store.ts'

export function showDelivery(row: DeliveryRow): Delivery {
  const { type, subject, state, tries } = row
  return {
    ...{ endpointId: row.endpoint_id, eventId: row.event_id, position: row.seq, type, subject, state, tries },
    ...{ lastOutcome: row.last_outcome, lastStatus: row.last_status },
    ...{ createdAt: row.created_at.toISOString(), settledAt: row.settled_at?.toISOString() ?? null },
  }
}

export function showAttempt(row: AttemptRow): WholeDelivery['attempts'][number] {
  const { ms, outcome, url, status, error } = row
  return {
    ...{ at: row.at.toISOString(), ms, outcome, url, status, error, requestHeaders: row.request_headers },
    ...{ responseHeaders: row.response_headers, responseBody: row.response_body },
  }
}
