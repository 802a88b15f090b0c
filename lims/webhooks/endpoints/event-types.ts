import { exampleBody } from '@ils/contract/event-examples'
import { bodySchemaOf } from '@ils/contract/event-schema'
import { practiceEventTypes, publicEventTypes, toldKinds } from '@ils/contract/told-events'
import { webhookTested } from '@ils/contract/webhook-events'
import type { EventType } from '@ils/contract/webhooks'

/** What can be told to somebody, with the promise of its shape. */
export function eventTypesFor(practice: string | null): EventType[] {
  return [...toldKinds(practice), webhookTested].map((kind) => {
    const { type, version, means } = kind
    const toPractices = practiceEventTypes.includes(type) || publicEventTypes.includes(type) || kind === webhookTested
    return { type, version, means, toPractices, schema: bodySchemaOf(kind), example: exampleBody(kind) }
  })
}
