import { webhookEvents } from '@ils/contract/webhook-events'
import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { shownUrl } from './say-endpoint.ts'
import type { EndpointRow } from './store.ts'

export interface Failing {
  readonly failingSince: Date
  readonly disabledAt: Date
  readonly lastFailure: string
}

/** Says that an endpoint will be switched off, so that somebody can do something before. Its caller says it once. */
export async function warnOfFailing(app: App, trx: Trx, row: EndpointRow, failing: Failing): Promise<void> {
  const { id, practice, version } = row
  const data = {
    ...{ endpointId: id, url: shownUrl(row.url), lastFailure: failing.lastFailure },
    ...{ failingSince: failing.failingSince.toISOString(), disabledAt: failing.disabledAt.toISOString() },
  }
  const fact = { subject: id, subjectVersion: version, practice, data }
  await record(app, trx, webhookEvents.endpointFailing, fact, system('webhooks'))
}
