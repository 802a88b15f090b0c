import { aggregates, moments } from '../../vocabulary/fact.ts'
import { units } from '../../vocabulary/units.ts'
import { factId, flag, id, integer, list, object, oneWord, sentence, type JsonSchema } from './schema.ts'

const of = factId('Id of the fact that is looked at.')
const kind = (word: string, says: string): JsonSchema => ({ type: 'string', description: says, const: word })

const sourceSchema: JsonSchema = {
  type: 'object',
  description: 'Where its value comes from.',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    object('Stated by the configuration.', { kind: kind('given', 'Stated by the configuration.') }),
    object('What is asked for.', {
      kind: kind('asked', 'What is asked for.'),
      what: oneWord('Which eye, whether it is ordered, or how many lenses are.', ['eye', 'ordered', 'count']),
    }),
    object('From the catalogue.', {
      kind: kind('catalogue', 'An attribute of the entry that a fact chose.'),
      of,
      attribute: sentence('Name of the attribute.'),
    }),
    object('Computed.', {
      kind: kind('computed', 'A function of the arithmetic.'),
      by: sentence('The function with its version, e.g. centreThickness@1.'),
      from: {
        type: 'object',
        description: 'Facts that go into it, by the names of its inputs.',
        additionalProperties: factId('A fact.'),
      },
    }),
    object(
      'Derived.',
      { kind: kind('derived', 'Written by the rules of a group.'), group: id('The group.') },
      { from: factId('The set that a set begins as.') },
    ),
    object('The job’s view of its lenses.', {
      kind: kind('aggregate', 'Both lenses seen together.'),
      of,
      how: oneWord('How they are put together.', aggregates),
    }),
    object('The other lens’s.', { kind: kind('fellow', 'The value of the other lens.'), of }),
    object('Known to the caller only.', {
      kind: kind('world', 'Known to the caller only; null says that nobody asked.'),
    }),
  ],
}

export const factSchema: JsonSchema = object(
  'A fact that rules may look at.',
  {
    id: factId('Its name.'),
    label: sentence('What people call it.'),
    meaning: sentence('What it means, so that nobody has to guess.'),
    type: oneWord('What it can be.', ['enum', 'number', 'boolean', 'date', 'set', 'code', 'shape']),
    scope: oneWord('Whether the job has one, or each lens.', ['job', 'lens']),
    source: sourceSchema,
    nullable: flag('Whether it may be null: does not apply, or is not known.'),
    moment: oneWord('From when on it is known.', moments),
  },
  {
    unit: oneWord('What a number counts. Values are whole numbers of the unit’s smallest part.', Object.keys(units)),
    min: integer('The least that may be typed, in smallest parts.'),
    max: integer('The most that may be typed, in smallest parts.'),
    step: integer('Values are multiples of it, in smallest parts.', { minimum: 1 }),
    values: list('What an enum or a set may hold.', sentence('A word.'), {
      minItems: 1,
      uniqueItems: true,
      maxItems: 5000,
    }),
    valuesOf: id('The kind of the catalogue whose ids it may hold.'),
  },
)
