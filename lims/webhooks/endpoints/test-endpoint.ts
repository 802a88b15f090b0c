import type { WebhookBody } from '@ils/contract/webhook-body'
import { webhookTested } from '@ils/contract/webhook-events'
import type { AnswerOf } from '@ils/contract/endpoint'
import type { testWebhook } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { attemptOnce } from '../deliveries/attempt-once.ts'
import { mustSeeEndpoint } from '../policy.ts'
import { shownUrl } from './say-endpoint.ts'
import { findEndpoint, type EndpointRow } from './store.ts'

type Tested = AnswerOf<typeof testWebhook>

/** Sends an event that says that nothing happened, the way every other is sent. */
export async function testEndpoint(app: App, actor: Actor, id: string): Promise<Tested> {
  const row = mustSeeEndpoint(actor, id, await findEndpoint(app.db, id))
  const { url } = row
  if (url === null) throw notCalled(id)
  const body = testBody(app, row)
  const { judged, answer } = await attemptOnce(app, row, body)
  const delivered = judged.verdict === 'delivered'
  const { status, ms } = answer
  await keepAudit(app, app.db, actor, {
    ...{ action: 'webhook.tested', subject: id, practice: row.practice },
    detail: { url: shownUrl(url), delivered, status },
  })
  return { delivered, status, ms, error: judged.error, answer: answer.body, sent: JSON.stringify(body) }
}

function testBody(app: App, { id, practice, version }: EndpointRow): WebhookBody {
  return {
    ...{ id: app.ids('evt'), type: webhookTested.type, version: webhookTested.version, practice },
    ...{ timestamp: app.clock.now().toISOString(), subject: id, subjectVersion: version, releaseId: null },
    data: { endpointId: id, note: 'A test: nothing happened' },
  }
}

function notCalled(id: string): Refusal {
  const message = `Endpoint ${id} has no url: it is not called, it asks by the feed`
  return new Refusal('invalid_request', message, {
    causes: [{ code: 'no_url', field: 'params.endpointId', message, value: id }],
  })
}
