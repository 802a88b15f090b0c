import type { WebhookBody } from '@ils/contract/webhook-body'
import type { ClaimStore } from './claims/claim-store.ts'
import { verifyWebhookSignature, type Delivery, type VerifyOptions } from './verify-webhook-signature.ts'
import { WebhookRefused } from './webhook-refused.ts'

export interface ReceiverOptions extends VerifyOptions {
  readonly claims: ClaimStore
  /** What to do by type of event. Returns when it is kept: only then is the sender told that it arrived. */
  readonly on: Readonly<Record<string, WebhookHandler>>
  /** A type that `on` does not name; without it such events are taken and left. */
  readonly onOther?: WebhookHandler
  /** For logs: what was not believed, and what a handler threw. */
  readonly onRefused?: (refused: WebhookRefused) => void
  readonly onError?: (error: unknown, id: string) => void
}

/** Answers `unsubscribe` to be sent no more. */
export type WebhookHandler = (event: WebhookBody, about: { readonly sentAt: Date }) => Promise<unknown>

export interface ReceiverAnswer {
  readonly status: 200 | 400 | 410 | 413 | 500 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const RETRY_SECONDS = '5'
const answer = (
  status: ReceiverAnswer['status'],
  body: string,
  headers: Record<string, string> = {},
): ReceiverAnswer => ({
  ...{ status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body },
})

/**
 * Takes deliveries: believed only with a signature, handled once each however often they come, and confirmed only after
 * that. Knows no web framework.
 */
export function webhookReceiver(options: ReceiverOptions): (delivery: Delivery) => Promise<ReceiverAnswer> {
  return async (delivery) => {
    let verified
    let event: WebhookBody
    try {
      verified = await verifyWebhookSignature(delivery, options)
      event = readEvent(verified.body)
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error
      options.onRefused?.(error)
      return answer(error.fault === 'body_too_large' ? 413 : 400, error.message)
    }
    const { id, sentAt } = verified
    const claim = await options.claims.claim(id)
    if (claim === 'done') return answer(200, 'taken before')
    // Somebody is at it: were this one confirmed, and that one to fail, nobody would come again.
    if (claim === 'busy') return answer(503, 'being handled', { 'retry-after': RETRY_SECONDS })
    try {
      const said = await (options.on[event.type] ?? options.onOther)?.(event, { sentAt })
      await options.claims.done(id)
      return said === 'unsubscribe' ? answer(410, 'no more, please') : answer(200, 'taken')
    } catch (error) {
      options.onError?.(error, id)
      await options.claims.release(id)
      return answer(500, 'the handler failed', { 'retry-after': RETRY_SECONDS })
    }
  }
}

function readEvent(body: Uint8Array): WebhookBody {
  try {
    const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string') {
      // Signed by the sender, whose contract it is.
      return event as WebhookBody
    }
  } catch {
    // Said below.
  }
  throw new WebhookRefused('body_not_json', 'the body is no event')
}
