import { Type } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Id, Instant, Nullable } from './shapes.ts'

/** Paths that integrators were promised and that a later version serves: they can be programmed against already. */
export const registerWebhook = endpoint({
  method: 'POST',
  path: '/api/webhooks/status',
  noun: 'webhooks',
  summary: 'Be told when a job changes',
  coming: 'with webhooks',
  access: { scope: 'events:read' },
  body: Type.Object(
    {
      url: Type.String({ format: 'uri', maxLength: 2000, description: 'Where to' }),
      events: Type.Optional(
        Type.Array(Type.String({ maxLength: 80 }), { maxItems: 100, description: 'Only these types; left out: all' }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 201,
    means: 'The endpoint and, this once, its secret',
    body: Type.Object(
      {
        id: Id('whk', 'The endpoint'),
        url: Type.String(),
        secret: Nullable(Type.String({ secret: true, description: 'To verify signatures with' })),
        createdAt: Instant('When it was registered'),
      },
      { additionalProperties: false },
    ),
  },
  repeat: 'keyed',
})
