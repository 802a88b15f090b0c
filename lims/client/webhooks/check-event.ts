import { eventKinds } from '@ils/contract/events'
import type { Cause } from '@ils/contract/problem'
import { checkOf } from '@ils/contract/validate'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { tolerant } from '../checks-by-ajv.ts'

/**
 * What of an event's data does not fit its kind. A kind or a version that this contract does not know fits: a later LIMS
 * may tell more. By ajv, which makes code: for servers.
 */
export function checkEvent(event: WebhookBody): readonly Cause[] {
  const kind = eventKinds.find(({ type, version }) => type === event.type && version === event.version)
  if (!kind) return []
  const checked = checkOf(tolerant(kind.data))(event.data, 'data')
  return checked.ok ? [] : checked.causes
}
