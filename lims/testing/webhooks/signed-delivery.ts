import { createHmac } from 'node:crypto'
import type { Event } from '@ils/contract/event'

/** An event as a LIMS delivers it, signed by a secret of base64 (Standard Webhooks 1.0.0). */
export function signedDelivery(
  event: Event,
  secret: string,
  now: Date,
): { headers: Record<string, string>; body: string } {
  const { seq: _, at: timestamp, correlationId: __, actor: ___, ...rest } = event
  const body = JSON.stringify({ ...rest, timestamp })
  const at = String(Math.floor(now.getTime() / 1000))
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${rest.id}.${at}.${body}`).digest('base64')
  const signed = { 'webhook-id': rest.id, 'webhook-timestamp': at, 'webhook-signature': `v1,${mac}` }
  return { headers: { 'content-type': 'application/json', ...signed }, body }
}
