import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from './configuration.ts'
import { endpoint } from './endpoint.ts'
import { ReleaseNumber, Sha256 } from './rulebook-shapes.ts'
import { Id, Instant, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'
import { outcomes } from './validation.ts'

const judgementOrigins = ['validation', 'job', 'import'] as const

export const Judgement = Type.Object(
  {
    id: Id('jdg', 'The judgement'),
    at: Instant('When'),
    practice: Nullable(Type.String({ description: 'Whose order' })),
    release: ReleaseNumber,
    hash: Sha256('Content of the release'),
    moment: Words(['order', 'answer', 'measured', 'ask', 'policy'], 'When in an order’s life it was asked'),
    origin: Words(judgementOrigins, 'Where it came from'),
    outcome: Words(outcomes, 'What was decided'),
    causes: Type.Array(
      Type.Object(
        { code: Type.String(), severity: Type.String(), rule: Nullable(Type.String()), settled: Type.Boolean() },
        { additionalProperties: false },
      ),
    ),
    decisionHash: Sha256('The whole decision'),
    configuration: FullConfiguration,
  },
  { additionalProperties: false, description: 'What was asked and what was said, without any name of a wearer' },
)
export type Judgement = Static<typeof Judgement>

const judgementParams = Type.Object({ judgementId: Id('jdg', 'The judgement') }, { additionalProperties: false })

export const listJudgements = endpoint({
  method: 'GET',
  path: '/api/judgements',
  noun: 'judgements',
  summary: 'What was judged, the newest first; by rule for recall',
  access: { scope: 'releases:read' },
  query: Type.Object(
    {
      ...pageQuery,
      rule: Type.Optional(Type.String({ maxLength: 200, description: 'Only where this rule fired' })),
      release: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Only by this release' })),
      practice: Type.Optional(PracticeId),
      outcome: Type.Optional(Words(outcomes, 'Only with this outcome')),
      code: Type.Optional(Type.String({ maxLength: 200, description: 'Only with a cause of this code' })),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Judgements', body: Page(Judgement, 'Judgements') },
  repeat: 'safe',
})

export const getJudgement = endpoint({
  method: 'GET',
  path: '/api/judgements/:judgementId',
  noun: 'judgements',
  summary: 'One judgement',
  access: { scope: 'releases:read' },
  params: judgementParams,
  answer: { status: 200, means: 'The judgement', body: Judgement },
  refusals: ['not_found'],
  repeat: 'safe',
})

const DecisionShape = Type.Object({}, { additionalProperties: true, description: 'The whole decision' })

export const replayJudgement = endpoint({
  method: 'GET',
  path: '/api/judgements/:judgementId/replay',
  noun: 'judgements',
  summary: 'Judge it once more by the release that judged it, and compare every byte',
  access: { scope: 'releases:read' },
  params: judgementParams,
  query: Type.Object(
    { explain: Type.Optional(Type.Boolean({ description: 'With the rules that fired and why' })) },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Whether the same was said',
    body: Type.Object(
      {
        judgement: Judgement,
        identical: Type.Boolean({ description: 'The decision has the same bytes' }),
        decisionHash: Sha256('The decision as it comes out now'),
        decision: DecisionShape,
        explanation: Nullable(Type.Object({}, { additionalProperties: true })),
      },
      { additionalProperties: false },
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const rejudge = endpoint({
  method: 'POST',
  path: '/api/judgements/:judgementId/rejudge',
  noun: 'judgements',
  summary: 'Judge it by another release, and say what differs',
  description: 'An explicit act: it stands in the audit trail. What was decided stays as it was.',
  access: { scope: 'releases:read' },
  params: judgementParams,
  body: Type.Object(
    {
      release: Type.Optional(ReleaseNumber),
      reason: Type.String({ minLength: 1, maxLength: 2000, description: 'Why it is judged again' }),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Both outcomes and what differs',
    body: Type.Object(
      {
        release: ReleaseNumber,
        before: Words(outcomes, 'What was decided'),
        after: Words(outcomes, 'What would be decided'),
        respects: Type.Array(Type.String(), { description: 'In which ways it differs' }),
        price: Type.Integer({ description: 'Minor units, other release less its own' }),
        rules: Type.Array(Type.String(), { description: 'The rules it is put down to' }),
        decision: DecisionShape,
      },
      { additionalProperties: false },
    ),
  },
  refusals: ['not_found', 'nothing_in_force'],
  repeat: 'natural',
})

const Count = Type.Object({ name: Type.String(), count: Type.Integer() }, { additionalProperties: false })

export const Quality = Type.Object(
  {
    judged: Type.Integer({ description: 'How many submitted configurations it rests on' }),
    from: Nullable(Instant('The first of them')),
    until: Nullable(Instant('The last of them')),
    outcomes: Type.Array(Count),
    refusals: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'Why' }),
          count: Type.Integer({ description: 'How many orders it refused' }),
          share: Type.Number({ description: 'Of all judged, 0 to 1' }),
          rules: Type.Array(Count, { description: 'Who said so, the most frequent first' }),
          practices: Type.Array(Count, { description: 'To whom, the most frequent first' }),
        },
        { additionalProperties: false },
      ),
      { description: 'The most frequent first' },
    ),
    overrides: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          count: Type.Integer(),
          by: Type.Array(Count),
          reasons: Type.Array(Count, { description: 'What was given as a reason, the most frequent first' }),
        },
        { additionalProperties: false },
      ),
      { description: 'A rule that is often overridden is probably wrong' },
    ),
    silent: Type.Array(
      Type.Object({ rule: Type.String(), title: Type.String(), group: Type.String() }, { additionalProperties: false }),
      { description: 'Rules of the release in force that none of these fired' },
    ),
    silentCount: Type.Integer({ description: 'How many there are; the list holds the first thousand' }),
  },
  { additionalProperties: false },
)
export type Quality = Static<typeof Quality>

export const getQuality = endpoint({
  method: 'GET',
  path: '/api/quality',
  noun: 'judgements',
  summary: 'What rules did lately: refusals, overrides, rules that never fire',
  access: { scope: 'releases:read' },
  query: Type.Object(
    {
      last: Type.Integer({
        minimum: 1,
        maximum: 100_000,
        default: 10_000,
        description: 'How many of the last submitted configurations',
      }),
      practice: Type.Optional(PracticeId),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Counts', body: Quality },
  refusals: ['nothing_in_force'],
  repeat: 'safe',
})
