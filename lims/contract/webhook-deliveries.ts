import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Id, Instant, Nullable, Page, pageQuery, Words } from './shapes.ts'
import { WebhookBody } from './webhook-body.ts'
import { WebhookId } from './webhooks.ts'

const closed = { additionalProperties: false } as const

const deliveryStates = ['pending', 'delivered', 'failed', 'skipped'] as const
const outcomes = ['delivered', 'failed', 'slow_down', 'gone'] as const

const State = Words(
  deliveryStates,
  'pending: it will be sent, or sent again; failed: given up after the last try; skipped: nobody wanted it any more',
)
const EventType = Type.String({ maxLength: 80, pattern: '^[a-z0-9_.]+$', description: 'Type of the event' })

export const Delivery = Type.Object(
  {
    endpointId: WebhookId,
    eventId: Id('evt', 'The event; the same `webhook-id` at every try'),
    position: Type.Integer({ description: 'Where the event stands in the log' }),
    type: EventType,
    subject: Type.String({ description: 'What it happened to: of one subject events are sent in order' }),
    state: State,
    tries: Type.Integer({ description: 'How often it was tried since it was last set going' }),
    lastOutcome: Nullable(Words(outcomes, 'What came of the last try')),
    lastStatus: Nullable(Type.Integer({ description: 'Status of the last answer; null: there was none' })),
    createdAt: Instant('When it was written down'),
    settledAt: Nullable(Instant('When it was delivered, given up or skipped')),
  },
  { ...closed, description: 'One event for one endpoint' },
)
export type Delivery = Static<typeof Delivery>

const Headers = Type.Record(Type.String(), Type.String())

const Attempt = Type.Object(
  {
    at: Instant('When it was sent'),
    ms: Type.Integer({ description: 'How long it took, in milliseconds' }),
    outcome: Words(outcomes, 'slow_down: failed, and the endpoint is called less for a while'),
    url: Type.String({ description: 'Where to' }),
    status: Nullable(Type.Integer({ description: 'Status of the answer; null: there was none' })),
    error: Nullable(Type.String({ description: 'What went wrong, in words' })),
    requestHeaders: Headers,
    responseHeaders: Nullable(Headers),
    responseBody: Nullable(Type.String({ description: 'Cut at 16 KB' })),
  },
  closed,
)

const WholeDelivery = Type.Object(
  {
    ...Delivery.properties,
    dueAt: Nullable(Instant('When its subject is sent next; null where nothing of it waits')),
    body: WebhookBody,
    attempts: Type.Array(Attempt, { description: 'Every try, oldest first' }),
  },
  { ...closed, description: 'A delivery with its body and every try' },
)
export type WholeDelivery = Static<typeof WholeDelivery>

const oneEndpoint = Type.Object({ endpointId: WebhookId }, closed)
const oneDelivery = Type.Object({ endpointId: WebhookId, eventId: Id('evt', 'The event') }, closed)
const Counted = Type.Object(
  { deliveries: Type.Integer({ description: 'How many are sent because of it' }) },
  { ...closed, description: 'What was set going' },
)

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/api/webhooks/:endpointId/deliveries',
  noun: 'webhooks',
  summary: 'What was sent to an endpoint, or waits to be',
  access: { scope: 'webhooks:read' },
  params: oneEndpoint,
  query: Type.Object(
    {
      ...pageQuery,
      state: Type.Optional(State),
      type: Type.Optional(EventType),
      since: Type.Optional(Instant('Only what was written down from then on')),
    },
    closed,
  ),
  answer: { status: 200, means: 'Deliveries, the latest event first', body: Page(Delivery, 'Deliveries') },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const getDelivery = endpoint({
  method: 'GET',
  path: '/api/webhooks/:endpointId/deliveries/:eventId',
  noun: 'webhooks',
  summary: 'One delivery: its body, and every try with request and answer',
  access: { scope: 'webhooks:read' },
  params: oneDelivery,
  answer: { status: 200, means: 'The delivery', body: WholeDelivery },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const resendDelivery = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/deliveries/:eventId/resend',
  noun: 'webhooks',
  summary: 'Send one delivery again, with the same id',
  description:
    'It goes before what waits of its subject, so a receiver has to keep the later version. While the endpoint is paused or disabled it waits.',
  access: { scope: 'webhooks:write' },
  params: oneDelivery,
  answer: { status: 202, means: 'The delivery as it waits now', body: Delivery },
  refusals: ['not_found'],
  repeat: 'keyed',
})

export const recoverDeliveries = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/recover',
  noun: 'webhooks',
  summary: 'Send again everything that was given up',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  body: Type.Object({ since: Instant('Only what was written down from then on') }, closed),
  answer: { status: 202, means: 'How many wait now', body: Counted },
  refusals: ['not_found'],
  repeat: 'natural',
})

export const replayDeliveries = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/replay',
  noun: 'webhooks',
  summary: 'Send what an endpoint was never sent: skipped, or from before it asked',
  description:
    'Everything of the log that it is told of by its filters today, happened since then, and was never sent to it: also from before it was registered, as far back as deliveries are kept.',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  body: Type.Object({ since: Instant('Only what happened from then on') }, closed),
  answer: { status: 202, means: 'How many wait now', body: Counted },
  refusals: ['not_found', 'already_so'],
  repeat: 'natural',
})

export const readFeed = endpoint({
  method: 'GET',
  path: '/api/webhooks/:endpointId/feed',
  noun: 'webhooks',
  summary: 'Ask instead of being called: bodies as they would be sent, from a position',
  description:
    'Keep `position` and give it back as `after`: nothing is skipped and nothing comes twice; any earlier position reads again. With `waitSeconds` an empty page is held until something happens. Works for every endpoint; one without a url is told in no other way.',
  access: { scope: 'webhooks:read' },
  params: oneEndpoint,
  query: Type.Object(
    {
      after: Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 0,
        description: 'Position: events after it; none before the endpoint was registered',
      }),
      limit: Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'How many at most' }),
      waitSeconds: Type.Integer({ minimum: 0, maximum: 30, default: 0, description: 'How long to wait for news' }),
    },
    closed,
  ),
  answer: {
    status: 200,
    means: 'Bodies in order of the log, and the position to go on from',
    body: Type.Object(
      {
        events: Type.Array(
          Type.Object(
            { position: Type.Integer({ description: 'Where it stands in the log' }), body: WebhookBody },
            closed,
          ),
        ),
        position: Type.Integer({ description: 'Give this as `after` next time' }),
        more: Type.Boolean({ description: 'Whether more is there already' }),
      },
      closed,
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})
