import { Type } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Event, eventKind } from './event.ts'
import { Nullable, PracticeId, Words } from './shapes.ts'
import { roleNames, scopeNames } from './roles.ts'

export const readEvents = endpoint({
  method: 'GET',
  path: '/api/events',
  noun: 'events',
  summary: 'Read the event log from a position, in order',
  description:
    'Keep `position` and give it back as `after`: nothing is skipped and nothing comes twice. With `waitSeconds` an empty page is held until something happens.',
  access: { scope: 'events:read' },
  query: Type.Object(
    {
      after: Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 0,
        description: 'Position: events after it',
      }),
      limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most' }),
      type: Type.Optional(
        Type.String({ maxLength: 400, pattern: '^[a-z0-9_.,]+$', description: 'Only these types, comma-separated' }),
      ),
      subject: Type.Optional(Type.String({ maxLength: 80, description: 'Only about this' })),
      practice: Type.Optional(PracticeId),
      waitSeconds: Type.Integer({ minimum: 0, maximum: 30, default: 0, description: 'How long to wait for news' }),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Events in order, and the position to go on from',
    body: Type.Object(
      {
        events: Type.Array(Event, { description: 'In order of the log' }),
        position: Type.Integer({ description: 'Give this as `after` next time' }),
        more: Type.Boolean({ description: 'Whether more is there already' }),
      },
      { additionalProperties: false },
    ),
  },
  repeat: 'safe',
})

const HolderFact = {
  holderId: Type.String({ description: 'The holder' }),
  kind: Words(['person', 'service'], 'Person or program'),
  roles: Type.Array(Words(roleNames, 'A role')),
}
const KeyFact = {
  keyId: Type.String({ description: 'The key' }),
  holderId: Type.String({ description: 'Whose it is' }),
  prefix: Type.String({ description: 'How the key begins' }),
  scopes: Type.Array(Words(scopeNames, 'A scope')),
  expiresAt: Nullable(Type.String({ description: 'From when on it does not work' })),
}

export const holderAdded = eventKind({
  type: 'access.holder_added',
  version: 1,
  means: 'A person or a program was given access',
  data: Type.Object(HolderFact, { additionalProperties: false }),
})
export const holderChanged = eventKind({
  type: 'access.holder_changed',
  version: 1,
  means: 'Roles, name or state of a holder changed',
  data: Type.Object(
    {
      ...HolderFact,
      disabled: Type.Boolean(),
      changed: Type.Array(Type.String(), { description: 'The fields that changed' }),
    },
    { additionalProperties: false },
  ),
})
export const keyMade = eventKind({
  type: 'access.key_made',
  version: 1,
  means: 'An API key was made',
  data: Type.Object(KeyFact, { additionalProperties: false }),
})
export const keyRotated = eventKind({
  type: 'access.key_rotated',
  version: 1,
  means: 'An API key was replaced by a new one',
  data: Type.Object(
    {
      ...KeyFact,
      replacedBy: Type.String({ description: 'The new key' }),
      worksUntil: Type.String({ description: 'End of the overlap' }),
    },
    { additionalProperties: false },
  ),
})
export const keyRevoked = eventKind({
  type: 'access.key_revoked',
  version: 1,
  means: 'An API key was taken away',
  data: Type.Object(KeyFact, { additionalProperties: false }),
})

export const keyExpired = eventKind({
  type: 'access.key_expired',
  version: 1,
  means: 'An API key reached its end and opens nothing any more',
  data: Type.Object(KeyFact, { additionalProperties: false }),
})

/** Every event of the LIMS, by hand. */
export const eventKinds = [holderAdded, holderChanged, keyMade, keyRotated, keyRevoked, keyExpired]
