import { Type, type Static, type TSchema } from '@sinclair/typebox'
import { Line } from './shapes.ts'

const MOST_FACTS = 2000

/** A fact's value on the wire. Its type says what belongs in it; what does not fit is a cause of the decision, not a 4xx. */
const valueOf = (numbers: string, bounds: { minimum?: number; maximum?: number }) =>
  Type.Unsafe<number | string | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>>({
    type: ['number', 'string', 'boolean', 'null', 'array', 'object'],
    ...bounds,
    maxLength: 10_000,
    // What lies deeper is bounded by the size of the body here, and by parts and depth where a shape is judged.
    maxItems: 20_000,
    maxProperties: 1000,
    description: `${numbers}, a word, yes or no, a list of words, or a shape (a trace: \`{ "format": "radii", … }\`)`,
  })

const factsOf = <T extends TSchema>(value: T, description: string) =>
  Type.Unsafe<Record<string, Static<T>>>({
    type: 'object',
    additionalProperties: value,
    maxProperties: MOST_FACTS,
    propertyNames: { type: 'string', maxLength: 100 },
    description,
  })

const Value = valueOf('A whole number of the smallest parts of the fact’s unit', {})
// Bounded, so that no digit of it is lost on the way to smallest parts.
const NaturalValue = valueOf('A number in the fact’s unit (also as text: "2.870")', { minimum: -1e12, maximum: 1e12 })

/** Facts by id, numbers in their units as people write them. */
export const NaturalFacts = (description: string) => factsOf(NaturalValue, description)

export const Confirmed = Type.Array(
  Type.Object(
    { code: Line('The code of the cause', 100), by: Line('Who confirmed it') },
    { additionalProperties: false },
  ),
  { maxItems: 100, description: 'Causes that somebody has confirmed' },
)

export const Overrides = Type.Array(
  Type.Object(
    {
      code: Line('The code of the cause', 100),
      by: Line('Who takes the responsibility'),
      why: Line('For which reason', 1000),
    },
    { additionalProperties: false },
  ),
  { maxItems: 100, description: 'Causes that somebody has overridden' },
)

export const Language = Type.String({ maxLength: 35, description: 'Language of the messages: en, de' })

/** What the engine judges: facts by their ids, numbers as whole parts of their units (`rx.sphere: -2250` is -2.25 D). */
export const FullConfiguration = Type.Object(
  {
    ordered: Type.Array(Type.Unsafe<'right' | 'left'>({ type: 'string', enum: ['right', 'left'] }), {
      minItems: 1,
      maxItems: 2,
      uniqueItems: true,
      description: 'The eyes to be made',
    }),
    job: factsOf(
      Value,
      'Given and world facts of the job, by id: `material.id`, `frame.a` (hundredths of a millimetre)',
    ),
    right: Type.Optional(
      factsOf(Value, 'Given facts of the right lens, by id: `rx.sphere` (thousandths of a dioptre)'),
    ),
    left: Type.Optional(factsOf(Value, 'Given facts of the left lens, by id')),
    confirmed: Type.Optional(Confirmed),
    overrides: Type.Optional(Overrides),
    language: Type.Optional(Language),
  },
  { additionalProperties: false, description: 'A configuration as the engine judges it' },
)
export type FullConfiguration = Static<typeof FullConfiguration>
