import type { LimsClient } from '@ils/lims-client/lims-client'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { signDelivery } from '@ils/platform/signing/sign-delivery'

export interface Forwarded {
  readonly position: number
  readonly body: WebhookBody
  /** Null: nobody answered. */
  readonly status: number | null
  readonly ms: number
  readonly error: string | null
}

export interface Forwarding {
  readonly lims: LimsClient
  readonly endpointId: string
  readonly from: number
  readonly secret: string
  readonly to: string
  readonly signal: AbortSignal
  /** Answers whether to go on. */
  onForwarded(one: Forwarded): boolean
}

const WAIT_SECONDS = 25
const TIMEOUT_MS = 15_000

/** Asks for what happens and sends it to a receiver on this machine, one after the other, as the LIMS itself would. */
export async function forwardFeed(options: Forwarding): Promise<void> {
  const { lims, endpointId, signal } = options
  let after = options.from
  while (!signal.aborted) {
    const query = { after, waitSeconds: WAIT_SECONDS }
    const page = await lims.readFeed({ params: { endpointId }, query, signal })
    for (const { position, body } of page.events) {
      if (signal.aborted || !options.onForwarded({ position, body, ...(await send(options, body)) })) return
    }
    after = page.position
  }
}

async function send({ to, secret }: Forwarding, event: WebhookBody): Promise<Omit<Forwarded, 'position' | 'body'>> {
  const body = Buffer.from(JSON.stringify(event))
  const signed = signDelivery({ id: event.id, at: new Date(), body, secrets: [secret] })
  const began = performance.now()
  const ended = () => Math.round(performance.now() - began)
  try {
    const headers = { 'content-type': 'application/json', 'user-agent': 'ils webhooks listen', ...signed }
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const answer = await fetch(to, { method: 'POST', redirect: 'manual', headers, body, signal })
    await answer.body?.cancel()
    return { status: answer.status, ms: ended(), error: answer.ok ? null : `answered ${answer.status}` }
  } catch (error) {
    const { message, cause } = error as Error // fetch throws nothing else.
    return { status: null, ms: ended(), error: cause instanceof Error ? cause.message : message }
  }
}
