import type { Explanation } from '@ils/rules/engine/explain-decision'
import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from './configuration.ts'
import { endpoint } from './endpoint.ts'
import { Sha256 } from './rulebook-shapes.ts'
import { Id, Nullable, PracticeId, Words } from './shapes.ts'
import { SimpleOrder, SimpleQuery } from './simple-order.ts'

export const outcomes = ['accepted', 'confirm', 'hold', 'refused'] as const

const Eye = Words(['right', 'left'], 'The lens; null: the job')

/** A reason of a decision, in the words and units of whoever asked. */
export const JudgedCause = Type.Object(
  {
    code: Type.String({ description: 'What it is about, as a stable word' }),
    severity: Words(['refuse', 'hold', 'confirm', 'advise'], 'What it does to the order'),
    field: Nullable(
      Type.String({ description: 'The field as you sent it: prescription.odSphere, or rx.sphere in the full form' }),
    ),
    eye: Nullable(Eye),
    message: Type.String({ description: 'A sentence for whoever orders, naming value and limit' }),
    seen: Type.Unknown({ description: 'The value seen, in the units you sent' }),
    limit: Type.Unknown({ description: 'The limit, in the units you sent' }),
    rule: Nullable(Type.String({ description: 'The rule that said so; null: the engine itself' })),
    overridable: Type.Boolean({ description: 'Somebody of the lab may override it by name' }),
    settled: Nullable(
      Type.Object(
        {
          how: Words(['confirmed', 'overridden'], 'What was done about it'),
          by: Type.String({ description: 'By whom' }),
          why: Nullable(Type.String({ description: 'Why' })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type JudgedCause = Static<typeof JudgedCause>

const NearestValue = Type.Object(
  {
    field: Type.String({ description: 'The field as you sent it' }),
    eye: Nullable(Eye),
    from: Type.Unknown({ description: 'What it is' }),
    to: Type.Unknown({ description: 'The nearest value with which it can be made' }),
    outcome: Words(outcomes, 'What it would be then'),
    clears: Type.Array(Type.String(), { description: 'Codes of the refusals that go away' }),
    sentence: Type.String(),
  },
  { additionalProperties: false },
)

const Price = Type.Object(
  {
    currency: Type.String({ description: 'ISO 4217' }),
    total: Type.Integer({ description: 'Minor units' }),
    charges: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'What is charged' }),
          eye: Nullable(Eye),
          amount: Type.Integer({ description: 'Minor units, sign included' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

export const Validation = Type.Object(
  {
    valid: Type.Boolean({ description: 'It would be taken as it is: accepted' }),
    outcome: Words(outcomes, 'What the lab says to it'),
    causes: Type.Array(JudgedCause),
    unconfirmed: Type.Array(Type.String(), { description: 'What was not asked and could still matter' }),
    price: Price,
    promise: Type.Object(
      {
        workingHours: Nullable(
          Type.Integer({ description: 'Standard time to make it; the date is promised with the job' }),
        ),
        calendar: Nullable(Type.String({ description: 'The calendar they are counted in' })),
      },
      { additionalProperties: false },
    ),
    release: Type.Object(
      { number: Type.Integer(), hash: Sha256('Its content') },
      { additionalProperties: false, description: 'The one release that judged all of it' },
    ),
    decisionHash: Nullable(Sha256('The whole decision; only where it was submitted or explained')),
    judgementId: Nullable(Id('jdg', 'Where it is kept; only with intent `submit`')),
    nearest: Type.Array(NearestValue, {
      description: 'The smallest changes with which it can be made; where asked for',
    }),
    nearestCut: Type.Boolean({
      description:
        'The search for them was cut short, so that others need not wait: there may be more, and nearer ones',
    }),
    explanation: Nullable(
      Type.Unsafe<Explanation>(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description: 'Rules that fired with the values they saw, and near misses; where asked for',
          },
        ),
      ),
    ),
  },
  { additionalProperties: false },
)
export type Validation = Static<typeof Validation>

const asked = {
  practice: Type.Optional(PracticeId),
  intent: Type.Optional(
    Words(
      ['try', 'submit'],
      'submit: it is meant, so it is kept and counts in previews; try (default): nothing is kept',
    ),
  ),
  explain: Type.Optional(
    Type.Boolean({ description: 'Why it was decided so; needs releases:read for the rules’ own words' }),
  ),
  nearest: Type.Optional(Type.Boolean({ description: 'The nearest values with which it can be made; slower' })),
}

/** The full form, in whole smallest units by fact; or the simple one, in natural units. */
export const ValidationRequest = Type.Union([
  Type.Object({ configuration: FullConfiguration, ...asked }, { additionalProperties: false }),
  Type.Composite([SimpleOrder, Type.Object(asked)], { additionalProperties: false }),
])
export type ValidationRequest = Static<typeof ValidationRequest>

const answer = {
  status: 200,
  means: 'What the release in force says; a refusal of the order is an answer, not an error',
  body: Validation,
} as const

export const validate = endpoint({
  method: 'POST',
  path: '/api/validation',
  noun: 'validation',
  summary: 'Can this be made, for how much, by when',
  description:
    'Takes the simple form `{prescription: {odSphere, osSphere, pd, …}, lensType, material, coating, frameType}` in natural units, or `{configuration}` in the engine’s own. Nothing is ordered by it.',
  access: { scope: 'rules:read' },
  body: ValidationRequest,
  answer,
  refusals: ['nothing_in_force', 'not_allowed'],
  repeat: 'safe',
})

export const validateByQuery = endpoint({
  method: 'GET',
  path: '/api/validation',
  noun: 'validation',
  summary: 'The same for old clients, asked in the query',
  description: 'Give the fields of the simple form flat (`?odSphere=-2.25&osSphere=-2&pd=63&…`). Prefer POST.',
  access: { scope: 'rules:read' },
  query: SimpleQuery,
  privateQuery: true,
  answer,
  refusals: ['nothing_in_force', 'not_allowed'],
  repeat: 'safe',
})

export const validateMany = endpoint({
  method: 'POST',
  path: '/api/validation/batch',
  noun: 'validation',
  summary: 'Judge many, one JSON object a line',
  description:
    'Lines in, lines out, in order; each answer carries the line’s `id` and number. A line that cannot be read gets a `refusal` and the rest goes on. All of one call are judged by one release.',
  access: { scope: 'rules:read' },
  lines: {
    request: Type.Object(
      {
        id: Type.Optional(Type.String({ maxLength: 200, description: 'Whatever you know it by' })),
        order: ValidationRequest,
      },
      { additionalProperties: false },
    ),
    answer: Type.Object(
      {
        line: Type.Integer({ minimum: 1, description: 'Number of the line it answers' }),
        id: Nullable(Type.String()),
        validation: Nullable(Validation),
        refusal: Nullable(
          Type.Object(
            { code: Type.String(), message: Type.String(), causes: Type.Array(Type.Ref('Cause')) },
            { additionalProperties: false },
          ),
        ),
      },
      { additionalProperties: false },
    ),
  },
  answer: { status: 200, means: 'A line for each line', type: 'application/x-ndjson' },
  refusals: ['nothing_in_force', 'not_allowed'],
  repeat: 'safe',
})
