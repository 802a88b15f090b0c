import type { IncomingHttpHeaders } from 'node:http'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { memoryClaims } from '@ils/lims-client/webhooks/claims/memory-claims'
import { webhookReceiver } from '@ils/lims-client/webhooks/webhook-receiver'
import type { App } from '../../app.ts'
import { listLimsEndpoints } from '../store.ts'

/** A delivery as it came. */
export interface Delivered {
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

// It only spares work: what an event changes is guarded by its id and version in the database.
const claims = memoryClaims()
const RETRY_AFTER = { 'retry-after': '30' }

/**
 * Takes a delivery of the LIMS: verified by one of the secrets that it was registered with or that the settings name, and
 * confirmed only when it was kept.
 */
export async function receiveNews(
  app: App,
  { headers, body }: Delivered,
  keep: (event: WebhookBody) => Promise<void>,
): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string }> {
  const secrets = await knownSecrets(app)
  if (secrets.length === 0) return { status: 503, headers: RETRY_AFTER, body: 'no secret is known here yet' }
  const receive = webhookReceiver({
    ...{ secrets, claims, on: {}, onOther: keep },
    now: () => app.clock.now(),
    onRefused: ({ fault }) => {
      app.log.warn({ fault }, 'a delivery was not believed')
    },
    onError: (error, id) => {
      app.log.warn({ err: error, delivery: id }, 'a delivery could not be kept')
    },
  })
  return receive({ headers, body })
}

async function knownSecrets(app: App): Promise<string[]> {
  const registered = await listLimsEndpoints(app.pool)
  const opened = registered.map(({ name, sealed }) => app.sealer.open(sealed, purposeOf(name)).toString('utf8'))
  return [...opened, ...app.settings.portalWebhookSecrets]
}

export const purposeOf = (name: string): string => `lims-endpoint ${name}`
