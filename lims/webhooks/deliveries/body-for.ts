import type { Event } from '@ils/contract/event'
import type { WebhookBody } from '@ils/contract/webhook-body'

/** An event as it is told, the same at each try: who did it stays in the lab, and so does who else it is for. */
export function bodyFor(event: Event, { practice: reader }: { readonly practice: string | null }): WebhookBody {
  const { id, type, version, at, practice, subject, subjectVersion, releaseId, data } = event
  const { practices } = data
  const others = reader !== null && Array.isArray(practices)
  return {
    ...{ id, type, version, timestamp: at, practice, subject, subjectVersion, releaseId },
    data: others ? { ...data, practices: practices.filter((one) => one === reader) } : data,
  }
}

export const bytesOf = (body: WebhookBody): Buffer => Buffer.from(JSON.stringify(body))
