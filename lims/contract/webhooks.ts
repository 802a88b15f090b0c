import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const

export const WebhookId = Id('whk', 'The endpoint')

const Url = Nullable(
  Type.String({
    format: 'uri',
    maxLength: 2000,
    description: 'Where it is called; null: it is not, and asks by the feed',
    examples: ['https://portal.example/api/webhooks/lims-status'],
  }),
)
const EventTypes = Nullable(
  Type.Array(Type.String({ maxLength: 80, pattern: '^[a-z0-9_]+([.][a-z0-9_]+)*([.][*])?$' }), {
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: 'Only these types; `job.*` means all that begin so; null or left out: all that may be told',
    examples: [['job.*', 'catalog.updated']],
  }),
)
const Practices = Nullable(
  Type.Array(PracticeId, {
    minItems: 1,
    maxItems: 500,
    uniqueItems: true,
    description:
      'Of an endpoint of the lab: only events of these practices, and those of no practice; null or left out: all',
  }),
)
const Description = Type.String({
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
  description: 'What it is for',
})
const Signing = Words(['v1', 'v1a'], 'HMAC-SHA256 with a shared secret, or Ed25519 with a public key')

export const WebhookEndpoint = Type.Object(
  {
    id: WebhookId,
    practice: Nullable(Type.String({ description: 'Whose it is; null: the lab’s own' })),
    url: Nullable(Type.String({ description: 'Where it is called; null: it asks by the feed' })),
    description: Type.String({ description: 'What it is for' }),
    events: Nullable(Type.Array(Type.String(), { description: 'Only these types; null: all that may be told' })),
    practices: Nullable(Type.Array(Type.String(), { description: 'Only of these practices; null: of all' })),
    signing: Signing,
    publicKeys: Type.Array(Type.String(), {
      description:
        'Of `v1a`: what to verify with, `whpk_…`, the new one first. To be pinned, never taken from a delivery',
    }),
    state: Words(['active', 'paused', 'disabled'], 'Told; not told for now; switched off because nothing arrived'),
    stateReason: Nullable(Type.String({ description: 'Why, in words' })),
    stateSince: Instant('Since when'),
    oldSecretUntil: Nullable(Instant('How long deliveries are signed with the secret before, too')),
    fromPosition: Type.Integer({ description: 'Events behind this position of the log are told' }),
    version: Type.Integer({ minimum: 1, description: 'How many changes it had' }),
    createdBy: Nullable(Type.String({ description: 'Who registered it' })),
    createdAt: Instant('When it was registered'),
    updatedAt: Instant('When it was last changed'),
  },
  { ...closed, description: 'Who is told of events' },
)
export type WebhookEndpoint = Static<typeof WebhookEndpoint>

const NewSecret = Type.Object(
  {
    ...WebhookEndpoint.properties,
    secret: Nullable(
      Type.String({
        secret: true,
        description:
          'To verify signatures with, `whsec_…`, shown this once; null with `v1a`, where the public key does that. A repeat with the same Idempotency-Key and credentials shows it again, with others null',
      }),
    ),
  },
  closed,
)
export type NewWebhookSecret = Static<typeof NewSecret>

const Health = Type.Object(
  {
    calling: Words(['usually', 'paused', 'on_trial'], 'As usual; not for a while because it fails; one try decides'),
    failuresInARow: Type.Integer({ description: 'Tries that failed since the last that did not' }),
    failingSince: Nullable(Instant('Since when nothing arrives')),
    lastSuccessAt: Nullable(Instant('When something arrived last')),
    nextTryAt: Nullable(Instant('While it is not called because it fails: until when')),
  },
  { ...closed, description: 'How it went since it was last set going' },
)
const ShownEndpoint = Type.Object({ ...WebhookEndpoint.properties, health: Health }, closed)
export type ShownEndpoint = Static<typeof ShownEndpoint>

const oneEndpoint = Type.Object({ endpointId: WebhookId }, closed)

export const registerWebhook = endpoint({
  method: 'POST',
  path: '/api/webhooks/status',
  noun: 'webhooks',
  summary: 'Be told of events from now on',
  description:
    'Deliveries are signed by Standard Webhooks 1.0.0 and come at least once, for one subject in order. Whoever sees one practice is told of that practice, and registers for it.',
  access: { scope: 'webhooks:write' },
  body: Type.Object(
    {
      url: Url,
      events: Type.Optional(EventTypes),
      description: Type.Optional(Description),
      practice: Type.Optional(Nullable(PracticeId)),
      practices: Type.Optional(Practices),
      signing: Type.Optional(Signing),
    },
    closed,
  ),
  answer: { status: 201, means: 'The endpoint and, this once, its secret', body: NewSecret },
  refusals: ['webhooks_off'],
  repeat: 'keyed',
})

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/api/webhooks',
  noun: 'webhooks',
  summary: 'Who is told of events',
  access: { scope: 'webhooks:read' },
  query: Type.Object({ ...pageQuery, practice: Type.Optional(PracticeId) }, closed),
  answer: { status: 200, means: 'Endpoints, oldest first', body: Page(WebhookEndpoint, 'Endpoints') },
  repeat: 'safe',
})

