import { Type, type Static } from '@sinclair/typebox'
import { Draft, draftParams } from './drafts.ts'
import { endpoint } from './endpoint.ts'
import { Release } from './releases.ts'
import { DraftVersion, Person, Sha256 } from './rulebook-shapes.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'

const Notes = (description: string) => Type.String({ maxLength: 20_000, description })
const Comment = Type.Optional(Type.String({ maxLength: 4000, description: 'What you want to say about it' }))
const Practices = Type.Optional(
  Nullable(
    Type.Array(PracticeId, {
      minItems: 1,
      maxItems: 1000,
      uniqueItems: true,
      description: 'A pilot: for these practices only; null or left out: for everyone',
    }),
  ),
)

export const submitDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/submit',
  noun: 'reviews',
  summary: 'Ask for a review',
  description: 'Needs a passed check of exactly this version, on the release in force.',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object(
    { version: DraftVersion, notes: Notes('Release notes: what changes for the lab and its practices') },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'The draft in review', body: Draft },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'gate_shut'],
  repeat: 'keyed',
})

export const withdrawDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/withdraw',
  noun: 'reviews',
  summary: 'Take a draft out of review',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object({ version: DraftVersion }, { additionalProperties: false }),
  answer: { status: 200, means: 'The draft, to be edited again', body: Draft },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'already_so'],
  repeat: 'keyed',
})

const reviewBody = Type.Object(
  { version: DraftVersion, hash: Sha256('The content that you looked at'), comment: Comment },
  { additionalProperties: false },
)

export const approveDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/approve',
  noun: 'reviews',
  summary: 'Approve what somebody else wrote',
  description:
    'Approves one content, named by its hash. Whoever made an edit since the base cannot; a program cannot; two keys of one person are one person. Any edit afterwards takes the approval back.',
  access: { scope: 'approvals:write' },
  params: draftParams,
  body: reviewBody,
  answer: { status: 200, means: 'The draft with your approval', body: Draft },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'gate_shut'],
  repeat: 'keyed',
})

export const declineDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/decline',
  noun: 'reviews',
  summary: 'Send a draft back to whoever wrote it',
  access: { scope: 'approvals:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      comment: Type.String({ minLength: 1, maxLength: 4000, description: 'What is to be done' }),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'The draft, to be edited again', body: Draft },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'gate_shut'],
  repeat: 'keyed',
})

export const Review = Type.Object(
  {
    id: Id('rev', 'The entry'),
    kind: Words(['submitted', 'withdrawn', 'approved', 'declined'], 'What was said'),
    version: DraftVersion,
    hash: Nullable(Sha256('The content it was said of')),
    comment: Nullable(Type.String()),
    by: Person,
    at: Instant('When'),
    stands: Type.Boolean({ description: 'It is about the version that the draft has now, and was not taken back' }),
  },
  { additionalProperties: false },
)
export type Review = Static<typeof Review>

export const listReviews = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/reviews',
  noun: 'reviews',
  summary: 'What was said in the reviews of a draft, the newest first',
  access: { scope: 'releases:read' },
  params: draftParams,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answer: { status: 200, means: 'Entries', body: Page(Review, 'Entries') },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const publishDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/publish',
  noun: 'reviews',
  summary: 'Bring a draft into force, now',
  description:
    'Every gate is looked at once more in the same transaction: the check, the base, the impact, the approval. With `emergency` the approval and the impact are not asked for; the reason is kept with the release and in the audit trail.',
  access: { scope: 'activations:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      hash: Sha256('The content that shall come into force'),
      practices: Practices,
      notes: Type.Optional(Notes('Release notes, where they differ from those of the submission')),
      emergency: Type.Optional(
        Type.Object(
          { reason: Type.String({ minLength: 10, maxLength: 2000, description: 'Why nobody else could look at it' }) },
          { additionalProperties: false, description: 'Publish without a second person. It is logged by name.' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The release, in force', body: Release },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'gate_shut'],
  repeat: 'keyed',
})

export const Schedule = Type.Object(
  {
    id: Id('sch', 'The schedule'),
    draftId: Id('drf', 'The draft'),
    draftName: Type.String({ description: 'Its name' }),
    version: DraftVersion,
    hash: Sha256('What shall come into force'),
    practices: Nullable(Type.Array(Type.String(), { description: 'A pilot; null: everyone' })),
    at: Instant('When it comes into force'),
    local: Type.String({ description: 'The same in the lab’s time zone', examples: ['2026-12-01T06:00'] }),
    timeZone: Type.String({ description: 'The lab’s time zone' }),
    state: Words(['waiting', 'done', 'suspended', 'cancelled'], 'How it stands'),
    reason: Nullable(Type.String({ description: 'Why it was suspended or cancelled' })),
    by: Person,
    madeAt: Instant('When it was scheduled'),
    release: Nullable(Type.Integer({ description: 'The release that came of it' })),
  },
  { additionalProperties: false },
)
export type Schedule = Static<typeof Schedule>

export const scheduleDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/schedule',
  noun: 'reviews',
  summary: 'Bring a draft into force later',
  description:
    'Every gate must be open now, and is looked at again then. If what it stands on changes in between it is suspended, and `rules.schedule_suspended` says so.',
  access: { scope: 'activations:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      hash: Sha256('The content that shall come into force'),
      at: Type.String({
        pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d))?$',
        description: 'In the lab’s time zone (2026-12-01T06:00), or an instant (2026-12-01T11:00:00Z)',
      }),
      practices: Practices,
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The schedule', body: Schedule },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'gate_shut'],
  repeat: 'keyed',
})

export const listSchedules = endpoint({
  method: 'GET',
  path: '/api/schedules',
  noun: 'reviews',
  summary: 'What is scheduled, and what became of it; the latest moment first',
  access: { scope: 'releases:read' },
  query: Type.Object(
    { ...pageQuery, state: Type.Optional(Words(['waiting', 'done', 'suspended', 'cancelled'], 'Only these')) },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Schedules', body: Page(Schedule, 'Schedules') },
  repeat: 'safe',
})

export const cancelSchedule = endpoint({
  method: 'DELETE',
  path: '/api/schedules/:scheduleId',
  noun: 'reviews',
  summary: 'Do not bring it into force then',
  access: { scope: 'activations:write' },
  params: Type.Object({ scheduleId: Id('sch', 'The schedule') }, { additionalProperties: false }),
  query: Type.Object({ reason: Type.Optional(Line('Why', 500)) }, { additionalProperties: false }),
  answer: { status: 200, means: 'The schedule, cancelled', body: Schedule },
  refusals: ['not_found', 'schedule_over'],
  repeat: 'natural',
})
