import { Type, type Static } from '@sinclair/typebox'
import { Instant, Nullable, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { orderStates } from './order-states.ts'
import { closed } from './shapes.ts'

export const LiveLine = Type.Object(
  {
    position: Type.Integer({ minimum: 0, description: 'Give this as `after` when the stream broke off' }),
    kind: Words(
      ['begun', 'beat', 'order.changed', 'catalogue.changed', 'catalogue.told_of', 'missed'],
      'begun: the first line; beat: nothing new, and the line is alive; catalogue.told_of: there is news of the catalogue; missed: too much for a list, load again',
    ),
    at: Instant('When it happened'),
    order: Nullable(
      Type.Object(
        {
          id: Type.String({ description: 'The order' }),
          status: Words(orderStates, 'Where it is now'),
          version: Type.Integer({ description: 'How many changes it had: the later one counts' }),
          what: Type.String({ description: 'The event: order.status_changed, order.promise_changed …' }),
        },
        { ...closed, description: 'Of order.changed; load the order for the rest' },
      ),
    ),
  },
  closed,
)
export type LiveLine = Static<typeof LiveLine>

export const followLive = endpoint({
  method: 'GET',
  path: '/api/live',
  noun: 'live',
  summary: 'What happens to my orders, as it happens: one JSON object a line',
  description:
    'Read it with `fetch` and a reader. A beat comes every 15 seconds. When it breaks off, ask again with the last `position`: nothing is skipped.',
  access: { scope: 'orders:read' },
  query: Type.Object(
    {
      after: Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Left out: from now on' }),
      ),
    },
    closed,
  ),
  lines: { answer: LiveLine },
  answer: { status: 200, means: 'A line for each thing that happens', type: 'application/x-ndjson' },
  repeat: 'safe',
})
