import type { Respect } from '@ils/rules/rulebook/rule-knowledge'
import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from './configuration.ts'
import { draftParams } from './drafts.ts'
import { endpoint } from './endpoint.ts'
import { DraftVersion, Person, Sha256 } from './rulebook-shapes.ts'
import { Id, Instant, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'

/** In which way a decision may differ; `@ils/rules` finds them. */
const impactRespects = [
  'newly refused',
  'newly accepted',
  'outcome',
  'causes',
  'program',
  'route',
  'tolerance',
  'price',
  'promise',
] as const satisfies readonly Respect[]

const Count = Type.Object({ name: Type.String(), count: Type.Integer() }, { additionalProperties: false })

const Tally = Type.Object(
  {
    respect: Words(impactRespects, 'In which way'),
    total: Type.Integer({ description: 'How many configurations' }),
    byRule: Type.Array(Count, { description: 'The rules it is put down to, the weightiest first' }),
    byPractice: Type.Array(Count, { description: 'Whose configurations, the most concerned first' }),
    withoutRule: Type.Integer({ description: 'Changed by what rules read, not by a rule' }),
  },
  { additionalProperties: false },
)

export const Impact = Type.Object(
  {
    id: Id('imp', 'The preview'),
    draftId: Id('drf', 'The draft'),
    version: DraftVersion,
    before: Sha256('The release in force it is compared with'),
    after: Sha256('The draft’s content'),
    state: Words(['waiting', 'running', 'done', 'cancelled', 'failed'], 'How far it is'),
    wanted: Type.Integer({ description: 'How many of the last configurations were asked for' }),
    total: Nullable(Type.Integer({ description: 'How many there are to judge' })),
    judged: Type.Integer({ description: 'How many are judged' }),
    changed: Type.Integer({ description: 'How many would be decided otherwise' }),
    priceDifference: Type.Integer({ description: 'Minor units, draft less release, over those that neither refuses' }),
    tallies: Type.Array(Tally),
    sentences: Type.Array(Type.String(), { description: 'What whoever approves has to have read' }),
    current: Type.Boolean({ description: 'It compares what the draft is now with what is in force now' }),
    startedBy: Person,
    startedAt: Instant('When it was asked for'),
    endedAt: Nullable(Instant('When it was over')),
    failure: Nullable(Type.String({ description: 'Why it failed' })),
    acknowledged: Type.Array(Type.Object({ by: Person, at: Instant('When') }, { additionalProperties: false }), {
      description: 'Who took note of it',
    }),
  },
  { additionalProperties: false },
)
export type Impact = Static<typeof Impact>

const impactParams = Type.Object({ impactId: Id('imp', 'The preview') }, { additionalProperties: false })

export const startImpact = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/impacts',
  noun: 'impacts',
  summary: 'Preview what a draft would have done to the last orders',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      last: Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        default: 10_000,
        description: 'How many of the last submitted configurations',
      }),
    },
    { additionalProperties: false },
  ),
  answer: { status: 202, means: 'The preview, under way', body: Impact },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'gate_shut', 'nothing_in_force'],
  repeat: 'keyed',
})

export const getImpact = endpoint({
  method: 'GET',
  path: '/api/impacts/:impactId',
  noun: 'impacts',
  summary: 'How far a preview is, and what it found',
  access: { scope: 'releases:read' },
  params: impactParams,
  answer: { status: 200, means: 'The preview', body: Impact },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const listImpacts = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/impacts',
  noun: 'impacts',
  summary: 'Previews of a draft, the newest first',
  access: { scope: 'releases:read' },
  params: draftParams,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answer: { status: 200, means: 'Previews', body: Page(Impact, 'Previews') },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const ImpactChange = Type.Object(
  {
    n: Type.Integer({ minimum: 0, description: 'Number of the judgement: the later the order, the higher' }),
    judgementId: Id('jdg', 'The judgement whose configuration it is'),
    practice: Nullable(Type.String({ description: 'Whose order' })),
    respects: Type.Array(Words(impactRespects, 'In which way')),
    rules: Type.Array(Type.String(), { description: 'The rules it is put down to' }),
    before: Type.String({ description: 'Outcome in force' }),
    after: Type.String({ description: 'Outcome by the draft' }),
    price: Type.Integer({ description: 'Minor units, draft less release' }),
    configuration: FullConfiguration,
  },
  { additionalProperties: false },
)
export type ImpactChange = Static<typeof ImpactChange>

export const listImpactChanges = endpoint({
  method: 'GET',
  path: '/api/impacts/:impactId/changes',
  noun: 'impacts',
  summary: 'The configurations that would be decided otherwise',
  access: { scope: 'releases:read' },
  params: impactParams,
  query: Type.Object(
    {
      ...pageQuery,
      respect: Type.Optional(Words(impactRespects, 'Only in this way')),
      rule: Type.Optional(Type.String({ maxLength: 200, description: 'Only by this rule' })),
      practice: Type.Optional(PracticeId),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Configurations, the latest order first', body: Page(ImpactChange, 'Changes') },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const cancelImpact = endpoint({
  method: 'DELETE',
  path: '/api/impacts/:impactId',
  noun: 'impacts',
  summary: 'Stop a preview',
  access: { scope: 'releases:write' },
  params: impactParams,
  answer: { status: 200, means: 'The preview as it is', body: Impact },
  refusals: ['not_found', 'impact_over'],
  repeat: 'natural',
})

export const acknowledgeImpact = endpoint({
  method: 'POST',
  path: '/api/impacts/:impactId/acknowledge',
  noun: 'impacts',
  summary: 'Take note of an impact, by name',
  access: { scope: 'approvals:write' },
  params: impactParams,
  body: Type.Object({ after: Sha256('The draft’s content that you looked at') }, { additionalProperties: false }),
  answer: { status: 200, means: 'The preview with your name', body: Impact },
  refusals: ['not_found', 'impact_over', 'gate_shut'],
  repeat: 'natural',
})
