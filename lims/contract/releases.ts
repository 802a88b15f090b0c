import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { ChangeShape, Doer, Person, ReleaseNumber, RulebookFiles, RulebookShape, Sha256 } from './rulebook-shapes.ts'
import { Id, Instant, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'

export const Release = Type.Object(
  {
    number: ReleaseNumber,
    hash: Sha256('Its content'),
    parent: Nullable(Type.Integer({ description: 'The release it was made on; null: the first' })),
    name: Type.String({ description: 'Name of the draft it was' }),
    notes: Type.String({ description: 'Release notes' }),
    draftId: Id('drf', 'The draft it was'),
    authors: Type.Array(Person, { description: 'Everybody who edited the draft' }),
    approvers: Type.Array(Person, { description: 'Everybody who approved it' }),
    review: Words(
      ['two', 'alone', 'first', 'emergency'],
      'How it was reviewed: by somebody else, alone as the lab allows, as the first release of an empty lab, or in an emergency',
    ),
    emergency: Nullable(Type.String({ description: 'Why nobody else could look at it' })),
    publishedBy: Doer,
    publishedAt: Instant('When it was made'),
    impactId: Nullable(Id('imp', 'The impact preview that was acknowledged')),
    impactSentences: Type.Array(Type.String(), { description: 'What that preview said' }),
    acknowledgedBy: Nullable(Person),
    findings: Type.Object(
      {
        warnings: Type.Integer(),
        advice: Type.Integer(),
        accepted: Type.Integer(),
        cases: Type.Integer({ description: 'Worked cases, all as expected' }),
      },
      { additionalProperties: false, description: 'What its check found' },
    ),
    rules: Type.Integer({ description: 'Rules and rows in it' }),
    state: Words(['in_force', 'pilot', 'superseded'], 'For everyone, for some practices, or for nobody any more'),
    practices: Nullable(Type.Array(Type.String(), { description: 'Of a pilot: for whom it is in force' })),
  },
  { additionalProperties: false },
)
export type Release = Static<typeof Release>

const activationKinds = ['published', 'scheduled', 'pilot', 'promoted', 'pilot_ended', 'rolled_back'] as const

export const Activation = Type.Object(
  {
    n: Type.Integer({ minimum: 1, description: 'Order of activations: the later one counts' }),
    kind: Words(activationKinds, 'How it came about'),
    release: ReleaseNumber,
    hash: Sha256('Content of the release'),
    before: Nullable(Type.Integer({ description: 'What was in force there until then' })),
    practices: Nullable(Type.Array(Type.String(), { description: 'For these practices; null: for everyone' })),
    reason: Nullable(Type.String({ description: 'Why, as whoever did it said' })),
    by: Doer,
    at: Instant('When'),
  },
  { additionalProperties: false, description: 'A release coming into force: an event, never edited' },
)
export type Activation = Static<typeof Activation>

const releaseParams = Type.Object({ number: ReleaseNumber }, { additionalProperties: false })

export const listReleases = endpoint({
  method: 'GET',
  path: '/api/releases',
  noun: 'releases',
  summary: 'Every release, the newest first',
  access: { scope: 'releases:read' },
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answer: { status: 200, means: 'Releases', body: Page(Release, 'Releases') },
  repeat: 'safe',
})

export const getInForce = endpoint({
  method: 'GET',
  path: '/api/releases/in-force',
  noun: 'releases',
  summary: 'Which release judges now',
  access: { scope: 'rules:read' },
  query: Type.Object({ practice: Type.Optional(PracticeId) }, { additionalProperties: false }),
  answer: {
    status: 200,
    means: 'The release in force, for the practice or for everyone',
    body: Type.Object(
      {
        number: ReleaseNumber,
        hash: Sha256('Its content'),
        activation: Type.Integer({ description: 'The activation that brought it' }),
        since: Instant('Since when'),
        pilot: Type.Boolean({ description: 'It is in force for some practices only' }),
      },
      { additionalProperties: false },
    ),
  },
  refusals: ['nothing_in_force', 'not_allowed'],
  repeat: 'safe',
  conditional: true,
})

export const getRelease = endpoint({
  method: 'GET',
  path: '/api/releases/:number',
  noun: 'releases',
  summary: 'One release',
  access: { scope: 'releases:read' },
  params: releaseParams,
  answer: { status: 200, means: 'The release', body: Release },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const releaseRulebook = endpoint({
  method: 'GET',
  path: '/api/releases/:number/rulebook',
  noun: 'releases',
  summary: 'A release as one object',
  access: { scope: 'releases:read' },
  params: releaseParams,
  answer: {
    status: 200,
    means: 'Its rulebook',
    body: Type.Object({ number: ReleaseNumber, rulebook: RulebookShape }, { additionalProperties: false }),
  },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const releaseFiles = endpoint({
  method: 'GET',
  path: '/api/releases/:number/files',
  noun: 'releases',
  summary: 'A release as the files of a folder',
  access: { scope: 'releases:read' },
  params: releaseParams,
  answer: {
    status: 200,
    means: 'Its files',
    body: Type.Object({ number: ReleaseNumber, files: RulebookFiles }, { additionalProperties: false }),
  },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const releaseArchive = endpoint({
  method: 'GET',
  path: '/api/releases/:number/archive',
  noun: 'releases',
  summary: 'A release as a zip of its folder',
  access: { scope: 'releases:read' },
  params: releaseParams,
  answer: { status: 200, means: 'A zip file', type: 'application/zip' },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const releaseChanges = endpoint({
  method: 'GET',
  path: '/api/releases/:number/changes',
  noun: 'releases',
  summary: 'What a release changed, in sentences',
  access: { scope: 'releases:read' },
  params: releaseParams,
  query: Type.Object(
    {
      against: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Another release; left out: its parent' }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Changes in the order of the rulebook',
    body: Type.Object(
      { against: Nullable(Type.Integer()), changes: Type.Array(ChangeShape) },
      { additionalProperties: false },
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const promoteRelease = endpoint({
  method: 'POST',
  path: '/api/releases/:number/promote',
  noun: 'releases',
  summary: 'Bring a pilot into force for everyone, or end it',
  access: { scope: 'activations:write' },
  params: releaseParams,
  body: Type.Object(
    {
      to: Words(['everyone', 'nobody'], 'everyone: the pilot was a success; nobody: its practices go back'),
      reason: Type.Optional(Type.String({ maxLength: 2000, description: 'Why' })),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The activation', body: Activation },
  refusals: ['not_found', 'gate_shut', 'already_so'],
  repeat: 'keyed',
})

export const rollBack = endpoint({
  method: 'POST',
  path: '/api/releases/roll-back',
  noun: 'releases',
  summary: 'Take a release back: bring an earlier one into force again',
  description:
    'A new activation of old content, for everyone; pilots end with it. Left out, `to` is the release that the one in force was made on. Waiting schedules that stood on what is taken back are suspended.',
  access: { scope: 'activations:write' },
  body: Type.Object(
    {
      to: Type.Optional(ReleaseNumber),
      expected: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 2_147_483_647,
          description: 'What you saw in force: refused when it is another',
        }),
      ),
      reason: Type.String({ minLength: 1, maxLength: 2000, description: 'Why it is taken back' }),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The activation', body: Activation },
  refusals: ['not_found', 'nothing_in_force', 'already_so', 'conflict', 'gate_shut'],
  repeat: 'keyed',
})

export const listActivations = endpoint({
  method: 'GET',
  path: '/api/activations',
  noun: 'releases',
  summary: 'What came into force, when, for whom and by whom; the newest first',
  access: { scope: 'releases:read' },
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answer: { status: 200, means: 'Activations', body: Page(Activation, 'Activations') },
  repeat: 'safe',
})