export const getWebhook = endpoint({
  method: 'GET',
  path: '/api/webhooks/:endpointId',
  noun: 'webhooks',
  summary: 'One endpoint, without its secret, and how it goes with it',
  access: { scope: 'webhooks:read' },
  params: oneEndpoint,
  answer: { status: 200, means: 'The endpoint', body: ShownEndpoint },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const changeWebhook = endpoint({
  method: 'PATCH',
  path: '/api/webhooks/:endpointId',
  noun: 'webhooks',
  summary: 'Change where an endpoint is called, or what it is told of',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'The version you saw' }),
      url: Type.Optional(Url),
      events: Type.Optional(EventTypes),
      description: Type.Optional(Description),
      practices: Type.Optional(Practices),
    },
    closed,
  ),
  answer: { status: 200, means: 'The endpoint as it is now', body: WebhookEndpoint },
  refusals: ['not_found', 'conflict'],
  repeat: 'natural',
})

export const removeWebhook = endpoint({
  method: 'DELETE',
  path: '/api/webhooks/:endpointId',
  noun: 'webhooks',
  summary: 'Tell an endpoint nothing any more; its secret is forgotten',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  answer: { status: 200, means: 'The endpoint as it was', body: WebhookEndpoint },
  refusals: ['not_found'],
  repeat: 'natural',
})

export const pauseWebhook = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/pause',
  noun: 'webhooks',
  summary: 'Do not call an endpoint for now; what happens meanwhile is kept for it',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  body: Type.Object({ reason: Type.Optional(Line('Why')) }, closed),
  answer: { status: 200, means: 'The endpoint, paused', body: WebhookEndpoint },
  refusals: ['not_found'],
  repeat: 'natural',
})

export const resumeWebhook = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/resume',
  noun: 'webhooks',
  summary: 'Call an endpoint again, with what it missed or without',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  body: Type.Object(
    {
      replay: Type.Boolean({
        default: true,
        description: 'true: what it missed is sent first, in order; false: that is skipped',
      }),
      since: Type.Optional(Instant('Of what it missed only what was kept for it from then on')),
    },
    closed,
  ),
  answer: { status: 200, means: 'The endpoint, active', body: WebhookEndpoint },
  refusals: ['not_found'],
  repeat: 'natural',
})

export const rotateWebhookSecret = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/rotate-secret',
  noun: 'webhooks',
  summary: 'Give an endpoint a new secret; for a while deliveries are signed with both',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  body: Type.Object(
    {
      overlapHours: Type.Integer({
        minimum: 0,
        maximum: 168,
        default: 24,
        description: 'How long the old one signs too; 0 when it leaked',
      }),
    },
    closed,
  ),
  answer: { status: 201, means: 'The endpoint and, this once, its new secret', body: NewSecret },
  refusals: ['not_found', 'webhooks_off'],
  repeat: 'keyed',
})

export const testWebhook = endpoint({
  method: 'POST',
  path: '/api/webhooks/:endpointId/test',
  noun: 'webhooks',
  summary: 'Send a test event to an endpoint now, and say what it answered',
  description: 'It is sent once, also to an endpoint that is paused or disabled, and stands in no list of deliveries.',
  access: { scope: 'webhooks:write' },
  params: oneEndpoint,
  answer: {
    status: 200,
    means: 'What came of it',
    body: Type.Object(
      {
        delivered: Type.Boolean({ description: 'Whether it was taken: an answer of 2xx' }),
        status: Nullable(Type.Integer({ description: 'Status of the answer; null: there was none' })),
        ms: Type.Number({ description: 'How long it took, in milliseconds' }),
        error: Nullable(Type.String({ description: 'What went wrong, in words' })),
        answer: Nullable(Type.String({ description: 'Body of the answer, cut at 16 KB' })),
        sent: Type.String({ description: 'The body that was sent' }),
      },
      closed,
    ),
  },
  refusals: ['not_found', 'webhooks_off'],
  repeat: 'natural',
})

const EventType = Type.Object(
  {
    type: Type.String({ description: 'Its name' }),
    version: Type.Integer({ description: 'Version of the shape of `data`' }),
    means: Type.String({ description: 'What happened' }),
    toPractices: Type.Boolean({ description: 'false: told to endpoints of the lab only' }),
    schema: Type.Unsafe<object>({ type: 'object', description: 'JSON Schema of the whole body' }),
    example: Type.Unsafe<object>({ type: 'object', description: 'A body as it is sent' }),
  },
  closed,
)
export type EventType = Static<typeof EventType>

export const listEventTypes = endpoint({
  method: 'GET',
  path: '/api/webhooks/event-types',
  noun: 'webhooks',
  summary: 'What can be told: a meaning, a JSON Schema and an example for each type',
  access: { scope: 'webhooks:read' },
  answer: {
    status: 200,
    means: 'All types that these credentials may be told of',
    body: Type.Object({ types: Type.Array(EventType) }, closed),
  },
  repeat: 'safe',
  conditional: true,
})
