import { Type } from '@sinclair/typebox'
import { eventKind } from './event.ts'
import { Nullable, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const
const text = (description: string) => Type.String({ description })

const OfEndpoint = {
  endpointId: text('The endpoint'),
  url: Nullable(text('Where it is called; null: it asks by itself')),
}

const endpointChanged = eventKind({
  type: 'webhooks.endpoint_changed',
  version: 1,
  means: 'Who is told of events changed',
  data: Type.Object(
    {
      ...OfEndpoint,
      did: Words(['registered', 'changed', 'paused', 'resumed', 'rotated', 'removed'], 'What was done to it'),
    },
    closed,
  ),
})

const endpointFailing = eventKind({
  type: 'webhooks.endpoint_failing',
  version: 1,
  means: 'An endpoint answers with nothing but failures and will be switched off',
  data: Type.Object(
    {
      ...OfEndpoint,
      failingSince: text('Since when nothing arrived'),
      disabledAt: text('When it is switched off, if nothing arrives until then'),
      lastFailure: text('What was wrong last, in words'),
    },
    closed,
  ),
})

const endpointDisabled = eventKind({
  type: 'webhooks.endpoint_disabled',
  version: 1,
  means: 'An endpoint was switched off: events for it are kept until it is resumed',
  data: Type.Object({ ...OfEndpoint, reason: text('Why, in words') }, closed),
})

/** Said of endpoints; the one it is said of is never told itself. */
export const webhookEvents = { endpointChanged, endpointFailing, endpointDisabled } as const

/** Sent when somebody tries an endpoint; it is in no log. */
export const webhookTested = eventKind({
  type: 'webhooks.test',
  version: 1,
  means: 'Somebody tries whether an endpoint works',
  data: Type.Object({ endpointId: text('The endpoint'), note: text('That it is only a test, in words') }, closed),
})
