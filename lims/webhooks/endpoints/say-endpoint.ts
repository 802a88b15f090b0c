import { webhookEvents } from '@ils/contract/webhook-events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import type { EndpointRow } from './store.ts'

type Did = 'registered' | 'changed' | 'paused' | 'resumed' | 'rotated' | 'removed'

/** Where events of the lab go to is for the audit trail too. */
export async function sayEndpoint(
  app: App,
  trx: Trx,
  actor: Actor,
  row: EndpointRow,
  did: Did,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { id, practice, version, event_types: events, practices, signing, state } = row
  const url = shownUrl(row.url)
  await record(
    app,
    trx,
    webhookEvents.endpointChanged,
    { subject: id, subjectVersion: version, practice, data: { endpointId: id, url, did } },
    actor,
  )
  await keepAudit(app, trx, actor, {
    ...{ action: `webhook.${did}`, subject: id, practice },
    detail: { url, events, practices, signing, state, ...more },
  })
}

/** Some receivers know their senders by a word behind the question mark: it goes into no log. */
export function shownUrl(text: string | null): string | null {
  if (text === null) return null
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`
}
