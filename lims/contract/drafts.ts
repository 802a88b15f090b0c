import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { DraftVersion, FaultShape, FindingShape, MissShape, Person, ReleaseNumber, Sha256 } from './rulebook-shapes.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, Words } from './shapes.ts'

export const draftStates = ['editing', 'in_review', 'approved', 'scheduled', 'published', 'discarded'] as const

/** What must be so before a draft may come into force, in the order in which people get there. */
const gateNames = ['sound', 'cases', 'findings', 'base', 'impact', 'review'] as const

export const Gate = Type.Object(
  {
    gate: Words(gateNames, 'What must be so'),
    open: Type.Boolean({ description: 'It is so, or is not asked of this draft' }),
    says: Type.String({ description: 'Why it is open, or what to do to open it' }),
  },
  { additionalProperties: false },
)
export type Gate = Static<typeof Gate>

export const CheckSummary = Type.Object(
  {
    version: DraftVersion,
    state: Words(
      ['waiting', 'running', 'passed', 'failed'],
      'passed: sound, every case as expected, and no error or warning that nobody accepted',
    ),
    faults: Type.Integer({ description: 'What keeps it from being read' }),
    errors: Type.Integer({ description: 'Findings of this weight that nobody accepted' }),
    warnings: Type.Integer({ description: 'Findings of this weight that nobody accepted' }),
    advice: Type.Integer({ description: 'Findings that may be left' }),
    accepted: Type.Integer({ description: 'Findings that were accepted by name' }),
    casesPassed: Type.Integer(),
    casesFailed: Type.Integer(),
    seconds: Nullable(Type.Number({ description: 'How long it took' })),
    at: Nullable(Instant('When it was done')),
  },
  { additionalProperties: false },
)
export type CheckSummary = Static<typeof CheckSummary>

export const Draft = Type.Object(
  {
    id: Id('drf', 'The draft'),
    name: Line('What it is about', 120),
    note: Type.String({ description: 'What whoever writes it wants to remember' }),
    state: Words(draftStates, 'Where it is on its way'),
    base: Nullable(ReleaseNumber),
    baseHash: Nullable(Sha256('Content of the base')),
    stale: Type.Boolean({ description: 'Another release came into force since: merge before publishing' }),
    version: DraftVersion,
    hash: Nullable(Sha256('Content of this version; null: it is not sound yet')),
    goodVersion: Nullable(DraftVersion),
    check: Nullable(CheckSummary),
    gates: Type.Array(Gate, { description: 'What must be so before it may come into force' }),
    createdBy: Person,
    createdAt: Instant('When it was begun'),
    changedBy: Person,
    changedAt: Instant('When it was changed last'),
    release: Nullable(ReleaseNumber),
  },
  { additionalProperties: false },
)
export type Draft = Static<typeof Draft>

export const draftParams = Type.Object({ draftId: Id('drf', 'The draft') }, { additionalProperties: false })

export const startDraft = endpoint({
  method: 'POST',
  path: '/api/drafts',
  noun: 'drafts',
  summary: 'Begin a draft, from the release in force or any other',
  access: { scope: 'releases:write' },
  body: Type.Object(
    {
      name: Line('What it is about', 120),
      note: Type.Optional(Type.String({ maxLength: 4000, description: 'What you want to remember' })),
      from: Type.Optional(
        Nullable(
          Type.Integer({
            minimum: 1,
            maximum: 2_147_483_647,
            description: 'Number of the release to begin from; left out: the one in force; null: from nothing',
          }),
        ),
      ),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The draft', body: Draft },
  refusals: ['not_found'],
  repeat: 'keyed',
})

export const listDrafts = endpoint({
  method: 'GET',
  path: '/api/drafts',
  noun: 'drafts',
  summary: 'Drafts, the latest changed first',
  access: { scope: 'releases:read' },
  query: Type.Object(
    {
      ...pageQuery,
      state: Type.Optional(Words([...draftStates, 'open'], 'Only these; open: neither published nor discarded')),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Drafts', body: Page(Draft, 'Drafts') },
  repeat: 'safe',
})

export const getDraft = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId',
  noun: 'drafts',
  summary: 'One draft with its gates',
  access: { scope: 'releases:read' },
  params: draftParams,
  answer: { status: 200, means: 'The draft', body: Draft },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const changeDraft = endpoint({
  method: 'PATCH',
  path: '/api/drafts/:draftId',
  noun: 'drafts',
  summary: 'Rename a draft, note something, discard it or take it out of the bin',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object(
    {
      name: Type.Optional(Line('What it is about', 120)),
      note: Type.Optional(Type.String({ maxLength: 4000, description: 'What you want to remember' })),
      discarded: Type.Optional(Type.Boolean({ description: 'true: into the bin; false: out of it' })),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'The draft as it is now', body: Draft },
  refusals: ['not_found', 'draft_closed'],
  repeat: 'natural',
})

export const getCheck = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/check',
  noun: 'drafts',
  summary: 'What the last check found: faults, findings, cases',
  access: { scope: 'releases:read' },
  params: draftParams,
  answer: {
    status: 200,
    means: 'The check of the newest version that has one',
    body: Type.Object(
      {
        summary: CheckSummary,
        faults: Type.Array(FaultShape),
        findings: Type.Array(FindingShape),
        failedCases: Type.Array(
          Type.Object(
            { id: Type.String(), title: Type.String(), misses: Type.Array(MissShape) },
            { additionalProperties: false },
          ),
        ),
      },
      { additionalProperties: false },
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})
