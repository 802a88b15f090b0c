import type { Cause } from '@ils/contract/problem'
import type { WebhookBody } from '@ils/contract/webhook-body'
import type { ClaimStore } from './claims/claim-store.ts'
import type { EventOf, EventType } from './event-of.ts'
import { ChangeUnderWay } from './newest/newest-seen.ts'
import { readEvent } from './read-event.ts'
import { verifyWebhookSignature, type Delivery, type VerifyOptions } from './verify-webhook-signature.ts'
import type { WebhookHandler } from './webhook-handler.ts'
import { WebhookRefused, type WebhookFault } from './webhook-refused.ts'

export interface ReceiverOptions extends VerifyOptions {
  readonly claims: ClaimStore
  /** What to do by type of event. Returns when it is kept: only then is the sender told that it arrived. */
  readonly on: { readonly [T in EventType]?: WebhookHandler<EventOf<T>> }
  /** A type that `on` does not name; without it such events are taken and left. */
  readonly onOther?: WebhookHandler
  /** What of the data does not fit: `checkEvent`, where you want to know before a handler does. */
  readonly check?: (event: WebhookBody) => readonly Cause[]
  /** For logs: what was not believed, and what a handler or a store of claims threw. */
  readonly onRefused?: (refused: WebhookRefused) => void
  readonly onError?: (error: unknown, id: string) => void
}

export interface ReceiverAnswer {
  readonly status: 200 | 400 | 410 | 413 | 500 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Takes one delivery and says what to answer. */
export type Receive = (delivery: Delivery) => Promise<ReceiverAnswer>

const RETRY_SECONDS = '5'
const answer = (
  status: ReceiverAnswer['status'],
  body: string,
  headers: Record<string, string> = {},
): ReceiverAnswer => ({
  ...{ status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body },
})
const later = (status: 500 | 503, body: string): ReceiverAnswer =>
  answer(status, body, { 'retry-after': RETRY_SECONDS })

/** A parser in front of us is our own mistake: the sender shall come again when it is mended. */
const statusOf = (fault: WebhookFault): 400 | 413 | 500 =>
  fault === 'body_too_large' ? 413 : fault === 'body_not_raw' ? 500 : 400

/**
 * Takes deliveries: believed only with a signature, handled once each however often they come, and confirmed only after
 * that. Knows no web framework.
 */
export function webhookReceiver(options: ReceiverOptions): Receive {
  const handlers = new Map(Object.entries(options.on) as [string, WebhookHandler][]) // Each is given its own type below.

  return async (delivery) => {
    let verified
    let event: WebhookBody
    try {
      verified = await verifyWebhookSignature(delivery, options)
      event = readEvent(verified.body)
      mustFit(event)
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error
      options.onRefused?.(error)
      return answer(statusOf(error.fault), error.message)
    }
    const { id, sentAt } = verified
    try {
      const claim = await options.claims.claim(id)
      if (claim === 'done') return answer(200, 'taken before')
      // Somebody is at it: were this one confirmed, and that one to fail, nobody would come again.
      if (claim === 'busy') return later(503, 'being handled')
    } catch (error) {
      options.onError?.(error, id)
      return later(503, 'cannot be taken now')
    }
    try {
      const said = await (handlers.get(event.type) ?? options.onOther)?.(event, { sentAt })
      await options.claims.done(id)
      return said === 'unsubscribe' ? answer(410, 'no more, please') : answer(200, 'taken')
    } catch (error) {
      await release(id)
      if (error instanceof ChangeUnderWay) return later(503, error.message)
      options.onError?.(error, id)
      return later(500, 'the handler failed')
    }
  }

  function mustFit(event: WebhookBody): void {
    const causes = options.check?.(event) ?? []
    if (causes.length === 0) return
    const said = causes.map(({ message }) => message).join('; ')
    throw new WebhookRefused('data_unexpected', `the data of ${event.type} is not what it promises: ${said}`)
  }

  async function release(id: string): Promise<void> {
    try {
      await options.claims.release(id)
    } catch (error) {
      // It ends by itself after a while; until then attempts are told to come later.
      options.onError?.(error, id)
    }
  }
}
