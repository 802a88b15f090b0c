import { eventRules } from '../event-params.ts'
import { eventTypes } from '../rulebook.ts'
import { anything, day, factId, id, integer, list, object, oneWord, sentence, type JsonSchema } from './schema.ts'

const about = {
  id: id('Its name, never used twice.'),
  group: id('The group that it is judged in.'),
  title: sentence('What it says, in a few words.'),
  why: sentence('Why it is so.'),
  source: sentence('Where that is written.'),
  owner: sentence('Who answers for it.'),
}
const more = {
  tags: list('Words to find it by.', sentence('A word.'), { maxItems: 100, uniqueItems: true }),
  from: day('First day of an order that it judges.'),
  until: day('Last day of an order that it judges.'),
}
const priority = integer('The higher, the earlier in its group; 1 where absent.', { minimum: 1, maximum: 1_000_000 })

const params: JsonSchema = { type: 'object', description: 'What the event says more closely.' }

/** One alternative for each type of event, so that an editor completes its parameters. */
export const eventSchema: JsonSchema = {
  type: 'object',
  description: 'What the rule says when its conditions hold.',
  required: ['type', 'params'],
  oneOf: Object.entries(eventRules).map(([type, { says, params: rules }]) => {
    const schemas = Object.entries(rules).map(([name, rule]) => [name, anything(rule.says), rule.required] as const)
    const pick = (isRequired: boolean): Record<string, JsonSchema> =>
      Object.fromEntries(
        schemas.filter(([, , must]) => (must === true) === isRequired).map(([name, one]) => [name, one]),
      )
    return object(says, {
      type: { type: 'string', const: type, description: says },
      params: object('What the event says more closely.', pick(true), pick(false)),
    })
  }),
}

export function ruleSchema(conditions: JsonSchema, event: JsonSchema): JsonSchema {
  const rule = object('A rule of json-rules-engine, verbatim.', { conditions, event }, { priority })
  return object('A rule.', { ...about, rule }, more)
}

const cell: JsonSchema = {
  description: 'A condition like `-6.00..-4.25` or `poly|trivex`, `-` for any; or what a parameter is.',
}

export const tableSchema: JsonSchema = object(
  'Many rules of one form: a row is a rule.',
  {
    ...about,
    event: oneWord('The event of every row.', eventTypes),
    inputs: list('A column for each fact that rows look at.', factId('A fact.'), { maxItems: 100, uniqueItems: true }),
    outputs: list(
      'A column for each parameter that rows say.',
      object(
        'A column.',
        { param: sentence('The parameter.') },
        { unit: sentence('Unit that its numbers are written in.') },
      ),
      { maxItems: 20 },
    ),
    rows: list(
      'The rows; their order counts where priorities are equal.',
      object(
        'A row.',
        {
          id: id('Its name within the table.'),
          cells: list('One for each input, then one for each output.', cell, { maxItems: 120 }),
        },
        { title: about.title, why: about.why, source: about.source },
      ),
    ),
  },
  { ...more, priority, params },
)
