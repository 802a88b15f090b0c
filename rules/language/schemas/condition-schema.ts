import { factId, list, object, sentence, type JsonSchema } from './schema.ts'

export const operators = [
  ...['equal', 'notEqual', 'in', 'notIn'],
  ...['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'],
  ...['contains', 'doesNotContain'],
]

const nested: JsonSchema = { $ref: '#/$defs/condition' }
const name = sentence('A note for readers.')
const several = (says: string): JsonSchema => list(says, nested, { minItems: 1, maxItems: 200 })

/** Of json-rules-engine, as far as the profile allows it. For editors; the checker says better what is wrong. */
export const conditionDefinitions: JsonSchema = {
  condition: {
    description: 'A test of a fact, or several joined by all, any and not.',
    oneOf: [
      object('All must hold.', { all: several('Conditions that must all hold.') }, { name }),
      object('One must hold.', { any: several('Conditions of which one must hold.') }, { name }),
      object('Must not hold.', { not: nested }, { name }),
      object('Shared by name.', { condition: sentence('Name of a shared condition.') }, { name }),
      object(
        'A test of one fact.',
        {
          fact: factId('The fact.'),
          operator: { type: 'string', enum: operators, description: 'How it is compared.' },
          value: { description: 'A value in smallest parts, a list of them, or { "fact": … } for another fact.' },
        },
        { name },
      ),
    ],
  },
}
