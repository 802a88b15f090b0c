import type { WebhookEndpoint } from '@ils/contract/webhooks'
import type { EndpointRow } from './store.ts'

/** As everybody may see it who sees it at all: no secret. */
export function showEndpoint(row: EndpointRow, now: Date): WebhookEndpoint {
  const { id, practice, url, description, practices, signing, state, version } = row
  const until = row.secret_before_until
  const overlaps = until !== null && until > now
  const keys = [row.public_key, overlaps ? row.public_key_before : null]
  return {
    ...{ id, practice, url, description, events: row.event_types, practices, signing },
    publicKeys: keys.filter((key) => key !== null),
    ...{ state, stateReason: row.state_reason, stateSince: row.state_since.toISOString() },
    oldSecretUntil: overlaps ? until.toISOString() : null,
    ...{ fromPosition: row.from_seq, version, createdBy: row.created_by },
    ...{ createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString() },
  }
}
