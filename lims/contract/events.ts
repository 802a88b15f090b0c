import { Type } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Event, eventKind } from './event.ts'
import { Nullable, PracticeId, Words } from './shapes.ts'
import { deviceEvents } from './device-events.ts'
import { jobEventKinds } from './job-events.ts'
import { roleNames, scopeNames } from './roles.ts'
import { stockEvents } from './stock-events.ts'
import { webhookEvents } from './webhook-events.ts'

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

const ActivationFact = {
  activation: Type.Integer({ description: 'Order of activations: the later one counts' }),
  release: Type.Integer({ description: 'Number of the release' }),
  hash: Type.String({ description: 'Its content' }),
  before: Nullable(Type.Integer({ description: 'What was in force until then' })),
  practices: Nullable(Type.Array(Type.String(), { description: 'For these practices; null: for everyone' })),
  kind: Type.String({ description: 'published, scheduled, pilot, promoted, pilot_ended or rolled_back' }),
}
const DraftFact = {
  draftId: Type.String({ description: 'The draft' }),
  name: Type.String({ description: 'Its name' }),
  version: Type.Integer({ description: 'Its version' }),
  hash: Nullable(Type.String({ description: 'Content of that version' })),
}

export const rulesPublished = eventKind({
  type: 'rules.published',
  version: 1,
  means: 'A release came into force',
  data: Type.Object(ActivationFact, { additionalProperties: false }),
})
export const rulesRolledBack = eventKind({
  type: 'rules.rolled_back',
  version: 1,
  means: 'An earlier release came into force again',
  data: Type.Object(ActivationFact, { additionalProperties: false }),
})
/** The subject is `catalogue`, or `catalogue:<practice>` for one that pilots a release: each sees its own order. */
export const catalogUpdated = eventKind({
  type: 'catalog.updated',
  version: 1,
  means: 'What can be ordered, and by which rules, is another from now on: fetch it anew',
  data: Type.Object(
    {
      release: Type.Integer({ description: 'Number of the release that judges now' }),
      hash: Type.String({ description: 'Its content' }),
      activation: Type.Integer({ description: 'Order of activations: the later one counts' }),
      practices: Nullable(Type.Array(Type.String(), { description: 'For these practices; null: for everyone' })),
    },
    { additionalProperties: false },
  ),
})
export const draftSubmitted = eventKind({
  type: 'rules.draft_submitted',
  version: 1,
  means: 'Somebody asks for a review',
  data: Type.Object(DraftFact, { additionalProperties: false }),
})
export const draftReviewed = eventKind({
  type: 'rules.draft_reviewed',
  version: 1,
  means: 'A draft was approved, declined or taken out of review',
  data: Type.Object(
    { ...DraftFact, verdict: Words(['approved', 'declined', 'withdrawn'], 'What was said') },
    { additionalProperties: false },
  ),
})
export const draftChecked = eventKind({
  type: 'rules.draft_checked',
  version: 1,
  means: 'The check of a draft is done',
  data: Type.Object({ ...DraftFact, passed: Type.Boolean() }, { additionalProperties: false }),
})
export const scheduleChanged = eventKind({
  type: 'rules.scheduled',
  version: 1,
  means: 'A draft shall come into force later',
  data: Type.Object(
    { ...DraftFact, scheduleId: Type.String(), at: Type.String({ description: 'When' }) },
    { additionalProperties: false },
  ),
})
export const scheduleSuspended = eventKind({
  type: 'rules.schedule_suspended',
  version: 1,
  means: 'A schedule will not be carried out: what it stood on changed',
  data: Type.Object(
    { ...DraftFact, scheduleId: Type.String(), reason: Type.String({ description: 'What changed' }) },
    { additionalProperties: false },
  ),
})

/** Every event of the LIMS, by hand. */
export const eventKinds = [
  holderAdded,
  holderChanged,
  keyMade,
  keyRotated,
  keyRevoked,
  keyExpired,
  rulesPublished,
  rulesRolledBack,
  catalogUpdated,
  draftSubmitted,
  draftReviewed,
  draftChecked,
  scheduleChanged,
  scheduleSuspended,
  ...jobEventKinds,
  ...Object.values(stockEvents),
  ...Object.values(deviceEvents),
  ...Object.values(webhookEvents),
]
