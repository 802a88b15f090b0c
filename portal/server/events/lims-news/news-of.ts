import type { Event } from '@ils/contract/event'
import type { WebhookBody } from '@ils/contract/webhook-body'

/** An event of the LIMS's log as it would be told by webhook. */
export function newsOf({ seq: _, at: timestamp, correlationId: __, actor: ___, ...rest }: Event): WebhookBody {
  return { ...rest, timestamp }
}
