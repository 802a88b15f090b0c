import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from '@ils/contract/configuration'
import { RulebookShape, Sha256 } from '@ils/contract/rulebook-shapes'
import { Instant, Nullable, PracticeId, Words } from '@ils/contract/shapes'
import { Validation } from '@ils/contract/validation'
import { endpoint } from './declare.ts'
import { closed } from './shapes.ts'

const ofPractice = Type.Object(
  { practice: Type.Optional(PracticeId) },
  { ...closed, description: 'Whose prices; people of a practice see their own' },
)

const CatalogueState = Type.Object(
  {
    release: Type.Object(
      { number: Type.Integer({ description: 'Number of the release' }), hash: Sha256('Its content') },
      closed,
    ),
    practice: Nullable(Type.String({ description: 'Whose prices' })),
    hash: Sha256('The ordering part'),
    state: Words(['current', 'last_known'], 'last_known: the LIMS does not answer, and may have another one by now'),
    since: Instant('Since when this one is known here'),
    checkedAt: Instant('When the LIMS last said that it is in force'),
  },
  closed,
)

export const getCatalogueState = endpoint({
  method: 'GET',
  path: '/api/catalogue',
  noun: 'catalogue',
  summary: 'Which release orders are judged by, and whether that is sure',
  access: { scope: 'catalogue:read' },
  query: ofPractice,
  answer: { status: 200, means: 'The release', body: CatalogueState },
  refusals: ['not_allowed', 'nothing_in_force', 'lims_away'],
  repeat: 'safe',
})

const OrderingRules = Type.Object(
  {
    release: CatalogueState.properties.release,
    practice: CatalogueState.properties.practice,
    hash: Sha256('This part'),
    rulebook: RulebookShape,
  },
  closed,
)
export type OrderingRules = Static<typeof OrderingRules>

export const getOrderingRules = endpoint({
  method: 'GET',
  path: '/api/catalogue/rules',
  noun: 'catalogue',
  summary: 'The ordering part of the release in force, to judge by in the browser',
  description:
    'Compile it with `@ils/rules`; ask again with `If-None-Match` when /api/live tells of `catalogue.changed`, or `hash` of /api/catalogue is another one.',
  access: { scope: 'catalogue:read' },
  query: ofPractice,
  answer: {
    status: 200,
    means: 'A rulebook for `@ils/rules`',
    body: OrderingRules,
  },
  refusals: ['not_allowed', 'nothing_in_force', 'lims_away'],
  repeat: 'safe',
  conditional: true,
})

export const judgeConfiguration = endpoint({
  method: 'POST',
  path: '/api/catalogue/judge',
  noun: 'catalogue',
  summary: 'What the LIMS itself says of a configuration; nothing is kept',
  description: 'For the form, after a moment of quiet. `lims_away`: what the browser judged is all that is known.',
  access: { scope: 'catalogue:read' },
  body: Type.Object(
    {
      configuration: FullConfiguration,
      practice: Type.Optional(PracticeId),
      nearest: Type.Optional(Type.Boolean({ description: 'Also the nearest values with which it can be made' })),
    },
    closed,
  ),
  answer: {
    status: 200,
    means: 'A refusal of the order is an answer, not an error',
    body: Type.Object(
      {
        ...Validation.properties,
        expectedOn: Nullable(
          Type.String({
            format: 'date',
            description: 'The day that the lab would promise now, by its calendar and load; null: it cannot be made so',
          }),
        ),
      },
      closed,
    ),
  },
  refusals: ['not_allowed', 'nothing_in_force', 'lims_away'],
  repeat: 'safe',
})
export type LabJudgement = Static<typeof judgeConfiguration.answer.body>
