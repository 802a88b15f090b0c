import { moments } from '../../vocabulary/fact.ts'
import { eyes, FORMAT, hitPolicies, phases } from '../rulebook.ts'
import { anything, day, flag, id, integer, list, object, oneWord, sentence, text, type JsonSchema } from './schema.ts'

/** What stands in `rulebook.json`. */
export const headSchema: JsonSchema = object('The head of a rulebook.', {
  format: { type: 'string', const: FORMAT, description: 'The language that the rulebook is written in.' },
  name: id('Its name.'),
  settings: object('What holds for the whole lab.', {
    languages: list(
      'Languages of its texts; the first is what a text falls back to.',
      { type: 'string', description: 'A language tag.', pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$' },
      { minItems: 1, maxItems: 50, uniqueItems: true },
    ),
    currency: { type: 'string', description: 'Currency by ISO 4217, e.g. EUR.', pattern: '^[A-Z]{3}$' },
    timeZone: {
      type: 'string',
      description: 'Time zone, e.g. Europe/Berlin.',
      pattern: '^[A-Za-z][A-Za-z0-9_+/-]{1,60}$',
    },
    review: oneWord('Whether a second person has to approve.', ['two', 'alone']),
  }),
})

export const entrySchema: JsonSchema = object(
  'Something that can be chosen.',
  {
    id: id('Its name within its kind.'),
    label: text('What people call it.'),
    attributes: {
      type: 'object',
      description: 'What is known of it, by name; numbers in smallest parts of their unit.',
      additionalProperties: anything('A value.'),
    },
  },
  {
    from: day('First day of an order that may choose it.'),
    until: day('Last day of an order that may choose it.'),
    source: sentence('Where its attributes are written.'),
  },
)

export const groupSchema: JsonSchema = object(
  'Rules that are judged together.',
  {
    id: id('Its name.'),
    title: sentence('What it decides.'),
    phase: oneWord('What its rules are about.', phases),
    scope: oneWord('Whether it judges the job, or each lens.', ['job', 'lens']),
    hit: oneWord('Which of several rules for one target counts.', hitPolicies),
    writes: list('Facts, slots, measures, steps or codes that its rules decide.', sentence('A target.'), {
      uniqueItems: true,
    }),
  },
  {
    moment: oneWord('When it is judged; `order` where absent.', moments),
    total: flag('Whether each of what it writes must be decided.'),
    ordering: flag('Whether an ordering screen may hold it.'),
  },
)

const facts = (description: string): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: anything('A value, numbers in smallest parts of their unit.'),
})
const ids = (description: string): JsonSchema => list(description, sentence('An id.'), { maxItems: 1000 })
const signed = (more: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  list('Who said so.', object('A cause settled.', { code: sentence('Code.'), by: sentence('By whom.'), ...more }))

export const caseSchema: JsonSchema = object(
  'A worked case: a configuration and what must come of it.',
  {
    id: id('Its name.'),
    title: sentence('What it shows.'),
    why: sentence('Why that is right.'),
    configuration: object(
      'What is asked for.',
      {
        ordered: list('Eyes to be made.', oneWord('An eye.', eyes), { uniqueItems: true, minItems: 1 }),
        job: facts('Facts of the job.'),
      },
      {
        right: facts('Facts of the right lens.'),
        left: facts('Facts of the left lens.'),
        confirmed: signed({}),
        overrides: signed({ why: sentence('Why.') }),
        language: sentence('Language of the messages.'),
      },
    ),
    expect: object(
      'What must come of it; what is left out is not looked at.',
      {},
      {
        outcome: oneWord('What becomes of the job.', ['accepted', 'confirm', 'hold', 'refused']),
        fires: ids('Rules that must fire.'),
        notFires: ids('Rules that must not fire.'),
        causes: ids('Codes of all causes.'),
        job: facts('Facts of the job afterwards.'),
        right: facts('Facts of the right lens afterwards.'),
        left: facts('Facts of the left lens afterwards.'),
        total: integer('Sum of the charges in minor units.'),
        workingHours: integer('Hours of work.'),
        steps: ids('Steps visited.'),
      },
    ),
  },
  { moment: oneWord('When it is judged; `order` where absent.', moments) },
)

export const acceptedSchema: JsonSchema = object('A finding that somebody has looked at.', {
  finding: sentence('Its id.'),
  by: sentence('Who looked.'),
  why: sentence('Why it may stay.'),
})
